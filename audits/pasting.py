"""How the annual report prints tables of audits and drills, to read them from a PDF's text.

A cell is known by its shape: the names of departments end in 部, 課, 室, センター …, the kinds of
audits in 監査, 審査, 診断 … No name of the register is needed, so that an empty one can be filled.
"""

import re

from calendars.recognition import is_schedule
from records.tabular.printed import Dated, Described
from records.tabular.printed.tokens import is_balanced

_UNIT = r"(?:部門?|課|室|センター|局|班|所|支部|機構|全体)"
_ASIDE = r"（[^（）]*）"
_TARGETS = re.compile(rf"(?:{_ASIDE})?(?:[^（）]*{_UNIT}(?:{_ASIDE})?[、・]?)+")
_KIND = r"(?:監査|審査|診断|検証|評価|点検|検査)"
_SUBJECT = rf"（(?:[^（）]|{_ASIDE})*）"
_MARK = "[0-9]{0,2}"  # of a footnote that was not copied
_AUDIT = re.compile(rf"(?:[^（）※]+{_KIND}{_MARK}(?:{_SUBJECT})?)+[※＊*]?")
_PART = re.compile(rf"{_KIND}(?![室部課])")  # in a department's name only as 監査室
_BROKEN = re.compile(r"[ー・、）)ぁぃぅぇぉっゃゅょァィゥェォッャュョ]")
_WHOLE = re.compile(r"(?:センター|本部|局)$")


def is_departments(text: str) -> bool:
    """Whether a whole cell names departments, with a theme in brackets above them or none."""
    outside = re.sub(_ASIDE, "", text)
    return (
        is_balanced(text)
        and not _BROKEN.match(text)
        and not _PART.search(outside)
        and bool(_TARGETS.fullmatch(text))
    )


def is_audit(text: str) -> bool:
    """Whether a whole cell is a kind of audit, with what it is about in brackets or without."""
    return is_balanced(text) and not _BROKEN.match(text) and bool(_AUDIT.fullmatch(text))


DRILLS = Described(
    headings=(("実施部門名", "実施時期", "訓練の概要"),),
    title="訓練",
    reads=is_schedule,
    name=is_departments,
    whole=_WHOLE,
)
INTERNAL_AUDITS = Dated(
    headings=(("監査種別", "対象部門", "監査実施年月日"),),
    title="内部監査",
    reads=is_schedule,
    first=is_audit,
    second=is_departments,
    pairs=True,
)
EXTERNAL_AUDITS = Dated(
    headings=(("部門名", "審査／監査種別（対象業務）", "審査／監査実施期間"),),
    title="外部審査",
    reads=is_schedule,
    first=is_departments,
    second=is_audit,
    whole=_WHOLE,
)
ACCOUNTING_AUDITS = Dated(
    headings=(("監査内容等", "監査実施年月日"),),
    title="会計監査",
    reads=is_schedule,
    second=is_balanced,
)
AUDITOR_AUDITS = Dated(
    headings=(("監査種別", "対象部門", "監査実施年月日"),),
    title="監事監査",
    reads=is_schedule,
    first=is_audit,
    second=is_departments,
    pairs=True,
)

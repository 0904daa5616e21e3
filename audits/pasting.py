"""Tables of audits and drills as the annual report prints them, to read from a PDF's text.

A cell is known by its shape: the names of departments end in 部, 課, 室, センター …, the kinds of
audits in 監査, 審査, 診断 … No name of the register is needed, so that an empty one can be filled.
"""

import re

from dates import is_schedule
from records.imports import Dated, Described, is_balanced, outside_brackets

_UNITS = ("部", "部門", "課", "室", "センター", "局", "班", "所", "支部", "機構", "全体")
_KINDS = ("監査", "審査", "診断", "検証", "評価", "点検", "検査")
_KIND_OF_AUDIT = re.compile(rf"(?:{'|'.join(_KINDS)})(?![室部課])")  # not as in 監査室
_CUT_OFF = re.compile(r"[ー・、）)ぁぃぅぇぉっゃゅょァィゥェォッャュョ]")
_WHOLE = re.compile(r"(?:センター|本部|局)$")
_TOGETHER = "※"


def is_departments(text: str) -> bool:
    """Return True if a whole cell names departments, with or without a theme in brackets above."""
    if not _is_whole(text) or _TOGETHER in text:
        return False
    outside = outside_brackets(text)
    names = outside.split("、")
    return not _KIND_OF_AUDIT.search(outside) and all(name.endswith(_UNITS) for name in names)


def is_audit(text: str) -> bool:
    """Return True if a whole cell is a kind of audit, with or without its subject in brackets.

    The number of a footnote may stand at the kind.
    """
    if not _is_whole(text) or _TOGETHER in text[:-1] or "）（" in text:
        return False
    outside = outside_brackets(text).removesuffix(_TOGETHER).rstrip("0123456789")
    return outside.endswith(_KINDS)


def _is_whole(text: str) -> bool:
    return is_balanced(text) and not _CUT_OFF.match(text)


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

"""What tables of any form tell of an audit's engagement; blank cells leave what is kept."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from audits.forms import LIES_AHEAD
from audits.imports.parsed import bare
from audits.models import Audit, AuditCriterion, AuditType, Conclusion
from calendars.scheduled import OfficialDateField, day_text
from records.imports import ColumnSpec, Fact, Problems, UnknownWordError

TEXTS = (
    *("objective", "scope_text", "focus_points", "report_number", "addressee"),
    *("conclusion_basis", "distribution"),
)
DAYS = ("opening_on", "exit_on", "reported_on")
METHODS = {
    "by_documents": re.compile("書面|書類"),
    "on_site": re.compile("実地|往査|現地"),
    "remotely": re.compile("リモート|遠隔|オンライン"),
}
NO_METHOD = _("“%(text)s” is no method of an audit. Please write 書面, 実地 or リモート.")
NO_CONCLUSION = _("“{text}” is no conclusion of audits of this regime and type.")
COLUMNS = (
    ColumnSpec("objective", "監査の目的", ("監査目的",), required=False),
    ColumnSpec("scope_text", "監査の範囲", ("監査範囲",), required=False),
    ColumnSpec("criteria", "監査基準", ("監査の基準", "準拠基準"), required=False),
    ColumnSpec(
        "period_text", "監査対象期間", ("対象期間",), required=False, example="平成28年４月～９月"
    ),
    ColumnSpec("methods", "監査の方法", required=False, example="書面・実地"),
    ColumnSpec("focus_points", "重点項目", required=False),
    ColumnSpec("opening_on", "開始会議日", required=False),
    ColumnSpec("exit_on", "講評日", required=False),
    ColumnSpec("reported_on", "報告日", ("監査報告日",), required=False),
    ColumnSpec("report_number", "報告書番号", ("監査報告書番号",), required=False),
    ColumnSpec("addressee", "報告先", required=False),
    ColumnSpec("conclusion", "結論", ("監査の結論", "総合意見"), required=False),
    ColumnSpec("conclusion_basis", "結論の根拠", required=False),
    ColumnSpec("distribution", "配付先", required=False),
)
Told = dict[str, Any]


def read_engagement(cells: Mapping[str, str], problems: Problems) -> Told:
    """What a row says of it, by the keys of the columns; its conclusion in words."""
    texts = {one.key: text for one in COLUMNS if (text := cells.get(one.key, "").strip())}
    told: Told = {}
    for key, text in texts.items():
        with problems.of(key):
            told[key] = _value(key, text)
    return told


def _value(key: str, text: str) -> Any:
    if key in DAYS:
        return OfficialDateField().clean(text)
    if key == "methods":
        found = tuple(bool(words.search(text)) for words in METHODS.values())
        if not any(found):
            raise ValidationError(NO_METHOD, params={"text": text})
        return found
    if key == "criteria":
        parts = (one.strip().partition("　") for one in re.split("[、\n]", text) if one.strip())
        return tuple((standard, clause.strip()) for standard, _space, clause in parts)
    if key == "period_text":
        Audit(period_text=text).read_period()
    return text


def engagement_of(audit: Audit) -> Told:
    """What a kept audit says of it, in the same terms."""
    told: Told = {name: getattr(audit, name) for name in (*TEXTS, *DAYS, "period_text")}
    criteria = tuple((row.standard, row.clause) for row in audit.rows_of("criteria"))
    methods = tuple(getattr(audit, name) for name in METHODS)
    conclusion = audit.conclusion.name if audit.conclusion else ""
    return told | {"criteria": criteria, "methods": methods, "conclusion": conclusion}


def facts_of(told: Told) -> dict[str, Fact]:
    """The same to be compared."""
    return {key: _fact(key, value) for key, value in told.items()}


def _fact(key: str, value: Any) -> Fact:
    if key in DAYS:
        return Fact(day_text(value), value)
    audit = Audit()
    if key == "methods":
        fill_engagement(audit, {key: value})
        return Fact(audit.methods_text, value)
    if key == "criteria":
        rows = (AuditCriterion(standard=standard, clause=clause) for standard, clause in value)
        return Fact("、".join(map(str, rows)), value)
    if key == "period_text":
        fill_engagement(audit, {key: value})
        return Fact(value, audit.period.canonical())
    return Fact(value, bare(value))


def fill_engagement(audit: Audit, told: Told) -> None:
    """Have `audit` say what a row does, but for its criteria and its conclusion."""
    for name in (*TEXTS, *DAYS, "period_text"):
        if name in told:
            setattr(audit, name, told[name])
    if "methods" in told:
        for name, is_so in zip(METHODS, told["methods"], strict=True):
            setattr(audit, name, is_so)
    audit.read_period()


def conclusion_named(
    text: str, regime: str, types: Collection[AuditType], kept: Collection[Conclusion]
) -> Conclusion:
    """The conclusion that a cell names, the type's own first. Raises `UnknownWordError`."""
    scale = sorted(
        (one for one in kept if one.fits(regime, types)), key=lambda one: one.type is None
    )
    for one in scale:
        if bare(one.name) == bare(text):
            return one
    known = [one.name for one in scale]
    raise UnknownWordError(text, format_lazy(NO_CONCLUSION, text=text), known)


def check_engagement(audit: Audit, told: Told, today: date, problems: Problems) -> None:
    """Note what contradicts the rest of `audit`, which says what the row does."""
    with problems.of("reported_on"):
        if told.get("reported_on", today) > today:
            raise ValidationError(LIES_AHEAD)
    with problems.of(""):
        audit.validate_constraints()


def save_criteria(audit: Audit, criteria: Collection[tuple[str, str]]) -> None:
    """Have the criteria of `audit` be these, in this order."""
    rows = {(row.standard, row.clause): row for row in audit.criteria.all()}
    for gone in rows.keys() - set(criteria):
        rows[gone].delete()
    for order, (standard, clause) in enumerate(dict.fromkeys(criteria), start=1):
        row = rows.get((standard, clause)) or AuditCriterion(
            audit=audit, standard=standard, clause=clause, order=0
        )
        if row.order != order:
            row.order = order
            row.full_clean()
            row.save()

"""Facts for the tests of rules: small values with what a case is about, the rest as it comes."""

from datetime import date
from typing import Any

from dates import FiscalYear, read
from oversight.rules import (
    RULES,
    Audit,
    AuditType,
    Covered,
    Department,
    Drill,
    Facts,
    Item,
    Session,
    Sitting,
    Subject,
    Submission,
)

AFTER = date(2030, 4, 1)  # by when every year that a case is about is long over


def event(label: str, text: str, year: int, status: str, title: str) -> dict[str, Any]:
    return {
        "subject": Subject(label, f"{title}:{text}"),
        "fiscal_year": year,
        "title": title,
        "schedule": read(text, fiscal_year=FiscalYear(year)).schedule,
        "text": text,
        "status": status,
    }


def audit(
    text: str,
    *types: str,
    covers: tuple[int | Covered, ...] = (),
    year: int = 2016,
    status: str = "held",
    title: str = "監査",
    **values: Any,
) -> Audit:
    covered = tuple(Covered(one) if isinstance(one, int) else one for one in covers)
    values = {"regime": "internal", **values}
    return Audit(
        **event("audits.audit", text, year, status, title), types=types, covers=covered, **values
    )


def drill(text: str, *departments: int, year: int = 2016, status: str = "held") -> Drill:
    return Drill(**event("audits.drill", text, year, status, "訓練"), departments=departments)


def submission(kind: str, text: str, title: str = "届出", *, year: int = 2016) -> Submission:
    values = {"fiscal_year": year, "title": title, "text": text}
    subject = Subject("oversight.submission", f"{title}:{text}")
    return Submission(subject=subject, kind=kind, schedule=read(text).schedule, **values)


def sitting(
    body: str,
    text: str,
    *items: Item,
    number: int | None = 1,
    year: int = 2016,
    status: str = "held",
) -> Sitting:
    return Sitting(
        **event("meetings.meeting", text, year, status, body),
        sessions=(Session(body, number),),
        items=items,
    )


def audit_type(slug: str, cycle: int | None = None, regime: str = "internal") -> AuditType:
    return AuditType(
        subject=Subject("audits.audittype", slug),
        slug=slug,
        name=slug,
        regime=regime,
        regime_name=regime,
        cycle=cycle,
    )


def department(
    key: int, name: str = "", parent: int | None = None, kind: str = "department", **values: Any
) -> Department:
    name = name or f"第{key}部"
    return Department(
        key=key,
        subject=Subject("organization.department", name),
        slug=values.pop("slug", f"department-{key}"),
        name=name,
        kind=kind,
        parent=parent,
        **values,
    )


Told = tuple[str, tuple[Subject, ...], date | None, date | None, str, str]


def told(facts: Facts, *codes: str, year: int = 2016, at: date = AFTER) -> list[Told]:
    """All that these rules tell: sentence, records, last day, day judged, detail, what is whole."""
    return [
        (str(one), one.subjects, one.due, one.on, one.detail, one.whole)
        for rule in RULES
        if rule.code in codes
        for one in rule.observations(facts, FiscalYear(year), at)
    ]


def noticed(facts: Facts, *codes: str, year: int = 2016, at: date = AFTER) -> list[tuple[str, str]]:
    """The codes of the rules that notice something, and what tells each observation from others."""
    return [
        (rule.code, one.detail or one.subjects[0].uid)
        for rule in RULES
        if not codes or rule.code in codes
        for one in rule.observations(facts, FiscalYear(year), at)
    ]

"""What the record of an audit says, under the words of official forms."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from audits.models import Audit, Auditor
from audits.scopes import word_targets
from dates import Schedule, word
from records.base import Life
from records.documents import Values, official_day, texts

AUDIT_SAMPLE: Values = {
    **texts("監査名", "監査の種類", "対象業務", "対象部門", "対象期間", "実施期間", "場所"),
    **texts("監査の目的", "監査の基準", "監査の方法", "重点項目", "監査員", "講評日"),
}


def audit_values(audit: Audit) -> Values:
    """The values of an audit; what is not on record is empty."""
    return {
        "監査名": str(audit),
        "監査の種類": audit.type_text,
        "対象業務": audit.scope_text or audit.subject or audit.theme,
        "対象部門": word_targets(audit),
        "対象期間": word(audit.period) or audit.period_text,
        "実施期間": official_schedule(audit),
        "場所": "",
        "監査の目的": audit.objective,
        "監査の基準": "\n".join(str(each) for each in audit.criteria.all()),
        "監査の方法": "、".join(audit.methods),
        "重点項目": audit.focus_points,
        "監査員": "、".join(auditor_text(one) for one in in_rank(audit.auditors.all())),
        "講評日": official_day(audit.exit_on),
    }


def settled(records: Any, with_drafts: bool) -> Any:
    """Those of the records that were approved, and drafts where a draft is made."""
    return records.current() if with_drafts else records.filter(life=Life.REGISTERED)


def official_schedule(audit: Audit) -> str:
    """The days of an audit as official texts print them."""
    return audit.schedule_override or word(audit.schedule)


def phases(audit: Audit) -> list[Values]:
    """The phases of an audit with their days, where its schedule names phases."""
    return [
        {"区分": segment.label, "日程": word(Schedule((replace(segment, label=""),)))}
        for segment in audit.schedule.segments
        if segment.label
    ]


def in_rank(auditors: Iterable[Auditor]) -> list[Auditor]:
    """Those who lead first."""
    return sorted(auditors, key=lambda one: one.role != Auditor.Role.LEAD)


def auditor_text(auditor: Auditor) -> str:
    """The name, and with it who leads: 監査　太郎（主任監査員）."""
    is_lead = auditor.role == Auditor.Role.LEAD
    return f"{auditor.name}（{auditor.get_role_display()}）" if is_lead else auditor.name


def days_text(days: Decimal | None) -> str:
    """2.5人日; empty where none are on record."""
    return f"{days.normalize():f}人日" if days is not None else ""

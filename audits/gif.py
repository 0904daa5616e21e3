"""The details of audits and drills in the government's event model."""

from audits.models import Audit, Drill, Regime
from audits.scopes import word_targets
from calendars.scheduled import GifDetails

KINDS = {
    Regime.INTERNAL: "内部監査",
    Regime.EXTERNAL: "外部審査・外部監査",
    Regime.ACCOUNTING: "会計監査",
    Regime.AUDITOR: "監事監査",
}


def audit_details(audit: Audit) -> GifDetails:
    """An audit: its targets say both what it is about and for whom it is."""
    kind, targets = KINDS[Regime(audit.regime)], word_targets(audit)
    about = [audit.type_text, audit.subject or audit.theme, targets]
    return GifDetails(
        kind=kind,
        description="　".join(filter(None, about)),
        targets=targets,
        tags=dict.fromkeys(("監査", kind, *(one.name for one in audit.types))),
        short_name="・".join(one.short_name for one in audit.types),
    )


def drill_details(drill: Drill) -> GifDetails:
    """A drill, for the departments that practise."""
    return GifDetails(
        kind="訓練",
        description=drill.scenario,
        targets=drill.departments_text,
        tags=("訓練",),
    )

"""What the government's event model is told of audits and drills."""

from audits.models import Audit, Drill, Regime
from audits.scopes import word_targets
from calendars.scheduled import Told

KINDS = {
    Regime.INTERNAL: "内部監査",
    Regime.EXTERNAL: "外部審査・外部監査",
    Regime.ACCOUNTING: "会計監査",
    Regime.AUDITOR: "監事監査",
}


def told_audit(audit: Audit) -> Told:
    """An audit: its targets say both what it is about and for whom it is."""
    kind, targets = KINDS[Regime(audit.regime)], word_targets(audit)
    about = [audit.type_text, audit.subject or audit.theme, targets]
    return Told(
        kind=kind,
        description="　".join(filter(None, about)),
        targets=targets,
        tags=dict.fromkeys(("監査", kind, *(one.name for one in audit.types))),
        short_name="・".join(one.short_name for one in audit.types),
    )


def told_drill(drill: Drill) -> Told:
    """A drill, for the departments that practise."""
    return Told(
        kind="訓練",
        description=drill.scenario,
        targets=drill.departments_text,
        tags=("訓練",),
    )

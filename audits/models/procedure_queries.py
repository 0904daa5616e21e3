"""The questions that lists of audit procedures ask."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audits.models.audit_children import AuditChildQuerySet


class Stage(models.TextChoices):
    """How far a step has come."""

    PLANNED = "planned", _("not done yet")
    DONE = "done", _("to be reviewed")
    REVIEWED = "reviewed", _("reviewed")


STAGES = {
    Stage.PLANNED: Q(done_on=None),
    Stage.DONE: Q(done_on__isnull=False, reviewed_on=None),
    Stage.REVIEWED: Q(reviewed_on__isnull=False),
}


class ProcedureQuerySet(AuditChildQuerySet):
    def in_stage(self, stage: str) -> Self:
        """Steps that have come so far and no further."""
        return self.filter(STAGES[Stage(stage)])

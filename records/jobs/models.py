"""When each job that a timer starts last succeeded.

It tells of the installation, not of the register: it stands in no journal.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobRun(models.Model):
    """The last run of one job that did what it is for."""

    name = models.CharField(primary_key=True, max_length=100)
    succeeded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("run of a timer's job")
        verbose_name_plural = _("runs of timers' jobs")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def note(cls, name: str, now: datetime) -> None:
        """Say that the job `name` succeeded at `now`."""
        cls.objects.update_or_create(name=name, defaults={"succeeded_at": now})

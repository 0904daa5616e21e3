"""The table of announced corrections."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, Self
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_WORDS = 1000  # characters


class CorrectionQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Those that were not taken back, the newest first."""
        return self.filter(withdrawn_at=None).order_by("-corrected_at", "-pk")

    def of_records(self, model: type[models.Model], uids: Collection[UUID]) -> Self:
        """Standing ones of records of this kind."""
        return self.standing().filter(record_type=model._meta.label, record_uid__in=uids)

    def of_public_records(self, most: int) -> list["Correction"]:
        """The newest standing ones of records that anyone may see, not more than `most`."""
        return list(_of_public(self.standing()[: most * 5]))[:most]


class Correction(models.Model):
    """A correction of a public record, in words for the public; written once.

    `was` and `is_now` are what differed of what anyone may know, a line for each, in Japanese like
    the record; `title` and `path` are what it was called then, and its page. One announced by
    mistake is taken back (`withdrawn_at`) and shown no more.
    """

    record_type = models.CharField(max_length=100)
    record_uid = models.UUIDField()
    title = models.CharField(_("record"), max_length=500)
    path = models.CharField(max_length=300, blank=True)
    corrected_at = models.DateTimeField(_("corrected at"))
    was = models.TextField(_("wrong"), blank=True)
    is_now = models.TextField(_("right"), blank=True)
    words = models.TextField(_("words for the public"), max_length=LONGEST_WORDS)
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("public correction")
        verbose_name_plural = _("public corrections")
        default_permissions = ()
        ordering = ["-corrected_at", "-id"]
        indexes = [
            models.Index(fields=["record_type", "record_uid"], name="correction_of_record"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def corrected_on(self) -> date:
        """The day since when it is right."""
        return timezone.localdate(self.corrected_at)

    @property
    def lines(self) -> list[tuple[str, str]]:
        """What was and what is, side by side."""
        return list(zip(self.was.split("\n"), self.is_now.split("\n"), strict=False))


def _of_public(corrections: Iterable[Correction]) -> Iterable[Correction]:
    """Those of records that anyone may see, in one query for each kind of record."""
    found = list(corrections)
    public: dict[str, set[UUID]] = {}
    for label in {one.record_type for one in found}:
        model: Any = apps.get_model(label)
        uids = [one.record_uid for one in found if one.record_type == label]
        seen = model.objects.visible_to(None).current().filter(uid__in=uids)
        public[label] = set(seen.values_list("uid", flat=True))
    return (one for one in found if one.record_uid in public[one.record_type])

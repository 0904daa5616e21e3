"""Officers of the agency (役員), and who is in office."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from organization.terms import Term, in_office
from records.base import Record, RecordQuerySet


class OfficerQuerySet(RecordQuerySet):
    def in_office(self, on: date, first_of_year: date) -> Self:
        """Officers in office on `on`; see `in_office`."""
        return self.filter(in_office(on, first_of_year))


class Officer(Term, Record):
    """An officer of the agency (役員): president, vice-president, director or auditor."""

    class Post(models.TextChoices):
        PRESIDENT = "president", _("president")
        VICE_PRESIDENT = "vice_president", _("vice-president")
        DIRECTOR = "director", _("director")
        AUDITOR = "auditor", _("statutory auditor")

    post = models.CharField(_("post"), max_length=20, choices=Post)
    is_part_time = models.BooleanField(_("part-time"), default=False)
    name = models.CharField(_("full name"), max_length=100)
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    objects: ClassVar = OfficerQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("officer")
        verbose_name_plural = _("officers")
        ordering = ["order", "id"]
        constraints = [*Record.Meta.constraints, *Term.Meta.constraints]

    def __str__(self) -> str:
        return f"{self.get_post_display()} {self.name}"

"""Observations of a rule that the office knows of and bears for a time (了知)."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits.models import in_scope_of_all
from calendars.scheduled import FiscalYearField
from records.base import NOTHING, Life, ObjectScope, Part, Record, RecordQuerySet, Visibility

ENDS_TOO_EARLY = _("An acknowledgement ends on the day on which it is given, or later.")


class AcknowledgementQuerySet(RecordQuerySet):
    def in_force(self, at: date) -> Self:
        """Those that were given by the end of `at` and had not ended before it."""
        return self.filter(life=Life.REGISTERED, given_on__lte=at, until__gte=at)


class Acknowledgement(Record):
    """That an observation of a rule is known, why it is borne, and until when.

    It names the observation as rules tell it: by the rule's code, the fiscal year, the records that
    it is about, and what tells it from others of these. `message` is what it said then. Days are
    included; after `until` it ends by itself.
    """

    rule = models.CharField(_("rule"), max_length=50, editable=False)
    fiscal_year = FiscalYearField(_("fiscal year"), editable=False)
    detail = models.CharField(max_length=200, blank=True, editable=False)
    message = models.TextField(pgettext_lazy("of a rule", "observation"), editable=False)
    reason = models.TextField(
        _("reason for the acknowledgement"),
        help_text=_("Why it is borne: 次年度の監査計画に含めるため"),
    )
    given_on = models.DateField(_("acknowledged on"), editable=False)
    until = models.DateField(
        _("acknowledged until"), help_text=_("The last day; after it the observation stands again.")
    )

    objects: ClassVar = AcknowledgementQuerySet.as_manager()

    parts: ClassVar[tuple[str, ...]] = ("subjects",)
    meant_for_public: ClassVar[bool] = False
    may_be_public: ClassVar[bool] = False
    fiscal_year_lookup: ClassVar[str] = "fiscal_year"

    class Meta(Record.Meta):
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        ordering = ["-fiscal_year", "-given_on", "-id"]
        indexes = [
            models.Index(fields=["fiscal_year", "until"], name="acknowledgement_by_year"),
        ]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="acknowledgement_ends_after_it_is_given",
                condition=Q(until__gte=F("given_on")),
                violation_error_message=ENDS_TOO_EARLY,
            ),
            models.CheckConstraint(
                name="acknowledgement_is_internal",
                condition=Q(visibility=Visibility.INTERNAL),
                violation_error_message=_("An acknowledgement is never published."),
            ),
        ]

    def __str__(self) -> str:
        return self.message

    @property
    def is_public(self) -> bool:
        """Never: it is about what the office has not done yet."""
        return False

    @classmethod
    def open_to_anyone(cls) -> Q:
        return NOTHING

    @classmethod
    def object_scope(cls, user: Any, at: date | None) -> ObjectScope:
        """Those of the fiscal years that an inspection of all regimes opens, with their past."""
        opened = in_scope_of_all(user, at)
        return ObjectScope(opened, past=opened)

    def subject_uids(self) -> list[str]:
        """The uids of the records that the observation is about, in its order."""
        return [str(one.record_uid) for one in self.subjects.all()]


class AcknowledgedRecord(Part):
    """A record that the observation is about, named by its kind and its uid."""

    acknowledgement = models.ForeignKey(
        Acknowledgement, on_delete=models.PROTECT, related_name="subjects"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    label = models.CharField(max_length=50, help_text=_("As in the journal: audits.audit"))
    record_uid = models.UUIDField()

    part_of: ClassVar[str] = "acknowledgement"

    class Meta(Part.Meta):
        verbose_name = _("record observed")
        verbose_name_plural = _("records observed")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.label} {self.record_uid}"


def acknowledge(
    acknowledgement: Acknowledgement, subjects: Iterable[tuple[str, str]]
) -> Acknowledgement:
    """Keep it with the records that it names, inside the caller's change.

    Raises `ValidationError`, on its reason or its end.
    """
    acknowledgement.life = Life.REGISTERED
    acknowledgement.full_clean()
    acknowledgement.save()
    for order, (label, uid) in enumerate(subjects, start=1):
        row = AcknowledgedRecord(
            acknowledgement=acknowledgement, order=order, label=label, record_uid=uid
        )
        row.full_clean()
        row.save()
    return acknowledgement

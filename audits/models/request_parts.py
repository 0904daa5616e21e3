"""The parts of a request for documents: the steps that were taken, and the files submitted."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits import request_states
from audits.request_states import StepKind
from records.base import Part
from records.papers import VersionedPaper, VersionedPaperQuerySet


class RequestStep(Part):
    """A step taken with a request: it was sent, submitted, returned or accepted."""

    request = models.ForeignKey(
        "audits.DocumentRequest", on_delete=models.PROTECT, related_name="steps"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    kind = models.CharField(pgettext_lazy("of a request", "step"), max_length=10, choices=StepKind)
    taken_on = models.DateField(pgettext_lazy("of a step", "day"))
    taken_by = models.CharField(pgettext_lazy("of a step", "by"), max_length=150, blank=True)
    words = models.TextField(
        pgettext_lazy("of a step", "words"),
        blank=True,
        help_text=_("On returning: what is missing or wrong. The department reads it."),
    )
    due_on = models.DateField(
        _("new due date"),
        null=True,
        blank=True,
        help_text=_("Only on returning, where the documents may come later than was asked."),
    )

    part_of: ClassVar[str] = "request"

    class Meta:
        verbose_name = pgettext_lazy("of a request", "step")
        verbose_name_plural = pgettext_lazy("of a request", "steps")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "order"],
                name="steps_of_a_request_have_an_order",
                violation_error_message=_("Two steps have the same place."),
            ),
            models.CheckConstraint(
                name="return_of_a_request_has_words",
                condition=~Q(kind=StepKind.RETURNED) | ~Q(words=""),
                violation_error_message=request_states.NEEDS_WORDS,
            ),
            models.CheckConstraint(
                name="return_of_a_request_alone_sets_a_due_date",
                condition=Q(due_on=None) | Q(kind=StepKind.RETURNED, due_on__gte=F("taken_on")),
                violation_error_message=_(
                    "A new due date is set on returning, and not before that day."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class RequestPaperQuerySet(VersionedPaperQuerySet):
    def readable_by(self, user: Any) -> Self:
        """The files of requests that `user` may see: who submits may read what was submitted."""
        link: Any = self.model._meta.get_field(self.model.part_of)
        return self.filter(request__in=link.related_model.objects.visible_to(user))


class RequestPaper(VersionedPaper):
    """A file that was submitted; one of the same name takes its place as the next version."""

    request = models.ForeignKey(
        "audits.DocumentRequest", on_delete=models.PROTECT, related_name="papers"
    )

    objects = RequestPaperQuerySet.as_manager()  # type: ignore[misc]  # richer than the base's

    part_of: ClassVar[str] = "request"
    meant_for_public: ClassVar[bool] = False

    class Meta(VersionedPaper.Meta):
        verbose_name = _("submitted file")
        verbose_name_plural = _("submitted files")

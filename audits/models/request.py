"""Requests for documents (資料依頼): what is asked for an audit, of which department, by when."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audits import request_states
from audits.models.audit import Audit
from audits.models.audit_children import AuditChildQuerySet
from audits.models.inspection import inspected_by
from audits.models.request_parts import RequestStep
from audits.request_states import AWAITED, OPEN, RequestState, StepKind
from organization.contacts import departments_of, with_parts
from organization.models import Department
from records.base import (
    NOTHING,
    Life,
    ObjectScope,
    Record,
    Upgrade,
    Visibility,
)

CLOSED_UNANSWERED = _(
    "The finding is closed, and documents that its department was asked for are not accepted "
    "(№%(numbers)s): please accept them first, or say why the finding was closed all the same."
)


def _taken(at: date) -> models.QuerySet:
    """The steps of a request that were taken by the end of `at`, the last first."""
    steps = RequestStep.objects.filter(request=OuterRef("pk"), taken_on__lte=at)
    return steps.order_by("-order", "-pk")


class DocumentRequestQuerySet(AuditChildQuerySet):
    def awaiting_approval(self) -> Self:
        """None: a request is sent together with the others of its audit."""
        return self.none()

    def with_names(self) -> Self:
        above = "department__parent_department__parent_department__parent_department"
        return super().with_names().select_related(above)

    def with_state(self, at: date) -> Self:
        """To be filtered by `state_at`, and with `due_at`, as they stood at the end of `at`."""
        taken = _taken(at)
        state = Subquery(taken.values("kind")[:1])
        due = Subquery(taken.exclude(due_on=None).values("due_on")[:1])
        found = self.alias(state_at=Coalesce(state, Value(RequestState.UNSENT.value)))
        return found.annotate(due_at=Coalesce(due, F("due_on")))

    def open(self, at: date) -> Self:
        """Sent, and not accepted by the end of `at`."""
        sent = self.filter(life=Life.REGISTERED).with_state(at)
        return sent.filter(state_at__in=OPEN)

    def awaiting_submission(self, at: date) -> Self:
        """Sent or returned, and not submitted by the end of `at`."""
        return self.open(at).filter(state_at__in=AWAITED)

    def awaiting_check(self, at: date) -> Self:
        """Submitted, and neither accepted nor returned by the end of `at`."""
        return self.open(at).filter(state_at=RequestState.SUBMITTED)

    def overdue(self, at: date) -> Self:
        """Those that should have been submitted before `at`, the longest first."""
        return self.awaiting_submission(at).filter(due_at__lt=at).order_by("due_at", "pk")

    def due_within(self, days: int, at: date) -> Self:
        """Those that are to be submitted from `at` to `days` days later, the nearest first."""
        last = at + timedelta(days=days)
        due = self.awaiting_submission(at).filter(due_at__range=(at, last))
        return due.order_by("due_at", "pk")

    def sendable(self) -> Self:
        """Not sent yet, and not withdrawn."""
        return self.current().filter(steps=None)

    def shown_as_of(self, at: date) -> Self:
        """With what a list shows of each as of a day, in a constant number of queries."""
        dated = self.with_state(at).annotate(as_of=Value(at, models.DateField()))
        return dated.prefetch_related("steps")

    def next_number(self, audit: Audit) -> int:
        """The number after the last of the audit's, withdrawn ones included."""
        return (self.filter(audit=audit).aggregate(last=Max("number"))["last"] or 0) + 1


def check_closing_requests(audit: Audit, department: Department, on: date) -> None:
    """Raise `ValidationError` where something that was asked of a department is open on a day.

    What was asked of its parts counts, too. So a finding is not closed silently on that day.
    """
    asked = DocumentRequest.objects.open(on).filter(audit=audit)
    numbers = asked.filter(department__in=with_parts([department.pk])).order_by("number")
    if found := list(numbers.values_list("number", flat=True)):
        named = {"numbers": "、".join(map(str, found))}
        raise ValidationError(CLOSED_UNANSWERED, params=named)


class DocumentRequest(Record):
    """One line of the documents requested for an audit (依頼資料一覧)."""

    audit = models.ForeignKey(
        Audit,
        on_delete=models.PROTECT,
        related_name="document_requests",
        verbose_name=_("audit"),
    )
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    title = models.CharField(
        _("document requested"), max_length=300, help_text=_("委託先の監督の記録, 入退室の記録")
    )
    period = models.CharField(
        _("period or reference day"),
        max_length=200,
        blank=True,
        help_text=_("Kept as it is typed: 平成28年４月～９月, 平成28年９月末現在"),
    )
    medium = models.CharField(
        _("form and medium"),
        max_length=100,
        blank=True,
        help_text=_("様式１（Excel）, PDF, 原本の閲覧"),
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="document_requests",
        verbose_name=_("department to submit"),
        help_text=_("Its contacts see the request once it is sent, and submit on the site."),
    )
    contact = models.CharField(
        _("person in charge"), max_length=100, blank=True, help_text=_("総務課 田中")
    )
    due_on = models.DateField(_("submission due"), null=True, blank=True)
    remarks = models.TextField(
        _("remarks"), blank=True, help_text=_("The department reads them, too.")
    )

    objects: ClassVar = DocumentRequestQuerySet.as_manager()

    schema: ClassVar[int] = 1
    upgrades: ClassVar[Mapping[int, Upgrade]] = {}
    parts: ClassVar[tuple[str, ...]] = ("steps", "papers")
    meant_for_public: ClassVar[bool] = False
    may_be_public: ClassVar[bool] = False
    fiscal_year_lookup: ClassVar[str] = "audit__fiscal_year"
    # A form that shows the steps holds the request against them as typed, not as kept.
    steps_are_typed = False

    class Meta(Record.Meta):
        verbose_name = _("document request")
        verbose_name_plural = _("document requests")
        permissions = [
            ("submit_documentrequest", "Can submit what the account's departments are asked for")
        ]
        ordering = ["audit", "number"]
        indexes = [models.Index(fields=["life"], name="documentrequest_by_life")]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["audit", "number"],
                name="documentrequest_number_is_used_once",
                violation_error_message=_("This audit already has a request with this number."),
            ),
            models.CheckConstraint(
                name="documentrequest_stays_internal",
                condition=Q(visibility=Visibility.INTERNAL),
                violation_error_message=_("A request for documents is never published."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audit} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("audits:request", args=[self.uid])

    @property
    def parent(self) -> Audit:
        return self.audit

    @property
    def is_public(self) -> bool:
        """Never: a request is for those who audit, inspect or answer it."""
        return False

    @classmethod
    def open_to_anyone(cls) -> Q:
        return NOTHING

    @classmethod
    def object_scope(cls, user: Any, at: date | None) -> ObjectScope:
        """What was sent to a contact's departments, and what of an inspection, with its past."""
        was_sent = Q(Exists(RequestStep.objects.filter(request=OuterRef("pk"))))
        own, inspected = departments_of(user), inspected_by(user, at, "audit__")
        asked = Q(department__in=own) & was_sent if own else NOTHING
        return ObjectScope(asked | (inspected & was_sent), past=inspected)

    def lacks(self) -> str:
        """That it was not sent: it needs no approval of its own."""
        if self.pk and self.steps.exists():
            return ""
        return str(_("A request is not approved but sent, with the others of its audit."))

    def kept_because(self) -> str:
        last = list(self.steps.all())[-1:]
        is_settled = any(step.kind == StepKind.ACCEPTED for step in last)
        is_open = self.life == Life.REGISTERED and not is_settled
        return str(_("what it asks for was not accepted")) if is_open else ""

    def state(self, at: date) -> RequestState:
        """The state that it had reached by the end of `at`."""
        return request_states.state_at(self.rows_of("steps"), at)

    def due(self, at: date) -> date | None:
        """The due date as it stood at the end of `at`."""
        return request_states.due_at(self.due_on, self.rows_of("steps"), at)

    def is_overdue(self, at: date) -> bool:
        """Return True if it should have been submitted before `at` and was not."""
        is_asked = self.life == Life.REGISTERED
        return is_asked and request_states.is_overdue(self.state(at), self.due(at), at)

    def last_step(self, kind: StepKind, at: date) -> RequestStep | None:
        """The last step of this kind that was taken by the end of `at`."""
        taken = request_states.taken_by(self.rows_of("steps"), at)
        return next((step for step in reversed(taken) if step.kind == kind), None)

    def clean(self) -> None:
        super().clean()
        if not self.steps_are_typed and self.pk:
            self.check_steps(self.steps.all())

    def check_steps(self, steps: Iterable[RequestStep]) -> None:
        """Raise `ValidationError` unless these steps, in order, fit one another and the request."""
        steps = list(steps)
        if steps and self.department_id is None:
            raise ValidationError(_("A request that was sent names the department that it asks."))
        if steps and self.life == Life.DRAFT:
            raise ValidationError(_("A request takes its first step when it is sent."))
        request_states.check_steps(self.due_on, steps)

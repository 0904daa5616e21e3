"""The work programme of an audit: its steps, what was tested, and what came of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits.models.audit import Audit
from audits.models.elements import filled_fields
from audits.models.finding import Finding
from audits.models.inspection import inspected_by
from audits.models.procedure_queries import STAGES, ProcedureQuerySet, Stage
from audits.models.remedy import same_name
from records.base import NOTHING, ObjectScope, Part, Record, Upgrade, Visibility, added

LONGEST_HEADING = 60  # characters
NEVER_PUBLIC = _("An audit procedure is never published.")
REVIEWED_BY_THE_DOER = _("Whoever did it cannot review it. Please name another person.")


class Procedure(Record):
    """A step of an audit's work programme (監査手続).

    IIA Global Internal Audit Standards 13.6 (work program) and 14.6 (documentation and its review).
    Empty where nothing is on record.
    """

    class Selection(models.TextChoices):
        """How the items tested were chosen from the population."""

        RANDOM = "random", _("at random")
        JUDGEMENT = "judgement", _("by judgement")
        ALL = "all", _("all items")

    class Result(models.TextChoices):
        CONFORMING = "conforming", _("conforming")
        PARTLY = "partly", _("partly deficient")
        DEFICIENT = "deficient", _("deficient")
        NOT_APPLICABLE = "not_applicable", _("not applicable")

    audit = models.ForeignKey(
        Audit, on_delete=models.PROTECT, related_name="procedures", verbose_name=_("audit")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    objective = models.TextField(
        pgettext_lazy("of a procedure", "objective"),
        blank=True,
        help_text=_("What is to be established, and the risk: 権限のない者が入室する危険"),
    )
    procedure = models.TextField(
        _("audit procedure"),
        help_text=_("What is tested, and how: 入退室記録を申請書と照合する。"),
    )
    criteria = models.TextField(
        _("criteria"),
        blank=True,
        help_text=_("The regulation or standard, with its clause: 入退室管理規程 第12条第２項"),
    )
    technique = models.CharField(
        _("technique"), max_length=100, blank=True, help_text=_("質問, 閲覧, 観察, 再実施")
    )
    population = models.CharField(
        _("population"),
        max_length=200,
        blank=True,
        help_text=_("All from which the sample is taken: 平成28年度の入室申請書"),
    )
    population_size = models.PositiveIntegerField(
        _("size of the population"), null=True, blank=True, help_text=_("The number of its items")
    )
    selection = models.CharField(
        _("how the sample was chosen"), max_length=10, choices=Selection, blank=True
    )
    sample_size = models.PositiveIntegerField(
        _("size of the sample"), null=True, blank=True, help_text=_("The number of items tested")
    )
    result = models.CharField(
        pgettext_lazy("of a procedure", "result"), max_length=14, choices=Result, blank=True
    )
    exceptions = models.TextField(
        _("exceptions"),
        blank=True,
        help_text=_("The items that did not conform: 25件のうち２件に承認の印がない。"),
    )
    conclusion = models.TextField(
        pgettext_lazy("of a procedure", "conclusion"),
        blank=True,
        help_text=_("Of a step that is not applicable it says why."),
    )
    evidence = models.TextField(
        pgettext_lazy("of a procedure", "evidence"),
        blank=True,
        help_text=_("The papers looked into, and where they are kept"),
    )
    done_by = models.CharField(
        _("done by"), max_length=100, blank=True, help_text=_("Who does it: 監査 太郎")
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)
    reviewed_by = models.CharField(
        _("reviewed by"), max_length=100, blank=True, help_text=_("Another than who did it")
    )
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)

    objects: ClassVar = ProcedureQuerySet.as_manager()

    schema: ClassVar[int] = 2
    upgrades: ClassVar[Mapping[int, Upgrade]] = {1: added(papers=[])}
    parts: ClassVar[tuple[str, ...]] = ("findings", "papers")
    meant_for_public: ClassVar[bool] = False
    may_be_public: ClassVar[bool] = False
    fiscal_year_lookup: ClassVar[str] = "audit__fiscal_year"

    class Meta(Record.Meta):
        verbose_name = _("audit procedure")
        verbose_name_plural = _("audit procedures")
        ordering = ["audit", "number"]
        # Among many that are settled, few are drafts or wait for their review.
        indexes = [
            models.Index(fields=["life"], name="procedure_by_life"),
            models.Index(
                fields=["done_on"],
                condition=STAGES[Stage.DONE],
                name="procedure_to_be_reviewed",
            ),
        ]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["audit", "number"],
                name="procedure_number_is_used_once",
                violation_error_message=_("This audit already has a procedure with this number."),
            ),
            models.CheckConstraint(
                name="procedure_sample_is_within_its_population",
                condition=Q(sample_size=None)
                | Q(population_size=None)
                | Q(sample_size__lte=F("population_size")),
                violation_error_message=_("A sample cannot be larger than its population."),
            ),
            models.CheckConstraint(
                name="procedure_on_all_items_tests_all",
                condition=~Q(selection="all")
                | Q(sample_size=None)
                | Q(population_size=None)
                | Q(sample_size=F("population_size")),
                violation_error_message=_(
                    "Where all items were tested, the sample is as large as the population."
                ),
            ),
            models.CheckConstraint(
                name="procedure_result_says_who_and_when",
                condition=Q(result="") | (~Q(done_by="") & Q(done_on__isnull=False)),
                violation_error_message=_("A result says by whom and on which day it was reached."),
            ),
            models.CheckConstraint(
                name="procedure_that_is_done_has_a_result",
                condition=Q(done_on=None) | ~Q(result=""),
                violation_error_message=_("A procedure that is done has a result."),
            ),
            models.CheckConstraint(
                name="procedure_not_applicable_says_why",
                condition=~Q(result="not_applicable") | ~Q(conclusion=""),
                violation_error_message=_(
                    "A procedure that is not applicable says why in its conclusion."
                ),
            ),
            models.CheckConstraint(
                name="procedure_review_says_who_and_when",
                condition=Q(reviewed_by="", reviewed_on=None)
                | (~Q(reviewed_by="") & Q(reviewed_on__isnull=False)),
                violation_error_message=_("A review has both a reviewer and a date."),
            ),
            models.CheckConstraint(
                name="procedure_is_reviewed_once_it_is_done",
                condition=Q(reviewed_on=None)
                | Q(done_on__isnull=False, reviewed_on__gte=F("done_on")),
                violation_error_message=_("A procedure can only be reviewed once it is done."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audit} 手続{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("audits:procedure", args=[self.uid])

    @property
    def parent(self) -> Audit:
        return self.audit

    @property
    def is_public(self) -> bool:
        """Never: working papers are for the audit office and those who inspect its work."""
        return False

    @classmethod
    def open_to_anyone(cls) -> Q:
        return NOTHING

    @classmethod
    def object_scope(cls, user: Any, at: date | None) -> ObjectScope:
        """Those of the audits of an inspection, with their past."""
        inspected = inspected_by(user, at, "audit__")
        return ObjectScope(inspected, past=inspected)

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        if self.done_on is None:
            return Stage.PLANNED
        return Stage.DONE if self.reviewed_on is None else Stage.REVIEWED

    @property
    def heading(self) -> str:
        """The first words of what is tested."""
        return Truncator(self.procedure).chars(LONGEST_HEADING)

    @property
    def purpose(self) -> list[tuple[str, str]]:
        """What it is for and how it is done, by their labels; without what is empty."""
        return filled_fields(self, "objective", "criteria", "technique")

    @property
    def outcome(self) -> list[tuple[str, str]]:
        """What came of it beside the result, by their labels; without what is empty."""
        return filled_fields(self, "exceptions", "conclusion", "evidence")

    def clean(self) -> None:
        super().clean()
        if self.visibility == Visibility.PUBLIC:
            raise ValidationError({"visibility": NEVER_PUBLIC})
        if self.reviewed_by and same_name(self.reviewed_by, self.done_by):
            raise ValidationError({"reviewed_by": REVIEWED_BY_THE_DOER})


class ProcedureFinding(Part):
    """A finding that came of a procedure."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="findings")
    finding = models.ForeignKey(
        Finding,
        on_delete=models.PROTECT,
        related_name="procedures",
        verbose_name=_("finding"),
    )

    part_of: ClassVar[str] = "procedure"

    class Meta:
        verbose_name = _("finding of the procedure")
        verbose_name_plural = _("findings of the procedure")
        ordering = ["finding__number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "finding"],
                name="procedure_names_a_finding_once",
                violation_error_message=_("This finding is listed twice."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.finding)

    def clean(self) -> None:
        super().clean()
        if self.finding_id and self.finding.audit_id != self.procedure.audit_id:
            raise ValidationError({"finding": _("This finding belongs to another audit.")})

"""Documents that the audit office has issued, or received in answer, as they were sent."""

from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits.models.audit import Audit
from audits.models.finding import Finding
from audits.models.inspection import inspected_by, is_inspector
from audits.models.plan import AuditPlan
from audits.models.procedure import Procedure
from calendars.scheduled import FiscalYearField
from dates import FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR, FiscalYear
from records.base import (
    NOTHING,
    ObjectScope,
    Record,
    RecordQuerySet,
    Visibility,
    sees_internal,
)
from records.papers import VersionedPaper

NEVER_PUBLIC = _("An issued document is never published.")


class DocumentType(models.TextChoices):
    """What is issued, and made from the records."""

    PLAN = "plan", _("annual audit plan")
    NOTICE = "notice", _("notice of an audit")
    WORKING_PAPER = "working_paper", _("working paper")
    REPORT = "report", _("audit report")
    REPLY = "reply", _("reply on corrective action")
    FOLLOW_UP = "follow_up", _("account of follow-up")


# The link that each document has; the account of follow-up is about all findings.
CONCERNS = {
    DocumentType.PLAN: "plan",
    DocumentType.NOTICE: "audit",
    DocumentType.WORKING_PAPER: "audit",
    DocumentType.REPORT: "audit",
    DocumentType.REPLY: "finding",
    DocumentType.FOLLOW_UP: "",
}
LINKS: dict[str, type[Record]] = {"audit": Audit, "finding": Finding, "plan": AuditPlan}


def _concerns_one() -> Q:
    """True of documents that name the record that they are about, and no other."""
    found = Q()
    for kind, link in CONCERNS.items():
        named = {f"{name}__isnull": name != link for name in LINKS}
        found |= Q(document_type=kind, **named)
    return found


class IssuedDocumentQuerySet(RecordQuerySet):
    def visible_to(self, user: Any, at: date | None = None) -> Self:
        """As for any record, and never where what it is about is not visible.

        Working papers are for those who may read audit procedures.
        """
        found = super().visible_to(user, at)
        for link, kind in LINKS.items():
            records = kind.objects.visible_to(user, at)
            if records.query.where:
                found = found.filter(Q(**{link: None}) | Q(**{f"{link}__in": records}))
        if sees_internal(user, Procedure) or is_inspector(user):
            return found
        return found.exclude(document_type=DocumentType.WORKING_PAPER)

    def about(self, record: Record) -> Self:
        """Documents about this audit, finding or plan."""
        link = next(name for name, kind in LINKS.items() if isinstance(record, kind))
        return self.filter(**{link: record})

    def in_fiscal_year(self, *fiscal_years: int) -> Self:
        """Documents of these fiscal years."""
        return self.filter(fiscal_year__in=[int(year) for year in fiscal_years])

    def fiscal_years(self) -> set[int]:
        """The fiscal years of which there are documents."""
        return set(self.order_by().values_list("fiscal_year", flat=True).distinct())

    def with_names(self) -> Self:
        named = self.select_related("audit", "finding__audit", "plan")
        return named.prefetch_related(
            "audit__classifications__type", "finding__audit__classifications__type"
        )


class IssuedDocument(Record):
    """A document that was sent (発出文書), with its number, its letter frame, and the file as sent.

    Its document number is its own. Empty where nothing is on record.
    """

    class Honorific(models.TextChoices):
        """What stands after the addressee."""

        DONO = "殿", "殿"
        SAMA = "様", "様"
        ONCHU = "御中", "御中"
        KAKUI = "各位", "各位"

    document_type = models.CharField(_("kind of document"), max_length=13, choices=DocumentType)
    audit = models.ForeignKey(
        Audit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="issued_documents",
        verbose_name=_("audit"),
    )
    finding = models.ForeignKey(
        Finding,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="issued_documents",
        verbose_name=_("finding"),
    )
    plan = models.ForeignKey(
        AuditPlan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="issued_documents",
        verbose_name=_("annual audit plan"),
    )
    fiscal_year = FiscalYearField(
        _("fiscal year"),
        blank=True,
        validators=[MinValueValidator(FIRST_FISCAL_YEAR), MaxValueValidator(LAST_FISCAL_YEAR)],
        help_text=_("Left empty, that of its date, else of what it is about."),
    )
    dated_on = models.DateField(_("dated"), null=True, blank=True)
    addressee = models.TextField(
        _("addressee"), blank=True, help_text=_("Post and name, a line for each: 総務部長")
    )
    honorific = models.CharField(_("honorific"), max_length=2, choices=Honorific, blank=True)
    sender = models.TextField(
        pgettext_lazy("of a document", "sender"),
        blank=True,
        help_text=_("The post, below it the name: 監査室長"),
    )
    seal_omitted = models.BooleanField(_("seal omitted"), default=False)
    contact = models.TextField(
        _("contact"), blank=True, help_text=_("Section, person, telephone, e-mail")
    )
    distribution = models.TextField(
        _("distribution"), blank=True, help_text=_("To whom copies go: 理事長、監事")
    )

    objects: ClassVar = IssuedDocumentQuerySet.as_manager()

    parts: ClassVar[tuple[str, ...]] = ("papers",)
    meant_for_public: ClassVar[bool] = False
    may_be_public: ClassVar[bool] = False
    fiscal_year_lookup: ClassVar[str] = "fiscal_year"

    class Meta(Record.Meta):
        verbose_name = _("issued document")
        verbose_name_plural = _("issued documents")
        ordering = ["-fiscal_year", "-dated_on", "-id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="issued_document_concerns_one_record",
                condition=_concerns_one(),
                violation_error_message=_(
                    "A document names the record that it is about, of the kind that it is made "
                    "from, and no other."
                ),
            ),
        ]

    def __str__(self) -> str:
        number = f"（{self.document_number}）" if self.document_number else ""
        return f"{self.get_document_type_display()}{number}"

    def get_absolute_url(self) -> str:
        return reverse("audits:issued_document", args=[self.uid])

    @property
    def concerned(self) -> Any:
        """The record that it is about; None where it is about all findings."""
        link = CONCERNS.get(DocumentType(self.document_type), "")
        return getattr(self, link) if link else None

    @property
    def parent(self) -> Record | None:
        return self.concerned

    @property
    def is_public(self) -> bool:
        """Never: it is for those who may read what it is about inside the agency."""
        return False

    @classmethod
    def open_to_anyone(cls) -> Q:
        return NOTHING

    @classmethod
    def object_scope(cls, user: Any, at: date | None) -> ObjectScope:
        """Those about the audits of an inspection and their findings, with their past."""
        audits, findings = (
            inspected_by(user, at, path) for path in ("audit__", "finding__audit__")
        )
        return ObjectScope(audits | findings, past=audits | findings)

    def clean(self) -> None:
        super().clean()
        if self.visibility == Visibility.PUBLIC:
            raise ValidationError({"visibility": NEVER_PUBLIC})
        if self.fiscal_year is None and self._usual_year() is None:
            message = _("Please give its date or its fiscal year.")
            raise ValidationError({"fiscal_year": message})

    def lacks(self) -> str:
        """The day on which it was sent, and the file."""
        if self.dated_on is None:
            return str(_("A document that was issued has a date. Please give it."))
        if not self.papers.exists():
            return str(_("A document that was issued has its file. Please add the file as sent."))
        return ""

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.fiscal_year is None:
            self.fiscal_year = self._usual_year()
        super().save(*args, **kwargs)

    def _usual_year(self) -> int | None:
        if self.dated_on:
            return FiscalYear.of(self.dated_on).year
        about = self.finding.audit if self.finding else self.audit or self.plan
        return about.fiscal_year if about else None


class IssuedPaper(VersionedPaper):
    """A file of an issued document, as it was sent."""

    document = models.ForeignKey(IssuedDocument, on_delete=models.PROTECT, related_name="papers")

    part_of: ClassVar[str] = "document"

    class Meta(VersionedPaper.Meta):
        verbose_name = _("file as sent")
        verbose_name_plural = _("files as sent")

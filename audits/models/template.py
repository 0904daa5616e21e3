"""Templates of documents that take the place of the usual ones."""

from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audits.models.issued import DocumentType
from records.base import NOTHING, Life, Record, RecordQuerySet, Visibility
from records.papers import Paper, PaperField, StoredPaper


class StoredTemplate(StoredPaper):
    @property
    def url(self) -> str:
        row: Any = self.instance
        return reverse("admin:audits_documenttemplate_file", args=[row.pk])


class TemplateField(PaperField):
    """A Word document that the office takes from the admin; its form refuses what is none."""

    attr_class = StoredTemplate


class DocumentTemplateQuerySet(RecordQuerySet):
    def in_force(self, document_type: str, at: date) -> Self:
        """The approved templates of a kind that are used on the day `at`; the first one is."""
        approved = self.filter(document_type=document_type, life=Life.REGISTERED)
        return approved.filter(valid_from__lte=at).order_by("-valid_from", "-pk")


class DocumentTemplate(Paper, Record):
    """A template (ひな形) after which documents of a kind are made from a day on."""

    document_type = models.CharField(_("kind of document"), max_length=13, choices=DocumentType)
    file = TemplateField(_("template"), upload_to="documents/%Y/")
    valid_from = models.DateField(_("used from"))
    note = models.TextField(
        _("what differs"), blank=True, help_text=_("From the template before: 公印欄を追加")
    )

    objects: ClassVar = DocumentTemplateQuerySet.as_manager()

    meant_for_public: ClassVar[bool] = False
    may_be_public: ClassVar[bool] = False

    class Meta(Record.Meta):
        verbose_name = _("template of documents")
        verbose_name_plural = _("templates of documents")
        ordering = ["document_type", "-valid_from", "-id"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["document_type", "valid_from"],
                condition=Q(life=Life.REGISTERED),
                name="document_template_begins_on_a_day_once",
                violation_error_message=_("Another template is used from this day on."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_document_type_display()

    @property
    def is_public(self) -> bool:
        """Never: it is a tool of the office."""
        return False

    @classmethod
    def open_to_anyone(cls) -> Q:
        return NOTHING

    def clean(self) -> None:
        super().clean()
        if self.visibility == Visibility.PUBLIC:
            raise ValidationError({"visibility": _("A template is never published.")})

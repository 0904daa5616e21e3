"""Issued documents and the templates after which they are made, as the office keeps them."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from audits.admin.making import OWN_NUMBER, MakingPage
from audits.documents import FORMS
from audits.models import DocumentTemplate, DocumentType, IssuedDocument, IssuedPaper
from calendars.admin import FiscalYearFilter
from records.addresses import address_of, route_name
from records.admin import JOURNAL_FIELDS, RECORD_FIELDS, PaperInline, RecordAdmin, RecordForm
from records.documents import OfficialForm, require_template
from records.papers import opened


class IssuedPaperInline(PaperInline):
    model = IssuedPaper
    fields = ["order", "title", "file", "versions"]
    follows = 2


@admin.register(IssuedDocument)
class IssuedDocumentAdmin(RecordAdmin):
    record_list = "with_names"
    list_display = [
        *("title", "document_number", "dated_on", "about", "addressee", "life"),
    ]
    list_filter = [FiscalYearFilter, "document_type", *RecordAdmin.list_filter]
    search_fields = ["document_number", "decision_number", "addressee", "distribution"]
    autocomplete_fields = ["audit", "finding"]
    inlines = [IssuedPaperInline]
    fieldsets = [
        (None, {"fields": ["document_type", "audit", "finding", "plan", "fiscal_year"]}),
        (
            _("letter"),
            {
                "fields": [
                    *("dated_on", ("addressee", "honorific"), ("sender", "seal_omitted")),
                    *("contact", "distribution"),
                ]
            },
        ),
        RECORD_FIELDS,
        JOURNAL_FIELDS,
    ]

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(MakingPage.as_view(model_admin=self))
        name = route_name(self.model, "make")
        return [path("make/<slug:link>/<int:pk>/", page, name=name), *super().get_urls()]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[RecordForm]:
        kwargs["help_texts"] = {"document_number": OWN_NUMBER}
        return super().get_form(request, obj, change=change, **kwargs)

    @admin.display(description=_("kind of document"), ordering="document_type")
    def title(self, document: IssuedDocument) -> str:
        return document.get_document_type_display()

    @admin.display(description=_("about"))
    def about(self, document: IssuedDocument) -> str:
        return str(document.concerned or "")


class TemplateForm(RecordForm):
    """A template, which is held against the kind of document that is to be made after it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := cast(Any, self.fields.get("document_type")):
            made = [("", "---------"), *((kind.value, kind.label) for kind in FORMS)]
            field.choices = made

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        file, kind = cleaned.get("file"), cleaned.get("document_type")
        if file and kind and {"file", "document_type"} & set(self.changed_data):
            try:
                with opened(file) as content:
                    require_template(content, FORMS[DocumentType(kind)])
            except ValidationError as error:
                self.add_error("file", error)
        return cleaned


@admin.register(DocumentTemplate)
class DocumentTemplateAdmin(RecordAdmin):
    """Templates, and the usual ones to begin with."""

    form = TemplateForm
    list_display = ["title", "valid_from", "note", "life"]
    list_filter = ["document_type", *RecordAdmin.list_filter]
    search_fields = ["note", "decision_number"]
    fieldsets = [
        (None, {"fields": ["document_type", "file", "valid_from", "note"]}),
        RECORD_FIELDS,
        JOURNAL_FIELDS,
    ]
    change_list_template = "admin/audits/documenttemplate/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, route_name
        own = [
            path("<int:pk>/file/", wrap(self.file_view), name=name(self.model, "file")),
            path("usual/<slug:kind>/", wrap(self.usual_view), name=name(self.model, "usual")),
        ]
        return [*own, *super().get_urls()]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[RecordForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        if "file" in form.base_fields:
            cast(Any, form.base_fields["file"].widget).sender = request.user.pk
        return form

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The template that was uploaded."""
        row = self.get_queryset(request).filter(pk=pk).first()
        if row is None or not self.has_view_permission(request, row):
            raise Http404
        return FileResponse(row.file.open(), as_attachment=True, filename=row.download_name)

    def usual_view(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        """The template that is used where there is no other."""
        if kind not in FORMS or not self.has_view_permission(request):
            raise Http404
        chosen = DocumentType(kind)
        content = BytesIO(FORMS[chosen].template().to_bytes())
        return FileResponse(content, as_attachment=True, filename=f"{chosen.label}.docx")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        usual = [
            (kind.label, address_of(self.admin_site, self.model, "usual", kind), words(form))
            for kind, form in FORMS.items()
        ]
        return super().changelist_view(request, {"usual": usual, **(extra_context or {})})

    @admin.display(description=_("kind of document"), ordering="document_type")
    def title(self, template: DocumentTemplate) -> str:
        return str(template)


def words(form: OfficialForm) -> list[str]:
    """What a template may name: values, and lists with the values of their rows in brackets."""
    said = []
    for name, value in form.sample.items():
        row = value[0] if isinstance(value, list) else None
        said.append(f"{name}（{'、'.join(row)}）" if isinstance(row, Mapping) else name)
    return said

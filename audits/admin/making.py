"""The page on which a document is made from its record, and registered once it was sent."""

from dataclasses import asdict
from io import BytesIO
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from jinja2 import TemplateError
from lxml.etree import LxmlError

from audits.documents import DOCUMENT_KINDS, UNFIT, issue, kinds_about, make, propose
from audits.models import LINKS, DocumentType, IssuedDocument
from calendars.scheduled import OfficialDateField
from records.addresses import address_of
from records.admin import OfficeForm
from records.base import Record
from records.documents import Letter
from records.papers import PaperFormField, keep_uploads
from records.readings import mark_read

ISSUE_BUTTON = "_issue"
OWN_NUMBER = _("The number of this document: 監第12号")
_NUMBER = _("Please give the number of the decision.")


class MakingForm(OfficeForm):
    """The letter around a document; what it is registered with is asked for then."""

    dated_on = OfficialDateField(label=_("dated"), required=False)
    is_draft = forms.BooleanField(
        label=_("mark as a draft"),
        required=False,
        help_text=_("（案） stands after the title, and what is still a draft is told, too."),
    )
    decision_number = forms.CharField(label=_("decision number"), max_length=50, required=False)
    file = PaperFormField(
        label=_("file as sent"),
        required=False,
        help_text=_("For example the PDF with its seal. Without one, the document made here."),
    )

    class Meta:
        model = IssuedDocument
        fields = (
            *("document_number", "dated_on", "addressee", "honorific", "sender", "seal_omitted"),
            *("contact", "distribution"),
        )
        help_texts: ClassVar = {"document_number": OWN_NUMBER}
        widgets: ClassVar = {
            name: forms.Textarea(attrs={"rows": 2, "lang": "ja"})
            for name in ("addressee", "sender", "contact", "distribution")
        }

    def letter(self) -> Letter:
        """The letter as typed."""
        said = dict(self.cleaned_data)
        number = said.pop("document_number")
        names = Letter.__dataclass_fields__.keys() & said.keys()
        return Letter(number=number, **{name: said[name] for name in names})


class MakingPage(FormView):
    """What the record says for a document, its letter to be completed, and two buttons."""

    template_name = "admin/audits/issueddocument/make.html"
    form_class = MakingForm
    model_admin: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.model_admin.has_add_permission(request):
            raise PermissionDenied
        if self.kwargs["link"] not in LINKS:
            raise Http404
        records = LINKS[self.kwargs["link"]].objects.visible_to(request.user)
        self.record = cast(Any, get_object_or_404(records, pk=self.kwargs["pk"]))
        self.kinds = kinds_about(self.record)
        name = request.GET.get("document_type", self.kinds[0])
        if name not in self.kinds:
            raise Http404
        self.document_type = DocumentType(name)
        mark_read(request, self.record)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        letter = asdict(propose(self.document_type, self.record))
        return {**letter, "document_number": letter["number"]}

    def get_form_kwargs(self) -> dict[str, Any]:
        linked = {self.kwargs["link"]: self.record}
        document = IssuedDocument(document_type=self.document_type, **linked)
        return super().get_form_kwargs() | {"instance": document}

    def get_form(self, form_class: Any = None) -> MakingForm:
        form = cast(MakingForm, super().get_form(form_class))
        cast(Any, form.fields["file"].widget).sender = self.request.user.pk
        return form

    def form_valid(self, form: MakingForm) -> HttpResponse:
        is_issued = ISSUE_BUTTON in self.request.POST
        try:
            return self.issued(form) if is_issued else self.made(form)
        except ValidationError as error:
            form.add_error(None, error)
        except (TemplateError, LxmlError):
            form.add_error(None, UNFIT)
        return self.form_invalid(form)

    def form_invalid(self, form: MakingForm) -> HttpResponse:
        keep_uploads(self.request.FILES, cast(int, self.request.user.pk))
        return super().form_invalid(form)

    def made(self, form: MakingForm) -> HttpResponse:
        """The document, to download."""
        answer = FileResponse(
            BytesIO(self.content(form)), as_attachment=True, filename=self.file_name
        )
        return cast(HttpResponse, answer)

    def issued(self, form: MakingForm) -> HttpResponse:
        """Register it as sent, with the file that was chosen or else the one made here."""
        number = form.cleaned_data["decision_number"].strip()
        if not number:
            raise ValidationError({"decision_number": _NUMBER})
        file = form.cleaned_data["file"] or ContentFile(self.content(form), self.file_name)
        document = issue(document=form.instance, file=file, decision_number=number)
        text = _("“%(document)s” is registered as issued.") % {"document": document}
        messages.success(self.request, text)
        site = self.model_admin.admin_site
        return redirect(address_of(site, IssuedDocument, "change", document.pk))

    def content(self, form: MakingForm) -> bytes:
        """The document as the register has it now."""
        return make(self.document_type, self.record, form.letter(), timezone.localdate())

    @property
    def file_name(self) -> str:
        with translation.override("ja"):
            return f"{self.document_type.label}.docx"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        site, record = self.model_admin.admin_site, cast(Record, self.record)
        values = DOCUMENT_KINDS[self.document_type].values(record, False)
        return {
            **site.each_context(self.request),
            **context,
            "title": _("Make a document"),
            "opts": IssuedDocument._meta,
            "record": record,
            "back": address_of(site, type(record), "change", record.pk),
            "kinds": self.kinds,
            "chosen": self.document_type,
            "texts": [(name, one) for name, one in values.items() if isinstance(one, str)],
            "lists": [(name, len(one)) for name, one in values.items() if isinstance(one, list)],
            "issue_button": ISSUE_BUTTON,
        }


def link_of(record: Record) -> str:
    """The name of the link by which documents name `record`."""
    return next(name for name, kind in LINKS.items() if isinstance(record, kind))


def making_address(site: Any, record: Record) -> str:
    """The address of the page on which documents about `record` are made."""
    return address_of(site, IssuedDocument, "make", link_of(record), record.pk)

"""The settings of the agency: one record, whose list is its form."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from records.addresses import address_of
from records.admin.base import JOURNAL_FIELDS, RecordAdmin
from records.admin.forms import PartForm, RecordForm
from records.admin.inlines import PartInline
from records.agency import AgencySettings, RetentionPeriod, kinds_kept, validate_logo

_LONG = {"rows": 8}


class AgencyForm(RecordForm):
    """The settings; a logo is held against what a logo may be."""

    def clean_file(self) -> Any:
        """The file that was chosen, the one that is kept, or False where it is taken away."""
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            validate_logo(file)
        return file


class RetentionForm(PartForm):
    """A period, for a kind of record that is chosen by its name."""

    kind = forms.ChoiceField(label=_("kind of record"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted(kinds_kept().items(), key=lambda kind: kind[1])
        cast(Any, self.fields["kind"]).choices = [("", "---------"), *kinds]


class RetentionInline(PartInline):
    model = RetentionPeriod
    form = RetentionForm
    fields = ["kind", "years"]
    follows = 6


@admin.register(AgencySettings)
class AgencySettingsAdmin(RecordAdmin):
    """Nobody lists, adds to or deletes them: there is one, made by the first who saves."""

    form = AgencyForm
    inlines = [RetentionInline]
    bulk_fields = ()
    fieldsets = [
        (_("names and logo"), {"fields": ["name", "name_en", "short_name", "file"]}),
        (_("mails"), {"fields": ["sender", "reminder_days"]}),
        (_("annual report"), {"fields": ["report_title"]}),
        (_("whom to ask"), {"fields": ["contact", "contact_en"]}),
        (
            _("statements"),
            {"fields": ["accessibility", "accessibility_en", "privacy", "privacy_en"]},
        ),
        (_("Search"), {"fields": ["synonyms"]}),
        (_("readings"), {"fields": ["readings_years"]}),
        JOURNAL_FIELDS,
    ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """To the form: the one of what is there, or an empty one."""
        one = self.get_queryset(request).first()
        if one is None and not self.has_add_permission(request):
            return super().changelist_view(request, extra_context)
        place = ("change", one.pk) if one else ("add",)
        return redirect(address_of(self.admin_site, self.model, *place))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[tuple]:
        found = super().get_fieldsets(request, obj)
        shown = "sender_in_use" if settings.SENDER_IS_SET else "sender"
        return [
            (name, of | {"fields": [shown if each == "sender" else each for each in of["fields"]]})
            for name, of in found
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), "sender_in_use"]

    @admin.display(description=_("sender of mails"))
    def sender_in_use(self, agency: AgencySettings) -> str:
        """The environment's sender, and why nobody can change it here."""
        reason = _("The server's own setting, DEFAULT_FROM_EMAIL, goes before what is said here.")
        return format_html("<bdi>{}</bdi> – {}", settings.DEFAULT_FROM_EMAIL, reason)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[RecordForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        for name, field in form.base_fields.items():
            if name.removesuffix("_en") in ("accessibility", "privacy", "synonyms"):
                field.widget.attrs |= _LONG
        if "file" in form.base_fields:
            cast(Any, form.base_fields["file"].widget).sender = request.user.pk
        return form

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """To what somebody else has made meanwhile; what was typed is refused there."""
        if request.method != "POST" and (one := self.get_queryset(request).first()):
            return redirect(address_of(self.admin_site, self.model, "change", one.pk))
        return super().add_view(request, form_url, extra_context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """On the page of what is there nothing leads to another."""
        match = request.resolver_match
        is_kept = match is not None and "object_id" in match.kwargs
        return super().has_add_permission(request) and not is_kept

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return {**super().get_model_perms(request), "add": False}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_approve_permission(self, request: HttpRequest) -> bool:
        return False

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return False

"""The work programme of audits: its steps, and the way to them from an audit's page."""

from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from audits.admin.filters import AuditFilter, AuditYearFilter, StageFilter
from audits.admin.forms import ProcedureForm
from audits.models import Audit, Procedure, ProcedureFinding, ProcedurePaper
from audits.programme import copy_programme
from calendars.scheduled import day_text
from dates import earliest_day
from records.addresses import address_of
from records.admin import (
    JOURNAL_FIELDS,
    RECORD_FIELDS,
    DuplicatingAdmin,
    PaperInline,
    PartInline,
    RecordAdmin,
)
from records.base import sees_internal

DONE_EARLY = _("It was done before the audit, which begins on %(day)s at the earliest.")


class ProcedureFindingInline(PartInline):
    model = ProcedureFinding
    autocomplete_fields = ["finding"]
    narrowed_by = {"finding": "audit"}
    fields = ["finding"]
    is_duplicated = False
    follows = 5

    def get_extra(self, request: HttpRequest, obj: object = None, **kwargs: object) -> int:
        return 0

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request).select_related("finding__audit")
        return rows.prefetch_related("finding__audit__classifications__type")


class ProcedurePaperInline(PaperInline):
    model = ProcedurePaper
    fields = ["order", "title", "file", "versions"]
    follows = 5


@admin.register(Procedure)
class ProcedureAdmin(RecordAdmin):
    form = ProcedureForm
    record_list = "with_names"
    list_display = [
        *("audit_title", "number", "heading", "outcome_words", "done_on", "reviewed_on"),
        *("progress", "life"),
    ]
    list_display_links = ["audit_title", "number"]
    list_filter = [StageFilter, AuditYearFilter, AuditFilter, "result", *RecordAdmin.list_filter]
    search_fields = [
        *("procedure", "objective", "criteria", "exceptions", "conclusion", "evidence"),
        *("done_by", "reviewed_by", "audit__subject", "audit__theme"),
    ]
    ordering = ["-audit__fiscal_year", "audit", "number"]
    autocomplete_fields = ["audit"]
    inlines = [ProcedureFindingInline, ProcedurePaperInline]
    fieldsets = [
        (None, {"fields": ["audit", "number", "procedure"]}),
        (_("purpose"), {"fields": ["objective", "criteria", "technique"]}),
        (
            _("population and sample"),
            {"fields": ["population", ("population_size", "selection", "sample_size")]},
        ),
        (
            _("result of the procedure"),
            {
                "fields": [
                    "result",
                    ("done_by", "done_on"),
                    *("exceptions", "conclusion", "evidence"),
                ]
            },
        ),
        (_("review"), {"fields": [("reviewed_by", "reviewed_on")]}),
        RECORD_FIELDS,
        JOURNAL_FIELDS,
    ]
    not_duplicated = (
        *("number", "population", "population_size", "sample_size"),
        *("result", "exceptions", "conclusion", "evidence", "done_by", "reviewed_by"),
    )

    def save_model(
        self, request: HttpRequest, obj: Procedure, form: ModelForm, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        first = earliest_day(obj.audit.schedule)
        if obj.done_on and first and obj.done_on < first:
            messages.warning(request, DONE_EARLY % {"day": day_text(first)})

    @admin.display(description=_("audit"), ordering="audit__starts_on")
    def audit_title(self, procedure: Procedure) -> str:
        return str(procedure.audit)

    @admin.display(description=_("audit procedure"))
    def heading(self, procedure: Procedure) -> str:
        return procedure.heading

    @admin.display(description=Procedure._meta.get_field("result").verbose_name, ordering="result")
    def outcome_words(self, procedure: Procedure) -> str:
        return capfirst(procedure.get_result_display())

    @admin.display(description=_("progress"))
    def progress(self, procedure: Procedure) -> str:
        return capfirst(str(procedure.stage.label))


class ProgrammeAdmin(admin.ModelAdmin):
    """The admin of audits leads to their procedures, and a duplicate starts with those planned."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        audit = context.get("original")
        if audit and sees_internal(request.user, Procedure):
            context["tools"] = [*context.get("tools", ()), *self.programme_tools(request, audit)]
        return super().render_change_form(request, context, *args, **kwargs)

    def programme_tools(self, request: HttpRequest, audit: Audit) -> list[tuple[str, str]]:
        """The ways to the procedures of `audit` and to the form for another one."""
        number = Procedure.objects.listed_for(request.user).filter(audit=audit).count()
        listed = _("Audit procedures (%(count)d)") % {"count": number}
        ways = {"changelist": listed}
        if request.user.has_perm("audits.add_procedure"):
            ways["add"] = str(_("Add an audit procedure"))
        return [
            (name, f"{address_of(self.admin_site, Procedure, action)}?audit={audit.pk}")
            for action, name in ways.items()
        ]

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        source = None if change else cast(DuplicatingAdmin, self).started_from(request)
        if source is None:
            return
        planned = Procedure.objects.listed_for(request.user).filter(audit=source)
        if number := copy_programme(list(planned), form.instance):
            text = ngettext(
                "Its %(count)d audit procedure was copied, without the result.",
                "Its %(count)d audit procedures were copied, without the results.",
                number,
            )
            messages.info(request, text % {"count": number})

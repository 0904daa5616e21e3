"""Departments, reorganisations and officers in the admin."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from organization.models import Department, Officer, Reorganisation, ReorganisationStep
from records.admin import JOURNAL_FIELDS, RECORD_FIELDS, PartInline, RecordAdmin

NAMES = ("name", "english_name", "short_name")
ANCESTORS = "parent_department__parent_department__parent_department"


class DepartmentFilter(admin.SimpleListFilter):
    """The departments there are; `path` leads to the one that concerns a record."""

    title = _("department")
    parameter_name = "department"
    path: ClassVar[str] = "department"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        visible = Department.objects.visible_to(request.user)
        return [(str(row.pk), str(row)) for row in visible.with_ancestors()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        known = {value for value, _name in self.lookup_choices}
        if self.value() not in known:
            return queryset
        concerned = queryset.model.objects.filter(**{self.path: self.value()})
        return queryset.filter(pk__in=concerned.values("pk"))


class ToolsAdmin(RecordAdmin):
    """Shows the ways to other pages that the site's attribute `tools_from` gives, where it does."""

    tools_from: ClassVar[str]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        tools = getattr(self.admin_site, self.tools_from, None)
        if tools and (record := context.get("original")):
            context["tools"] = [*tools(request.user, record), *context.get("tools", ())]
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(Department)
class DepartmentAdmin(ToolsAdmin):
    tools_from = "department_tools"
    record_list = "with_ancestors"
    list_display = ["full_name", "kind", "valid_from", "valid_until", "order", "life", "visibility"]
    list_filter = ["kind", *RecordAdmin.list_filter]
    search_fields = [*NAMES, "slug", "parent_department__name"]
    autocomplete_fields = ["parent_department"]
    bulk_fields = ("parent_department", "valid_from", "valid_until", *RecordAdmin.bulk_fields)
    fieldsets = [
        (None, {"fields": [*NAMES, "kind", "parent_department", "slug", "order"]}),
        (_("when"), {"fields": [("valid_from", "valid_until")]}),
        (_("what for"), {"fields": ["duties"]}),
        RECORD_FIELDS,
        JOURNAL_FIELDS,
    ]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new department stands last unless told otherwise."""
        last = {"order": Department.objects.next_order()}
        return last | super().get_changeform_initial_data(request)

    @admin.display(description=_("department"), ordering="order")
    def full_name(self, department: Department) -> str:
        return department.full_name


class StepDepartmentFilter(DepartmentFilter):
    path = "steps__department"


class StepInline(PartInline):
    model = ReorganisationStep
    autocomplete_fields = ["department"]
    together = (f"department__{ANCESTORS}",)


@admin.register(Reorganisation)
class ReorganisationAdmin(ToolsAdmin):
    tools_from = "reorganisation_tools"
    list_display = ["title", "takes_effect_on", "life", "visibility"]
    list_filter = [StepDepartmentFilter, *RecordAdmin.list_filter]
    search_fields = ["title", "description", "steps__department__name"]
    inlines = [StepInline]
    fieldsets = [
        (None, {"fields": ["title", "takes_effect_on", "description"]}),
        RECORD_FIELDS,
        JOURNAL_FIELDS,
    ]


@admin.register(Officer)
class OfficerAdmin(RecordAdmin):
    list_display = ["name", "post", "is_part_time", "term_from", "term_until", "life", "visibility"]
    list_filter = ["post", "is_part_time", *RecordAdmin.list_filter]
    search_fields = ["name"]
    bulk_fields = ("term_from", "term_until", "attested_on", *RecordAdmin.bulk_fields)
    fieldsets = [
        (None, {"fields": ["post", "is_part_time", "name", "order"]}),
        (_("term of office"), {"fields": [("term_from", "term_until"), "attested_on"]}),
        RECORD_FIELDS,
        JOURNAL_FIELDS,
    ]

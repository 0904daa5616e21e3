"""The annual plan: its approved versions to read, and the page that approves the next one."""

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audits.admin.documents import document_tools
from audits.forms import PlanForm
from audits.models import AuditPlan
from audits.plans import (
    approve_plan,
    compare,
    last_version,
    may_approve_plan,
    next_rows,
    next_version,
    rows_of,
)
from calendars.admin import FiscalYearFilter
from calendars.scheduled import fiscal_year_name
from dates import FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR, FiscalYear
from records.admin import WordedColumns
from records.base import RecordQuerySet


@admin.register(AuditPlan)
class AuditPlanAdmin(WordedColumns):
    """Versions are read; only approving makes one, and nothing changes it."""

    actions = None
    list_display = ["title", "revision", "approver", "approved_on", "decision_number"]
    list_filter = [FiscalYearFilter]
    search_fields = ["title", "approver", "decision_number", "audits__title", "drills__title"]
    ordering = ["-fiscal_year", "-revision"]
    change_list_template = "admin/audits/auditplan/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        approving = self.admin_site.admin_view(self.approving)
        return [
            path("approve/<int:year>/", approving, name="audits_auditplan_approve"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One version, and how it differs from the one before."""
        plan = self.get_object(request, object_id)
        if not self.has_view_permission(request, plan):
            raise PermissionDenied
        if plan is None:
            return cast(Any, self)._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        versions = list(AuditPlan.objects.of_year(plan.fiscal_year).with_rows())
        before = next((one for one in versions if one.revision == plan.revision - 1), None)
        own = {"title": plan.title, "plan": plan, "versions": versions, "before": before}
        own["omissions"] = versions[plan.revision].omissions.all()
        own["can_revise"] = may_approve_plan(request.user)
        own["tools"] = document_tools(request.user, self.admin_site, plan)
        changes = compare(rows_of(before), rows_of(versions[plan.revision]))
        return self._page(request, "plan", own | {"changes": changes})

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        year = FiscalYear.of(timezone.localdate()).year
        own: dict[str, Any] = {}
        own["years"] = [(each, fiscal_year_name(each)) for each in (year - 1, year, year + 1)]
        own["can_approve"] = may_approve_plan(request.user)
        return super().changelist_view(request, own | (extra_context or {}))

    def approving(self, request: HttpRequest, year: int) -> HttpResponse:
        """Show the rows of the next version, and approve it."""
        if not may_approve_plan(request.user):
            raise PermissionDenied
        if not FIRST_FISCAL_YEAR <= year <= LAST_FISCAL_YEAR:
            raise Http404
        last, needs = last_version(year), self._needs(request, year)
        omissions = needs.omissions if needs else ()
        form = PlanForm(request.POST or None, last=last, omissions=omissions)
        if request.method == "POST" and form.is_valid() and self._approved(request, form, year):
            return HttpResponseRedirect(reverse("admin:audits_auditplan_changelist"))
        changes = compare(rows_of(last), next_rows(year))
        own = {"title": next_version(year, last).title, "form": form, "before": last}
        return self._page(request, "approve", own | {"changes": changes, "needs": needs})

    def _needs(self, request: HttpRequest, year: int) -> Any:
        """What the year's plan should hold, as the site's `plan_needs` tells it, where it does.

        That has `omissions`, the rows of what the plan would leave out, and the `template` that
        shows it all.
        """
        told = getattr(self.admin_site, "plan_needs", None)
        return told(request.user, year) if told else None

    def _approved(self, request: HttpRequest, form: PlanForm, year: int) -> bool:
        try:
            with transaction.atomic():
                plan = approve_plan(fiscal_year=year, **form.approval())
        except ValidationError as error:
            form.add_error(None, error.messages)
            return False
        except IntegrityError:
            form.add_error(None, _("Somebody was faster. Please look at the rows again."))
            return False
        text = _("“%(plan)s” is approved and frozen.") % {"plan": plan}
        messages.success(request, text)
        return True

    def _page(self, request: HttpRequest, name: str, own: dict[str, Any]) -> TemplateResponse:
        context = self.admin_site.each_context(request) | {"opts": self.opts} | own
        return TemplateResponse(request, f"admin/audits/auditplan/{name}.html", context)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return cast(RecordQuerySet, super().get_queryset(request)).visible_to(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

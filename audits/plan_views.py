"""The page of an approved annual plan."""

from typing import Any

from django.db.models import QuerySet

from audits.models import Audit, AuditPlan, Drill
from calendars.scheduled import day_text
from records.history import RecordPage


class PlanPage(RecordPage):
    """One approved version: what it lists and what it leaves out, in the words of that day.

    It is read as a whole; only rows whose records the visitor may see lead to them.
    """

    template_name = "audits/plan.html"
    day = staticmethod(day_text)
    context_object_name = "plan"
    slug_field = slug_url_kwarg = "uid"
    extra_context = {"section": "audits"}

    def get_queryset(self) -> QuerySet:
        return AuditPlan.objects.visible_to(self.request.user).with_rows()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan, user = self.object, self.request.user
        models: dict[str, Any] = {"audits": Audit, "drills": Drill}
        return super().get_context_data(**kwargs) | {
            "versions": AuditPlan.objects.visible_to(user).of_year(plan.fiscal_year),
            "rows": [*plan.audits.all(), *plan.drills.all()],
            "open": {
                uid
                for name, model in models.items()
                for uid in model.objects.visible_to(user)
                .filter(planned__plan=plan)
                .values_list("uid", flat=True)
            },
        }

"""Pages of inspections received."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from audits.filters import InspectionFilters
from audits.lines import department_lines
from audits.models import InspectionDocument, InspectionReceived
from audits.tables import InspectionTable
from audits.views import department_links
from calendars.scheduled import OPEN_FIELDS, GifDetails, ScheduledListPage, ScheduledPage


class InspectionListPage(ScheduledListPage):
    """Inspections received, for those who may see any; to others there is no such page."""

    filterset_class = InspectionFilters
    table_class = InspectionTable
    title = _("Inspections received")
    section = "inspections-received"
    feed = evidence = "inspections-received"
    open_fields = OPEN_FIELDS | {
        *("authority", "name", "asked", "result", "departments.department", "departments.order"),
    }

    def records(self) -> QuerySet:
        return InspectionReceived.objects.listed_for(self.request.user).with_parts()

    def lines(self, records: Sequence[InspectionReceived]) -> Iterable[tuple[Any, Any]]:
        return department_lines(records)

    def details(self, record: InspectionReceived) -> GifDetails:
        return GifDetails(
            kind="検査",
            description=record.asked,
            organizer=record.authority.name,
            targets=record.departments_text,
            tags=("検査", record.authority.name),
        )


class InspectionPage(ScheduledPage):
    """Everything about one inspection received."""

    template_name = "audits/received.html"
    context_object_name = "inspection"
    slug_field = slug_url_kwarg = "uid"
    extra_context = {"section": "inspections-received"}

    def get_queryset(self) -> QuerySet:
        return InspectionReceived.objects.visible_to(self.request.user).with_parts()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, documents = self.request.user, InspectionDocument.objects
        return super().get_context_data(**kwargs) | {
            "documents": documents.readable_by(user).filter(inspection=self.object),
            "linked": department_links(user),
        }

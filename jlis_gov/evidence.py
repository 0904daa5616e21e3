"""Which records an evidence bundle is of: those that a list's page would show under its filters."""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest, QueryDict
from django.utils import translation
from django_filters import FilterSet

from audits.views import AuditListPage, DrillListPage, FindingListPage
from calendars.display import day_in_both
from meetings.views import MeetingListPage
from records.evidence.bundle import Order
from records.lists import ListPage, chips

# By the word that stands in addresses and after --kind.
KINDS: dict[str, type[ListPage]] = {
    "audits": AuditListPage,
    "findings": FindingListPage,
    "drills": DrillListPage,
    "meetings": MeetingListPage,
}


def filters_of(kind: str, request: HttpRequest) -> FilterSet:
    """The list of that kind as the visitor may see it, filtered as the address says.

    Raises `Http404` where there is no such list for him.
    """
    page = KINDS[kind]()
    page.setup(request)
    return page.filterset_class(request.GET, queryset=page.records(), request=request)


def order(filters: FilterSet, viewer: Any, at: datetime | None = None) -> Order:
    """The bundle of what passes valid filters, as far as `viewer` may see its past."""
    model = filters.queryset.model
    chosen = filters.qs.order_by().values("pk")
    seen = model.objects.with_history_for(viewer).filter(pk__in=chosen)
    asked = {name: filters.data.get(name, "") for name in filters.form.fields}
    with translation.override("ja"):
        conditions = tuple(f"{chip.label}：{chip.text}" for chip in chips(filters))
    return Order(
        model=model,
        keys=list(seen.order_by("pk").values_list("pk", flat=True)),
        viewer=viewer,
        filters={name: value for name, value in asked.items() if value},
        conditions=conditions,
        at=at,
        day=day_in_both,
    )


def operators_request(asked: dict[str, str]) -> HttpRequest:
    """The request of whoever runs the program himself, and so may see everything."""
    request = HttpRequest()
    request.user = get_user_model()(is_superuser=True)
    request.GET = QueryDict(mutable=True)
    request.GET.update(asked)
    return request

"""The records of an evidence bundle: those that a list's page would show under its filters."""

from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from django_filters import FilterSet

from calendars.scheduled import day_in_both
from dates import FiscalYear
from jlis_gov import composition
from oversight.certificate_access import certificate_for, sees_certificate
from records.evidence import Order
from records.history import as_of, with_past
from records.journal import JournalEntry
from records.lists import Chip, ListPage, chips

# By the word that stands in addresses and after --kind.
KINDS: dict[str, type[ListPage]] = {
    kind.page.evidence: kind.page for kind in composition.KINDS if kind.page and kind.page.evidence
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The records that pass the filters of an address, at a moment (now where there is none).

    `keys` are those of the records whose past the visitor may see, `conditions` the filters in
    Japanese.
    """

    filters: FilterSet
    at: datetime | None = None
    keys: tuple[int, ...] = ()
    chips: tuple[Chip, ...] = ()
    conditions: tuple[str, ...] = ()


def chosen(kind: str, request: HttpRequest, at: datetime | None = None) -> Chosen:
    """The records that the list of that kind shows the visitor under the filters of the address.

    Filters ask the records as they stood at the moment, rights are today's. Raises `Http404` where
    there is no such list for the visitor.
    """
    page = KINDS[kind]()
    page.setup(request)
    readable = with_past(page.records(), request.user)
    with as_of(at) if at else nullcontext():
        records = page.records()
        filters = page.filterset_class(request.GET, queryset=records, request=request)
        if not filters.is_valid():
            return Chosen(filters, at)
        found = set(filters.qs.order_by().values_list("pk", flat=True))
        keys = tuple(sorted(found if readable is None else found & readable))
        with translation.override("ja"):
            conditions = tuple(f"{chip.label}：{chip.text}" for chip in chips(filters))
        return Chosen(filters, at, keys, tuple(chips(filters)), conditions)


def order(chosen: Chosen, viewer: Any) -> Order:
    """The bundle of what was chosen."""
    filters = chosen.filters
    asked = {name: ",".join(filters.data.getlist(name)) for name in filters.form.fields}
    return Order(
        model=filters.queryset.model,
        keys=list(chosen.keys),
        viewer=viewer,
        filters={name: value for name, value in asked.items() if value},
        conditions=chosen.conditions,
        at=chosen.at,
        day=day_in_both,
        duties=_duties(chosen, viewer),
        page=verify_address(),
    )


def verify_address() -> str:
    """The address of the page that checks bundles, as it stands on their covers."""
    with translation.override("ja"):
        return f"{settings.SITE_URL}{reverse('verify')}"


def _duties(chosen: Chosen, viewer: Any) -> dict[str, Any] | None:
    """The certificate of duties of the fiscal year that was asked for, as far as `viewer` may read.

    None where no one year was asked for, or the register keeps no duties.
    """
    asked = chosen.filters.form.cleaned_data.get("fiscal_year")
    if not asked or len(asked) > 1 or not sees_certificate(viewer, FiscalYear(asked[0])):
        return None
    last = chosen.at or JournalEntry.objects.latest("sequence").at
    with as_of(chosen.at) if chosen.at else nullcontext():
        found = certificate_for(viewer, FiscalYear(asked[0]), timezone.localdate(last))
    return found.as_plain() if found.lines else None


def operators_request(asked: Iterable[tuple[str, str]]) -> HttpRequest:
    """A request of whoever runs the program, and so may see everything."""
    request = HttpRequest()
    request.user = get_user_model()(is_superuser=True)
    request.GET = QueryDict(urlencode(list(asked)))
    return request

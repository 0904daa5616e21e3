"""The page of the layouts that an office remembers: whose they are, to rename and remove them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from jlis_gov.composition import INTAKES
from jlis_gov.importing.forms import may_import
from jlis_gov.importing.remembering import forget, layouts_for, rename
from jlis_gov.importing.tracked import LAYOUT
from jlis_gov.models import ImportLayout
from records.base import is_key
from records.journal import JournalEntry, request_id


@dataclass(frozen=True, slots=True)
class Line:
    """A layout with the headings that it reads, and who made and last changed it."""

    layout: ImportLayout
    kind: str
    fields: list[tuple[str, str]]
    entries: list[tuple[str, date, str]]


class LayoutsPage(TemplateView):
    """The layouts of tables that the user may bring in, made in the user's office."""

    template_name = "admin/import_layouts.html"
    admin_site: AdminSite | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_import(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Rename or remove a layout, if it is still called as it was shown."""
        key, name = request.POST.get("layout", ""), request.POST.get("name", "").strip()
        found = layouts_for(request.user).filter(pk=int(key) if is_key(key) else 0)
        layout = found.filter(name=request.POST.get("was", "")).first()
        who: dict[str, Any] = {"user": request.user, "request": request_id(request)}
        try:
            if layout is None:
                raise ValidationError(_("This layout was renamed or removed meanwhile."))
            if "remove" in request.POST:
                forget(layout, **who)
                messages.success(request, _("“%(name)s” is removed.") % {"name": layout.name})
            elif name != layout.name:
                rename(layout, name, **who)
                messages.success(request, _("It is called “%(name)s” now.") % {"name": layout.name})
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("admin:import_layouts")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        site = self.admin_site.each_context(self.request) if self.admin_site else {}
        layouts = lines(layouts_for(self.request.user))
        own = {"title": _("Layouts of tables"), "layouts": layouts}
        return super().get_context_data(**kwargs) | site | own


def lines(layouts: QuerySet[ImportLayout]) -> list[Line]:
    """The layouts with what the journal says of them, in a constant number of queries."""
    found = list(layouts)
    keys = [one.pk for one in found]
    entries = JournalEntry.objects.filter(record_type=LAYOUT, record_id__in=keys)
    told: dict[int, list[tuple[str, date, str]]] = {key: [] for key in keys}
    for entry in entries.order_by("sequence"):
        day = timezone.localdate(entry.at)
        told[entry.record_id].append((entry.actor, day, entry.reason))
    return [Line(one, *_words(one), told[one.pk]) for one in found]


def _words(layout: ImportLayout) -> tuple[str, list[tuple[str, str]]]:
    """What a layout's tables list, and what it takes their headings for."""
    spec = INTAKES[layout.kind].spec
    headings = {column.name: column.heading for column in spec.columns}
    read = ((text, name) for text, name in layout.fields.items() if name)
    return spec.name, [(text, headings.get(name, name)) for text, name in read]

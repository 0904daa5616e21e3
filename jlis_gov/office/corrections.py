"""Announced corrections: how the journal tells of them, and the page that takes one back."""

from collections.abc import Collection, Mapping
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from jlis_gov.composition import KINDS
from records.addresses import record_address
from records.base import ReasonForm, Record
from records.corrections import Correction, withdraw
from records.history import DayWords, Step, label_of, record_model, right_for
from records.journal import Form, TrackedTable, Worded

FIELDS = ("title", "was", "is_now", "words")


def open_fields() -> dict[type[Record], frozenset[str]]:
    """The fields of which anyone may know, by kind of record."""
    return {kind.model: kind.page.open_fields for kind in KINDS if kind.page}


def forms(keys: Collection[int] | None) -> dict[int, Form]:
    """The corrections with these keys, None for all, as plain data."""
    every = Correction.objects.order_by("pk")
    rows = every if keys is None else every.filter(pk__in=keys)
    return {
        row.pk: {name: getattr(row, name) for name in FIELDS}
        | {
            "record": [row.record_type, str(row.record_uid)],
            "path": row.path,
            "corrected_at": row.corrected_at.isoformat(),
            "withdrawn_at": row.withdrawn_at and row.withdrawn_at.isoformat(),
        }
        for row in rows
    }


def words(form: Form, user: Any, day: DayWords) -> Worded:
    """What was corrected, and whether the announcement was taken back."""
    field: Any = Correction._meta.get_field
    told = {name: (label_of(field(name)), [form[name]] if form[name] else []) for name in FIELDS}
    back = [form["withdrawn_at"]] if form["withdrawn_at"] else []
    return told | {"withdrawn_at": (label_of(field("withdrawn_at")), back)}


def names(keys: Collection[int], user: Any) -> Mapping[int, str]:
    """What was corrected, by key."""
    return dict(Correction.objects.filter(pk__in=keys).values_list("pk", "title"))


TRACKED = TrackedTable(
    Correction._meta.label,
    cast(Promise, Correction._meta.verbose_name),
    forms,
    "records.view_journalentry",
    words,
    names,
    retention_years=None,
)


class WithdrawPage(TemplateView):
    """Takes an announcement back that was a mistake, for those who may publish the record."""

    template_name = "admin/correction.html"
    admin_site: AdminSite = admin.site

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(ReasonForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        correction, record = self._found()
        reason = ReasonForm(request.POST)
        if not reason.is_valid():
            return self._page(reason)
        withdraw(correction, timezone.now())
        messages.success(request, _("The announcement was taken back."))
        return HttpResponseRedirect(record_address(record))

    def _found(self) -> tuple[Correction, Record]:
        correction = Correction.objects.standing().filter(pk=self.kwargs["pk"]).first()
        model = record_model(correction.record_type) if correction else None
        if correction is None or model is None:
            raise Http404
        visible = model.objects.visible_to(self.request.user)
        record: Record | None = visible.filter(uid=correction.record_uid).first()
        if record is None:
            raise Http404
        if not self.request.user.has_perm(right_for(Step.PUBLISH, record)):
            raise PermissionDenied
        return correction, record

    def _page(self, reason: ReasonForm) -> HttpResponse:
        correction, record = self._found()
        own = {
            "title": _("Take back the announcement of a correction"),
            "correction": correction,
            "back": record_address(record),
            "reason": reason,
        }
        return self.render_to_response(self.admin_site.each_context(self.request) | own)

"""The page that takes a reorganisation back: look, then confirm with a reason."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jlis_gov.reorganising.page import CONFIRM, OfficePage
from jlis_gov.reorganising.undoing import (
    Action,
    NotUndoneError,
    can_be_taken_back,
    entries_of,
    problems_of,
    take_back,
)
from organization.models import Reorganisation
from organization.reorganising import lock_departments
from records.addresses import record_address
from records.base import ReasonForm
from records.history import record_model, with_titles
from records.journal import REASON_FIELD


class UndoPage(OfficePage):
    """Says what taking back would change and what stands in its way; a POST takes it back."""

    template_name = "admin/reorganise_undo.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self._record()
        return self._page(record, ReasonForm(), problems_of(record, request.user))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record, reason = self._record(), ReasonForm(request.POST)
        if CONFIRM not in request.POST or not reason.is_valid():
            return self._page(record, reason, problems_of(record, request.user))
        try:
            with self.change(reason.cleaned_data[REASON_FIELD]):
                lock_departments()
                count = take_back(record, request.user)
        except NotUndoneError as error:
            return self._page(record, reason, error.args[0])
        text = ngettext("Taken back: %(count)d record.", "Taken back: %(count)d records.", count)
        messages.success(request, text % {"count": count})
        return HttpResponseRedirect(record_address(record))

    def _record(self) -> Reorganisation:
        visible = Reorganisation.objects.visible_to(self.request.user)
        record: Reorganisation | None = visible.filter(pk=self.kwargs["pk"]).first()
        if record is None or not can_be_taken_back(record):
            raise Http404
        return record

    def _page(
        self, record: Reorganisation, reason: ReasonForm, problems: list[str]
    ) -> HttpResponse:
        entries: Any = with_titles(entries_of(record).with_payloads(), self.request.user)
        return self.page(
            title=_("Take this reorganisation back"),
            record=record,
            changed=[_named(one) for one in entries if one.action == Action.CHANGE],
            made=[_named(one) for one in entries if one.action == Action.CREATE],
            problems=problems,
            reason=reason,
        )


def _named(entry: Any) -> str:
    model = record_model(entry.record_type)
    return f"{capfirst(model._meta.verbose_name) if model else ''} {entry.title}"

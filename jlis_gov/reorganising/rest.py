"""The page of what names departments that a recorded reorganisation ended."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jlis_gov.reorganising.drafting import NotWrittenError
from jlis_gov.reorganising.ends import Destinations, EndsForm
from jlis_gov.reorganising.page import CONFIRM, OfficePage
from organization.models import Department, Reorganisation, ReorganisationStep
from organization.reorganising import lock_departments
from records.addresses import record_address
from records.base import ReasonForm

Role = ReorganisationStep.Role


class RestPage(OfficePage):
    """Lists what still names predecessors that ended, and moves it to departments of today."""

    template_name = "admin/reorganise_rest.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(self._ends(None), ReasonForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reason = ReasonForm(request.POST)
        if CONFIRM not in request.POST or not reason.is_valid():
            ends = self._ends(request.POST)
            return self._page(ends, reason)
        try:
            with self.change(reason.cleaned_data["change_reason"]), transaction.atomic():
                lock_departments()
                ends = self._ends(request.POST)
                if not ends.is_valid():
                    raise NotWrittenError(ends)
                staying = ends.write()
                if ends.errors:
                    raise NotWrittenError(ends)
        except NotWrittenError as error:
            return self._page(error.args[0], reason)
        moved = len(ends.found) - staying
        text = ngettext("%(count)d thing was moved.", "%(count)d things were moved.", moved)
        messages.success(request, text % {"count": moved})
        return HttpResponseRedirect(record_address(self._record()))

    def _record(self) -> Reorganisation:
        steps = ReorganisationStep.objects.select_related(
            "department__parent_department__parent_department__parent_department"
        )
        visible = Reorganisation.objects.visible_to(self.request.user).current()
        named = visible.prefetch_related(Prefetch("steps", queryset=steps))
        found: Reorganisation | None = named.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def _ends(self, data: Any) -> EndsForm:
        record = self._record()
        day = record.takes_effect_on
        ended = {
            one.pk: one
            for one in record.departments(Role.PREDECESSOR)
            if one.valid_until and one.valid_until < day
        }
        visible = Department.objects.visible_to(self.request.user).current()
        there = list(visible.existing(day, day).with_ancestors())
        heirs = [one for one in record.departments(Role.SUCCESSOR) if one in there]
        first = [(f"dep:{one.pk}", str(one)) for one in heirs]
        rest = [(f"dep:{one.pk}", str(one)) for one in there if one not in heirs]
        destinations = Destinations(
            groups=[*first, (_("other departments"), rest)],
            by_value={f"dep:{one.pk}": one for one in there},
            heirs=dict.fromkeys(ended, heirs),
            proposed=dict.fromkeys(ended, first[0][0]) if len(first) == 1 else {},
        )
        return EndsForm(
            data, ended=ended, day=day, user=self.request.user, destinations=destinations
        )

    def _page(self, ends: EndsForm, reason: ReasonForm) -> HttpResponse:
        return self.page(
            title=_("What still names departments that ended"),
            record=self._record(),
            ends=ends,
            reason=reason,
        )

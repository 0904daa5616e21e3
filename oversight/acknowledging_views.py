"""The page on which the office acknowledges an observation."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from dates import FiscalYear
from oversight.access import readable, sees_oversight
from oversight.acknowledging import acknowledged, beside, code_of, give
from oversight.forms import AcknowledgementForm
from oversight.models import Acknowledgement
from oversight.observations import Noticed, notice
from oversight.reading import read_facts_around
from records.base import may
from records.journal import request_id


class AcknowledgePage(TemplateView):
    """The form for one observation; who may not acknowledge it finds no such page."""

    template_name = "oversight/acknowledge.html"
    extra_context = {"section": "oversight"}

    def noticed(self, year: FiscalYear, code: str) -> Noticed:
        """The observation that `code` names, as it stands today."""
        user, today = self.request.user, timezone.localdate()
        if not may(user, Acknowledgement, "add") or not sees_oversight(user, year):
            raise Http404
        seen = readable(notice(read_facts_around(year), [year], today), user, year)
        for one in beside(seen, acknowledged(year, today)):
            if code_of(one) == code:
                return one
        raise Http404

    def get(self, request: HttpRequest, year: FiscalYear, code: str) -> HttpResponse:
        return self.page(self.noticed(year, code), AcknowledgementForm())

    def post(self, request: HttpRequest, year: FiscalYear, code: str) -> HttpResponse:
        noticed, form = self.noticed(year, code), AcknowledgementForm(request.POST)
        if not form.is_valid() or not self.keep(noticed, form):
            return self.page(noticed, form, HTTPStatus.BAD_REQUEST)
        messages.success(request, _("The observation is acknowledged."))
        return redirect("oversight:oversight", year)

    def keep(self, noticed: Noticed, form: AcknowledgementForm) -> bool:
        """Write it, or say in the form why not."""
        typed, sent_by = form.cleaned_data, self.request.user
        try:
            give(
                noticed,
                reason=typed["reason"],
                until=typed["until"],
                on=timezone.localdate(),
                by=sent_by,
                request=request_id(self.request),
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
            return False
        return True

    def page(
        self, noticed: Noticed, form: AcknowledgementForm, status: int = HTTPStatus.OK
    ) -> HttpResponse:
        """The page with its form as it stands."""
        context: dict[str, Any] = {"noticed": noticed, "form": form, "year": noticed.year}
        return self.render_to_response(self.get_context_data(**context), status=status)

"""The page on which contacts hand in what their departments were asked for."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from audits.models import (
    Audit,
    DocumentRequest,
    DocumentRequestQuerySet,
    RequestPaper,
    RequestStep,
)
from audits.request_columns import request_state, state_name
from audits.request_forms import SubmitForm
from audits.request_states import AWAITED, OPEN, RequestState, StepKind
from audits.requests import RIGHT, StaleError, asked_of, submit
from organization.contacts import departments_of
from records.journal import request_id
from records.papers import keep_uploads

STALE = gettext_lazy(
    "Somebody changed this request while you were writing. What you wrote is kept below; please "
    "look at the request as it is now, and submit again."
)


@dataclass(frozen=True, slots=True)
class Line:
    """A request on the page on a day, with the form in which it is answered."""

    request: DocumentRequest
    form: SubmitForm
    today: date
    is_opened: bool

    @property
    def state(self) -> str:
        """The state in words, overdue ones with a mark."""
        return request_state(self.request)

    @property
    def state_name(self) -> str:
        """The name of that state, for its chip."""
        return state_name(self.request)

    @property
    def is_overdue(self) -> bool:
        return self.request.is_overdue(self.today)

    @property
    def due(self) -> date | None:
        """The due date as it stands."""
        return self.request.due(self.today)

    @property
    def files(self) -> list[RequestPaper]:
        """The files that were submitted, each in its last version."""
        rows = self.request.rows_of("papers")
        return list({paper.series: paper for paper in rows}.values())

    @property
    def is_awaited(self) -> bool:
        """True where it is the department's turn."""
        return self.request.state(self.today) in AWAITED

    @property
    def submitted(self) -> RequestStep | None:
        """The submission that waits to be looked at."""
        is_there = self.request.state(self.today) == RequestState.SUBMITTED
        return self.request.last_step(StepKind.SUBMITTED, self.today) if is_there else None

    @property
    def returned(self) -> RequestStep | None:
        """The return after which it waits for the department."""
        last = self.request.last_step(StepKind.RETURNED, self.today)
        return last if self.is_awaited else None


class AskedPage(LoginRequiredMixin, TemplateView):
    """All that the visitor's departments were asked for and that is not accepted, by audit."""

    template_name = "audits/requests_asked.html"
    extra_context = {"section": "asked"}

    def asked(self) -> DocumentRequestQuerySet:
        """The requests of the visitor's departments; who speaks for none has no such page."""
        if not departments_of(self.request.user):
            raise Http404
        return (
            asked_of(self.request.user)
            .with_names()
            .shown_as_of(timezone.localdate())
            .prefetch_related("papers")
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.page({})

    def form(self, asked: DocumentRequest, *sent: Any) -> SubmitForm:
        """The form in which a request is answered."""
        return SubmitForm(*sent, request=asked, sender=self.request.user.pk)

    def page(self, forms: dict[int, SubmitForm], status: int = HTTPStatus.OK) -> HttpResponse:
        """The page; `forms` are those that stand open, by their requests' keys."""
        shown = self.asked().filter(Q(state_at__in=OPEN) | Q(pk__in=forms))
        audits: dict[Audit, list[Line]] = defaultdict(list)
        for one in shown.order_by("audit__starts_on", "audit", "due_at", "number"):
            form = forms.get(one.pk) or self.form(one)
            line = Line(one, form, timezone.localdate(), is_opened=one.pk in forms)
            audits[one.audit].append(line)
        context = self.get_context_data(audits=list(audits.items()))
        return self.render_to_response(context, status=status)


class SubmitPage(AskedPage):
    """The same page with one request opened; what is sent to it is kept."""

    upload_right = RIGHT  # by which files may be sent here

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = self.asked_for()
        return self.page({asked.pk: self.form(asked)})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = self.asked_for()
        form = self.form(asked, request.POST, request.FILES)
        status = self.keep(asked, form)
        if status != HTTPStatus.OK:
            keep_uploads(
                request.FILES, cast(int, request.user.pk)
            )  # they wait for the next attempt
            return self.page({asked.pk: form}, status)
        text = _("“%(request)s” was submitted.") % {"request": asked.title}
        messages.success(request, text)
        return HttpResponseRedirect(reverse("audits:asked"))

    def asked_for(self) -> DocumentRequest:
        """The request of the address; one that is not the visitor's is not there."""
        return get_object_or_404(self.asked(), uid=self.kwargs["uid"])

    def keep(self, asked: DocumentRequest, form: SubmitForm) -> HTTPStatus:
        """Write what was typed and chosen, or say in the form why not, and whose fault that is."""
        if not form.is_valid():
            return HTTPStatus.BAD_REQUEST
        try:
            submit(
                request=asked,
                submission=form.submission,
                by=self.request.user,
                on=timezone.localdate(),
                request_id=request_id(self.request),
            )
        except StaleError:
            form.see_version(asked.version)
            form.add_error(None, STALE)
            return HTTPStatus.CONFLICT
        except ValidationError as error:
            form.add_error(None, error.messages)
            return HTTPStatus.BAD_REQUEST
        return HTTPStatus.OK

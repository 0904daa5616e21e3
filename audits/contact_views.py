"""Pages for the contacts of departments: what is theirs to answer, and their reminders."""

from copy import copy
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import ListView, TemplateView

from audits.answers import ClosedError, StaleError, answerable, save_answer
from audits.forms import AnswerForm, ContactActions
from audits.models import Finding, ReminderOptOut
from organization.contacts import departments_of
from records import agency
from records.journal import request_id

STALE = gettext_lazy(
    "Somebody changed this finding while you were writing. What you wrote is kept below; please "
    "look at the finding as it is now, and send your answer again."
)
CLOSED = gettext_lazy("This finding is closed. Please ask the audit office.")
DEPARTMENT = "department__parent_department__parent_department__parent_department"


class AssignedPage(LoginRequiredMixin, ListView):
    """The findings that wait for the visitor's departments, the most urgent first."""

    template_name = "audits/assigned.html"
    context_object_name = "findings"
    extra_context = {"section": "assigned"}

    def get_queryset(self) -> Any:
        if not departments_of(self.request.user):
            raise Http404
        today = timezone.localdate()
        waiting = answerable(self.request.user).not_completed_as_of(today).shown_as_of(today)
        found = waiting.select_related("audit", DEPARTMENT).order_by("due_at", "pk")
        return found.prefetch_related("audit__classifications__type")


class AnswerPage(LoginRequiredMixin, TemplateView):
    """The form in which a contact answers a finding and reports its corrective actions."""

    template_name = "audits/answer.html"
    extra_context = {"section": "assigned"}

    def finding(self) -> Finding:
        """The finding as it is now; one that is not the visitor's is not there."""
        found = answerable(self.request.user).select_related("audit", DEPARTMENT)
        return get_object_or_404(found, uid=self.kwargs["uid"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        finding = self.finding()
        return self.page(finding, AnswerForm(instance=finding), actions_of(finding))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        finding = self.finding()
        form = AnswerForm(request.POST, instance=copy(finding))  # which the form writes to
        actions = actions_of(finding, request.POST)
        status = self.keep(finding, form, actions)
        if status != HTTPStatus.OK:
            return self.page(finding, form, actions, status=status)
        messages.success(request, _("Your answer is on record."))
        return redirect("audits:assigned")

    def keep(self, finding: Finding, form: AnswerForm, actions: Any) -> HTTPStatus:
        """Write what was typed, or say in the form why not, and whose fault that is."""
        if not all([form.is_valid(), actions.is_valid()]):
            return HTTPStatus.BAD_REQUEST
        try:
            self.write(finding, form, actions)
        except StaleError:
            form.see_version(finding.version)
            form.add_error(None, STALE)
            return HTTPStatus.CONFLICT
        except ClosedError:
            form.add_error(None, CLOSED)
            return HTTPStatus.CONFLICT
        except ValidationError as error:
            form.add_error(None, error.messages)
            return HTTPStatus.BAD_REQUEST
        return HTTPStatus.OK

    def write(self, finding: Finding, form: AnswerForm, actions: Any) -> None:
        """Keep the answer; see `save_answer`."""
        save_answer(
            finding=finding,
            response=form.cleaned_data["response"],
            text=form.cleaned_data["answer"],
            actions=actions.save(commit=False),
            version=form.cleaned_data["version"],
            by=self.request.user,
            on=timezone.localdate(),
            request=request_id(self.request),
        )

    def page(
        self, finding: Finding, form: AnswerForm, actions: Any, status: int = HTTPStatus.OK
    ) -> HttpResponse:
        """The page with its forms as they stand."""
        today = timezone.localdate()
        context = self.get_context_data(finding=finding, form=form, actions=actions)
        context |= {"due": finding.due(today), "is_overdue": finding.is_overdue(today)}
        return self.render_to_response(context, status=status)


def actions_of(finding: Finding, data: Any = None) -> Any:
    """The forms of the finding's actions, and an empty one."""
    return ContactActions(data, instance=finding, prefix="actions")


class RemindersPage(LoginRequiredMixin, TemplateView):
    """The visitor's own choice to be reminded by e-mail or not."""

    template_name = "audits/reminders.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        opted_out = ReminderOptOut.objects.filter(user=self.request.user.pk).exists()
        days = ", ".join(map(str, agency.current().reminder_days))
        shown = {"wants_reminders": not opted_out, "days": days}
        return super().get_context_data(**kwargs) | shown

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("wants_reminders") == "yes":
            ReminderOptOut.objects.filter(user=request.user.pk).delete()
            messages.success(request, _("You will be reminded by e-mail."))
        else:
            ReminderOptOut.objects.get_or_create(user_id=request.user.pk)
            messages.success(request, _("You will not be reminded any more."))
        return redirect("audits:reminders")

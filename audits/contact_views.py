"""Pages for the contacts of departments: what is theirs to answer, and their reminders."""

from http import HTTPStatus
from typing import Any, cast

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
from audits.forms import AnswerForms
from audits.models import Finding, FindingPaper, ReminderOptOut
from organization.contacts import departments_of
from records import agency
from records.journal import request_id
from records.papers import keep_uploads

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
    extra_context = {"section": "findings"}

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
    upload_right = "audits.answer_finding"  # by which files may be sent here
    extra_context = {"section": "findings"}

    def finding(self) -> Finding:
        """The finding as it is now; one that is not the visitor's is not there."""
        found = answerable(self.request.user).select_related("audit", DEPARTMENT)
        return get_object_or_404(found, uid=self.kwargs["uid"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        finding = self.finding()
        return self.page(AnswerForms.of(finding, request.user))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        forms = AnswerForms.of(self.finding(), request.user, request.POST, request.FILES)
        status = self.keep(forms)
        if status != HTTPStatus.OK:
            keep_uploads(request.FILES, cast(int, request.user.pk))
            return self.page(forms, status=status)
        messages.success(request, _("Your answer is on record."))
        return redirect("audits:assigned")

    def keep(self, forms: AnswerForms) -> HTTPStatus:
        """Write what was typed, or say in the form why not, and whose fault that is."""
        answer = forms.answer
        if not forms.are_valid():
            return HTTPStatus.BAD_REQUEST
        try:
            self.write(forms)
        except StaleError:
            answer.see_version(forms.finding.version)
            answer.add_error(None, STALE)
            return HTTPStatus.CONFLICT
        except ClosedError:
            answer.add_error(None, CLOSED)
            return HTTPStatus.CONFLICT
        except ValidationError as error:
            answer.add_error(None, error.messages)
            return HTTPStatus.BAD_REQUEST
        return HTTPStatus.OK

    def write(self, forms: AnswerForms) -> None:
        """Keep the answer; see `save_answer`."""
        save_answer(
            finding=forms.finding,
            response=forms.answer.cleaned_data["response"],
            text=forms.answer.cleaned_data["answer"],
            actions=forms.actions.save(commit=False),
            papers=forms.papers.save(commit=False),
            version=forms.answer.cleaned_data["version"],
            by=self.request.user,
            on=timezone.localdate(),
            request=request_id(self.request),
        )

    def page(self, forms: AnswerForms, status: int = HTTPStatus.OK) -> HttpResponse:
        """The page with its forms as they stand."""
        today, finding = timezone.localdate(), forms.finding
        context = self.get_context_data(
            finding=finding, form=forms.answer, actions=forms.actions, papers=forms.papers
        )
        shared = finding.papers.readable_by(self.request.user).current()
        context |= {"shared": shared.exclude(role=FindingPaper.Role.ANSWER)}
        context |= {"due": finding.due(today), "is_overdue": finding.is_overdue(today)}
        return self.render_to_response(context, status=status)


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

"""The page on which a statutory auditor records what came of an auditors' audit."""

from copy import copy
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Self, cast

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from audits.models import Audit, Finding
from audits.result_forms import AuditorRows, DepartmentChoices, FindingRows, ResultsForm
from audits.results import Results, StaleError, drafted_findings, recordable, save_results
from calendars.scheduled import message_text
from records.journal import request_id

STALE = gettext_lazy(
    "Somebody changed this audit while you were writing. What you wrote is kept below; please look "
    "at the audit as it is now, and save again."
)
NO_DRAFT = gettext_lazy(
    "A finding is no draft any more; the audit office keeps it now. You had written: %(text)s"
)


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of the page: the audit's own, its auditors, drafts of findings."""

    results: ResultsForm
    auditors: Any
    findings: Any

    @classmethod
    def of(cls, audit: Audit, user: Any, data: Any = None) -> Self:
        choices = {"departments": DepartmentChoices(user)}
        drafts = drafted_findings(audit)
        return cls(
            ResultsForm(data, instance=copy(audit)),  # which the form writes to
            AuditorRows(data, instance=audit, prefix="auditors"),
            FindingRows(
                data, instance=audit, prefix="findings", queryset=drafts, form_kwargs=choices
            ),
        )

    def are_valid(self) -> bool:
        return all([self.results.is_valid(), self.auditors.is_valid(), self.findings.is_valid()])

    def again(self, audit: Audit, user: Any) -> Self:
        """The same forms to be sent again, to the audit and its drafts as they are now.

        What was typed of a finding that is no draft any more is told, for it cannot be sent.
        """
        data = cast(QueryDict, self.results.data).copy()
        data["version"] = str(audit.version)
        versions = dict(drafted_findings(audit).values_list("pk", "version"))
        rows = self.findings.initial_forms
        gone = [row for row in rows if row.instance.pk not in versions]
        kept = [row for row in self.findings.forms if row not in gone]
        data["findings-INITIAL_FORMS"] = str(len(rows) - len(gone))
        data["findings-TOTAL_FORMS"] = str(len(kept))
        for number, row in enumerate(kept):
            for name in row.fields:
                data[f"findings-{number}-{name}"] = row.data.get(row.add_prefix(name), "")
            if row.instance.pk:
                data[f"findings-{number}-version"] = str(versions[row.instance.pk])
        forms = type(self).of(audit, user, data)
        forms.results.add_error(None, STALE)
        for row in gone:
            text = row.data.get(row.add_prefix("summary"), "")
            forms.results.add_error(None, NO_DRAFT % {"text": text})
        return forms

    def typed(self) -> Results:
        """What `save_results` takes; raises `StaleError` where a draft is none any more."""
        if any(row.instance.pk is None for row in self.findings.initial_forms):
            raise StaleError  # the audit office has agreed to it, or deleted it
        auditors = self.auditors.save(commit=False)
        findings = [
            (form.instance, form.cleaned_data.get("version") or 0)
            for form in self.findings.forms
            if form.has_changed()
        ]
        return Results(
            version=self.results.cleaned_data["version"],
            values=self.results.values(),
            auditors=auditors,
            gone=self.auditors.deleted_objects,
            findings=findings,
        )


class ResultsPage(LoginRequiredMixin, TemplateView):
    """The forms of an audit's results; who may not record them finds no such page."""

    template_name = "audits/results.html"
    extra_context = {"section": "audits"}

    def audit(self) -> Audit:
        """The audit as it is now."""
        found = recordable(self.request.user).with_parts()
        return get_object_or_404(found, uid=self.kwargs["uid"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        audit = self.audit()
        return self.page(audit, Forms.of(audit, request.user))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        audit = self.audit()
        forms = Forms.of(audit, request.user, request.POST)
        if not forms.are_valid():
            return self.page(audit, forms, HTTPStatus.BAD_REQUEST)
        try:
            kept = self.keep(audit, forms)
        except StaleError:
            return self.page(audit, forms.again(audit, request.user), HTTPStatus.CONFLICT)
        except ValidationError as error:
            forms.results.add_error(None, error.messages)
            return self.page(audit, forms, HTTPStatus.BAD_REQUEST)
        messages.success(request, _("The results are on record."))
        for warning in kept.schedule_warnings:
            messages.warning(request, str(message_text(warning)))
        return redirect(audit)

    def keep(self, audit: Audit, forms: Forms) -> Audit:
        """Write what was typed; see `save_results`."""
        return save_results(
            audit=audit,
            results=forms.typed(),
            today=timezone.localdate(),
            by=self.request.user,
            reason=forms.results.cleaned_data["change_reason"].strip(),
            request=request_id(self.request),
        )

    def page(self, audit: Audit, forms: Forms, status: int = HTTPStatus.OK) -> HttpResponse:
        """The page with its forms as they stand."""
        findings = Finding.objects.visible_to(self.request.user).current().filter(audit=audit)
        context = self.get_context_data(audit=audit, forms=forms, findings=findings)
        return self.render_to_response(context, status=status)

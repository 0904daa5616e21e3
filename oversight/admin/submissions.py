"""Submissions as the office keeps them."""

from django.contrib import admin, messages
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from calendars.admin import FiscalYearFilter
from calendars.scheduled import message_text, schedule_text
from oversight.models import Submission, SubmissionPaper
from oversight.submission_doubts import doubts
from records.admin import JOURNAL_FIELDS, RECORD_FIELDS, PaperInline, RecordAdmin


class SubmissionPaperInline(PaperInline):
    model = SubmissionPaper
    fields = ["order", "title", "file", "versions"]
    follows = 3


@admin.register(Submission)
class SubmissionAdmin(RecordAdmin):
    list_display = [
        *("title", "kind", "fiscal_year", "addressee", "day", "document_number", "life"),
    ]
    list_filter = [FiscalYearFilter, "kind", *RecordAdmin.list_filter]
    search_fields = [
        *("title", "addressee", "legal_basis", "remarks", "reply_number"),
        *("submitted_text", "replied_text", "document_number", "decision_number"),
    ]
    readonly_fields = ("day", "reply_day")
    not_duplicated = ("submitted_text", "replied_text", "reply_number", "document_number")
    bulk_fields = ("addressee", "legal_basis", *RecordAdmin.bulk_fields)
    inlines = [SubmissionPaperInline]
    fieldsets = [
        (None, {"fields": ["kind", "title", "legal_basis", "fiscal_year"]}),
        (_("submission of documents"), {"fields": ["addressee", "submitted_text", "day"]}),
        (_("reply"), {"fields": ["replied_text", "reply_day", "reply_number", "remarks"]}),
        RECORD_FIELDS,
        JOURNAL_FIELDS,
    ]

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        for warning in form.instance.day_warnings:
            messages.warning(request, str(message_text(warning)))
        for doubt in doubts(form.instance):
            messages.warning(request, doubt)

    @admin.display(description=_("submitted on, as understood"), ordering="submitted_from")
    def day(self, submission: Submission) -> str:
        return schedule_text(submission.submitted)

    @admin.display(description=_("reply of, as understood"))
    def reply_day(self, submission: Submission) -> str:
        return schedule_text(submission.replied)

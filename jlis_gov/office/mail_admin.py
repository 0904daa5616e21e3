"""The outbox for the audit office: what could not be sent, and a way to send it again."""

from smtplib import SMTPException
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.mail import get_connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

import audits.reminders
import audits.request_reminders
from jlis_gov.my_work import digest
from records.admin import WordedColumns
from records.journal import OPENS_CHANGE
from records.mail import Mail, Outcome

# How a mail of each kind is worded anew and sent.
MAILERS = {
    digest.DIGEST: digest.send_again,
    audits.reminders.REMINDER: audits.reminders.send_again,
    audits.reminders.SUMMARY: audits.reminders.send_again,
    audits.request_reminders.REQUESTS: audits.request_reminders.send_again,
}


class FailedFilter(admin.SimpleListFilter):
    """Those that could not be sent, or of which nobody knows."""

    title = _("waiting for")
    parameter_name = "failed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("sending again"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        return queryset.failed(timezone.now()) if self.value() == "1" else queryset


@admin.register(Mail)
class MailAdmin(WordedColumns):
    """Mails to read; one that failed is sent again, or removed where it is settled otherwise."""

    change_form_template = "admin/mail.html"
    list_display = ["changed_at", "user", "address", "subject", "state", "failure"]
    list_filter = [FailedFilter, "state"]
    list_select_related = ["user"]
    search_fields = ["user__username", "address", "subject", "failure"]
    fields = ["user", "address", "subject", "state", "failure", "changed_at"]
    readonly_fields = ["user", "address", "subject", "state", "failure", "changed_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        @require_POST
        def again(request: HttpRequest, pk: int) -> HttpResponse:
            return self.send_again(request, pk)

        setattr(again, OPENS_CHANGE, True)  # a mail is claimed before it leaves, on record at once
        own = path("<int:pk>/again/", self.admin_site.admin_view(again), name="records_mail_again")
        return [own, *super().get_urls()]

    def send_again(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send what is due now in the place of a mail that failed, to the address of today."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        mail = get_object_or_404(Mail.objects.failed(timezone.now()).select_related("user"), pk=pk)
        text, level = self._sent_again(mail)
        self.message_user(request, text, level)
        return HttpResponseRedirect(f"{reverse('admin:records_mail_changelist')}?failed=1")

    def _sent_again(self, mail: Mail) -> tuple[Any, int]:
        if not (mail.user.is_active and mail.user.email):
            return _("The account has no e-mail address, or is not in use."), messages.ERROR
        connection = get_connection()
        try:
            connection.open()
        except (OSError, SMTPException) as error:
            message = _("The mail server cannot be reached: %(error)s")
            return message % {"error": error}, messages.ERROR
        Mail.objects.filter(pk=mail.pk).update(state=Mail.State.REFUSED)  # also where not known
        with connection:
            outcome = MAILERS[mail.kind](mail, timezone.localdate(), connection)
        if outcome in (Outcome.REFUSED, Outcome.UNKNOWN):
            return _("It could not be sent this time, either."), messages.ERROR
        if outcome is None:
            mail.delete()
            return _("Nothing of it is due any more; the mail was struck off."), messages.SUCCESS
        return _("The mail was sent."), messages.SUCCESS

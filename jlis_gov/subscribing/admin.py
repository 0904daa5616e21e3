"""Every personal calendar, for the audit office: whose, until when, last asked for when."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from calendars.feeds import Subscription
from records.admin import WordedColumns


@admin.register(Subscription)
class SubscriptionAdmin(WordedColumns):
    list_display = ["name", "user", "created_at", "expires_on", "revoked_at", "last_fetched_at"]
    list_filter = ["expires_on", "revoked_at", "last_fetched_at"]
    search_fields = ["name", "user__username"]
    list_select_related = ["user"]
    readonly_fields = [
        *("user", "name", "keys", "is_public_only", "created_at", "expires_on", "revoked_at"),
        *("last_fetched_at", "last_program"),
    ]
    fields = [*readonly_fields]
    actions = ["revoke"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description=_("Revoke the selected calendars"), permissions=["change"])
    def revoke(self, request: HttpRequest, chosen: QuerySet) -> None:
        given_out, now = list(chosen.filter(revoked_at=None)), timezone.now()
        for calendar in given_out:
            calendar.revoke(now)
        self.message_user(request, _("Revoked: %(count)d") % {"count": len(given_out)})

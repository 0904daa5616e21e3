"""The address of an account, confirmed by its holder: only there goes a link that opens it.

Whoever keeps accounts could otherwise write down an address of their own, and open by a mail to it
an account that may do more than theirs (docs/adr/0023-accounts.md).
"""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import View

from jlis_gov.accounts.credentials.mails import mail, send_later
from jlis_gov.accounts.sign_in import Attempts
from jlis_gov.accounts.tracked import mark_address
from records import journal
from records.journal import request_id

SALT = "jlis_gov.credentials.mail_address"
HOUR = 60 * 60  # seconds for which a link is good


def address_is_confirmed(account: Any) -> bool:
    """Return True if the address of `account` is one that may be sent what opens it."""
    rows = EmailAddress.objects.filter(user=account.pk, verified=True)
    return bool(account.email) and rows.filter(email__iexact=account.email).exists()


def set_confirmed(account: Any, is_confirmed: bool, by: Any) -> None:
    """Keep whether the present address of `account` is confirmed, and who says so; journalled."""
    EmailAddress.objects.filter(user=account.pk).delete()
    if account.email:
        facts = {"email": account.email, "verified": is_confirmed, "primary": True}
        EmailAddress.objects.create(user_id=account.pk, **facts)
    mark_address(account, by, is_confirmed=is_confirmed and bool(account.email))


class AddressPage(LoginRequiredMixin, View):
    """Sends a link to the own address, which the visitor opens to confirm it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        attempts = Attempts(request, f"address:{user.get_username()}")
        if user.email and not attempts.wait():
            attempts.count()
            token = signing.dumps([user.pk, user.email], salt=SALT)
            path = reverse("confirm_address", args=[token])
            send_later(mail("confirm_address", _("Confirm your mail address"), user, path))
        messages.success(request, _("A mail is on its way to your address."))
        return redirect("account")


@method_decorator(never_cache, name="dispatch")
class ConfirmAddress(LoginRequiredMixin, View):
    """The page behind the link: confirmed by a button, as programs follow links, too."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return render(
            request, "jlis_gov/confirm_address.html", {"is_good": self.is_good(request, token)}
        )

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        user: Any = request.user
        if not self.is_good(request, token):
            raise Http404
        with journal.change(actor=user.get_username(), request=request_id(request)):
            set_confirmed(user, True, by=user)
        messages.success(request, _("Your mail address is confirmed."))
        return redirect("account")

    def is_good(self, request: HttpRequest, token: str) -> bool:
        """Return True if the link is of the last hour, for this account and its present address."""
        try:
            found = signing.loads(token, salt=SALT, max_age=HOUR)
        except signing.BadSignature:
            return False
        user: Any = request.user
        return bool(found == [user.pk, user.email])

"""A new password by a link that is mailed to the confirmed address of an account."""

from typing import Any

from allauth.account.forms import UserTokenForm, default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.account.views import PasswordResetFromKeyView
from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import SetPasswordForm
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from jlis_gov.accounts.credentials.mail_address import address_is_confirmed
from jlis_gov.accounts.credentials.mails import mail, send_later
from jlis_gov.accounts.sign_in import Attempts, locked_page
from jlis_gov.accounts.tracked import watched_password
from records import journal
from records.journal import request_id

MOST = 5  # accounts of one address that get a mail


class ResetForm(forms.Form):
    """Whose password is forgotten."""

    who = forms.CharField(
        label=gettext_lazy("User name or mail address"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )


def resettable(text: str) -> list[Any]:
    """The accounts that a link opens to whoever knows this user name or address."""
    User = get_user_model()  # noqa: N806
    found = User._base_manager.filter(is_active=True).exclude(email="")
    named = found.filter(Q(username=text) | Q(email__iexact=text)).order_by("pk")
    return [account for account in named[: 2 * MOST] if address_is_confirmed(account)][:MOST]


class ResetPage(FormView):
    """Asks who it is, and answers the same for any name."""

    template_name = "jlis_gov/reset.html"
    form_class = ResetForm

    def form_valid(self, form: forms.Form) -> HttpResponse:
        text = form.cleaned_data["who"].strip()
        attempts = Attempts(self.request, f"reset:{text.casefold()}")
        if attempts.wait():
            return locked_page(self.request, attempts.wait())
        attempts.count()
        send_later(*(self.mail(account) for account in resettable(text)))
        return redirect("reset_sent")

    def mail(self, account: Any) -> Any:
        """The mail with the link, which is good for an hour and once."""
        key = default_token_generator.make_token(account)
        names = {"uidb36": user_pk_to_url_str(account), "key": key}
        path = reverse("account_reset_password_from_key", kwargs=names)
        return mail("reset", _("Choose a new password"), account, path)


class ResetSent(TemplateView):
    """What to do now, and whom to ask where no mail comes."""

    template_name = "jlis_gov/reset_sent.html"


class ResetLinkForm(UserTokenForm):
    """A link that was mailed: of an account that is still active, at its confirmed address."""

    def _get_user(self, uidb36: str) -> Any:
        account = super()._get_user(uidb36)
        is_open = account is not None and account.is_active and address_is_confirmed(account)
        return account if is_open else None


class NewPasswordForm(SetPasswordForm):
    """The new password; allauth hands over the link's key, too."""

    def __init__(self, *args: Any, temp_key: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


@method_decorator(never_cache, name="dispatch")
class ResetLinkPage(PasswordResetFromKeyView):
    """The page behind the link; the key goes to the session, so that no address shows it."""

    template_name = "jlis_gov/reset_link.html"
    form_class = NewPasswordForm

    def dispatch(self, request: HttpRequest, uidb36: str, key: str, **kw: Any) -> HttpResponseBase:
        return super().dispatch(request, uidb36, key, **kw)

    def form_valid(self, form: Any) -> HttpResponse:
        user = self.reset_user
        reason = _("New password by a link that was mailed")
        who = {"actor": user.get_username(), "request": request_id(self.request)}
        with journal.change(reason=reason, **who), watched_password(user, by=user):
            form.save()
        self.request.session.pop("_password_reset_key", None)
        messages.success(self.request, _("The new password is set. Please sign in with it."))
        return redirect("sign_in")

"""Signing in on the public site, for whoever has an account, and what the account may see."""

from typing import Any

from allauth.account.internal.flows.login import (
    clear_authentication_records,
    perform_password_login,
)
from allauth.account.models import Login
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import views
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.urls import URLPattern, path, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from audits.models import InspectionScope
from jlis_gov.accounts import credentials
from jlis_gov.accounts.confirmation import GoOn
from jlis_gov.accounts.credentials import address_is_confirmed
from jlis_gov.accounts.destination import destination
from jlis_gov.accounts.session_pages import Sessions
from jlis_gov.accounts.tracked import watched_password
from organization.contacts import is_contact
from records import journal
from records.journal import request_id
from records.readings import Reading

READINGS_SHOWN = 30


class SignIn(views.LoginView):
    """Name and password; five wrong ones close it for a while (django-axes).

    It leads back to the page that was asked for; who came from the front page, or from nowhere,
    begins where something waits.
    """

    template_name = "jlis_gov/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"directory": settings.DIRECTORY}

    def form_valid(self, form: Any) -> HttpResponse:
        """Go on to the second factor, or to a password of one's own, where there is need."""
        user = form.get_user()
        clear_authentication_records(self.request)
        leads_to = destination(user, self.get_redirect_url())
        login = Login(user=user, redirect_url=leads_to)
        return perform_password_login(self.request, {"username": user.get_username()}, login)


class PasswordChange(views.PasswordChangeView):
    """A new password, for who knows the old one."""

    template_name = "jlis_gov/password.html"
    success_url = reverse_lazy("account")

    def form_valid(self, form: Any) -> HttpResponse:
        user, name = self.request.user, request_id(self.request)
        with (
            journal.change(actor=user.get_username(), request=name),
            watched_password(user, by=user),
        ):
            response = super().form_valid(form)
        UserSession.objects.create_from_request(self.request)  # its key is another one now
        return response


@method_decorator(never_cache, name="dispatch")
class AccountPage(LoginRequiredMixin, TemplateView):
    """The roles of an account, its departments, and what it may look into until when."""

    template_name = "jlis_gov/account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        today = timezone.localdate()
        departments = user.contacts.select_related(
            "department__parent_department__parent_department__parent_department"
        )
        return super().get_context_data(**kwargs) | {
            "roles": user.groups.order_by("pk").values_list("name", flat=True),
            "departments": departments if is_contact(user) else [],
            "scopes": InspectionScope.objects.in_force(user, today),
            "address_is_confirmed": address_is_confirmed(user),
            "has_second_factor": is_mfa_enabled(user),
            "readings": list(Reading.objects.of(user)[:READINGS_SHOWN]),
            "readings_count": Reading.objects.of(user).count(),
        }


urlpatterns: list[URLPattern] = [
    path("sign-in/", SignIn.as_view(), name="sign_in"),
    path("sign-in/", SignIn.as_view(), name="account_login"),  # as allauth calls it
    path("sign-out/", views.LogoutView.as_view(next_page="front"), name="sign_out"),
    path("account/", AccountPage.as_view(), name="account"),
    path("account/confirm/go-on/", GoOn.as_view(), name="go_on"),
    path("account/sessions/", Sessions.as_view(), name="sessions"),
    path("account/password/", PasswordChange.as_view(), name="password"),
    *credentials.urlpatterns,
]

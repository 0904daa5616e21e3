"""What comes between the password, or the directory, and the session."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.stages import LoginStage
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def has_shown_two(request: HttpRequest, user: Any) -> bool:
    """Return True if a second factor was shown in this session, here or to the directory."""
    records = get_authentication_records(request, user)
    return any(one["method"] == "mfa" or one.get("is_strong") for one in records)


def needs_second_factor(user: Any) -> bool:
    """Return True if one of the roles of `user` signs in with a second factor only."""
    names = settings.SECOND_FACTOR_ROLES
    return bool(names) and user.groups.filter(name__in=names).exists()


class CodeStage(AuthenticateStage):
    """Asks for the second factor that an account has, where none was shown yet."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if has_shown_two(self.request, self.login.user):
            return None, True
        return super().handle()


class SetUpStage(LoginStage):
    """Has who needs a second factor, and has none, set one up; there is no session before it."""

    key = "set_up_second_factor"
    urlname = "set_up_at_sign_in"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        user = self.login.user
        if needs_second_factor(user) and not has_shown_two(self.request, user):
            return redirect(self.urlname), True
        return None, True

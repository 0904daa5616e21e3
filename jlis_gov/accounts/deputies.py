"""Acting for somebody as a deputy: chosen for a session, asked anew at every request.

Rights and scopes of the person represented count beside the own ones, and the journal names both.
Never handed on are accounts, calendars of others, deputies, and what makes an administrator.
"""

from collections.abc import Callable, Iterator
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import Permission
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from jlis_gov.accounts.roles import KEPT_FROM_DEPUTIES
from organization.deputies import represented
from organization.models import Deputy
from records import change

SESSION_KEY = "acting_as_deputy"  # holds the primary key of a `Deputy`


class DeputyBackend(BaseBackend):
    """The rights that somebody has for as long as they act for another person."""

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        is_asked = obj is None and user_obj.is_active
        return set(getattr(user_obj, "rights_as_deputy", ())) if is_asked else set()

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        is_asked = obj is None and user_obj.is_active
        return is_asked and perm in getattr(user_obj, "rights_as_deputy", ())

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Return True if there is any such right on records of this room."""
        rights = self.get_group_permissions(user_obj)
        return any(right.startswith(f"{app_label}.") for right in rights)


class ActingForSomebody:
    """Gives the user of a request what counts for a deputy; the session is asked when they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user: Any = request.user
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            request.user = cast(Any, SimpleLazyObject(lambda: _acting(request, user)))
        with change.for_nobody_else():
            response = self.get_response(request)
            name = change.represented()
        if name and response.streaming and not isinstance(response, FileResponse):
            made = cast(Any, response)
            made.streaming_content = _continued(iter(made.streaming_content), name)
        return response


def _continued(pieces: Iterator[bytes], name: str) -> Iterator[bytes]:
    """The pieces of an answer, each made as for a deputy: an import writes while it is sent."""
    while True:
        with change.for_nobody_else():
            change.represent(name)
            try:
                piece = next(pieces)
            except StopIteration:
                return
        yield piece


def _acting(request: HttpRequest, user: Any) -> Any:
    acting = as_deputy(request, user)
    if person := represented(acting):
        change.represent(person.get_username())
    return acting


def as_deputy(request: HttpRequest, user: Any) -> Any:
    """`user`, with the rights of the person for whom they act today.

    From the day after the last one the choice is gone from the session.
    """
    key = request.session.get(SESSION_KEY) if user.is_authenticated else None
    if key is None:
        return user
    rows = Deputy.objects.in_force(timezone.localdate()).filter(pk=key, deputy=user.pk)
    found = rows.select_related("person").first()
    if found is None:
        del request.session[SESSION_KEY]
        user.deputy_is_over = True
        return user
    user.represented_person = found.person
    user.rights_as_deputy = rights_of_roles(found.person)
    user.acts_for_staff = found.person.is_staff
    return user


def rights_of_roles(person: Any) -> frozenset[str]:
    """The rights that the roles of `person` give, less those that no deputy has."""
    rows = Permission.objects.filter(group__user=person).exclude(content_type__app_label="auth")
    pairs = rows.values_list("content_type__app_label", "codename")
    return frozenset(f"{app}.{codename}" for app, codename in pairs) - KEPT_FROM_DEPUTIES

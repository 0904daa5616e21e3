"""The wait after mistyped passwords and codes, and after mails asked for.

django-axes counts passwords, this says how long to wait. The reasons stand in
docs/adr/0007-roles.md and docs/adr/0023-accounts.md.
"""

import logging
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, NamedTuple, cast

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt, AccessLog
from axes.utils import reset
from django.conf import settings
from django.db.models import F, Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jlis_gov.middleware import client_address

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
PER_ADDRESS, PER_ACCOUNT = 50, 20  # failures, where nobody has signed in to the account before
KNOWN_FOR = timedelta(days=90)  # since an account was last opened from an address
_log = logging.getLogger(__name__)


class Failures(NamedTuple):
    """Failed sign-ins that are counted together, and how many are free."""

    attempts: QuerySet
    limit: int

    def wait(self) -> timedelta:
        """The wait from now on, twice as long with each failure beyond the free ones."""
        found = self.attempts.aggregate(count=Sum("failures_since_start"), at=Max("attempt_time"))
        beyond = (found["count"] or 0) - self.limit
        if beyond < 0:
            return timedelta(0)
        length = min(FIRST_WAIT * 2 ** min(beyond, 10), LONGEST_WAIT)
        return max(found["at"] + length - timezone.now(), timedelta(0))


class GrowingDelay(AxesDatabaseHandler):
    """Counts by account and address together, by address, and by account.

    Where an account has been opened from an address before, only the first counts: strangers can
    neither lock its owner out nor wait for a sign-in.
    """

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        return wait(request, credentials) > timedelta(0)

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """As many as lock, or none: each count has a limit of its own."""
        return settings.AXES_FAILURE_LIMIT if self.is_locked(request, credentials) else 0

    def reset_user_attempts(
        self, request: HttpRequest, credentials: dict[str, Any] | None = None
    ) -> int:
        """Forget what the user who signs in mistyped here, and nothing of what others did."""
        [own, *_others] = _counted(request, credentials)
        return own.attempts.delete()[0]


def wait(request: HttpRequest, credentials: dict[str, Any] | None) -> timedelta:
    """The time for which the sender of `request` has to wait before trying again."""
    return max(failures.wait() for failures in _counted(request, credentials))


def _counted(request: HttpRequest, credentials: dict[str, Any] | None) -> list[Failures]:
    name = get_client_username(request, credentials)
    address = cast(Any, request).axes_ip_address  # by the middleware of axes
    return _failures(name, address, known_as=name)


def _failures(name: str, address: str | None, known_as: str) -> list[Failures]:
    """What counts against `name` at `address`, where the account `known_as` may be at home."""
    recent = AccessAttempt.objects.filter(
        attempt_time__gt=timezone.now() - settings.AXES_COOLOFF_TIME
    )
    both = recent.filter(username=name, ip_address=address)
    counted = [Failures(both, settings.AXES_FAILURE_LIMIT)]
    opened = AccessLog.objects.filter(username=known_as, ip_address=address)
    if not opened.filter(attempt_time__gt=timezone.now() - KNOWN_FOR).exists():
        counted.append(Failures(recent.filter(ip_address=address), PER_ADDRESS))
        counted.append(Failures(recent.filter(username=name), PER_ACCOUNT))
    return counted


class Attempts:
    """Attempts at something beside the sign-in, counted as failed sign-ins are.

    `name` has a colon, which no user name has. `known_as` is the account whose owner may be at home
    at the address that sends.
    """

    def __init__(self, request: Any, name: str, known_as: str = "") -> None:
        self.name, self.known_as = name[:255], known_as
        self.address = counted_address(request)

    def wait(self) -> timedelta:
        """The time for which the sender has to wait before trying again."""
        return max(one.wait() for one in _failures(self.name, self.address, self.known_as))

    def count(self) -> None:
        """Note one more attempt; who has to wait is not counted, so that it ends."""
        key = {"username": self.name, "ip_address": self.address, "user_agent": ""}
        now = timezone.now()
        expired = now - settings.AXES_COOLOFF_TIME
        AccessAttempt.objects.filter(username=self.name, attempt_time__lte=expired).delete()
        facts = {"attempt_time": now, "failures_since_start": 1}
        attempt, is_new = AccessAttempt.objects.get_or_create(**key, defaults=facts)
        if not is_new:
            more = F("failures_since_start") + 1
            AccessAttempt.objects.filter(pk=attempt.pk).update(
                attempt_time=now, failures_since_start=more
            )

    def forget(self) -> None:
        """Take back what was counted here."""
        AccessAttempt.objects.filter(username=self.name, ip_address=self.address).delete()


def locked(
    request: HttpRequest, _response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """The answer to whoever has to wait before signing in."""
    return locked_page(request, wait(request, credentials))


def locked_page(request: HttpRequest, length: timedelta) -> HttpResponse:
    """429, the same whether or not there is such an account: how long, what to do, whom to ask."""
    seconds = int(length.total_seconds()) + 1
    context = {"minutes": -(-seconds // 60), "contact_point": settings.CONTACT_POINT}
    response = render(request, "jlis_gov/locked.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response


def unlock(username: str) -> bool:
    """Let an account sign in again at once; False where no failure was counted."""
    return reset(username=username) + reset(username=f"code:{username}") > 0


def counted_address(request: HttpRequest) -> str | None:
    """The address that failures are counted by: of IPv6 the network of 64 bits, of which one has
    more addresses than anyone can count. None where a proxy names none.
    """
    given = (client_address(request) or "").strip()
    try:
        found = ip_address(given)
    except ValueError:
        return None
    if not isinstance(found, IPv6Address):
        return given
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ip_network((found, 64), strict=False).network_address)

"""Sessions of accounts: how long they last, which are open, and ending them.

Django prolongs a session with whatever is written into it, so its start is kept in it.
"""

from collections.abc import Callable
from typing import Any, cast

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

SIGNED_IN, SEEN = "signed_in_at", "seen_at"  # seconds since 1970, in the session
STEP = 5 * 60  # seconds after which it is noted again that somebody is there


def seconds_now() -> float:
    """Seconds since 1970 by the clock that tells the last sign-in, too."""
    return timezone.now().timestamp()


class SessionEnds:
    """Ends the session of whoever signed in, or was there last, too long ago.

    The session is asked when the user is, as without this.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user: Any = request.user
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            request.user = cast(Any, SimpleLazyObject(lambda: _still_here(request, user)))
        return self.get_response(request)


def _still_here(request: HttpRequest, user: Any) -> Any:
    """`user`, or nobody where their session is over; then it is gone."""
    if not user.is_authenticated:
        return user
    session, now = request.session, seconds_now()
    seen = session.get(SEEN, started(request, user))
    is_long = now - started(request, user) >= settings.SESSION_COOKIE_AGE
    if is_long or (settings.SESSION_IDLE and now - seen >= settings.SESSION_IDLE):
        UserSession.objects.filter(session_key=session.session_key).delete()
        session.flush()
        return AnonymousUser()
    if now - seen >= STEP:
        session[SEEN] = int(now)
        rows = UserSession.objects.filter(session_key=session.session_key)
        rows.update(last_seen_at=timezone.now())
    return user


def started(request: HttpRequest, user: Any) -> float:
    """When `user` signed in; of a session from before this was kept, at their last sign-in."""
    last = user.last_login.timestamp() if user.last_login else 0.0
    return float(request.session.get(SIGNED_IN, last))


def begin(request: HttpRequest) -> None:
    """Note that somebody signs in now."""
    request.session[SIGNED_IN] = request.session[SEEN] = int(seconds_now())


def end_sessions(account: Any, *, but: str | None = None) -> int:
    """End every session of `account` but the one of this key; return how many there were."""
    found = list(UserSession.objects.filter(user=account.pk).exclude(session_key=but or ""))
    for session in found:
        session.end()
    return len(found)

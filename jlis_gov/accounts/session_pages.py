"""The own sessions, each with a button that ends it."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from jlis_gov.accounts.sessions import end_sessions

# In the order in which they are looked for: Edge calls itself Chrome, too, and Chrome Safari.
BROWSERS = {"Edg": "Edge", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "Linux": "Linux",
}


def device(user_agent: str) -> str:
    """What somebody may recognise their browser by: its name and its system."""
    found = (
        next((name for mark, name in names.items() if mark in user_agent), "")
        for names in (BROWSERS, SYSTEMS)
    )
    return " / ".join(filter(None, found)) or _("an unknown program")


@method_decorator(never_cache, name="dispatch")
class Sessions(LoginRequiredMixin, TemplateView):
    """Lists them, the newest first; ends one of them, or all but this."""

    template_name = "jlis_gov/sessions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        found = UserSession.objects.purge_and_list(user)
        rows = [
            {"session": one, "device": device(one.user_agent), "is_this": one.is_current()}
            for one in sorted(found, key=lambda one: one.created_at, reverse=True)
        ]
        return super().get_context_data(**kwargs) | {"rows": rows}

    def post(self, request: HttpRequest) -> HttpResponse:
        number = request.POST.get("session", "")
        if number:
            own = UserSession.objects.filter(user=request.user.pk)
            chosen = own.filter(pk=number) if number.isdecimal() else own.none()
            count = len([one.end() for one in chosen.exclude(session_key=self.this)])
        else:
            count = end_sessions(request.user, but=self.this)
        text = ngettext("%(count)d session was ended.", "%(count)d sessions were ended.", count)
        messages.success(request, text % {"count": count})
        return redirect("sessions")

    @property
    def this(self) -> str:
        """The key of the session that asks."""
        return self.request.session.session_key or ""

"""The links of every page's frame: the site's sections, and the page in the other language."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.db import DatabaseError
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from jlis_gov.composition import LISTED
from jlis_gov.manual import help_address
from oversight.access import sees_any_oversight
from records import agency
from records.agency import Agency

register = template.Library()
STATE = "agency_state"  # of a request whose page was asked for by it (jlis_gov/freshness.py)
LANGUAGE_NAMES = {"ja": "日本語", "en": "English"}


@dataclass(frozen=True, slots=True)
class Way:
    """A link of the frame."""

    label: str | Promise
    path: str
    is_current: bool


@register.simple_tag(takes_context=True)
def the_agency(context: dict[str, Any]) -> Agency:
    """The agency that keeps the register, today; at most one small question.

    A page without a request, made where something failed, asks the database nothing.
    """
    request = context.get("request")
    if request is None:
        return agency.known()
    held = vars(request)
    if "agency" not in held:
        try:
            by_state = STATE in held
            held["agency"] = agency.known_by(held[STATE]) if by_state else agency.current()
        except DatabaseError:  # the page that says so must not fail, too
            held["agency"] = agency.known()
    return held["agency"]


@register.simple_tag(takes_context=True)
def navigation(context: dict[str, Any], section: str = "") -> list[Way]:
    """The site's sections that the visitor may know of; `section` is the one of the page.

    A page that has no visitor, made where something failed, asks the database nothing.
    """
    user = context.get("user")
    kinds = (
        kind
        for kind in LISTED
        if kind.model.meant_for_public or (user is not None and kind.is_known_to(user))
    )
    oversees = user is not None and sees_any_oversight(user)
    ways = (
        ("calendars", _("Calendar"), "calendars:calendar"),
        *((kind.section, kind.title, kind.list_route) for kind in kinds),
        ("reports", _("Annual reports"), "reports"),
        *([("oversight", _("Oversight"), "oversight:latest")] if oversees else []),
        ("search", _("Search"), "search"),
    )
    shown = [Way(label, reverse(route), name == section) for name, label, route in ways]
    if getattr(user, "is_staff", False):
        office, request = reverse("admin:index"), context.get("request")
        is_here = request is not None and request.path.startswith(office)
        shown.append(Way(_("Keeping the records"), office, is_here))
    return shown


@dataclass(frozen=True, slots=True)
class Translated:
    """The same page in another language."""

    code: str
    name: str
    path: str


@register.simple_tag(takes_context=True)
def other_languages(context: dict[str, Any]) -> list[Translated]:
    """This page, with its query, in the languages that it is not shown in."""
    request = context.get("request")
    here = request.get_full_path() if request else "/"
    current = translation.get_language()
    return [
        Translated(code, LANGUAGE_NAMES[code], in_language(here, code))
        for code, _name in settings.LANGUAGES
        if code != current
    ]


def in_language(path: str, code: str) -> str:
    """A path (with its query) of this site, in another language."""
    for language, _name in settings.LANGUAGES:
        prefix = f"/{language}/"
        if language != settings.LANGUAGE_CODE and path.startswith(prefix):
            path = path[len(prefix) - 1 :]
    return path if code == settings.LANGUAGE_CODE else f"/{code}{path}"


@register.simple_tag(takes_context=True)
def absolute(context: dict[str, Any], path: str) -> str:
    """A path of this site with scheme and host, to be copied."""
    request = context.get("request")
    return request.build_absolute_uri(path) if request else path


@register.simple_tag(takes_context=True)
def sign_in_path(context: dict[str, Any]) -> str:
    """The address at which to sign in, and to come back here afterwards."""
    request, path = context.get("request"), reverse("sign_in")
    if request is None or request.method != "GET" or request.path == path:
        return path
    return f"{path}?{urlencode({'next': request.get_full_path()})}"


@register.simple_tag(takes_context=True)
def help_path(context: dict[str, Any]) -> str:
    """The address of the page of the guide that helps on this page."""
    match = getattr(context.get("request"), "resolver_match", None)
    return help_address(match.view_name if match else "")

"""Taking a list away: the form of its address, the menu of formats, and the answer."""

from dataclasses import dataclass
from functools import partial

from django import forms
from django.conf import settings
from django.http import HttpResponseBase, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from records.journal import check_export
from records.lists.downloads import Download, Shape, username
from records.lists.formats import FORMATS, Asked, Encoding, Format
from records.lists.turns import EXPORTS
from records.lists.waiting import fetched

UNKNOWN = {"invalid_choice": _("There is no “%(value)s” to choose here.")}
PAGED = ("page", "per_page")  # of the page alone: a file holds the whole list


class ExportForm(forms.Form):
    """The part of a list's address that asks for a file."""

    _export = forms.ChoiceField(
        required=False, choices=lambda: [(name, name) for name in FORMATS], error_messages=UNKNOWN
    )
    _shape = forms.ChoiceField(required=False, choices=Shape, error_messages=UNKNOWN)
    _encoding = forms.ChoiceField(required=False, choices=Encoding, error_messages=UNKNOWN)
    _geta = forms.BooleanField(required=False)
    _wait = forms.BooleanField(required=False)
    _made = forms.CharField(required=False, max_length=1_000)

    @property
    def wanted(self) -> Format | None:
        """The format asked for; None where the page is."""
        return FORMATS.get(self.cleaned_data["_export"])

    @property
    def asked(self) -> Asked:
        """The rest of what was asked."""
        given = self.cleaned_data
        return Asked(
            shape=Shape(given["_shape"] or Shape.SHOWN),
            encoding=Encoding(given["_encoding"] or Encoding.UTF_8),
            replaces=given["_geta"],
            is_awaited=given["_wait"] and bool(self.wanted and self.wanted.awaited_as),
        )


@dataclass(frozen=True, slots=True)
class Offer:
    """An entry of the menu: its label, and the query that asks for the file."""

    label: str | Promise
    query: str


def menu(
    address: QueryDict, *, has_events: bool, is_awaited: bool
) -> list[tuple[str | Promise, list[Offer]]]:
    """The headings of the menu, each with its offers; `address` gives filters and order.

    Where `is_awaited`, a format that can be waited for is.
    """
    formats = [one for one in FORMATS.values() if has_events or not one.needs_events]
    shown = [_offer(address, is_awaited, one) for one in formats if Shape.SHOWN in one.shapes]
    machine = [
        _offer(address, is_awaited, one, _shape=Shape.MACHINE)
        for one in formats
        if Shape.MACHINE in one.shapes
    ]
    programs = [_offer(address, is_awaited, one) for one in formats if not one.shapes]
    encoded = [
        _offer(address, is_awaited, one, f"{one.label} ({encoding.label})", _encoding=encoding)
        for one in formats
        for encoding in one.encodings
        if encoding != Encoding.UTF_8
    ]
    return [
        (_("As shown"), shown),
        (_("For machines (one datum a cell)"), machine),
        (_("For programs"), programs),
        (_("For programs that do not read UTF-8"), encoded),
    ]


def _offer(
    address: QueryDict, is_awaited: bool, one: Format, label: str = "", **beside: str
) -> Offer:
    query = address.copy()
    for name in PAGED:
        query.pop(name, None)
    chosen = {"_export": one.name} | beside
    if one.awaited_as and is_awaited:
        chosen["_wait"] = "1"
    for name, value in chosen.items():
        query[name] = value
    return Offer(label or one.label, query.urlencode())


def respond(download: Download, wanted: Format, form: ExportForm) -> HttpResponseBase:
    """The file; that it was taken is noted where it holds what not everybody may know.

    Raises `UnencodableError`, `ValidationError` where the list cannot be had in this format, and
    `BusyError`.
    """
    if wanted.awaited_as and (token := form.cleaned_data["_made"]):
        return fetched(download.request, token, wanted.awaited_as)
    wanted.check(download)
    write = partial(wanted.write, download, form.asked)
    is_queued = not username(download.request) and download.count > settings.EXPORTS_QUEUED_FROM
    tells_more = wanted.tells_more or download.page.tells_more
    is_internal = wanted.holds_records and download.holds_internal(tells_more=tells_more)
    if is_internal:
        check_export()
    response = EXPORTS.make(write) if is_queued else write()
    if is_internal:
        download.note(wanted.name, form.asked.shape)
    response["Cache-Control"] = "private, no-store"
    return response

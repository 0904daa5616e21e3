"""The settings as plain values: read once for each of their states in a process.

Whoever asks compares the state first, in one small question, or brings it along from a question
that is asked anyway (`known_by`). So every process sees a change at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dates import FiscalYear
from records import change
from records.agency.models import (
    REMINDER_DAYS,
    REPORT_TITLE,
    THE_ONE,
    AgencySettings,
)
from records.agency.stamps import stamp
from records.agency.synonyms import groups_of
from records.agency.validators import days_of
from records.base import end_of_day, in_office_time
from records.journal import JournalEntry

_TEXTS = ("name", "short_name", "sender", "report_title", "contact", "accessibility", "privacy")
_ENGLISH = ("name", "contact", "accessibility", "privacy")


@dataclass(frozen=True, slots=True)
class Agency:
    """The agency as one state of the settings has it; without any it has no name.

    `english` are texts by the names of the Japanese ones, `logo` is the SHA-256 of the image,
    `retention` the years for which kinds of records are kept where the office settled them (None is
    for ever).
    """

    name: str = ""
    short_name: str = ""
    sender: str = ""
    report_title: str = REPORT_TITLE
    contact: str = ""
    accessibility: str = ""
    privacy: str = ""
    logo: str = ""
    synonyms: tuple[tuple[str, ...], ...] = ()
    reminder_days: tuple[int, ...] = days_of(REMINDER_DAYS)
    readings_years: int = AgencySettings._meta.get_field("readings_years").default
    english: Mapping[str, str] = field(default_factory=dict)
    retention: Mapping[str, int | None] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Mapping[str, Any]) -> Self:
        """The agency of a canonical form."""
        return cls(
            **{name: form[name] for name in _TEXTS},
            logo=form["sha256"],
            synonyms=groups_of(form["synonyms"]),
            reminder_days=days_of(form["reminder_days"]),
            readings_years=form["readings_years"],
            english={name: form[f"{name}_en"] for name in _ENGLISH},
            retention={row["kind"]: row["years"] for row in form["retention"]},
        )

    @property
    def publisher(self) -> str:
        """What ends the names of calendars; empty without a name."""
        return self.short_name or self.name

    @property
    def title(self) -> str:
        """The name in the active language, or that there is none."""
        return self.told("name") or _("(name not set)")

    @property
    def is_foreign(self) -> bool:
        """True where a page in English has the name in Japanese."""
        return bool(self.name) and get_language() == "en" and not self.english.get("name")

    @property
    def contact_text(self) -> str:
        """Whom to ask, in the active language where it is there."""
        return self.told("contact")

    def told(self, name: str) -> str:
        """The text of that name in the active language; in the other where it is missing."""
        english, japanese = self.english.get(name, ""), str(getattr(self, name))
        return (english or japanese) if get_language() == "en" else (japanese or english)


NAMELESS = Agency()
_read: tuple[str, Agency] | None = None  # the state that this process read last


def current() -> Agency:
    """The agency as it stands: one question, two after a change. Inside `as_of`, as it stood."""
    return known_by(stamp().first())


def known_by(state: str | None) -> Agency:
    """The agency by a state that was just asked for; asks nothing unless that is new here."""
    global _read
    if state is None:
        return NAMELESS
    if _read is not None and _read[0] == state and not _is_being_written():
        return _read[1]
    row = AgencySettings._base_manager.prefetch_related("retention").filter(pk=THE_ONE).first()
    found = Agency.of(row.canonical()) if row else NAMELESS
    if not _is_being_written():
        _read = state, found
    return found


def _is_being_written() -> bool:
    """True where the open change has written the settings, whose state it gives at its end."""
    done = change.current()
    return done is not None and any(model is AgencySettings for model, _pk in done.changed)


def known() -> Agency:
    """The agency as this process knew it last; asks nothing, for pages that tell of a fault."""
    return _read[1] if _read else NAMELESS


def sender() -> str:
    """The sender of every mail: the environment's, or else that of the settings."""
    if settings.SENDER_IS_SET:
        return settings.DEFAULT_FROM_EMAIL
    return current().sender or settings.DEFAULT_FROM_EMAIL


def retention_periods() -> Mapping[str, int | None]:
    """The years for which kinds of records are kept, where the office settled them."""
    return current().retention


def at_moment(moment: datetime) -> Agency:
    """The agency as it stood at a moment; without a name before the settings were made."""
    return _told_by(_entries().filter(at__lte=moment).order_by("sequence").last())


def in_fiscal_year(year: FiscalYear) -> Agency:
    """The agency as it stood on the last day of a fiscal year.

    Of years before the settings it is as it stood at the end of their first day, of which nobody
    here knows more.
    """
    entries = _entries().order_by("sequence")
    last = entries.filter(at__lte=_end_of(year.last_day)).last()
    if last is None and (first := entries.first()):
        last = entries.filter(at__lte=_end_of(timezone.localdate(first.at))).last()
    return _told_by(last)


def _end_of(day: date) -> datetime:
    return in_office_time(end_of_day(day))


def _entries() -> Any:
    return JournalEntry.objects.with_payloads().filter(record_type=AgencySettings._meta.label)


def _told_by(entry: JournalEntry | None) -> Agency:
    form = entry and entry.form()
    return Agency.of(form) if form else NAMELESS

"""Words for the figures and changes of the office's first page."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from calendars.scheduled import day_text
from records.addresses import list_address, record_address
from records.admin import kind_name
from records.history import RecentChange
from records.journal import JournalEntry

LONGEST_TITLE = 40  # characters

register = template.Library()


@register.filter
def moment_text(at: datetime) -> str:
    """A moment in the office's time: 令和８年11月30日 13:11."""
    here = timezone.localtime(at)
    return f"{day_text(here.date())} {here:%H:%M}"


@register.filter
def change_text(change: RecentChange) -> str:
    """What was changed and how: the record by its title, or how many of which kind."""
    kind = capfirst(kind_name(change.kind)) if change.kind else _("Records of several kinds")
    done = " / ".join(map(str, change.done))
    if change.count == 1:
        title = Truncator(vars(change.entry)["title"]).chars(LONGEST_TITLE)
        return f"{kind} {title}: {done}"
    given = {"kind": kind, "count": change.count, "done": done}
    return _("%(kind)s, %(count)d records: %(done)s") % given


@register.filter
def change_address(change: RecentChange) -> str:
    """The address of the change in the journal: its entry, or the list of them."""
    entry = change.entry
    if change.count == 1:
        return record_address(entry)
    query = {"request": entry.request} if entry.request else {"at": entry.at.isoformat()}
    return list_address(JournalEntry, **query)


@register.filter
def percent(rate: float | None) -> str:
    """A rate from 0 to 1 as a whole number of percent, rounded down so that 100 % means all."""
    return "–" if rate is None else f"{int(rate * 100)}%"

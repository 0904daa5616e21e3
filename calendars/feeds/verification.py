"""Verification of the ledger against the records and against itself.

It is told as publishing tells it: the same code says what would be written.
"""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from calendars.feeds import repair
from calendars.feeds.config import Feeds
from calendars.feeds.ledger import Ledger
from calendars.feeds.models import Publication, PublishedEvent
from calendars.feeds.publishing import touched_since
from calendars.ical import RENDERING
from records.journal import JournalHead

_AT_ONCE = 500  # entries drawn at a time


def verify_ledger(feeds: Feeds, now: datetime) -> Iterator[str]:
    """Say, in the active language, what in the ledger is not as it should be.

    What was journalled since the last publication, and may thus differ rightly, is left out.
    """
    state, head = Publication.current(), JournalHead.current().sequence
    if state.published_at is None:
        return  # nobody was told anything yet
    yield from _state_faults(state, head)
    for uid in repair.misattributed_uids(feeds):
        yield _("What subscribers were told of %(uid)s stands under a wrong name.") % {"uid": uid}
    if state.rendering == RENDERING:
        for uid, title in sorted(_differing(feeds, state, head, now).items()):
            yield _(
                "What subscribers were told of %(title)s (%(uid)s) is not what follows from its "
                "record."
            ) % {"uid": uid, "title": title}
    for event in repair.orphaned_events():
        yield _("The calendars hold %(uid)s, although it has left.") % {"uid": event.uid}
    for row in repair.wrongly_indexed():
        yield _("The calendars do not find %(uid)s by what they should.") % {"uid": row.uid}
    for key, year in repair.damaged_feeds(feeds, with_titles=state.journal_sequence == head):
        yield _(
            "The calendar %(key)s of fiscal year %(year)s does not hold what its events are."
        ) % {"key": key or "all", "year": year}


def _state_faults(state: Publication, head: int) -> Iterator[str]:
    if state.journal_sequence > head:
        yield _("The calendars name entry %(number)d of the journal, which ends at %(last)d.") % {
            "number": state.journal_sequence,
            "last": head,
        }
    if state.expires_on != PublishedEvent.objects.first_expiry():
        yield _("The day on which something in the calendars ends is not the one that is kept.")


def _differing(feeds: Feeds, state: Publication, head: int, now: datetime) -> dict[str, str]:
    """The records whose entry or events would be written anew, by uid, with their titles."""
    touched = touched_since(state.journal_sequence, head)
    ledger = Ledger(now.replace(microsecond=0), timezone.localdate(now), redraw=True)
    with translation.override("ja"):
        for source in feeds.sources:
            waiting = None if touched is None else source.affected(touched)
            if waiting is None:
                continue  # any of them may differ rightly
            left_out = {str(uid) for uid in waiting}
            entries = [entry for entry in source.published_entries() if entry.uid not in left_out]
            for start in range(0, len(entries), _AT_ONCE):
                some = entries[start : start + _AT_ONCE]
                ledger.compare(source.name, some, [entry.uid for entry in some])
            gone = left_out | {entry.uid for entry in entries}
            ledger.compare_missing(source.name, gone)
    return ledger.differing()

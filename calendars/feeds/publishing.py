"""Publication: brings the ledger up to date when a feed is asked for.

Publication is pulled by readers and never holds one up (docs/adr/0010-ledger.md).
"""

import logging
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import DatabaseError
from django.utils import timezone, translation

from calendars.entries import ChangeKey
from calendars.feeds import repair
from calendars.feeds.config import Feeds
from calendars.feeds.ledger import Change, Ledger
from calendars.feeds.models import Publication
from calendars.feeds.selection import is_up_to_date
from calendars.feeds.totals import touch_feeds, update_totals
from calendars.ical import RENDERING, SITE, Header, calendar, check, site_line
from records.journal import JournalEntry, JournalHead
from records.storage import LockedError, lock, try_lock

PAUSE = timedelta(minutes=1)  # after a failure, before a reader tries again

_LOCK = 0x6665656473  # any number, the same in every worker
_ANY = 500  # so many changed records: hold everything against the ledger
_log = logging.getLogger(__name__)


class PublicationError(RuntimeError):
    """The publication would not be a calendar that is safe to serve."""


def publish_if_stale(feeds: Feeds, now: datetime) -> bool:
    """Publish if it is due and nobody else is at it; False where nothing was ever published.

    Whatever fails is logged and tried again after a pause; what was told still stands. It waits for
    others only where there is nothing yet to serve meanwhile.
    """
    if is_up_to_date(timezone.localdate(now)):
        return True
    state = Publication.current()
    if not is_due(state, now):
        return state.published_at is not None
    try:
        publish(feeds, now=now, wait=state.published_at is None)
    except LockedError:  # another worker publishes, or on SQLite somebody writes
        return state.published_at is not None
    except Exception:
        _log.exception("The calendars could not be published")
        _note_failure(now)
        return state.published_at is not None
    return True


def is_due(state: Publication, now: datetime) -> bool:
    """True after something was journalled, a day of expiry began, or the rendering changed."""
    if state.failed_at and state.failed_at <= now < state.failed_at + PAUSE:
        return False
    return (
        state.rendering != RENDERING
        or state.journal_sequence != JournalHead.current().sequence
        or (state.expires_on is not None and state.expires_on <= timezone.localdate(now))
    )


def publish(
    feeds: Feeds,
    *,
    now: datetime,
    everything: bool = False,
    wait: bool = False,
    rebuild: bool = False,
) -> list[Change]:
    """Tell subscribers what has changed, all of it or nothing; return what that was.

    With `everything`, every entry is held against the ledger, not only those that the journal says
    may have changed; `rebuild` also mends the ledger. Raises `LockedError` unless it may `wait`,
    and `PublicationError`.
    """
    with lock(_LOCK) if wait else try_lock(_LOCK), translation.override("ja"):
        state, sequence = Publication.current(), JournalHead.current().sequence
        publisher = feeds.publisher()
        redraw = rebuild or state.rendering != RENDERING
        ledger = Ledger(now.replace(microsecond=0), timezone.localdate(now), redraw=redraw)
        touched = None if everything or redraw else touched_since(state.journal_sequence, sequence)
        if rebuild:
            repair.reassign(feeds)
        everything = ledger.compare_affected(feeds.sources, touched) or everything or rebuild
        ledger.expire()
        _require_sound(ledger.blocks)
        ledger.write()
        damaged = repair.rebuild_index(feeds) if rebuild else ()
        update_totals(ledger, feeds.title_of, everything=everything, damaged=damaged)
        if state.published_at and state.publisher != publisher:
            touch_feeds(ledger.at)
        state.keep(sequence, now, publisher)
    return ledger.changes


def touched_since(known: int, sequence: int) -> Collection[ChangeKey] | None:
    """The aggregates journalled since; None where they are too many to compare one by one."""
    since = JournalEntry.objects.filter(sequence__gt=known)
    if known > sequence or sequence - known > _ANY:
        return None
    return {ChangeKey(*row) for row in since.values_list("record_type", "record_uid")}


def _require_sound(blocks: Iterable[bytes]) -> None:
    """Raise `PublicationError` unless these events, in a calendar of their own, pass the check."""
    site = site_line("https://register.example")
    whole = calendar(Header("-", "https://register.example/"), blocks)
    faults = check(whole.replace(SITE, site))
    if faults:
        raise PublicationError("; ".join(str(fault) for fault in faults[:5]))


def _note_failure(now: datetime) -> None:
    """Remember it, so that readers do not try again at once; without it they do."""
    try:
        with try_lock(_LOCK):
            state = Publication.current()
            state.failed_at = now
            state.save()
    except (DatabaseError, LockedError):
        _log.warning("The failure could not be kept in mind")

"""The whole register held against its records: journal, files, and all that is derived."""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from calendars.feeds import verify_ledger
from jlis_gov.composition import FEEDS
from records.journal import Anchor, hold_derived
from records.papers import verify
from records.storage import snapshot, words_of


class UnreadableError(RuntimeError):
    """Part of the register could not be read; the message says so in the active language."""


def hold_register(anchors: Iterable[Anchor] = ()) -> Iterator[str]:
    """Say, in the active language, what is wrong, each part of the register by itself.

    Raises `UnreadableError` at the end where a part could not be read.
    """
    unreadable: set[str] = set()
    for part in (
        _storage,
        lambda: verify(anchors).faults,
        lambda: _of_one_moment(hold_derived()),
        lambda: _of_one_moment(verify_ledger(FEEDS, timezone.now())),
    ):
        try:
            yield from part()
        except Exception as error:  # what is kept can be anything once somebody has altered it
            if (text := words_of(error)) not in unreadable:
                unreadable.add(text)
                yield text
    if unreadable:
        raise UnreadableError(_("Part of the register cannot be read."))


def _storage() -> Iterator[str]:
    """Faults of pages and links as the database itself finds them; PostgreSQL does so when read."""
    there = set(connection.introspection.table_names())
    for table in sorted({model._meta.db_table for model in apps.get_models()} - there):
        yield _("The table %(table)s is missing.") % {"table": table}
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for (text,) in cursor.execute("PRAGMA integrity_check(100)").fetchall():
            if text != "ok":
                yield _("The database is damaged: %(said)s") % {"said": " ".join(text.split())}
        for table, row, parent, _index in cursor.execute("PRAGMA foreign_key_check").fetchall():
            yield _("Row %(row)s of %(table)s names one of %(parent)s that is not there.") % {
                "row": row,
                "table": table,
                "parent": parent,
            }


def _of_one_moment(faults: Iterable[str]) -> list[str]:
    with snapshot():
        return list(faults)

"""The kinds of record of all rooms, in order of use, and what the house derives from them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

import audits.kinds
import audits.loose_ends
import jlis_gov.kinds
import meetings.kinds
import meetings.loose_ends
import organization.kinds
import oversight.kinds
from calendars.feeds import Feeds
from calendars.kinds import DueKind, ScheduledKind
from calendars.pages import Drawing
from dates import FiscalYear
from records import agency
from records.kinds import Kind

KINDS: tuple[Kind, ...] = (
    *meetings.kinds.KINDS,
    *audits.kinds.KINDS,
    *oversight.kinds.KINDS,
    *organization.kinds.KINDS,
    *jlis_gov.kinds.KINDS,
)
# `records` keeps what the others have, and of its own only settings: these go by rights of theirs.
ROOMS = tuple(dict.fromkeys(kind.room for kind in KINDS if kind.room != "records"))
SCHEDULED = tuple(kind for kind in KINDS if isinstance(kind, ScheduledKind))
DUE = tuple(kind for kind in KINDS if isinstance(kind, DueKind))
LISTED = tuple(kind for kind in KINDS if kind.in_navigation)
BY_RANK = tuple(sorted(KINDS, key=lambda kind: kind.rank))

# The documents of records, whose files have an address.
PAPERS = tuple(paper for kind in KINDS for paper in kind.papers)

# Where calendars and feeds get their entries.
SOURCES = tuple(kind.source for kind in SCHEDULED)
KEY_GROUPS = tuple(kind.key_group for kind in KINDS if kind.key_group)
FEEDS = Feeds(
    sources=(*SOURCES, *(kind.source for kind in DUE)),
    title="ガバナンス・監査カレンダー",
    publisher=lambda: agency.current().publisher,
    kinds={kind.name: kind.key for kind in SCHEDULED},
    groups=tuple(group.prefix for group in KEY_GROUPS),
    unannounced=tuple(kind.key for kind in SCHEDULED if not kind.model.meant_for_public),
    by_choice={kind.source.key: kind.source.name for kind in DUE},
)

# What a fiscal year's plan is made of, copied from another year's.
PLANNING = tuple(sorted((kind.copying for kind in SCHEDULED), key=lambda copying: copying.rank))


def kinds_drawn(user: Any, fiscal_year: FiscalYear) -> list[tuple[str, str]]:
    """The rows of all kinds that `user` may know of, for any fiscal year: keys and names."""
    return [row for kind in SCHEDULED if kind.is_known_to(user) for row in kind.rows(user)]


# The ways in which a fiscal year is drawn: by kind unless asked otherwise.
MARKS = meetings.kinds.MEETINGS.key
DRAWINGS = (
    Drawing("regime", _("By kind"), kinds_drawn, rest=_("Others"), marks=MARKS),
    *(
        Drawing(group.prefix, by.label, by.rows, rest=by.rest, marks=MARKS)
        for group in KEY_GROUPS
        if (by := group.year_rows)
    ),
)

# The annual report's tables in order, each a function of (fiscal year, user).
TABLES = {number: table for kind in KINDS for number, table in kind.report.items()}
REPORT = tuple(TABLES[number] for number in sorted(TABLES))

# The annual report's tables that can be brought in, by their number.
IMPORTS = dict(sorted((number, table) for kind in KINDS for number, table in kind.imports.items()))

# How tables of any form are brought in, by the word for what they list.
INTAKES = {name: table for kind in KINDS for name, table in kind.intakes.items()}

# The annual report's tables as layouts of tables of any form: by number, for what word.
LAYOUTS = {
    number: (name, table)
    for kind in KINDS
    for name in kind.intakes
    for number, table in {**kind.imports, **kind.layouts}.items()
}

# The ways in which departments are named, for those that end.
NAMINGS = (*audits.loose_ends.NAMINGS, *meetings.loose_ends.NAMINGS)

"""Writes a body's agenda in a sitting so that the items which stay keep what is known of them."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meetings.models import AgendaItem, Body, Meeting
from records.base import validate_text

IN_USE = _(
    "An item of the agenda that the table lacks has papers or a resolution. Please change it by "
    "hand."
)
_BULLET = re.compile(r"^[・･●○◆◇■□*‐–\-]\s*|^[\uf000-\uf0ff]\s*")
ALIKE = 0.7  # how much of two titles is the same
FAR = 10_000  # beyond every place in an agenda, while places change


def items_of(text: str) -> tuple[str, ...]:
    """The titles in a cell, a line each, without what marks them as items."""
    return tuple(filter(None, lines_of(text)))


def lines_of(text: str) -> list[str]:
    """The same with an empty text for each line that has no title."""
    return [_BULLET.sub("", line.strip()).strip() for line in text.splitlines()]


def check_titles(titles: Sequence[str]) -> None:
    """Raise `ValidationError` where a title cannot be kept."""
    for title in titles:
        AgendaItem._meta.get_field("title").clean(title, None)
        validate_text(title, multiline=False)


def check_agenda(meeting: Meeting, body: Body, titles: Sequence[str]) -> None:
    """Raise `ValidationError` where an item would go on which something rests."""
    for item in _matched(meeting.agenda_of(body), titles, meeting, body)[1]:
        if item.handouts.all() or item.resolutions.all():
            raise ValidationError(IN_USE)


def save_agenda(
    meeting: Meeting, body: Body, titles: Sequence[str], outcomes: Sequence[str] = ()
) -> None:
    """Have the agenda of `body` be these titles, in this order.

    Of an item whose outcome is not told, by its place, that which is known stays.
    """
    kept = meeting.agenda_of(body) if meeting.version else []
    items, gone = _matched(kept, titles, meeting, body)
    for item in gone:
        item.delete()
    moved = [item for place, item in enumerate(items, 1) if item.pk and item.order != place]
    for place, item in enumerate(moved, start=FAR):
        item.order = place  # two items never have one place, not even for a moment
        item.save()
    told = outcomes or ("",) * len(items)
    for place, (item, title, outcome) in enumerate(zip(items, titles, told, strict=True), start=1):
        known = item.order, _bare(item.title), item.outcome
        if item.pk is None or known != (place, _bare(title), outcome or item.outcome):
            item.order, item.title, item.outcome = place, title, outcome or item.outcome
            item.save()


def _matched(
    kept: list[AgendaItem], titles: Sequence[str], meeting: Meeting, body: Body
) -> tuple[list[AgendaItem], list[AgendaItem]]:
    """An item for each title, and the items that are left over."""
    places = places_of([item.title for item in kept], titles)
    items = [AgendaItem(meeting=meeting, body=body) if at is None else kept[at] for at in places]
    return items, [item for item in kept if item not in items]


def places_of(kept: Sequence[str], titles: Sequence[str]) -> list[int | None]:
    """The place in `kept` of the item that each title means, None for a new one.

    It is the one of the same title, else one of nearly the same: what is known of a matter must
    not pass to another.
    """
    left = {_bare(title): at for at, title in enumerate(kept)}
    same = [left.pop(_bare(title), None) for title in titles]
    places = []
    for title, at in zip(titles, same, strict=True):
        near = [] if at is not None else get_close_matches(_bare(title), left, 1, ALIKE)
        places.append(left.pop(near[0]) if near else at)
    return places


def _bare(title: str) -> str:
    return "".join(title.split())

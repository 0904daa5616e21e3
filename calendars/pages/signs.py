"""The kinds of a page, each with a texture, so that colour is never all that tells them apart."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from calendars.entries import Entry, Source
from calendars.pages.counts import MonthCount

ANGLES = (90, 45, 135, 0)  # of a hatched bar's lines, in degrees
GAPS = (1, 0, 2, 3)  # lines left open along a filled bar


class KindSign(NamedTuple):
    """A kind: its name in the keys, its title, and its place among all kinds of the sources."""

    name: str
    title: str
    place: int

    @property
    def angle(self) -> int:
        """The direction of its hatching."""
        return ANGLES[self.place % len(ANGLES)]

    @property
    def gaps(self) -> list[float]:
        """The lines left open along a filled bar, from its upper edge (0) to its lower one (1)."""
        number = GAPS[self.place % len(GAPS)]
        return [round((line + 1) / (number + 1) - 0.07, 2) for line in range(number)]


def kinds(sources: Sequence[Source], entries: Iterable[Entry]) -> list[KindSign]:
    """The kinds among the entries in the sources' order."""
    keys = (key for entry in entries for key in entry.keys if key.startswith("kind:"))
    return signs(sources, {key.removeprefix("kind:") for key in keys})


def counted_kinds(sources: Sequence[Source], counts: Iterable[MonthCount]) -> list[KindSign]:
    """The kinds that are counted, in the sources' order."""
    return signs(sources, {name for month in counts for name in month.kinds})


def signs(sources: Sequence[Source], names: Collection[str]) -> list[KindSign]:
    """These kinds in the sources' order, as far as a source has a title for them."""
    found = (
        (name, s.title_of(f"kind:{name}"), place)
        for place, s in enumerate(sources)
        for name in sorted(names)
    )
    return [KindSign(name, title, place) for name, title, place in found if title]

"""Checks that the numbers of a body's sittings rise with their dates."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise


@dataclass(frozen=True, slots=True)
class Numbered:
    """A sitting's number, and the first and last day on which it may be; None where unknown."""

    number: int
    first: date | None = None
    last: date | None = None


def falling(numbers: Sequence[int]) -> dict[int, int]:
    """The places of numbers that fall back, each with the number that stands before it.

    A table goes from the first sitting to the last or, number by number, the other way; it is taken
    for what leaves fewer of them out of place.
    """
    places = range(len(numbers))
    found = _falling(numbers, places)
    if any(before - after == 1 for before, after in pairwise(numbers)):
        found = min(found, _falling(numbers, reversed(places)), key=len)
    return found


def _falling(numbers: Sequence[int], places: Iterable[int]) -> dict[int, int]:
    found, highest = {}, 0
    for place in places:
        if numbers[place] < highest:
            found[place] = highest
        highest = max(highest, numbers[place])
    return found


def leaps(numbers: Iterable[int], kept: Collection[int]) -> dict[int, int]:
    """The numbers that are not kept yet and leave others out, each with the one before it."""
    given = sorted({*numbers, *kept})
    return {
        number: before
        for before, number in pairwise(given)
        if number - before > 1 and number not in kept
    }


class Series:
    """The sittings that a body has had, to hold a further one against."""

    def __init__(self, kept: Sequence[Numbered]) -> None:
        dated = [(one.first, one.last, one.number) for one in kept if one.first and one.last]
        before = sorted(dated, key=lambda one: one[1])
        after = sorted(dated, key=lambda one: one[0], reverse=True)
        self._ends = [last for _first, last, _number in before]
        self._begins = [first for first, _last, _number in reversed(after)]
        self._highest = list(accumulate((number for *_days, number in before), max))
        self._lowest = list(accumulate((number for *_days, number in after), min))

    def against(self, one: Numbered) -> int | None:
        """The number of an earlier sitting that is higher, or of a later one that is lower."""
        if one.first is None or one.last is None:
            return None
        earlier = bisect_left(self._ends, one.first)
        if earlier and self._highest[earlier - 1] > one.number:
            return self._highest[earlier - 1]
        later = len(self._begins) - bisect_right(self._begins, one.last)
        if later and self._lowest[later - 1] < one.number:
            return self._lowest[later - 1]
        return None

"""Units left out on one side: 11～19日, 平成28～30年度, ９月１、５、６日, 2016/6/8～10."""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from dates.messages import ErrorCode
from dates.notation.errors import Unreadable
from dates.notation.syntax import Item, Piece, When, Year

BARE = ("bare", "ordinal")
NUMBERED = ("quarter", "nth")  # units of which 第 may number more than one
SIGNED = ("slashed", "dotted", "short slashed", "short dotted")
# What the number may be, by what precedes it in the same date.
POSSIBLE: dict[frozenset[str], tuple[str, ...]] = {
    frozenset(): ("year", "month", "day", "quarter", "nth"),
    frozenset({"year"}): ("month", "quarter"),
    frozenset({"month"}): ("day", "nth"),
    frozenset({"year", "month"}): ("day", "nth"),
}


@dataclass(slots=True)
class Place:
    """A moment in its text: of which item, at which end, and whether it goes on with the next."""

    item: int
    end: str
    when: When
    goes_on: bool


def complete(items: list[Item]) -> list[Item]:
    """The items with every bare number given its unit; `Unreadable` where none fits."""
    items = list(items)
    places = list(all_places(items))
    for place, following in reversed(list(pairwise(places))):
        if place.goes_on and place.when.has(*BARE):
            place.when = from_right(place.when, following.when)
    for previous, place in pairwise(places):
        if previous.goes_on:
            place.when = from_left(place.when, previous.when)
    for place in places:
        place.when = checked(place.when)
        put(items, place)
    return items


def all_places(items: list[Item]) -> list[Place]:
    """Every moment of the items, in order."""
    found: list[Place] = []
    for number, item in enumerate(items):
        if found:
            found[-1].goes_on = item.separator == "list" and item.label is None
        for end in ("start", "end"):
            when = getattr(item.span, end)
            if when is not None:
                found.append(Place(number, end, when, True))
    found[-1].goes_on = False
    return found


def put(items: list[Item], place: Place) -> None:
    """Put a completed moment back."""
    item = items[place.item]
    is_start = place.end == "start"
    span = replace(item.span, start=place.when) if is_start else replace(item.span, end=place.when)
    items[place.item] = replace(item, span=span)


def from_right(when: When, following: When) -> When:
    """The unit of the date that follows, if it says nothing else."""
    names = following.date_names
    if len(names) != 1 or following.style == "english":
        return when
    (unit,) = names
    return with_unit(when, unit, following.value(unit))


def unelided(first: When, last: When | None = None) -> When:
    """The first end of a range in brackets（４～６月）, or what stands there alone."""
    return from_right(first, last) if last and first.has(*BARE) else first


def from_left(when: When, previous: When) -> When:
    """A day after 2016/6/8～; month and day after R5.7.1～; what R4.4～ goes on with; 27（木）."""
    if when.weekdays and when.date_names == {"bare"} and previous.has("day"):
        return with_unit(when, "day", None)
    if previous.style not in SIGNED:
        return when
    if not previous.has("day", "third", "month end"):
        return after_month(when, previous)
    if when.has("bare") and when.date_names == {"bare"}:
        return replace(
            with_unit(when, "day", None), style=f"short {previous.style.removeprefix('short ')}"
        )
    if when.style == "dotted" and when.date_names == {"month", "day"}:
        return replace(when, style="short dotted")
    return when


def after_month(when: When, previous: When) -> When:
    """A month after R4.4～; year and month, as before the sign, in R4.4～5.3."""
    if when.date_names == {"bare"}:
        style = f"short {previous.style.removeprefix('short ')}"
        return replace(with_unit(when, "month", None), style=style)
    if when.style != previous.style or when.date_names != {"month", "day"}:
        return when
    year, month = when.pieces["month"], when.pieces["day"]
    pieces = {name: piece for name, piece in when.pieces.items() if name != "day"}
    pieces["year"] = replace(year, name="year", value=Year(year.value, len(str(year.value))))
    pieces["month"] = replace(month, name="month")
    return replace(when, pieces=pieces)


def with_unit(when: When, unit: str, pattern: Any) -> When:
    """The moment with its bare number as a year, month, day or quarter, where it may be one."""
    name = next(name for name in BARE if when.has(name))
    bare = when.pieces[name]
    before = frozenset(when.date_names - {name})
    if unit not in POSSIBLE.get(before, ()) or (name == "ordinal") > (unit in NUMBERED):
        return when
    if unit != "year" and (bare.value.era or bare.value.digits > 2):
        return when
    value: object = bare.value.number
    if unit == "nth":
        value = (bare.value.number, pattern[1])
    if unit == "year":
        if not isinstance(pattern, Year) or pattern.relative:
            return when
        value = replace(bare.value, fiscal=pattern.fiscal)
    pieces = {key: piece for key, piece in when.pieces.items() if key != name}
    pieces[unit] = Piece(unit, value, bare.first, bare.last)
    return replace(when, pieces=pieces, style="japanese")


def checked(when: When) -> When:
    """The moment, where nothing lacks its unit any more: four digits alone are a year."""
    if when.style == "dotted" and not when.has("year"):
        raise Unreadable(ErrorCode.AMBIGUOUS, when)
    bare = when.pieces.get("bare")
    if bare and bare.value.digits > 2 and when.date_names == {"bare"}:
        pieces = {name: piece for name, piece in when.pieces.items() if name != "bare"}
        pieces["year"] = Piece("year", bare.value, bare.first, bare.last)
        return replace(when, pieces=pieces, style="iso")
    if when.has(*BARE):
        raise Unreadable(ErrorCode.NO_UNIT, when)
    return when

"""The meaning of each production: from the values of its parts to a part of the syntax."""

from dataclasses import replace
from typing import Any

from dates.notation.moments import (
    Action,
    Values,
    bare,
    clock,
    compact,
    english,
    figure,
    kinds,
    moment,
    name_of_day,
    named,
    nth,
    numbers,
    numeric,
    of,
    piece,
    seconds,
    weekdays,
    written,
    year,
    year_of,
    zone,
    zoned,
)
from dates.notation.syntax import CLOSED, FOLLOWING, HOLIDAY, SAME, Item, Piece, Span, When, Year
from dates.notation.tokens import Token

FOLLOWS = {"翌": Year(relative=FOLLOWING), "同": Year(relative=SAME, elided=True)}


def span(values: Values, start: When | None, end: When | None, **more: Any) -> Span:
    """A span of these ends."""
    return Span(start, end, values[0].first, values[-1].last, **more)


def two_ended(values: Values) -> Span:
    """From one moment to another, with a deadline's noun after it or none."""
    start, end = of(values, When)
    closed = bool({"まで", "to", "due"} & set(kinds(values)))
    return span(values, start, end, closed=closed, note=due_note(values))


def due_note(values: Values) -> str:
    """必着 and its like, or nothing."""
    return "".join(token.value for token in of(values, Token) if token.kind == "due")


def from_start(values: Values) -> Span:
    """Open at the end."""
    return span(
        values, of(values, When)[0], None, closed=bool({"以降", "from"} & set(kinds(values)))
    )


def to_end(values: Values) -> Span:
    """Open at the start."""
    return span(values, None, of(values, When)[0], note=due_note(values))


def interval(values: Values) -> Span:
    """An ISO 8601 or EDTF interval."""
    whens = of(values, When)
    if len(whens) > 1:
        return two_ended(values)
    return from_start(values) if values[0] is whens[0] else to_end(values)


def since(values: Values) -> Span:
    """From … and until … in English."""
    return from_start(values) if values[0].kind == "from" else to_end(values)


def stretch(values: Values) -> Span:
    """From a first day on, so long; perhaps with hours that hold on each of its days."""
    (start, *ends), (length, *_pieces) = of(values, When), of(values, Piece)
    end = ends[0] if ends else None
    return span(values, start, end, lasting=length, **daily_pieces(values))


def daily(values: Values) -> Span:
    """A range of days with hours that hold on each."""
    start, end = of(values, When)
    return span(values, start, end, **daily_pieces(values))


def daily_pieces(values: Values) -> dict[str, tuple[Piece, ...]]:
    """The hours of each day, and the days off that are left out."""
    wanted = {"clocks": "clock", "excluded": "excluded"}
    return {key: pieces_of(values, name) for key, name in wanted.items()}


def pieces_of(values: Values, name: str) -> tuple[Piece, ...]:
    """The pieces of this name among the values."""
    return tuple(found for found in of(values, Piece) if found.name == name)


def timed(values: Values) -> Span:
    """A day and its hours: 午後２～４時, （10：00～11：30）, （10：00～）, （10：00）."""
    day, first, *last = (found for found in values if not isinstance(found, Token))
    start = moment([day, first])
    closed = "まで" in kinds(values)
    return span(values, start, moment(last) if last else None, closed=closed, single=not last)


def single(values: Values) -> Span:
    """One moment."""
    return span(values, values[0], None, single=True)


def item(values: Values) -> Item:
    """One element of a list."""
    (found,) = of(values, Span)
    notes = [token.value for token in of(values, Token) if token.kind in ("label", "分")]
    notes += [found.value for found in pieces_of(values, "half day")]
    labels = [token.value for token in of(values, Token) if token.kind == "phase"]
    pieces = {found.name: found for found in of(values, Piece)}
    return Item(
        span=found,
        label=labels[0] if labels else None,
        notes=tuple(notes),
        days=pieces.get("count"),
        ordinal=pieces.get("ordinal label"),
        excluded=(*found.excluded, *pieces_of(values, "excluded")),
        first=values[0].first,
        last=values[-1].last,
    )


def exception(values: Values) -> Piece:
    """土日祝を除く: the days that are left out."""
    days = {found.value for found in pieces_of(values, "day off")}
    return piece("excluded", frozenset(days or {CLOSED}), values)


def day_off(values: Values) -> Piece:
    """A day of the week (0 for Monday), 祝日, or every day on which offices are closed."""
    token = values[0]
    if token.kind in ("祝", "閉庁"):
        return piece("day off", HOLIDAY if token.value else CLOSED, values)
    return piece("day off", name_of_day(values).value, values)


def length(values: Values) -> Piece:
    """３日間, ５年間, 半年: how many of what."""
    last = values[-1]
    meaning = (numbers(values)[0].value, last.value) if len(values) > 1 else (last.value, "months")
    return piece("length", meaning, values)


def count(values: Values) -> Piece:
    """（３日間）, の５年間: how long what stands before it is."""
    return piece("count", of(values, Piece)[0].value, values)


def items(values: Values) -> list[Item]:
    """The elements of a list, each with what stands before it."""
    found: list[Item] = []
    separator = ""
    for value in values:
        if isinstance(value, Item):
            found.append(replace(value, separator=separator))
        else:
            separator = value
    return found


ACTIONS: dict[str, Action] = {
    "items": items,
    "separator": lambda values: "list" if values else "spaced",
    "item": item,
    "count": count,
    "exception": exception,
    "day_off": day_off,
    "ordinal": named("ordinal label"),
    "half_day": lambda values: piece("half day", "午後" if values[0].value else "午前", values),
    "each": lambda values: tuple(of(values, Piece)),
    "between": two_ended,
    "begin": from_start,
    "finish": to_end,
    "head": to_end,
    "interval": interval,
    "stretch": stretch,
    "length": length,
    "daily": daily,
    "hours": timed,
    "hour": clock,
    "bracket": timed,
    "range": two_ended,
    "due": to_end,
    "from": from_start,
    "opening": from_start,
    "at": moment,
    "until": to_end,
    "since": since,
    "single": single,
    "moment": moment,
    "day": moment,
    "iso_moment": moment,
    "approximate": lambda values: piece("approximate", True, values),
    "within": lambda values: piece("within", True, values),
    "same": lambda values: piece("same", tuple(of(values, When)), values),
    "weekday": weekdays,
    "name": name_of_day,
    "holiday": named("holiday"),
    "clock": clock,
    "seconds": seconds,
    "clock_of_machine": zoned,
    "zone": zone,
    "west": lambda values: piece("zone", False, values),
    "japanese": written("japanese"),
    "elided": written("elided"),
    "short": written("short"),
    "year4": written("short"),
    "following": lambda values: piece("year", FOLLOWS[values[0].kind], values),
    "same_month": lambda values: piece("month", SAME, values),
    "month": named("month"),
    "day_of_month": named("day"),
    "third": named("third"),
    "nth": nth,
    "month_end": lambda values: piece("month end", True, values),
    "quarter": named("quarter"),
    "half": named("half"),
    "year_end": lambda values: piece("year end", True, values),
    "year": year,
    "figure": figure,
    "number": bare,
    "figure4": lambda values: piece("bare", year_of(values), values),
    "iso": numeric("iso"),
    "slashed": numeric("slashed"),
    "dotted": numeric("dotted"),
    "compact": compact,
    "english": english,
}

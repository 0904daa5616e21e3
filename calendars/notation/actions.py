"""The meaning of each production: from the values of its parts to a part of the syntax."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from calendars.notation.syntax import Clock, Item, Piece, Span, Weekdays, When, Year
from calendars.notation.tokens import Token

Values = list[Any]
Action = Callable[[Values], Any]


def of(values: Values, kind: type) -> list[Any]:
    """The values of one type."""
    return [value for value in values if isinstance(value, kind)]


def kinds(values: Values) -> list[str]:
    """The kinds of the tokens among the values."""
    return [token.kind for token in of(values, Token)]


def numbers(values: Values) -> list[Token]:
    """The number tokens among the values; 元 is one."""
    return [token for token in of(values, Token) if token.digits or token.kind == "元"]


def piece(name: str, value: Any, values: Values) -> Piece:
    """A piece that spans the values."""
    return Piece(name, value, values[0].first, values[-1].last)


def named(name: str) -> Action:
    """A piece whose value is its number, or what its word means."""

    def action(values: Values) -> Piece:
        token = (numbers(values) or values)[0]
        return piece(name, token.value, values)

    return action


def year_of(tokens: list[Token]) -> Year:
    """平成28, 28 or 2016 as a year."""
    number = numbers(tokens)[0]
    era = tokens[0].value if tokens[0].kind == "era" else ""
    return Year(number.value, number.digits or 1, era)


def figure(values: Values) -> Piece:
    """A year's figure, its unit apart."""
    return piece("figure", year_of(values), values)


def year(values: Values) -> Piece:
    """A year or fiscal year, with the parallel one in brackets."""
    if isinstance(values[0], Token):
        token = values[0]
        fiscal = token.kind.endswith("年度")
        return piece("year", Year(relative=token.value, fiscal=fiscal), values)
    units = {kind for kind in kinds(values) if kind in ("年", "年度")}
    figures = [replace(found.value, fiscal="年度" in units) for found in of(values, Piece)]
    same = figures[1] if len(figures) > 1 else None
    if len(units) > 1:
        same = Year()  # a year and a fiscal year are never the same
    return piece("year", replace(figures[0], same=same), values)


def written(style: str) -> Action:
    """A date of which the pieces are known."""

    def action(values: Values) -> When:
        pieces = {found.name: found for found in of(values, Piece)}
        if "年度" in kinds(values):
            pieces["year end"] = piece("year end", "年度", values)
        return When(pieces, values[0].first, values[-1].last, style)

    return action


def bare(values: Values) -> Piece:
    """A number without its unit; 第１ is one of a quarter."""
    name = "ordinal" if "第" in kinds(values) else "bare"
    return piece(
        name, year_of([token for token in values if token.kind not in ("第", "の")]), values
    )


def numeric(style: str) -> Action:
    """2016/6/8, R5.7.1, 29.4.3, 2016/6 or 6/8, by how many numbers there are."""

    def action(values: Values) -> When:
        pieces = {found.name: found for found in of(values, Piece)}
        tokens = of(values, Token)
        fields = numbers(tokens)
        if tokens[0].kind == "era" or fields[0].digits > 2 or len(fields) > 2:
            head = tokens[: tokens.index(fields[0]) + 1]
            pieces["year"] = piece("year", year_of(head), head)
            fields = fields[1:]
        for name, token in zip(("month", "day"), fields, strict=False):
            pieces[name] = piece(name, token.value, [token])
        return When(pieces, values[0].first, values[-1].last, style)

    return action


def compact(values: Values) -> When:
    """20170403 or H290403."""
    number = values[-1]
    head, rest = divmod(number.value, 10_000)
    month, day = divmod(rest, 100)
    era = values[0].value if values[0].kind == "era" else ""
    meanings = {"year": Year(head, 2 if era else 4, era), "month": month, "day": day}
    pieces = {name: piece(name, value, values) for name, value in meanings.items()}
    return When(pieces, values[0].first, values[-1].last, "compact")


def english(values: Values) -> When:
    """22 June 2016, mid November 2016, fiscal 2016, first half of fiscal 2016."""
    found = {token.kind: token for token in values}
    year4 = found["N4"]
    fiscal = "fiscal" in found
    pieces = {"year": piece("year", Year(year4.value, 4, fiscal=fiscal), [year4])}
    names = {"Month": "month", "N2": "day", "third": "third"}
    for kind, name in names.items():
        if kind in found:
            pieces[name] = piece(name, found[kind].value, [found[kind]])
    if "quarter" in found:
        pieces["quarter"] = piece("quarter", found["Nth"].value, values)
    if "half" in found:
        pieces["half"] = piece("half", found["Nth"].value - 1, values)
    return When(pieces, values[0].first, values[-1].last, "english")


def name_of_day(values: Values) -> Piece:
    """月 to 日, of which 月 and 日 are units elsewhere."""
    token = values[0]
    return piece("name", {"月": 0, "日": 6}.get(token.kind, token.value), values)


def weekdays(values: Values) -> Piece:
    """（火）, （月・祝）, （月～金）, 金曜日."""
    found = of(values, Piece)
    days = tuple(part.value for part in found if part.name == "name")
    holidays = [part.value for part in found if part.name == "holiday"]
    if not days and not holidays:
        days = (name_of_day(values).value,)
    meaning = Weekdays(days, holidays[0] if holidays else None, span="~" in kinds(values))
    return piece("weekday", meaning, values)


def clock(values: Values) -> Piece:
    """10：00, 午後２時, 14時半, 正午, 10:00 AM, and the bare hour of 午後２～４時."""
    tokens = {token.kind: token for token in values}
    fields = numbers(values)
    if "正午" in tokens:
        return piece("clock", Clock(12, noon=True), values)
    minute = fields[1].value if len(fields) > 1 else 0
    if "半" in tokens:
        minute = tokens["半"].value
    half = tokens["午"].value if "午" in tokens else None
    return piece("clock", Clock(fields[0].value, minute, half), values)


def moment(values: Values) -> When:
    """A date, what is noted beside it, a clock time."""
    dates, pieces = of(values, When), of(values, Piece)
    clocks = {"clock": found for found in pieces if found.name == "clock"}
    base = dates[0] if dates else When({}, values[0].first, values[-1].last, "clock")
    noted = {found.name for found in pieces} | set(kinds(values))
    return replace(
        base,
        pieces={**base.pieces, **clocks},
        first=values[0].first,
        last=values[-1].last,
        weekdays=base.weekdays + tuple(found for found in pieces if found.name == "weekday"),
        same=base.same + tuple(found.value for found in pieces if found.name == "same"),
        approximate=base.approximate or bool(noted & {"approximate", "about"}),
    )


def span(values: Values, start: When | None, end: When | None, **more: Any) -> Span:
    """A span of these ends."""
    return Span(start, end, values[0].first, values[-1].last, **more)


def two_ended(values: Values) -> Span:
    """From one moment to another, with a deadline's noun after it or none."""
    start, end = of(values, When)
    closed = bool({"まで", "to"} & set(kinds(values)))
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


def daily(values: Values) -> Span:
    """A range of days with hours that hold on each."""
    start, end = of(values, When)
    return span(values, start, end, clocks=tuple(of(values, Piece)))


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
    notes += [found.value for found in of(values, Piece) if found.name == "half day"]
    labels = [token.value for token in of(values, Token) if token.kind == "phase"]
    pieces = {found.name: found for found in of(values, Piece)}
    return Item(
        span=found,
        label=labels[0] if labels else None,
        notes=tuple(notes),
        days=pieces.get("count"),
        ordinal=pieces.get("ordinal label"),
        first=values[0].first,
        last=values[-1].last,
    )


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
    "count": named("count"),
    "ordinal": named("ordinal label"),
    "half_day": lambda values: piece("half day", "午後" if values[0].value else "午前", values),
    "each": lambda values: tuple(of(values, Piece)),
    "between": two_ended,
    "begin": from_start,
    "finish": to_end,
    "head": to_end,
    "interval": interval,
    "daily": daily,
    "hours": timed,
    "hour": clock,
    "bracket": timed,
    "range": two_ended,
    "due": to_end,
    "from": from_start,
    "until": to_end,
    "since": since,
    "single": single,
    "moment": moment,
    "day": moment,
    "iso_moment": moment,
    "approximate": lambda values: piece("approximate", True, values),
    "within": lambda values: piece("within", True, values),
    "same": lambda values: piece("same", values[1], values),
    "weekday": weekdays,
    "name": name_of_day,
    "holiday": named("holiday"),
    "clock": clock,
    "japanese": written("japanese"),
    "elided": written("elided"),
    "short": written("short"),
    "year4": written("short"),
    "month": named("month"),
    "day_of_month": named("day"),
    "third": named("third"),
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

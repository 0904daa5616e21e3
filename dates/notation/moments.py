"""The meaning of the productions of dates and moments: from their parts to pieces."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dates.notation.syntax import Clock, Piece, Weekdays, When, Year
from dates.notation.tokens import CENTURY, Token

NO_MINUTE = 60  # 9:5 has lost a digit
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
    """平成28, 28, 2016 or '16 as a year."""
    number = numbers(tokens)[0]
    era = tokens[0].value if tokens[0].kind == "era" else ""
    if era == CENTURY:
        return Year(western(number.value), 4)
    return Year(number.value, number.digits or 1, era)


def western(number: int) -> int:
    """The year of '24 or '98: 1969 to 2068, as POSIX reads two digits (strptime's %y)."""
    return number + (2000 if number < 69 else 1900)


def figure(values: Values) -> Piece:
    """A year's figure, its unit apart."""
    return piece("figure", year_of(values), values)


def year(values: Values) -> Piece:
    """A year or fiscal year, with the parallel one in brackets; of two the figure is the first."""
    units = {kind.removeprefix("relative ") for kind in kinds(values)} & {"年", "年度"}
    fiscal = "年度" in units
    years = [replace(found.value, fiscal=fiscal) for found in of(values, Piece)]
    words = [token for token in of(values, Token) if token.kind.startswith("relative")]
    years += [Year(relative=token.value, fiscal=fiscal) for token in words]
    first, *others = years
    if len(units) > 1:
        others = [Year()]  # a year and a fiscal year are never the same
    return piece("year", replace(first, same=others[0] if others else None), values)


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
    year = year_of([*values[:-1], replace(number, value=head, digits=number.digits - 4)])
    meanings = {"year": year, "month": month, "day": day}
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


def nth(values: Values) -> Piece:
    """第３木曜日, 最終金曜日: which one (-1 for the last), and its day of the week."""
    which = (numbers(values) or values)[0]
    (day,) = [token for token in of(values, Token) if token.kind in ("曜", "月", "日")]
    return piece("nth", (which.value, name_of_day([day]).value), values)


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
    """10：00, 午後２時, 14時半, 正午, 10:00 AM, 10:00:00, and the bare hour of 午後２～４時."""
    tokens = {token.kind: token for token in of(values, Token)}
    fields = numbers(values)
    if "正午" in tokens:
        return piece("clock", Clock(12, noon=True), values)
    minute = fields[1].value if len(fields) > 1 else 0
    if ":" in tokens and fields[1].digits < 2:
        minute = NO_MINUTE
    if "半" in tokens:
        minute = tokens["半"].value
    half = tokens["午"].value if "午" in tokens else None
    second = next((found.value for found in of(values, Piece)), None)
    meaning = Clock(fields[0].value, minute, half, second=second, digital=":" in tokens)
    return piece("clock", meaning, values)


def seconds(values: Values) -> Piece:
    """The seconds and their fraction, which only have to be none."""
    return piece("seconds", sum(token.value for token in numbers(values)), values)


def zoned(values: Values) -> Piece:
    """T10:00:00+09:00: a clock time, and whether it is one of another time zone than Japan's."""
    found, *zones = of(values, Piece)
    abroad = any(not zone.value for zone in zones)
    return piece("clock", replace(found.value, abroad=abroad), values)


def zone(values: Values) -> Piece:
    """A time zone, of which the value is True for Japan's: +09:00, +0900, +09."""
    clocks = [found.value for found in of(values, Piece)]
    numbered = [token.value for token in numbers(values)]
    here = clocks == [Clock(9, digital=True)] or numbered in ([900], [9])
    return piece("zone", here, values)


def moment(values: Values) -> When:
    """A date, what is noted beside it, a clock time."""
    dates, pieces = of(values, When), of(values, Piece)
    clocks = {found.name: found for found in pieces if found.name == "clock"}
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

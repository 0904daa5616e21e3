"""`read`: from a text to a Reading, by way of tokens, productions, context and segments."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dates.eras import BY_NAME
from dates.fiscal import FIRST_YEAR, LAST_YEAR, FiscalYear
from dates.messages import ErrorCode, NotationError, Notice, WarningCode, notice
from dates.notation.actions import ACTIONS
from dates.notation.characters import WEEKDAYS, characters
from dates.notation.context import Context
from dates.notation.errors import KeptAsWords, Unreadable
from dates.notation.grammar import PRODUCTIONS
from dates.notation.peg import Grammar, State
from dates.notation.placing import Placer
from dates.notation.segments import Builder
from dates.notation.syntax import Item, Piece, Span
from dates.notation.tokens import Token, tokenise
from dates.notation.undated import holds_date, names_no_day, numberless
from dates.notation.vocabulary import ERA_SHORT
from dates.schedule import Precision, Schedule, Segment

MAX_LENGTH = 1000
ATTEMPTS = 5  # to find a date in a text that is none, so that time grows with its length
YEAR_BEGINS = frozenset(("era", "N4", "N8", "phase"))
PARTS_ITEMS = frozenset(("phase", "bullet"))
GOES_ON = frozenset(("~", "-", "から", "list", "・"))
CLOSES = frozenset(("end", "list", ")", "。"))
IN_WEEKDAY = frozenset(("曜", "月", "日", "曜日", "祝", "list", "・", "."))


def going_on(tokens: Sequence[Token], place: int) -> bool:
    """Return True if a list or a range goes on here, or after a day of the week in brackets."""
    if tokens[place].kind == "(":
        place += 1
        while tokens[place].kind in IN_WEEKDAY:
            place += 1
        place += tokens[place].kind == ")"
    return tokens[place].kind in GOES_ON


GRAMMAR = Grammar(
    PRODUCTIONS,
    ACTIONS,
    {
        "spaced": lambda tokens, place: tokens[place].gap or tokens[place].kind in PARTS_ITEMS,
        "lone": lambda tokens, place: tokens[place].digits == 1,
        "unlisted": lambda tokens, place: (
            tokens[place].digits != 1 or tokens[place + 1].kind != ")"
        ),
        "tight": lambda tokens, place: not tokens[place].gap,
        "inline": lambda tokens, place: not tokens[place].line,
        "lined": lambda tokens, place: tokens[place].line,
        "ended": lambda tokens, place: tokens[place].kind == "end",
        "uncounted": lambda tokens, place: tokens[place].kind != "回",
        "closed": lambda tokens, place: tokens[place].kind in CLOSES,
        "going_on": going_on,
    },
)
FULL_DATES = (Precision.MINUTE, Precision.DAY, Precision.TEN_DAY, Precision.MONTH)


@dataclass(frozen=True, slots=True)
class Reading:
    """The schedule that a text says, and warnings of what is remarkable about it."""

    schedule: Schedule
    warnings: tuple[Notice, ...] = ()


def read(
    text: str,
    *,
    fiscal_year: FiscalYear | int | None = None,
    reference: date | None = None,
    era: str | None = None,
    midnight: bool = False,
) -> Reading:
    """The schedule that a text in official notation says.

    What it leaves out comes from the date before it in the text, else from `fiscal_year` (months
    4 to 12 are its first calendar year's, 1 to 3 the next one's), else the year nearest to
    `reference`, the day of writing. `era` (平成, H) is that of two-digit years without one.
    0:00 beside a day is left out, as programs write it there, unless `midnight` says it is a time.
    Recurring and unsettled wordings are kept as words; blank text is an empty schedule.

    Raises `NotationError` if any of it is not understood, contradicts itself, could mean two
    things or is outside 1868 to 2100.
    """
    if isinstance(fiscal_year, int):
        fiscal_year = FiscalYear(fiscal_year)
    context = Context(fiscal_year, reference, era_name(era), midnight)
    check_limits(text, reference)
    if not characters(text):
        return Reading(Schedule())
    return Attempt(text, context).reading()


def check_limits(text: str, reference: date | None) -> None:
    """Refuse what no schedule is: an endless text, control characters, a far-off reference."""
    if reference and not FIRST_YEAR <= reference.year <= LAST_YEAR:
        raise NotationError(ErrorCode.OUT_OF_RANGE, reference.isoformat())
    if len(text) > MAX_LENGTH:
        raise NotationError(ErrorCode.TOO_LONG)
    for letter in text:
        if unicodedata.category(letter) == "Cc" and not letter.isspace():
            raise NotationError(ErrorCode.NOT_UNDERSTOOD, repr(letter))


def era_name(era: str | None) -> str:
    """The full name of an era given by name or letter; `NotationError` for another word."""
    name = ERA_SHORT.get(era or "", era or "")
    if name and name not in BY_NAME:
        raise NotationError(ErrorCode.UNKNOWN_ERA, name)
    return name


class Attempt:
    """One reading of one text."""

    def __init__(self, text: str, context: Context) -> None:
        self.text, self.context = text, context
        end = Token("end", None, len(text), len(text))
        self.tokens = [*tokenise(text), end]
        self.state = State(self.tokens)

    def reading(self) -> Reading:
        """The reading; `NotationError` if there is none."""
        parsed = self._parsed()
        if parsed is None:
            return self._without_grammar()
        try:
            segments, notices = self._segments(*parsed)
        except KeptAsWords:
            return self._kept_as_words()
        except Unreadable as error:
            raise self._refusal(error) from error
        return Reading(Schedule(segments), notices)

    def _kept_as_words(self, found: str = "", *, dated: bool = True) -> Reading:
        words = "".join(line.strip() for line in self.text.splitlines())
        notices = (notice(WarningCode.HOLDS_DATE, part=found or words),) if dated else ()
        return Reading(Schedule(words=words), notices)

    def meaning(self) -> tuple[Segment, ...]:
        """The segments of the text; none where it cannot be read, or is kept as words."""
        parsed = self._parsed()
        try:
            return self._segments(*parsed)[0] if parsed else ()
        except Unreadable:
            return ()

    def _parsed(self) -> tuple[list[Item], tuple[Piece, ...]] | None:
        """The items of the text and the hours of 各日; None if it is not of the grammar."""
        outcome = GRAMMAR.parse("schedule", self.state)
        if outcome is None:
            return None
        items = next(value for value in outcome[1] if isinstance(value, list))
        return items, next((value for value in outcome[1] if isinstance(value, tuple)), ())

    def _segments(
        self, items: list[Item], hours: tuple[Piece, ...] = ()
    ) -> tuple[tuple[Segment, ...], tuple[Notice, ...]]:
        placer = Placer(self.context, self.text)
        try:
            segments = Builder(placer, self.text).build(items, hours)
        except KeptAsWords:
            if not placer.contradictions:
                raise
        if placer.contradictions:
            raise together(placer.contradictions)
        return segments, tuple(dict.fromkeys(placer.notices))

    def _without_grammar(self) -> Reading:
        """Words that name no day, or an error with the date that is found in the text."""
        found, place = self._found()
        letters = [(letter.place, letter.text) for letter in characters(self.text)]
        plain = numberless(self.tokens, letters)
        if names_no_day(plain, dated=bool(found)):
            return self._kept_as_words(found, dated=bool(found) or holds_date(plain))
        raise NotationError(ErrorCode.NOT_UNDERSTOOD, self._failed(place), found)

    def _found(self) -> tuple[str, tuple[int, int]]:
        """The longest part of the text that reads as a date with its year, and where it is."""
        best, where = "", (0, 0)
        place = attempts = 0
        while place < len(self.tokens) - 1:
            if self.tokens[place].kind not in YEAR_BEGINS:
                place += 1
                continue
            attempts += 1
            last, meaning = self._found_at(place, ("items", "single")[attempts > ATTEMPTS :])
            first, end = self.tokens[place].first, self.tokens[last - 1].last
            if last > place and len(self._part(first, end)) > len(best):
                offered = self._offered(first, end, meaning)
                best, where = (offered, (place, last)) if offered else (best, where)
            place = max(last, place + 1)
        return best, where

    def _found_at(self, place: int, rules: tuple[str, ...]) -> tuple[int, tuple[Segment, ...]]:
        """The end of the date that begins at a token, and its meaning; the token if none does."""
        for rule in rules:
            outcome = GRAMMAR.parse(rule, self.state, place)
            if outcome:
                (found,) = outcome[1]
                meaning = self._full([whole(found)] if isinstance(found, Span) else found)
                if meaning:
                    return outcome[0], meaning
        return place, ()

    def _full(self, items: list[Item]) -> tuple[Segment, ...]:
        """The meaning of the items, if they name their year; else nothing."""
        try:
            segments, _notices = self._segments(items)
        except Unreadable:
            return ()
        first = items[0].span.first_moment
        return segments if first.has("year") and segments[0].precision in FULL_DATES else ()

    def _offered(self, first: int, last: int, meaning: tuple[Segment, ...]) -> str:
        """A part of the text that reads as this, without its white space where that parts nothing.

        Empty if neither does, so that what is offered can always be read.
        """
        typed = self.text[first:last]
        parts = ("".join(typed.split()), " ".join(typed.split()), typed)
        fits = (part for part in parts if Attempt(part, self.context).meaning() == meaning)
        return next(fits, "")

    def _failed(self, found: tuple[int, int]) -> str:
        """The part that was not understood: what is beside the date found, or where it stopped."""
        first, last = found
        tokens = self.tokens[:-1]
        if last:
            before = self._part(0, tokens[first].first)
            after = self._part(tokens[last - 1].last, tokens[-1].last)
            return max(before, after, key=len)
        place = min(self.state.farthest, len(tokens) - 1)
        place -= place > 0 and tokens[place - 1].kind == "("
        return self._part(tokens[place].first, tokens[-1].last)

    def _refusal(self, error: Unreadable) -> NotationError:
        place = error.place
        part = self._part(place.first, place.last)
        return NotationError(error.code, part, self._fixed(error), **error.values)

    def _fixed(self, error: Unreadable) -> str:
        """The text with each day of the week that contradicts its date put right, if it reads."""
        text = self.text
        wrong = {found.place.first: found for found in (error, *error.others)}
        for first, found in sorted(wrong.items(), reverse=True):
            part = text[first : found.place.last]
            named = [letter for letter in part.replace("曜日", "") if letter in WEEKDAYS]
            if not found.fix or len(named) != 1:
                return ""
            text = text[:first] + part.replace(named[0], found.fix, 1) + text[found.place.last :]
        return text if Attempt(text, self.context).meaning() else ""

    def _part(self, first: int, last: int) -> str:
        """A part of the text as typed, white space left out."""
        return "".join(self.text[first:last].split())


def together(contradictions: list[Unreadable]) -> Unreadable:
    """The first of them, with the others."""
    first, *others = contradictions
    first.others = tuple(others)
    return first


def whole(span: Span) -> Item:
    """A span as the one element of a list."""
    return Item(span, None, (), None, None, span.excluded, span.first, span.last)

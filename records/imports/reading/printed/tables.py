"""One table in a longer text: its title, headings, lines and notes, found by how they look."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, takewhile

from django.utils.translation import gettext_lazy as _

from records.imports.reading.errors import TabularError
from records.imports.reading.grid import Grid, GridRow, Remark, remark
from records.imports.reading.headings import normal
from records.imports.reading.printed.dates import TOO_MUCH, Reader, Reads
from records.imports.reading.printed.pages import Line, lines_of, without_footnotes, without_marks
from records.imports.reading.printed.tokens import Token, tokens_of

_NO_HEADINGS = _("The headings “{headings}” were not found. Please copy the table with them.")
_OTHER_TABLE = _("The pasted table is “{found}”, not “{wanted}”.")
_SEVERAL = _("There are several such tables: {titles}. Please paste one of them.")
_AFTER = _("From line {line} (“{text}”) on, the text was taken as what follows the table.")
_ITEM = _("Line {line} (“{text}”) was taken as an item of the table, not as the next chapter.")
_TITLE = re.compile(r"第\s*[0-9０-９]+\s*表\s+(\S[^。]*)")
_SECTION = re.compile(
    r"第[0-9０-９一二三四五六七八九十]+[章節]"
    r"|[一二三四五六七八九十]{1,3}\s+\S"
    r"|(?P<plain>[０-９0-9]{1,2})\s+(?![年月日回号度時分名件～〜、・])[^\s0-9０-９]"
    r"|[（(](?P<bracketed>[０-９0-9]{1,2})[）)]\s*\S"
)
_FIRST = {
    "plain": re.compile(r"\s[1１]\s+(?![年月日回号度時分件名～〜、・])[^\s0-9０-９]"),
    "bracketed": re.compile(r"\s[（(][1１][）)]"),
}
_NOTE = re.compile(r"※|[（(]?注[0-9０-９]*[）):：]")
_MOST_WORDS = 20_000  # of a table; chapter 1 of a report has 3,000
_LINES_AFTER = 500
_HEADING_LINES = 6  # that the headings may be broken over


@dataclass(slots=True)
class Body:
    """The findings: the words of the rows, and all that is said beside them."""

    title: str
    headings: tuple[str, ...]
    heading_line: int
    reads: Reader
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    after: list[Line] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def sort(self, lines: list[Line]) -> None:
        """Tell a table's rows from its notes and from what follows it."""
        rest, numbering = deque(lines), _Numbering()
        while rest and not _NOTE.match(rest[0].text):
            line = rest[0]
            if numbering.goes_on(line.text):
                self.remarks.append(remark(_ITEM, line=line.number, text=line.text[:20]))
            elif _SECTION.match(line.text):
                break
            self.lines.append(rest.popleft())
        while rest and _NOTE.match(rest[0].text):
            line = rest.popleft()
            self.notes.append(line.text)
            # A note goes on to the end of its sentence.
            while rest and not (line.ends or self.notes[-1].endswith("。")):
                if _NOTE.match(rest[0].text) or _SECTION.match(rest[0].text):
                    break
                line = rest.popleft()
                self.notes[-1] += line.text
        self.after = list(rest)

    def tokens(self) -> list[Token]:
        """The words of the rows. Raises `TabularError` if they are too many for a table."""
        found = tokens_of(self.lines)
        if len(found) > _MOST_WORDS:
            raise TabularError(TOO_MUCH)
        return found

    def tokens_after(self) -> list[Token]:
        """The words that follow the table, to look for rows among them."""
        return tokens_of(self.after[:_LINES_AFTER])


@dataclass(frozen=True, slots=True)
class Printed:
    """The layout of a printed table. `title` is a part of its title; several headings do.
    `reads` says whether a text is a date.

    An object of this kind, called with a text, gives the table's grid.
    """

    headings: tuple[tuple[str, ...], ...]
    title: str = ""
    reads: Reads = bool

    def __call__(self, text: str) -> Grid:
        """The table in a text. Raises `TabularError`."""
        body = find(text, self)
        rows = tuple(self.rows(body))
        heading = GridRow(body.heading_line, body.headings)
        if body.after:
            line = body.after[0]
            body.remarks.append(remark(_AFTER, line=line.number, text=line.text[:20]))
        return Grid(body.title, (heading, *rows), tuple(body.notes), tuple(body.remarks))

    def rows(self, body: Body) -> Iterator[GridRow]:
        """The rows of the table that was found."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class _Place:
    """Headings that were found: which, where, and the title above them."""

    headings: tuple[str, ...]
    first: int
    end: int
    title: str


def find(text: str, printed: Printed) -> Body:
    """The one table in a text that is printed so. Raises `TabularError`."""
    lines, numbers = without_footnotes(lines_of(text))
    places = list(_places(lines, printed))
    if not places:
        raise TabularError(_NO_HEADINGS, headings=" ".join(printed.headings[0]))
    wanted = [place for place in places if printed.title in normal(place.title)]
    wanted = wanted or [place for place in places if not place.title]
    if not wanted:
        raise TabularError(_OTHER_TABLE, found=places[0].title, wanted=printed.title)
    if len({place.title for place in wanted}) > 1:
        raise TabularError(_SEVERAL, titles="、".join(place.title for place in wanted))
    first = wanted[0]
    body = Body(first.title, first.headings, lines[first.first].number, Reader(printed.reads))
    again = {at for place in wanted for at in range(place.first, place.end)}
    below = takewhile(lambda at: not _TITLE.fullmatch(lines[at].text), range(first.end, len(lines)))
    body.sort([lines[at] for at in below if at not in again])
    body.lines, marks = without_marks(body.lines, numbers)
    body.remarks += marks
    return body


def _places(lines: list[Line], printed: Printed) -> Iterator[_Place]:
    """The places of its headings, which may be broken over several lines."""
    title = ""
    texts = [normal(line.text) for line in lines]
    for first, line in enumerate(lines):
        if match := _TITLE.fullmatch(line.text):
            title = match[1].strip()
        heads = list(accumulate(texts[first : first + _HEADING_LINES]))
        for headings in printed.headings:
            wanted = normal("".join(headings))
            if wanted in heads:
                yield _Place(headings, first, first + heads.index(wanted) + 1, title)
                break


class _Numbering:
    """Numbers of items within a cell, 1 first; other numbers begin the next chapter."""

    def __init__(self) -> None:
        self._last = {"plain": 0, "bracketed": 0}

    def goes_on(self, text: str) -> bool:
        """Return True if a line begins with the item after the last one."""
        for style, pattern in _FIRST.items():
            if pattern.search(text):
                self._last[style] = 1
        match = _SECTION.match(text)
        for style in self._last:
            if match and match[style] and int(match[style]) == self._last[style] + 1:
                self._last[style] += 1
                return True
        return False

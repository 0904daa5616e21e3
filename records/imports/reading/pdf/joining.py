"""Goes through the pages of a PDF from line to line, and finds what belongs to which table."""

import re
from collections import Counter

from records.imports.reading.grid import Grid, is_note
from records.imports.reading.pdf.drawn import Drawn
from records.imports.reading.pdf.pages import Page
from records.imports.reading.pdf.tables import Table
from records.imports.reading.pdf.texts import Line, joined, line_of

_NUMBER = r"[0-9０-９]{1,4}"
_DASHES = r"[-‐–—－―\s]*"
_PAGE_NUMBER = re.compile(
    rf"{_DASHES}(?:p\.?|page)?\s*{_NUMBER}(?:\s*[/／]\s*{_NUMBER})?{_DASHES}", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_HEADED = re.compile(
    r"第?\s*[0-9０-９]+\s*表|表\s*[0-9０-９]|[(（]?[0-9０-９]+[)）.．]|[■□◆◇●○【〔]"
)
_FOOTNOTE = re.compile(r"\d{1,2}(?![\d.．年月日])")
_SMALL = 0.95  # of the size of a table's letters: footnotes have smaller ones
_LONG = 0.7  # of the width of what is printed
_EDGE = 0.12  # of a page's height, in which its headers and footers stand


class Joining:
    """The tables that were found so far, and the lines since the last of them."""

    def __init__(self) -> None:
        self._found: list[Table] = []
        self._above: list[str] = []
        self._note: Line | None = None  # the last line, where it is of a note below a table
        self._next = 1
        self._ends_in_footnotes = False

    def grids(self, pages: list[Page]) -> list[Grid]:
        """The tables on some pages; their rows are counted from the first to the last of all.

        Raises `TabularError`.
        """
        counted = Counter(text for page in pages for text in {*map(_key, _at_edges(page))})
        headers: set[str] = set()
        for number, page in enumerate(pages, start=1):
            edge = [one for one in _at_edges(page) if counted[_key(one)] > 1]
            left_out = [one for one in edge if not _is_above(one, page) or _key(one) in headers]
            left_out += [one for one in _at_edges(page) if _PAGE_NUMBER.fullmatch(one.text)]
            headers |= set(map(_key, edge))
            self._add_page(page, number, left_out)
        names: Counter[str] = Counter()
        grids = []
        for number, table in enumerate(self._found, start=1):
            name = table.name(number)
            names[name] += 1
            grids.append(table.grid(name if names[name] == 1 else f"{name}（{names[name]}）"))
        return grids

    def _add_page(self, page: Page, number: int, left_out: list[Line]) -> None:
        tables = [Drawn.of(table) for table in page["tables"]]
        lines = [one for one in _lines(page) if one not in left_out]
        lines = self._without_footnotes(lines, tables)
        right = max([*(one.box[2] for one in tables), *(one.x1 for one in lines)], default=0.0)
        placed: list[tuple[float, Drawn | Line]] = [(one.top, one) for one in lines]
        placed += [(one.box[1], one) for one in tables]
        for _top, one in sorted(placed, key=lambda pair: pair[0]):
            if isinstance(one, Drawn):
                self._add_table(one, number)
            else:
                self._add_line(one, right)

    def _without_footnotes(self, lines: list[Line], tables: list[Drawn]) -> list[Line]:
        """The lines of a page but those of footnotes at its end, or of what is left of them."""
        letters = [one.size for table in tables for _box, cell in table.cells for one in cell]
        last = max((table.box[3] for table in tables), default=0.0)
        small = _SMALL * max(letters, default=0.0)
        below = [at for at, one in enumerate(lines) if one.top > last and one.size < small]
        starts = [at for at in below if _FOOTNOTE.match(lines[at].text)]
        rest = [at for at in below if self._ends_in_footnotes and not is_note(lines[at].text)]
        first = min([*starts, *rest], default=len(lines))
        self._ends_in_footnotes = first < len(lines)
        return lines[:first]

    def _add_table(self, drawn: Drawn, page: int) -> None:
        last = self._found[-1] if self._found else None
        if last is None or not last.has_more(drawn, page, self._above):
            last = Table(page, self._above, drawn.columns(), drawn)
            self._found.append(last)
        self._next = last.add(drawn, page, self._next)
        self._above, self._note = [], None

    def _add_line(self, line: Line, right: float) -> None:
        """Tell notes below a table, and the lines in which they go on, from what is above one."""
        note = self._note
        if self._found and not self._above and is_note(line.text):
            self._found[-1].notes.append(line.text)
            self._note = line
        elif note and _goes_on(note, line.text, right):
            notes = self._found[-1].notes
            notes[-1] = joined(notes[-1], line.text)
            self._note = line
        else:
            self._above.append(line.text)
            self._note = None


def _goes_on(note: Line, text: str, right: float) -> bool:
    """Return True if a note, long and without the end of its sentence, goes on with a text."""
    is_long = note.x1 - note.x0 > _LONG * (right - note.x0)
    return is_long and not note.text.endswith("。") and not _HEADED.match(text)


def _lines(page: Page) -> list[Line]:
    return list(map(line_of, page["lines"]))


def _at_edges(page: Page) -> list[Line]:
    """The lines at the top and at the bottom of a page."""
    height = page["height"]
    return [one for one in _lines(page) if not _EDGE < one.top / height < 1 - _EDGE]


def _is_above(line: Line, page: Page) -> bool:
    return bool(line.top < page["height"] / 2)


def _key(line: Line) -> str:
    """What is the same in headers and footers of all pages."""
    return _DIGITS.sub("0", line.text)

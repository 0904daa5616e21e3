"""Tables whose last column is a date: what was audited, and when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from records.imports.reading.errors import TabularError
from records.imports.reading.grid import GridRow, remark
from records.imports.reading.printed.dates import Reads, date_lines, end_of_dates
from records.imports.reading.printed.shapes import LONGEST_ROW, Merged, Shape, divided
from records.imports.reading.printed.tables import Body, Printed
from records.imports.reading.printed.tokens import Token, by_lines, joined

_NO_DATES = _("No date was found in the table.")
_NO_DATE = _("No date follows “{text}”.")
_NO_NAME = _("The first row has no text before its date.")
_BEHIND = _("A date stands here, but the table seems to have ended before, in line {before}.")
_PAIRED = _("Lines {first} to {last}: as many lines as dates were taken as rows of their own.")
_ONE_ROW = _("Lines {first} to {last}: {count} dates were taken as those of one row.")
_THEME = re.compile(r"[（(][^（()）]*[）)]")
NOTHING = re.compile(r"(?!)")


def dated(tokens: list[Token], reads: Reads) -> Iterator[tuple[list[Token], list[Token]]]:
    """The words before each date, and those of the date; at last those without any."""
    before: list[Token] = []
    at = 0
    while at < len(tokens):
        end = end_of_dates(tokens, at, reads)
        if end > at:
            yield before, tokens[at:end]
            before, at = [], end
        else:
            before.append(tokens[at])
            at += 1
    if before:
        yield before, []


@dataclass(frozen=True, slots=True)
class Dated(Printed):
    """One cell before the date, of the shape `second`; two if there is a `first`, too.

    `whole` is how the name in a narrow cell ends. Where `pairs`, a cell of as many lines as dates
    is as many rows; a theme in brackets above them is each one's.
    """

    second: Shape = bool
    first: Shape | None = None
    whole: re.Pattern[str] = NOTHING
    pairs: bool = False

    def rows(self, body: Body) -> Iterator[GridRow]:
        """A row for each date, or for each of several that stand beside as many lines."""
        self._check_after(body)
        merged = Merged(self.whole)
        segments = list(dated(body.tokens(), body.reads))
        if not segments:
            raise TabularError(_NO_DATES, line=body.heading_line)
        for before, when in segments:
            if not when:
                raise TabularError(_NO_DATE, line=before[0].line, text=joined(before)[:50])
            if not before:
                raise TabularError(_NO_NAME, line=when[0].line)
            yield from self._rows(before, when, merged, body)
        merged.close()
        body.remarks += merged.remarks

    def _rows(
        self, before: list[Token], when: list[Token], merged: Merged, body: Body
    ) -> Iterator[GridRow]:
        line, cells = before[0].line, list[str]()
        if self.first:
            name, before, remarks = divided(merged.take_narrow(before), self.first, self.second)
            body.remarks += remarks
            cells = [merged.full(joined(name))]
            if not cells[0]:
                raise TabularError(_NO_NAME, line=line)
        dates = date_lines(when, body.reads)
        for what, on in self._paired(before, dates, when[-1].line, body):
            yield GridRow(line, (*cells, what, on))

    def _paired(
        self, tokens: list[Token], dates: list[str], last: int, body: Body
    ) -> list[tuple[str, str]]:
        """What and when; several where the lines of the one stand beside those of the other."""
        # A theme in brackets may stand on lines of its own above the rest.
        ends = [at for at in range(1, min(len(tokens), LONGEST_ROW)) if tokens[at].is_first]
        themed = (at for at in ends if self.pairs and _THEME.fullmatch(joined(tokens[:at])))
        end = next(themed, 0)
        head, rest = f"{joined(tokens[:end])}\n" if end else "", tokens[end:]
        whole = [(head + joined(rest), "\n".join(dates))]
        if not self.pairs or len(dates) == 1:
            return whole
        lines = [joined(line) for line in by_lines(rest)]
        place: dict[str, Any] = {"first": tokens[0].line, "last": last}
        if len(lines) == len(dates) and all(self.second(line) for line in lines):
            body.remarks.append(remark(_PAIRED, row=tokens[0].line, **place))
            return [(head + what, on) for what, on in zip(lines, dates, strict=True)]
        body.remarks.append(remark(_ONE_ROW, row=tokens[0].line, count=len(dates), **place))
        return whole

    def _check_after(self, body: Body) -> None:
        """Refuse a table that goes on behind what seemed to follow it."""
        after = body.tokens_after()
        for before, when in dated(after, body.reads):
            if when and before and self.second(joined(by_lines(before)[-1])):
                raise TabularError(_BEHIND, line=when[0].line, before=after[0].line)

"""Tables of a name, a date and a description: which department, when, and what happened."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from records.imports.reading.errors import TabularError
from records.imports.reading.grid import GridRow
from records.imports.reading.printed.dated import NOTHING, dated
from records.imports.reading.printed.dates import date_lines
from records.imports.reading.printed.shapes import LONGEST_ROW, Merged, Shape
from records.imports.reading.printed.tables import Body, Printed
from records.imports.reading.printed.tokens import Token, joined

_NO_DATES = _("No date was found in the table.")
_NO_NAME = _("It cannot be told where the name before this date begins: “{text}”.")
_SENTENCE = ("。", "。）", "。」")


@dataclass(frozen=True, slots=True)
class Described(Printed):
    """A name of the shape `name`, a date, and sentences; `whole` as in `Dated`."""

    name: Shape = bool
    whole: re.Pattern[str] = NOTHING

    def rows(self, body: Body) -> Iterator[GridRow]:
        """A row for each date; a name goes on for the rows below that have none."""
        segments = list(dated(body.tokens(), body.reads))
        if not segments or not segments[0][1]:
            raise TabularError(_NO_DATES, line=body.heading_line)
        merged = Merged(self.whole)
        name = segments[0][0]
        for (_name, when), (after, following) in pairwise([*segments, ([], [])]):
            if not when:
                break
            text, next_name = self._divided(after, is_last=not following)
            dates = "\n".join(date_lines(when, body.reads))
            cells = (self._name(name, when, merged), dates, joined(text))
            yield GridRow((name or when)[0].line, cells)
            name = next_name
        merged.close()
        body.remarks += merged.remarks

    def _name(self, tokens: list[Token], when: list[Token], merged: Merged) -> str:
        rest = joined(merged.take_narrow(tokens))
        full = merged.full(rest)
        if not full or (rest and not self.name(rest)):
            raise TabularError(_NO_NAME, line=when[0].line, text=joined(tokens)[-50:])
        return full

    def _divided(self, tokens: list[Token], *, is_last: bool) -> tuple[list[Token], list[Token]]:
        """A description, and the name of the next row: what follows the last whole sentence."""
        if is_last:
            return tokens, []
        for end in range(len(tokens), 0, -1):
            ends_line = end == len(tokens) or tokens[end].is_first
            if ends_line and tokens[end - 1].text.endswith(_SENTENCE):
                return tokens[:end], tokens[end:]
        return self._divided_by_shape(tokens)

    def _divided_by_shape(self, tokens: list[Token]) -> tuple[list[Token], list[Token]]:
        """The same without sentences: the lines at the end that are a name and nothing else."""
        found = [
            at
            for at in range(max(len(tokens) - LONGEST_ROW, 0), len(tokens))
            if tokens[at].is_first and tokens[at].opens is not False
            if self.name(joined(tokens[at:]))
        ]
        if len(found) != 1:
            raise TabularError(_NO_NAME, line=tokens[-1].line, text=joined(tokens)[-50:])
        return tokens[: found[0]], tokens[found[0] :]

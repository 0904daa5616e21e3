"""Tables of people: 氏名, 役職 and 備考."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from records.imports.reading.errors import TabularError
from records.imports.reading.grid import GridRow
from records.imports.reading.printed.tables import Body, Printed
from records.imports.reading.printed.tokens import Token, by_lines, joined

_NO_NAME = _("No name begins here: expected a family name, a blank and a given name.")
_UNDECIDED = _("It cannot be told whether “{text}” is a name or belongs to the row above.")
_NAME = re.compile(r"[一-龠々ヶぁ-んァ-ヶー\u3400-\u4dbf\uf900-\ufaff]{1,4}")
_NAME_WORDS = 2


@dataclass(frozen=True, slots=True)
class People(Printed):
    """A name of two words, a title, and what of `remarks` someone is, if anything."""

    remarks: re.Pattern[str] = re.compile(r"(?!)")

    def rows(self, body: Body) -> Iterator[GridRow]:
        """A row from each name at a line's beginning to the next."""
        rows: list[list[Token]] = []
        for line in by_lines(body.tokens()):
            has_name = (
                len(line) >= _NAME_WORDS
                and line[1].is_apart
                and all(_NAME.fullmatch(token.text) for token in line[:_NAME_WORDS])
            )
            # Two words alone are a name only where a row can begin.
            if has_name and (len(line) > _NAME_WORDS or line[0].opens is True):
                rows.append(list(line))
            elif not rows:
                raise TabularError(_NO_NAME, line=line[0].line)
            elif self._is_apart(line):
                raise TabularError(_UNDECIDED, line=line[0].line, text=joined(line)[:50])
            else:
                rows[-1] += line
        for row in rows:
            yield self._row(row)

    def _row(self, tokens: list[Token]) -> GridRow:
        name = " ".join(token.text for token in tokens[:_NAME_WORDS])
        rest = tokens[_NAME_WORDS:]
        last = rest[-1].text if rest else ""
        is_remark = bool(self.remarks.fullmatch(last))
        title = joined(rest[:-1] if is_remark else rest)
        return GridRow(tokens[0].line, (name, title, last if is_remark else ""))

    def _is_apart(self, line: list[Token]) -> bool:
        """Whether a line that goes on with a title looks like a row of another form."""
        rest = line[:-1] if self.remarks.fullmatch(line[-1].text) else line
        return any(token.is_apart for token in rest[1:])

"""The words of a row's cells, and names printed once for several rows."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from records.imports.reading.errors import TabularError
from records.imports.reading.grid import Remark, remark
from records.imports.reading.printed.tokens import Token, joined

_UNDECIDED = _("It cannot be told which words belong to which column: “{text}”.")
_SEVERAL = _("Line {line}: “{text}” was taken to be the first cell; others are possible.")
_PARTS = _("“{whole}” stands beside several rows; these were taken as its parts: {parts}.")
LONGEST_ROW = 400  # words of a row's cells; more are no row
_NARROW = 2  # words of one letter that make a narrow cell, 個 人 番

Shape = Callable[[str], bool]


def divided(
    tokens: list[Token], first: Shape, second: Shape
) -> tuple[list[Token], list[Token], list[Remark]]:
    """The words of two cells; the first has none where it is merged with the row above.

    Raises `TabularError` where the shapes allow no division.
    """
    fitting = [
        at
        for at in range(min(len(tokens), LONGEST_ROW))
        if (at == 0 or first(joined(tokens[:at]))) and second(joined(tokens[at:]))
    ]
    if not fitting:
        text = joined(tokens)[:50]
        raise TabularError(_UNDECIDED, line=tokens[0].line, text=text)
    named = [at for at in fitting if at]
    apart = [at for at in named if tokens[at].is_first or tokens[at].is_apart]
    at = (apart or named or [0])[-1]
    remarks = []
    if len(named) > 1:
        text = joined(tokens[:at])
        remarks.append(remark(_SEVERAL, row=tokens[0].line, line=tokens[0].line, text=text))
    return tokens[:at], tokens[at:], remarks


@dataclass(slots=True)
class Merged:
    """The first cell of each row: printed once for several rows, and for several parts.

    A name in a narrow cell of its own (個 人 番 号 …, or a letter a line) that ends like `whole` is
    that of the rows beside it. It ends with the next name of its kind.
    """

    whole: re.Pattern[str]
    name: str = ""
    above: str = ""
    parts: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def take_narrow(self, tokens: list[Token]) -> list[Token]:
        """The words without those of a narrow cell, which is kept for the rows to come."""
        letters = next((at for at, t in enumerate(tokens) if len(t.text) > 1), len(tokens))
        if letters < _NARROW:
            return tokens
        for end in range(letters, min(len(tokens), LONGEST_ROW) + 1):
            text = joined(tokens[:end])
            if self.whole.search(text):
                self.close()
                self.above = text
                return tokens[end:]
        return tokens

    def full(self, name: str) -> str:
        """The name of a row's first cell; that of the row above where it has none."""
        if not name:
            return self.name
        if self.above and self.whole.search(name):
            self.close()
        if self.above:
            self.parts.append(name)
            name = self.above + name.removeprefix(self.above)
        self.name = name
        return name

    def close(self) -> None:
        """End the narrow cell and say what was taken as beside it."""
        if self.above:
            parts = "、".join(self.parts)
            self.remarks.append(remark(_PARTS, whole=self.above, parts=parts))
        self.above, self.parts = "", []

"""Tables whose rows begin with a number: 回数, 開催年月日 and what was on the agenda."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from records.imports.reading.errors import TabularError
from records.imports.reading.grid import GridRow, remark
from records.imports.reading.printed.dates import date_lines, end_of_date
from records.imports.reading.printed.tables import Body, Printed
from records.imports.reading.printed.tokens import Token, joined

_NO_ROW = _("No row begins here: expected a number such as 第１回 and a date.")
_NO_DATE = _("“{number}” is not followed by a date that can be read.")
_BEHIND = _("A row begins here, but the table seems to have ended before, in line {before}.")
_ONE_ITEM = _("Row {number}: its lines were taken as one item.")
_NUMBER = re.compile(r"第[0-9０-９一二三四五六七八九十百]+回")
_NUMBER_WORDS = 4  # 第, 12, 回
# ・ and what Word's bullets become in a PDF's text, letters of private use.
_BULLET = re.compile(r"[・･•‣●○◆◇■□▪➢\uf000-\uf0ff]\s*")


@dataclass(frozen=True, slots=True)
class Numbered(Printed):
    """回数, a date, and items of which each begins with a bullet."""

    def rows(self, body: Body) -> Iterator[GridRow]:
        """A row from each 第N回 at a line's beginning to the next."""
        after = body.tokens_after()
        for at, token in enumerate(after):
            end = _end_of_number(after, at)
            if end and end < len(after) and end_of_date(after, end, body.reads) > end:
                raise TabularError(_BEHIND, line=token.line, before=after[0].line)
        tokens = body.tokens()
        starts = [at for at in range(len(tokens)) if _end_of_number(tokens, at)]
        if tokens and (not starts or starts[0]):
            raise TabularError(_NO_ROW, line=tokens[0].line)
        for start, end in pairwise([*starts, len(tokens)]):
            yield _row(tokens[start:end], body)


def _row(tokens: list[Token], body: Body) -> GridRow:
    after_number = _end_of_number(tokens, 0)
    number, line = joined(tokens[:after_number]), tokens[0].line
    if after_number == len(tokens):
        raise TabularError(_NO_DATE, line=line, number=number)
    end = end_of_date(tokens, after_number, body.reads)
    if end == after_number:
        raise TabularError(_NO_DATE, line=line, number=number)
    when = "\n".join(date_lines(tokens[after_number:end], body.reads))
    items, sure = _items(tokens[end:])
    if not sure:
        body.remarks.append(remark(_ONE_ITEM, row=line, number=number))
    return GridRow(line, (number, when, "\n".join(items)))


def _end_of_number(tokens: list[Token], first: int) -> int:
    """Where 第N回 at the beginning of a line ends; 0 if there is none."""
    if not tokens[first].is_first:
        return 0
    for end in range(first + 1, min(first + _NUMBER_WORDS, len(tokens)) + 1):
        if _NUMBER.fullmatch(joined(tokens[first:end])):
            return end
    return 0


def _items(tokens: list[Token]) -> tuple[list[str], bool]:
    """The items of a cell, and whether it is sure where each begins."""
    items: list[list[Token]] = []
    bulleted = any(_BULLET.match(token.text) for token in tokens)
    told = bulleted or all(token.opens is not None for token in tokens)
    for token in tokens:
        begins = _BULLET.match(token.text) if bulleted else token.is_first and token.opens
        if begins or not items:
            items.append([])
        items[-1].append(token)
    texts = [_BULLET.sub("", joined(item), count=1) for item in items]
    is_one_line = all(not token.is_first for token in tokens[1:])
    return [text for text in texts if text], told or is_one_line

"""Headings of up to three rows: where they stand on a sheet, and what they say together."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from records.imports.reading import GridRow
from records.imports.reading.headings import normal

LEVELS = 3  # rows of headings
BETWEEN = "／"  # 大見出し／小見出し
ORDINAL = re.compile(r"第?\d{1,2}回")
_FIRST_MONTH, _HALF_YEAR = "4", 6
_LONGEST = 30  # characters of a heading, letters of the Latin alphabet as half ones
_MONTH = re.compile(r"(1[0-2]|[1-9])月")
_DATED = re.compile(r"\d(?:月|日|時|年(?!度)|[:/.]\d)")
# What the lower parts of headings are called, whatever the table is of.
_PARTS = frozenset(
    (
        *("年", "月", "日", "曜日", "時間", "時刻", "開始", "終了", "自", "至", "から", "まで"),
        *("予定", "実績", "計画", "部", "課", "室", "係", "名称", "氏名"),
    )
)
_LINES = re.compile(r"(?<![A-Za-z0-9])\n|\n(?![A-Za-z0-9])")  # breaks within Japanese words
Names = Callable[[str], frozenset[str]]  # the fields that a heading may be, none for a text


def end_of_headings(rows: Sequence[GridRow], at: int, names: Names) -> int:
    """The place behind the headings that begin at `at`; 0 if none do.

    Headings are of two fields at least, or of months of which each has a column of its own.
    """
    if not _may_head(rows[at]):
        return 0
    end = at + 1
    while end < min(at + LEVELS, len(rows)) and _goes_on(rows[end - 1], rows[end], names):
        end += 1
    headings = flattened(rows[at:end]).values()
    months = sum(bool(_MONTH.fullmatch(_lowest(text))) for text in headings)
    fields = [found for text in headings if (found := names(text))]
    is_of_one = len(fields) == len(headings)  # all of them parts of one field, 部 and 課
    is_enough = len(fields) > 1 and (is_of_one or len(frozenset().union(*fields)) > 1)
    is_year = months > LEVELS and (fields or 2 * months > len(headings))
    ordinals = {text for text in map(_lowest, headings) if ORDINAL.fullmatch(text)}
    is_spread = bool(fields) and len(ordinals) > 1
    return end if is_enough or is_year or is_spread else 0


def _lowest(heading: str) -> str:
    """The lowest part of a heading, normalised."""
    return normal(heading.split(BETWEEN)[-1])


def with_months(row: GridRow) -> GridRow:
    """A row in which 4, 5, … 3 head the months of a fiscal year, with their unit; others as is."""
    numbers = {at: normal(text) for at, text in enumerate(row.cells)}
    run: list[int] = []
    for at, text in numbers.items():
        follows = bool(run) and at == run[-1] + 1 and text == str(int(numbers[run[-1]]) % 12 + 1)
        run = (
            [*run, at] if follows else [at] if text == _FIRST_MONTH else run if len(run) > 5 else []
        )
    if len(run) < _HALF_YEAR:
        return row
    cells = [f"{text}月" if at in run else text for at, text in enumerate(row.cells)]
    return replace(row, cells=tuple(cells), numbers=row.numbers.difference(run))


def flattened(rows: Sequence[GridRow]) -> dict[int, str]:
    """The headings by column, those of several rows as 大見出し／小見出し.

    A heading over several columns may stand in the first of them alone.
    """
    columns = range(max(len(row.cells) for row in rows))
    levels: dict[int, list[str]] = {at: [] for at in columns}
    for level, row in enumerate(rows):
        below = rows[level + 1 :]
        for at in columns:
            text = row.text(at)
            is_group = at and any(one.text(at - 1) not in ("", row.text(at - 1)) for one in below)
            if not text and is_group and any(one.text(at) for one in below):
                text = levels[at - 1][level]
            levels[at].append(_LINES.sub("", text))
    return {
        at: BETWEEN.join(dict.fromkeys(filter(None, found)))
        for at, found in levels.items()
        if any(found)
    }


def _may_head(row: GridRow) -> bool:
    """Return True if a row has texts that may be headings, and nothing that is none."""
    texts = {normal(text) for text in row.cells if text}
    if len(texts) == 1 or row.dates or row.numbers or row.problems:
        return False
    is_long = any(_width(text) > _LONGEST or "。" in text for text in texts)
    return not is_long and all(_MONTH.fullmatch(one) or not _DATED.search(one) for one in texts)


def _width(text: str) -> float:
    """The characters of a text, those of ASCII as half ones."""
    return sum(0.5 if one.isascii() else 1 for one in text)


def _goes_on(above: GridRow, row: GridRow, names: Names) -> bool:
    """Return True if a row is the lower part of the headings above it.

    It parts what stands over several columns, and has nothing new below the other headings.
    """
    pairs = [(above.text(at), row.text(at)) for at in range(max(len(above.cells), len(row.cells)))]
    is_split = any(
        low and low != left_low and up in ("", left_up)
        for (left_up, left_low), (up, low) in pairwise(pairs)
    )
    parts = [low for up, low in pairs if low and low != up]
    plain = [normal(low) for low in parts]
    is_known = any(one in _PARTS or _MONTH.fullmatch(one) or names(one) for one in plain)
    return is_split and is_known and _may_head(row)

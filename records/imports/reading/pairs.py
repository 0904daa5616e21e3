"""Tables as reports print them: a day beside each line of a cell of departments."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from records.imports.reading.grid import Remark, remark, some
from records.imports.reading.specs import Row, Spec

_PAIRED = _("Rows {rows} hold a day beside each line of “{name}”; each pair was read as a row.")
_DAY = re.compile(r"\D{0,2}(?:\d+|元)年\d+月\d+日")
_THEME = re.compile(r"[(（].+[)）]")
_CUT = "、・"  # a line that ends so goes on


def unpaired(rows: Sequence[Row], spec: Spec) -> tuple[list[Row], list[Remark]]:
    """The rows, those of departments and days line by line as one for each pair, and which.

    The theme above the departments is that of each pair.
    """
    whom = next((one for one in spec.columns if one.has_halves), None)
    when = next((one for one in spec.columns if one.is_time), None)
    if whom is None or when is None:
        return list(rows), []
    found, taken = list[Row](), list[int]()
    for row in rows:
        pairs = _pairs(row.cells.get(whom.key, ""), row.cells.get(when.key, ""))
        taken += [row.number] if pairs else []
        cells = [row.cells | {whom.key: name, when.key: day} for name, day in pairs]
        found += [replace(row, cells=one) for one in cells or [row.cells]]
    return found, [remark(_PAIRED, rows=some(taken), name=whom.heading)] if taken else []


def _pairs(whom: str, when: str) -> list[tuple[str, str]]:
    """Each department below a theme, with that above it, and its day; none where it is not so."""
    theme, *names = list(filter(None, map(str.strip, whom.splitlines()))) or [""]
    days = list(filter(None, map(str.strip, when.splitlines())))
    is_paired = len(names) == len(days) > 1 and _THEME.fullmatch(theme)
    if not is_paired or not all(_DAY.fullmatch(unicodedata.normalize("NFKC", day)) for day in days):
        return []
    if any(name[-1] in _CUT or name[0] in _CUT for name in names):
        return []
    return [(f"{theme}\n{name}", day) for name, day in zip(names, days, strict=True)]

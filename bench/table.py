"""The table that each benchmark prints: what was measured, its figure, its limit."""

import sys
from collections.abc import Iterable
from typing import NamedTuple


class Row(NamedTuple):
    """One measurement: what, its figure, its limit as text, whether that is kept."""

    what: str
    figure: str
    limit: str
    is_kept: bool


def tell(rows: Iterable[Row], of: str = "") -> None:
    """Print the rows in Markdown, each once it is there; exit with 1 if a limit is missed.

    `of` heads the first column: the database, where either can be measured.
    """
    print(f"| {of} | measured | limit | |\n|---|---|---|---|")
    told = []
    for row in rows:
        told.append(row.is_kept)
        kept = "kept" if row.is_kept else "MISSED"
        print(f"| {row.what} | {row.figure} | {row.limit} | {kept} |", flush=True)
    sys.exit(not all(told))

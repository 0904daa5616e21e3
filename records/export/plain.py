"""Tables as text: JSON and Markdown."""

import json
from collections.abc import Iterable

from records.export.table import LINE_BREAK, Table


def to_json(tables: Iterable[Table]) -> str:
    """The tables as a JSON array, indented, Japanese left readable."""
    return json.dumps([table.as_data() for table in tables], ensure_ascii=False, indent=2)


def to_markdown(table: Table) -> str:
    """The table as Markdown (GitHub's dialect): a heading, the table, its notes."""
    lines = [
        f"## {_markdown(table.caption)}",
        "",
        _markdown_row(_markdown(column) for column in table.columns),
        _markdown_row(["---"] * len(table.columns)),
        *(_markdown_row(_markdown(cell) for cell in row) for row in table.rows),
    ]
    if table.notes:
        lines += ["", *(_markdown(note) for note in table.notes)]
    return LINE_BREAK.join(lines)


def _markdown_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _markdown(text: str) -> str:
    for special in "\\`*_[]<>|#":
        text = text.replace(special, "\\" + special)
    return text.replace(LINE_BREAK, "<br>")

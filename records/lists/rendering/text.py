"""Tables as text: JSON and Markdown."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from records.lists.rendering.table import LINE_BREAK, Table


def to_json(tables: Iterable[Table]) -> str:
    """The tables as a JSON array, indented, Japanese left readable."""
    return json.dumps([table.as_data() for table in tables], ensure_ascii=False, indent=2)


def json_pieces(head: Mapping[str, Any], key: str, items: Iterable[Any]) -> Iterator[bytes]:
    """A JSON object of `head` and, under `key`, all items, a line each."""
    text = json.dumps(dict(head), ensure_ascii=False, indent=2)
    yield f"{text[:-2]},\n  {json.dumps(key)}: [".encode()
    comma = ""
    for item in items:
        yield f"{comma}\n    {json.dumps(item, ensure_ascii=False)}".encode()
        comma = ","
    yield b"\n  ]\n}\n"


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

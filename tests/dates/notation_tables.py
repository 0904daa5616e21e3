"""The tables of notations in data/: texts, their context, what they mean."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


def table(name: str) -> list[dict[str, Any]]:
    """The rows of a table; ``\\n`` is a line break, `context` the arguments of `read`."""
    with (DATA / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        row["text"] = row["text"].replace("\\n", "\n")
        context = json.loads(row["context"] or "{}")
        if "reference" in context:
            context["reference"] = date.fromisoformat(context["reference"])
        row["context"] = context
    return rows

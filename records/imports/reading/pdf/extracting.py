"""A program of its own that takes a PDF apart: bytes in, the lines and cells of its pages out.

The libraries unpack whatever a file says and loop as long as it wishes, so they run in a process
whose memory and time end. It knows nothing of this project, and so starts at once:

    python -P extracting.py PAGES LETTERS BYTES SECONDS < a.pdf > pages.json
"""

import json
import logging
import resource
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import BytesIO
from itertools import pairwise
from typing import Any

Char = dict[str, Any]
_APART = 0.5  # of a letter's size: a gap that is a blank, and a step that is another line
_LEAST = 2  # columns of a table; what has but one is a frame


def lines_of(chars: Iterable[Char]) -> list[tuple[float, float, float, float, str]]:
    """The lines of text that letters make: their first and last edges, top, size and text."""
    lines: list[list[Char]] = []
    for char in sorted(chars, key=_middle):
        if not lines or _middle(char) - _middle(lines[-1][0]) > _APART * char["size"]:
            lines.append([])
        lines[-1].append(char)
    return [line for letters in lines if (line := _line(letters))[-1].strip()]


def _middle(char: Char) -> float:
    return float(char["top"] + char["bottom"]) / 2


def _line(letters: list[Char]) -> tuple[float, float, float, float, str]:
    letters.sort(key=lambda char: char["x0"])
    seen = [char for char in letters if not char["text"].isspace()] or letters[:1]
    text = letters[0]["text"]
    for before, char in pairwise(letters):
        is_apart = char["x0"] - before["x1"] > _APART * char["size"]
        is_blank = before["text"].isspace() or char["text"].isspace()
        text += " " + char["text"] if is_apart and not is_blank else char["text"]
    size = max(char["size"] for char in seen)
    return (*_rounded(seen[0]["x0"], seen[-1]["x1"], min(c["top"] for c in seen), size), text)


def _rounded(*values: float) -> tuple[float, ...]:
    return tuple(round(value, 1) for value in values)


def tables_of(page: Any, chars: list[Char]) -> Iterator[dict[str, Any]]:
    """The tables that are drawn on a page, each with the lines of text in its cells."""
    for table in page.find_tables():
        if len({cell[0] for cell in table.cells}) < _LEAST:
            continue
        x0, top, x1, bottom = table.bbox
        inside = [char for char in chars if _is_in(char, table.bbox)]
        cells = []
        for cell in table.cells:
            within = [char for char in inside if _is_in(char, cell)]
            cells.append({"box": _rounded(*cell), "lines": lines_of(within)})
        yield {"box": _rounded(x0, top, x1, bottom), "cells": cells}


def _is_in(char: Char, box: tuple[float, float, float, float]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, _middle(char)
    return bool(box[0] <= x < box[2] and box[1] <= y < box[3])


def page_of(page: Any) -> dict[str, Any]:
    """The tables of a page, and the lines of text beside them."""
    chars = page.dedupe_chars().chars
    upright = [char for char in chars if char["upright"]]
    tables = list(tables_of(page, upright))
    beside = [c for c in upright if not any(_is_in(c, table["box"]) for table in tables)]
    return {
        "height": round(page.height, 1),
        "tables": tables,
        "lines": lines_of(beside),
        "letters": len(chars),
        "turned": len(chars) - len(upright),
    }


def pages_of(data: bytes, most_pages: int, most_letters: int) -> dict[str, Any]:
    """The pages of a PDF, or why they cannot be read."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(BytesIO(data)) as pdf:
            if len(pdf.pages) > most_pages:
                return {"refused": "long"}
            found = []
            for page in pdf.pages:
                found.append(page_of(page))
                page.close()
                if sum(one["letters"] for one in found) > most_letters:
                    return {"refused": "heavy"}
            return {"pages": found}
    except PdfminerException as error:
        is_locked = error.args and isinstance(error.args[0], PDFPasswordIncorrect)
        return {"refused": "locked" if is_locked else "damaged"}
    except MemoryError:
        return {"refused": "heavy"}
    except Exception:  # the libraries let any fault of a damaged file through
        return {"refused": "damaged"}


def main() -> None:
    """Read a PDF within limits of pages, letters, bytes of memory and seconds of the processor."""
    most_pages, most_letters, most_bytes, most_seconds = map(int, sys.argv[1:])
    logging.disable()
    with suppress(ValueError, OSError):  # a system that knows no such limit still ends by the clock
        resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))
        resource.setrlimit(resource.RLIMIT_CPU, (most_seconds, most_seconds))
    json.dump(pages_of(sys.stdin.buffer.read(), most_pages, most_letters), sys.stdout)


if __name__ == "__main__":
    main()

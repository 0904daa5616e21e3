"""Texts of a workbook: its table of strings, runs of which some are struck through, escapes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from records.imports.reading.errors import TabularError
from records.imports.reading.limits import MAX_STRINGS
from records.imports.reading.xlsx.package import BOMB, END, START, TEXT, Package

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text; `is_struck` is None where its cell's font says whether it is."""

    text: str
    is_struck: bool | None = None


@dataclass(frozen=True, slots=True)
class RichText:
    """A text of several runs."""

    runs: tuple[Run, ...]

    def without_struck(self, *, is_struck: bool) -> str:
        """The text that is not struck through; `is_struck` is the cell's font."""
        kept = (is_struck if run.is_struck is None else run.is_struck for run in self.runs)
        return "".join(run.text for run, out in zip(self.runs, kept, strict=True) if not out)

    def __str__(self) -> str:
        return "".join(run.text for run in self.runs)


CellText = str | RichText


def without_struck(text: CellText, *, is_struck: bool) -> str:
    """The text of a cell that is not struck through; `is_struck` is the cell's font."""
    if isinstance(text, RichText):
        return text.without_struck(is_struck=is_struck)
    return "" if is_struck else text


def unescaped(text: str) -> str:
    """Text with Excel's escapes (_x000D_) as the characters that they stand for."""
    if "_x" not in text:
        return text
    units = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def is_on(attributes: dict[str, str]) -> bool:
    """Return True if a property such as `strike` is on: it is unless it says that it is not."""
    return attributes.get("val", "1") not in ("0", "false")


@dataclass(slots=True)
class Runs:
    """Follows the elements of a text, without the readings (rPh) above Japanese words."""

    found: list[Run] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    is_struck: bool | None = None
    in_text: bool = False
    in_reading: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag:
            case "r":
                self.is_struck = None
            case "rPr":
                self.is_struck = False
            case "strike" if self.is_struck is not None:
                self.is_struck = is_on(attributes)
            case "t":
                self.in_text = not self.in_reading
            case "rPh":
                self.in_reading = True

    def text(self, text: str) -> None:
        if self.in_text:
            self.pieces.append(text)

    def end(self, tag: str) -> None:
        if tag == "t" and self.in_text:
            self.found.append(Run(unescaped("".join(self.pieces)), self.is_struck))
            self.pieces, self.in_text = [], False
        elif tag == "r":
            self.is_struck = None
        elif tag == "rPh":
            self.in_reading = False

    def taken(self) -> CellText:
        """The text that was found; what comes next is another."""
        runs, self.found = tuple(self.found), []
        is_rich = any(run.is_struck is not None for run in runs)
        return RichText(runs) if is_rich else "".join(run.text for run in runs)


def read_strings(parts: Package, part: str) -> Iterator[CellText]:
    """The workbook's table of strings. Raises `TabularError` if it is endless."""
    runs = Runs()
    count = 0
    for kind, tag, attributes in parts.events(part):
        if kind == TEXT:
            runs.text(tag)
        elif kind == START:
            runs.start(tag, attributes)
        else:
            runs.end(tag)
            if kind == END and tag == "si":
                count += 1
                if count > MAX_STRINGS:
                    raise TabularError(BOMB)
                yield runs.taken()

"""The styles of a workbook's cells: by what format each shows numbers, and which are struck."""

from dataclasses import dataclass, field

from records.imports.reading.formats import BUILT_IN
from records.imports.reading.strings import is_on
from records.imports.reading.xlsx.package import END, START, TEXT, Package


@dataclass(frozen=True, slots=True)
class CellStyle:
    """The numbers of a style's format and font."""

    format: int = 0
    font: int = 0


@dataclass(slots=True)
class Styles:
    """The formats and fonts of a workbook by number, and those of each style of cells."""

    from_1904: bool = False
    formats: dict[int, str] = field(default_factory=dict)
    struck_fonts: set[int] = field(default_factory=set)
    cells: list[CellStyle] = field(default_factory=list)

    def code(self, style: str) -> str:
        """The code of the format that a cell of this style has; empty where it has none."""
        number = self._of(style).format
        return self.formats.get(number, BUILT_IN.get(number, ""))

    def is_struck(self, style: str) -> bool:
        """Return True if the font of this style is struck through."""
        return self._of(style).font in self.struck_fonts

    def _of(self, style: str) -> CellStyle:
        at = int(style) if style.isdecimal() else 0
        return self.cells[at] if at < len(self.cells) else CellStyle()


def read_styles(parts: Package, part: str, *, from_1904: bool) -> Styles:
    """The styles in a part of a workbook; those that it lacks are the usual ones."""
    styles = Styles(from_1904)
    named: list[CellStyle] = []
    inside, font = "", -1
    for kind, tag, attributes in parts.events(part) if part else ():
        if tag in ("fonts", "cellStyleXfs", "cellXfs", "numFmts", "dxfs") and kind != TEXT:
            inside = tag if kind == START else ""
        elif kind in (TEXT, END):
            continue
        elif tag == "numFmt" and inside == "numFmts":
            styles.formats[_number(attributes, "numFmtId", -1)] = attributes.get("formatCode", "")
        elif tag == "font" and inside == "fonts":
            font += 1
        elif tag == "strike" and inside == "fonts" and is_on(attributes):
            styles.struck_fonts.add(font)
        elif tag == "xf" and inside == "cellStyleXfs":
            named.append(_style(attributes, CellStyle()))
        elif tag == "xf" and inside == "cellXfs":
            at = _number(attributes, "xfId", 0)
            base = named[at] if at < len(named) else CellStyle()
            styles.cells.append(_style(attributes, base))
    return styles


def _style(attributes: dict[str, str], base: CellStyle) -> CellStyle:
    """The style that an element says; what it leaves out is that of the named style under it."""
    return CellStyle(
        _number(attributes, "numFmtId", base.format), _number(attributes, "fontId", base.font)
    )


def _number(attributes: dict[str, str], name: str, missing: int) -> int:
    text = attributes.get(name, "")
    return int(text) if text.isdecimal() else missing

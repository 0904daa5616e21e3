"""The styles of an OpenDocument workbook: number formats as Excel would write them, and lines."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from records.imports.reading.xlsx.package import END, START, TEXT, Package

_FORMATS = frozenset(
    f"{kind}-style"
    for kind in ("date", "time", "number", "percentage", "currency", "boolean", "text")
)
# What an element shows, short and long, in the words of Excel's formats.
_CODES = {
    "year": ("yy", "yyyy"),
    "month": ("m", "mm"),
    "day": ("d", "dd"),
    "era": ("g", "ggg"),
    "day-of-week": ("aaa", "aaaa"),
    "hours": ("h", "hh"),
    "minutes": ("mm", "mm"),
    "seconds": ("ss", "ss"),
    "am-pm": ("AM/PM", "AM/PM"),
    "quarter": ("q", "q"),  # no reader of formats knows these two, which refuses them
    "week-of-year": ("w", "w"),
    "text-content": ("@", "@"),
    "number": ("0", "0"),
    "scientific-number": ("0", "0"),
    "fraction": ("0", "0"),
}
_CALENDARS = ("", "gregorian", "gengou")
_FOREIGN, _CONDITION = "[$-40000]", "[<0]"
_GENERATIONS = 10  # of styles that rest on others; ODF's are of three


@dataclass(slots=True)
class Style:
    """A style as its element says it; None where it leaves a thing to its parent."""

    parent: str = ""
    format: str | None = None
    is_struck: bool | None = None
    is_shown: bool = True

    def follow(self, tag: str, attributes: dict[str, str]) -> None:
        """Take what an element within the style says."""
        if tag == "table-properties":
            self.is_shown = attributes.get("display") != "false"
        elif tag == "text-properties":
            kind = attributes.get("text-line-through-type")
            line = attributes.get("text-line-through-style", kind)
            self.is_struck = None if line is None else line != "none"


@dataclass(slots=True)
class Format:
    """A number format, piece by piece."""

    is_elapsed: bool = False
    is_date: bool = True
    in_text: bool = False
    names: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    def follow(self, kind: str, tag: str, attributes: dict[str, str]) -> None:
        """Take what an element, or a text in one, shows."""
        if kind == TEXT and self.in_text:
            self.codes += [f"\\{letter}" for letter in tag]
        elif tag == "text":
            self.in_text = kind == START
        elif kind == START and tag == "map" and self.is_date:
            self.codes.append(_CONDITION)
        elif kind == START and tag in _CODES:
            self._add(tag, attributes)

    def _add(self, name: str, attributes: dict[str, str]) -> None:
        calendar = attributes.get("calendar", "")
        code = _CODES[name][attributes.get("style") == "long"]
        if name == "month" and attributes.get("textual") == "true":
            code = "mmm"
        if name == "year" and calendar == "gengou":
            code = "e"
        self.names.append(name)
        self.codes += [code] if calendar in _CALENDARS else [_FOREIGN, code]

    def code(self) -> str:
        """The code that Excel has for it."""
        text = "".join(self.codes)
        is_alone = "minutes" in self.names and not {"hours", "seconds"} & {*self.names}
        return f"[h]{text}" if self.is_elapsed or is_alone else text


@dataclass(slots=True)
class Styles:
    """The styles by their names, and the codes of number formats by theirs."""

    styles: dict[tuple[str, str], Style] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)

    def code(self, name: str) -> str:
        """The code of the format in which a cell of this style shows; empty if it has none."""
        for style in self._generations(name, "table-cell"):
            if style.format is not None:
                return self.codes.get(style.format, "")
        return ""

    def is_struck(self, name: str, family: str) -> bool | None:
        """Whether the text of a style is struck through; None where it does not say."""
        told = (style.is_struck for style in self._generations(name, family))
        return next((one for one in told if one is not None), None)

    def is_shown(self, name: str) -> bool:
        """Return True unless a table's style hides it."""
        return self.styles.get(("table", name), Style()).is_shown

    def _generations(self, name: str, family: str) -> Iterator[Style]:
        """A style and those that it rests on."""
        for _generation in range(_GENERATIONS):
            style = self.styles.get((family, name))
            if style is None:
                return
            yield style
            name = style.parent

    def read(self, parts: Package, part: str) -> None:
        """Take the styles of a part over; they go before those that are known."""
        found: Format | None = None
        style = Style()
        for kind, tag, attributes in parts.events(part):
            if kind == START and tag in _FORMATS:
                is_elapsed = attributes.get("truncate-on-overflow") == "false"
                found = Format(is_elapsed, is_date=tag in ("date-style", "time-style"))
                name = attributes.get("name", "")
            elif kind == END and found and tag in _FORMATS:
                self.codes[name], found = found.code(), None
            elif found:
                found.follow(kind, tag, attributes)
            elif kind == START and tag == "style":
                style = Style(attributes.get("parent-style-name", ""))
                style.format = attributes.get("data-style-name")
                self.styles[attributes.get("family", ""), attributes.get("name", "")] = style
            elif kind == START:
                style.follow(tag, attributes)

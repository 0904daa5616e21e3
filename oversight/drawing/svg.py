"""One picture under construction, and the looks that tell its parts apart without colour.

Lengths are in units of the picture, which the page scales to its width; text is 12 units high. The
colours here are those of paper, where no style sheet reaches into a picture; on a page the style
sheet's come before them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import east_asian_width
from xml.etree import ElementTree as Tree

from django.utils.safestring import SafeString, mark_safe

WIDTH = 480
TEXT = 12
SWATCH, LEGEND_LINE = 12, 20
PATTERNS = {
    "hatch": ("rotate(45)", {"width": "2", "height": "6"}),
    "stripes": ("rotate(0)", {"width": "6", "height": "2"}),
}


PARTS = ("pattern-line", "pattern-ground")


class Hue(StrEnum):
    """The colours of the style sheet, by what they stand for."""

    MEETING = "meeting"
    AUDIT = "audit"
    DRILL = "drill"
    ALARM = "alarm"
    PLAN = "plan"
    PLAIN = "plain"


INK, GROUND, RULE = "#1a1a1a", "#f8f8fb", "#cccccc"
COLOURS = {
    Hue.MEETING: ("#0031d8", "#e8f1fe"),
    Hue.AUDIT: ("#115a36", "#e6f5ec"),
    Hue.DRILL: ("#8b3200", "#ffeee2"),
    Hue.ALARM: ("#ce0000", "#fdeeee"),
    Hue.PLAN: ("#0017c1", "#e8f1fe"),
    Hue.PLAIN: ("#4d4d4d", "#f2f2f2"),
}


class Fill(StrEnum):
    """How an area is filled: told apart in print, by who sees no colours and in forced colours."""

    SOLID = "solid"
    HATCH = "hatch"
    STRIPES = "stripes"
    OUTLINE = "outline"


@dataclass(frozen=True, slots=True)
class Look:
    """The look of one sort of area."""

    hue: Hue
    fill: Fill = Fill.SOLID

    @property
    def attributes(self) -> dict[str, str]:
        """Its classes in the style sheet, and its colours on paper."""
        colour, _ground = COLOURS[self.hue]
        is_empty = self.fill == Fill.OUTLINE
        paint = {"fill": "#ffffff", "stroke": colour} if is_empty else {"fill": colour}
        return {"class_": f"hue-{self.hue} fill-{self.fill}", **paint}


class Drawing:
    """An SVG image with a title and a summary for screen readers; `name` is unique on the page."""

    def __init__(self, name: str, title: str, summary: str) -> None:
        self.name, self.height = name, 0.0
        ids = f"{name}-title", f"{name}-summary"
        named = {"class": "picture-svg", "role": "img", "aria-labelledby": " ".join(ids)}
        font = {"font-family": "Noto Sans CJK JP, sans-serif", "font-size": f"{TEXT}", "fill": INK}
        self.root = Tree.Element("svg", {**named, **font})
        Tree.SubElement(self.root, "title", id=ids[0]).text = title
        Tree.SubElement(self.root, "desc", id=ids[1]).text = summary
        self.patterns = Tree.SubElement(self.root, "defs")
        self.known: set[Look] = set()

    def add(self, tag: str, text: str = "", /, **attributes: object) -> None:
        """An element; `_` in a name stands for `-`, at its end for nothing."""
        found = {
            name.rstrip("_").replace("_", "-"): _worded(one) for name, one in attributes.items()
        }
        Tree.SubElement(self.root, tag, found).text = text or None

    def area(self, look: Look, x: float, y: float, width: float, height: float) -> None:
        """A rectangle of this look."""
        size = {"x": x, "y": y, "width": width, "height": height}
        if look.fill in PATTERNS:
            self.add("rect", fill=f"url(#{self._pattern(look)})", **size)
        else:
            self.add("rect", **look.attributes, **size)

    def text(
        self, text: str, x: float, y: float, anchor: str = "start", turned: bool = False
    ) -> None:
        """A line of text; `turned` reads upwards."""
        more = {"transform": f"rotate(-90 {x:g} {y:g})"} if turned else {}
        if any(map(is_wide, text)):
            more["lang"] = "ja"
        self.add("text", text, x=x, y=y, text_anchor=anchor, **more)

    def rule(self, x1: float, x2: float, y1: float, y2: float) -> None:
        """A thin line behind what is drawn."""
        self.add("line", class_="axis", stroke=RULE, x1=x1, x2=x2, y1=y1, y2=y2)

    def legend(self, entries: Iterable[tuple[Look | None, str]], top: float = 0) -> float:
        """What each look means, a line where it is none; in as many rows as it takes.

        Returns where they end.
        """
        x, y = 0.0, top
        for look, label in entries:
            width = SWATCH + 4 + text_width(label) + 14
            if x and x + width > WIDTH:
                x, y = 0, y + LEGEND_LINE
            if look:
                self.area(look, x, y + 3, SWATCH, SWATCH)
            else:
                middle, paint = y + 3 + SWATCH / 2, {"stroke": INK, "stroke_width": 2}
                self.add("line", class_="line", x1=x, x2=x + SWATCH, y1=middle, y2=middle, **paint)
            self.text(label, x + SWATCH + 4, y + 13)
            x += width
        return y + LEGEND_LINE

    def html(self, height: float) -> SafeString:
        """The image, `height` units high, as markup: whatever was text is escaped."""
        self.root.set("viewBox", f"0 0 {WIDTH} {height:g}")
        self.root.set("preserveAspectRatio", "xMinYMin")
        return mark_safe(Tree.tostring(self.root, encoding="unicode"))  # noqa: S308 (escaped there)

    def _pattern(self, look: Look) -> str:
        key = f"{self.name}-{look.hue}-{look.fill}"
        if look not in self.known:
            self.known.add(look)
            turn, line = PATTERNS[look.fill]
            side = {"width": "6", "height": "6"}
            units = {"patternUnits": "userSpaceOnUse", "patternTransform": turn}
            pattern = Tree.SubElement(self.patterns, "pattern", {"id": key, **units, **side})
            for part, size, colour in zip(PARTS, (line, side), COLOURS[look.hue], strict=True):
                classes = {"class": f"hue-{look.hue} {part}", "fill": colour}
                pattern.insert(0, Tree.Element("rect", {**classes, **size}))
        return key


def text_width(text: str) -> float:
    """About how wide a text is; a full-width letter is as wide as it is high."""
    return sum(TEXT if is_wide(one) else TEXT * 0.58 for one in text)


def is_wide(letter: str) -> bool:
    """True for a letter of Japanese, as wide as it is high."""
    return east_asian_width(letter) in "WF"


def shortened(text: str, width: float) -> str:
    """The text, cut with an ellipsis where it is wider than this."""
    if text_width(text) <= width:
        return text
    while text and text_width(text) + TEXT > width:
        text = text[:-1]
    return f"{text}…"


def _worded(value: object) -> str:
    return f"{value:.5g}" if isinstance(value, float) else str(value)

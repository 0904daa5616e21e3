"""Numbers and days drawn as SVG, with classes alone: style attributes and scripts are blocked."""

from oversight.drawing.columns import Line, Series, columns
from oversight.drawing.grid import GridCell, GridRow, grid
from oversight.drawing.spans import Axis, Span, SpanRow, spans
from oversight.drawing.svg import Drawing, Fill, Hue, Look

__all__ = [
    "Axis",
    "Drawing",
    "Fill",
    "GridCell",
    "GridRow",
    "Hue",
    "Line",
    "Look",
    "Series",
    "Span",
    "SpanRow",
    "columns",
    "grid",
    "spans",
]

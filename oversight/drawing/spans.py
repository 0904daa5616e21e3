"""Stretches of days as bars to scale, a row for each of what they belong to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.safestring import SafeString

from oversight.drawing.svg import COLOURS, WIDTH, Drawing, Hue, Look, shortened

NAME, BAR, GAP = 17, 9, 8  # heights: a row's name, a bar, between rows
NARROWEST = 3
ARROW = 6


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `first` to `last`, both included; None is an open end, drawn as an arrow.

    Spans of one `level` share a line of their row.
    """

    first: date | None
    last: date | None
    look: Look
    level: int = 0


@dataclass(frozen=True, slots=True)
class SpanRow:
    """What its spans belong to."""

    label: str
    spans: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Axis:
    """The days from `first` to `last`, both included, across the width of the picture."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """The place at which a day begins; one outside is brought to the edge."""
        share = (day - self.first).days / ((self.last - self.first).days + 1)
        return WIDTH * min(max(share, 0.0), 1.0)


def spans(
    drawing: Drawing,
    axis: Axis,
    marks: Sequence[tuple[date, str]],
    rows: Sequence[SpanRow],
    legend: Sequence[tuple[Look, str]],
    at: date | None = None,
) -> SafeString:
    """The rows under `marks`, days with their names; a line stands at the day `at`."""
    top = drawing.legend(legend) + 18
    levels = 1 + max((span.level for row in rows for span in row.spans), default=0)
    height = NAME + BAR * levels + GAP
    bottom = top + height * len(rows)
    for day, name in marks:
        x = axis.x(day)
        drawing.rule(x, x, top - 4, bottom)
        drawing.text(name, x + 2, top - 6)
    if at and axis.first <= at <= axis.last:
        x = axis.x(at)
        colour, _ground = COLOURS[Hue.ALARM]
        drawing.add("line", class_="today", stroke=colour, x1=x, x2=x, y1=top - 4, y2=bottom)
    for number, row in enumerate(rows):
        y = top + height * number
        drawing.text(shortened(row.label, WIDTH), 0, y + 13)
        for span in row.spans:
            _span(drawing, axis, span, y + NAME + BAR * span.level)
    return drawing.html(bottom)


def _span(drawing: Drawing, axis: Axis, span: Span, y: float) -> None:
    """A bar as far as it lies within the axis; an arrow where it has no end or goes on beyond."""
    if (span.last or axis.last) < axis.first or (span.first or axis.first) > axis.last:
        return
    left = axis.x(span.first) if span.first else 0.0
    right = axis.x(span.last + timedelta(days=1)) if span.last else float(WIDTH)
    height = BAR - 1
    if span.first is None or span.first < axis.first:
        _arrow(drawing, span.look, left, left + ARROW, y)
        left += ARROW
    if span.last is None or span.last > axis.last:
        right -= ARROW
        _arrow(drawing, span.look, right + ARROW, right, y)
    drawing.area(span.look, left, y, max(right - left, NARROWEST), height)


def _arrow(drawing: Drawing, look: Look, point: float, base: float, y: float) -> None:
    middle, bottom = y + (BAR - 1) / 2, y + BAR - 1
    corners = f"{point:g},{middle:g} {base:g},{y:g} {base:g},{bottom:g}"
    drawing.add("polygon", points=corners, **Look(look.hue).attributes)

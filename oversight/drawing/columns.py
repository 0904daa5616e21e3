"""Numbers as columns: stacked, several stacks side by side, and a line across them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from oversight.drawing.svg import INK, WIDTH, Drawing, Look

LEFT, HEIGHT = 30, 150  # of the numbers at the left; of the columns
FOOT = 22  # under the columns, for what each stands for
MOST_STEPS = 5


@dataclass(frozen=True, slots=True)
class Series:
    """A number for each column; series of one `stack` stand upon each other, in their order."""

    label: str
    look: Look
    values: Sequence[int]
    stack: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A number for each column as a line across them; None is not drawn."""

    label: str
    values: Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a column and a number stand: `top` is that of `most`, the highest number."""

    top: float
    most: int
    width: float

    def x(self, place: int, share: float = 0) -> float:
        """The left edge of a column, or so far into it, from 0 to 1."""
        return LEFT + self.width * (place + share)

    def y(self, number: int) -> float:
        """The height at which a number stands."""
        return self.top + HEIGHT * (1 - number / self.most)


def columns(
    drawing: Drawing, heads: Sequence[str], series: Sequence[Series], line: Line | None = None
) -> SafeString:
    """The columns under their legend, each above its head."""
    legend: list[tuple[Look | None, str]] = [(one.look, one.label) for one in series]
    if line:
        legend.append((None, line.label))
    numbers = [number for number in (line.values if line else ()) if number is not None]
    most = step_up(max([1, *numbers, *_heights(series)]))
    scale = Scale(drawing.legend(legend) + 8, most, (WIDTH - LEFT) / len(heads))
    _axis(drawing, scale, heads)
    stacks = sorted({one.stack for one in series})
    for number, stack in enumerate(stacks):
        of_stack = [one for one in series if one.stack == stack]
        _stack(drawing, scale, of_stack, (0.1 + 0.8 * number / len(stacks), 0.8 / len(stacks)))
    if line:
        _line(drawing, scale, line.values)
    return drawing.html(scale.y(0) + FOOT)


def step_up(number: int) -> int:
    """The least number from this one on that steps of 1, 2 or 5 times a power of ten divide."""
    return -(-number // step(number)) * step(number)


def step(number: int) -> int:
    """The distance of the lines of an axis up to `number`, at least 1: at most five lines."""
    size = 1
    while True:
        for one in (size, 2 * size, 5 * size):
            if number <= one * MOST_STEPS:
                return one
        size *= 10


def _heights(series: Sequence[Series]) -> list[int]:
    stacks = {one.stack for one in series}
    of_stacks = [[one.values for one in series if one.stack == stack] for stack in stacks]
    return [sum(numbers) for values in of_stacks for numbers in zip(*values, strict=True)]


def _axis(drawing: Drawing, scale: Scale, heads: Sequence[str]) -> None:
    for number in range(0, scale.most + 1, step(scale.most)):
        y = scale.y(number)
        drawing.rule(LEFT, WIDTH, y, y)
        drawing.text(str(number), LEFT - 4, y + 4, "end")
    for place, head in enumerate(heads):
        drawing.text(head, scale.x(place, 0.5), scale.y(0) + 16, "middle")


def _stack(
    drawing: Drawing, scale: Scale, series: Sequence[Series], share: tuple[float, float]
) -> None:
    """The columns of one stack, from `share[0]` of each place on, `share[1]` of it wide."""
    for place, numbers in enumerate(zip(*(one.values for one in series), strict=True)):
        below = 0
        for one, number in zip(series, numbers, strict=True):
            if number:
                top, bottom = scale.y(below + number), scale.y(below)
                left, width = scale.x(place, share[0]), scale.width * share[1]
                drawing.area(one.look, left, top, width, bottom - top)
            below += number


def _line(drawing: Drawing, scale: Scale, numbers: Sequence[int | None]) -> None:
    points = [
        (scale.x(place, 0.5), scale.y(number))
        for place, number in enumerate(numbers)
        if number is not None
    ]
    corners = " ".join(f"{x:g},{y:g}" for x, y in points)
    paint = {"fill": "none", "stroke": INK, "stroke_width": 2}
    drawing.add("polyline", class_="line", points=corners, **paint)
    for x, y in points:
        drawing.add("circle", class_="dot", cx=x, cy=y, r=3)

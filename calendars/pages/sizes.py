"""The measures of a fiscal year's drawing, large with names or small without."""

from typing import NamedTuple

# In units of the drawing, which a browser scales to the page.
WIDTH, MARGIN = 1200, 170  # of the whole, and of the rows' names at its left
HEAD, LEVEL, PADDING = 26, 22, 6  # heights: the months' names, a level of bars, around a row
TODAY = 18  # height of the word for today, above the months' names
BAR, RADIUS = 16, 6  # height of a bar; of a mark
GLYPH, GAP = 12, 4  # width of a full-width letter; between a bar and its text
NARROWEST, MARK = 5, 12  # a bar that is to be seen; a mark
ARROW = 10  # at an open end
NAME = 20  # height of a row's name that has no room beside the bars
LONGEST_TEXT = 11  # full-width letters


class Size(NamedTuple):
    """The measures of a drawing, in units; `is_named` where its bars bear their names."""

    head: int = HEAD
    level: int = LEVEL
    padding: int = PADDING
    mark: int = MARK
    name: int = NAME
    bar: int = BAR
    radius: float = RADIUS
    is_named: bool = True

    @property
    def half(self) -> float:
        """Half the height of a bar."""
        return self.bar / 2


FULL = Size()
SMALL = Size(head=20, level=12, padding=5, mark=9, name=13, bar=10, radius=4.5, is_named=False)

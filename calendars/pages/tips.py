"""What is told of a bar in full, beside it and on a ground of its own: pure layout."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import east_asian_width

# In units of the drawing.
LETTER, LINE, PADDING, GAP = 15, 20, 8, 4  # a full-width letter, bold; a line; within; from the bar
MOST_LETTERS = 40  # full-width ones in a line


@dataclass(frozen=True, slots=True)
class TipLine:
    """A line of text and the place of its baseline."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Tip:
    """A box and its lines; the first is the time."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[TipLine, ...]


def tip(pieces: Iterable[str], x: float, above: float, below: float, width: float) -> Tip:
    """The box for `pieces`, each on lines of its own.

    It begins at `x`, or as far left of that as a drawing `width` units wide needs. It ends over
    `above`, the bar's upper edge; where the drawing has no room there it begins under `below`.
    """
    texts = [line for piece in pieces if piece for line in wrapped(piece, MOST_LETTERS)]
    wide = max(map(letters, texts), default=0) * LETTER + 2 * PADDING
    high = len(texts) * LINE + PADDING
    left = round(max(min(x, width - wide), 0), 1)
    top = above - GAP - high if above - GAP - high >= 0 else below + GAP
    lines = (
        TipLine(text, left + PADDING, top + LINE * number) for number, text in enumerate(texts, 1)
    )
    return Tip(left, top, wide, high, tuple(lines))


def wrapped(text: str, most: float) -> Iterator[str]:
    """`text` in lines of at most `most` full-width letters, cut at a space if there is one."""
    rest = text.strip()
    while letters(rest) > most:
        end = next(
            end for end in range(len(rest), 0, -1) if end == 1 or letters(rest[:end]) <= most
        )
        space = rest.rfind(" ", 0, end + 1)
        end = space if space > 0 and rest[space - 1 : space + 2].isascii() else end
        yield rest[:end].rstrip()
        rest = rest[end:].lstrip()
    if rest:
        yield rest


@lru_cache(4_000)  # a drawing asks for the same text each time that it moves a bar
def letters(text: str) -> float:
    """About how wide `text` is, in full-width letters: half-width ones are half as wide."""
    return sum(1 if east_asian_width(letter) in "FWA" else 0.5 for letter in text)

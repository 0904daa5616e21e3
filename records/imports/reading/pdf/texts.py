"""The text of a cell from its lines: what the cell's edge broke is put together again."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

# Radicals that PDFs have in place of the letters they look like (Unicode, chapter 18.1).
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_FOUND, _MEANT = "⺟⺠⻁⻄⻅⻆⻋⻑⻘⻝⻤⻨⻩⻫⻭⻯⻲⻳", "母民虎西見角車長青食鬼麦黄斉歯竜亀龜"
_RADICALS |= {ord(found): meant for found, meant in zip(_FOUND, _MEANT, strict=True)}
_UNKNOWN = re.compile(r"\(cid:\d+\)")
# What is never broken: a Latin word or a letter, with those that end no line and begin none.
_UNIT = re.compile(
    r"[（「『【〔〈《]*(?:[!-~]+|\S)"
    r"[、。，．・：；？！）」』】〕〉》ー々ゝゞぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ]*"
)
_LATIN = re.compile(r"[A-Za-z0-9]")
_SLACK = 0.25  # of a letter's size, by which programs round
_SPACED = 0.5  # of a letter's size, between Japanese and Latin ones
_WIDEST = 8.0  # points between a cell's edge and its text


class Line(NamedTuple):
    """A line of text: where it begins and ends, its top, the size of its letters."""

    x0: float
    x1: float
    top: float
    size: float
    text: str


Box = tuple[float, float, float, float]


def line_of(values: Sequence) -> Line:
    """A line as it was found, its radicals as the letters that they stand for."""
    x0, x1, top, size, text = values
    return Line(x0, x1, top, size, text.translate(_RADICALS).strip())


def is_unknown(text: str) -> bool:
    """Return True if there are letters whose meaning the PDF does not say."""
    return bool(_UNKNOWN.search(text))


def count_unknown(text: str) -> int:
    """How many such letters there are."""
    return len(_UNKNOWN.findall(text))


def margin_of(cells: Sequence[tuple[Box, list[Line]]]) -> float:
    """How far texts keep from the edges of their cells."""
    sides = ((one.x0 - box[0], box[2] - one.x1) for box, lines in cells for one in lines)
    return min(max(min(map(min, sides), default=0.0), 0.0), _WIDEST)


def joined(before: str, after: str) -> str:
    """Two halves of what was broken: Latin words keep a blank between them, Japanese has none."""
    is_latin = _LATIN.match(before[-1:]) and _LATIN.match(after[:1])
    return f"{before} {after}" if is_latin else before + after


def text_in(box: Box, lines: Sequence[Line], margin: float) -> str:
    """The text of a cell; a line break stays where its author made it."""
    text = lines[0].text if lines else ""
    for before, line in pairwise(lines):
        is_broken = is_full(box, before, line.text, margin)
        text = joined(text, line.text) if is_broken else f"{text}\n{line.text}"
    return text


def is_full(box: Box, line: Line, after: str, margin: float) -> bool:
    """Return True if what begins the text after a line had no room in it."""
    unit = _UNIT.match(after)
    width = sum(0.5 if letter.isascii() else 1.0 for letter in unit[0]) if unit else 0.0
    width += _SPACED if after[:1].isascii() else 0.0
    room = (box[2] - box[0] - 2 * margin) - (line.x1 - line.x0)
    return room < (width + _SLACK) * line.size

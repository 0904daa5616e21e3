"""Schedule to text: official and plain Japanese, Gregorian Japanese, English, ISO 8601, EDTF."""

from enum import StrEnum
from functools import lru_cache

from dates.schedule import Schedule
from dates.wording.english import word_english
from dates.wording.intervals import word_edtf, word_iso
from dates.wording.japanese import GREGORIAN_DIALECT, OFFICIAL_DIALECT, PLAIN_DIALECT, word_japanese

__all__ = ["Style", "word"]


class Style(StrEnum):
    """A way to word a schedule."""

    OFFICIAL = "official"  # 平成28年９月１日: one digit full width, two half width
    PLAIN = "plain"  # 平成28年9月1日
    GREGORIAN = "gregorian"  # 2016年9月1日
    ENGLISH = "english"  # 1 September 2016
    ISO = "iso"  # 2016-09-01; labels and 旬, quarter, half, fiscal year are lost
    EDTF = "edtf"  # 2016-09-01; as ISO 8601, and times are lost


DIALECTS = {
    Style.OFFICIAL: OFFICIAL_DIALECT,
    Style.PLAIN: PLAIN_DIALECT,
    Style.GREGORIAN: GREGORIAN_DIALECT,
}


@lru_cache(maxsize=4096)  # a page words the same days several times, and so do its readers
def word(schedule: Schedule, style: Style = Style.OFFICIAL, *, lines: bool = False) -> str:
    """The schedule in words.

    On one line a date elides what the one before it says（平成29年１月13日～２月15日）; with
    `lines` each segment has a line of its own and its first date stands in full. An undated
    schedule is its own words (nothing in ISO 8601 and EDTF), an empty one empty.
    """
    if style in DIALECTS:
        return schedule.words or word_japanese(schedule.segments, DIALECTS[style], lines=lines)
    if style == Style.ENGLISH:
        return schedule.words or word_english(schedule.segments, lines=lines)
    if style == Style.ISO:
        return word_iso(schedule.segments, lines=lines)
    return word_edtf(schedule.segments)

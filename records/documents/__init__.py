"""Official documents made from records in Word, after templates that an office can replace."""

from records.documents.filling import fill
from records.documents.form import OfficialForm, Values, texts
from records.documents.frame import LINE, Column, Template, tag
from records.documents.letter import LETTER_SAMPLE, Letter, lines_of, official_day
from records.documents.templates import require_template

__all__ = [
    "LETTER_SAMPLE",
    "LINE",
    "Column",
    "Letter",
    "OfficialForm",
    "Template",
    "Values",
    "fill",
    "lines_of",
    "official_day",
    "require_template",
    "tag",
    "texts",
]

"""Everything that journalled rows share: a uid, a life, a visibility, one plain-data form."""

from records.base.access import (
    NOTHING,
    READ_HISTORY,
    ObjectScope,
    may,
    reads_drafts,
    sees_internal,
    works_in_admin,
    writes,
)
from records.base.aggregates import referring, with_parts
from records.base.chips import chip
from records.base.english import EnglishName, local_name
from records.base.forms import BasePartFormSet, ReasonField, ReasonForm
from records.base.journalled import GuardedQuerySet, JournalledModel
from records.base.keys import is_key
from records.base.marking import has_japanese, is_japanese, marked
from records.base.moments import MomentField, end_of_day, in_office_time
from records.base.part import Part
from records.base.record import Record, RecordQuerySet, knows_of, sees_history, sees_past_of
from records.base.spellings import is_spelled, person_pattern, spelling_pattern
from records.base.states import MORE_VISIBLE, Life, Visibility
from records.base.upgrades import Upgrade, added, in_part, in_turn
from records.base.validation import parts_of, validate_with_parts
from records.base.validators import control_characters, one_kind_of_line_break, validate_text

__all__ = [
    "MORE_VISIBLE",
    "NOTHING",
    "READ_HISTORY",
    "BasePartFormSet",
    "EnglishName",
    "GuardedQuerySet",
    "JournalledModel",
    "Life",
    "MomentField",
    "ObjectScope",
    "Part",
    "ReasonField",
    "ReasonForm",
    "Record",
    "RecordQuerySet",
    "Upgrade",
    "Visibility",
    "added",
    "chip",
    "control_characters",
    "end_of_day",
    "has_japanese",
    "in_office_time",
    "in_part",
    "in_turn",
    "is_japanese",
    "is_key",
    "is_spelled",
    "knows_of",
    "local_name",
    "marked",
    "may",
    "one_kind_of_line_break",
    "parts_of",
    "person_pattern",
    "reads_drafts",
    "referring",
    "sees_history",
    "sees_internal",
    "sees_past_of",
    "spelling_pattern",
    "validate_text",
    "validate_with_parts",
    "with_parts",
    "works_in_admin",
    "writes",
]

"""What every journalled row has in common: a uid, a life, a visibility, one plain-data form."""

from records.base import access, forms
from records.base.access import (
    NOTHING,
    ObjectScope,
    sees_history,
    sees_internal,
    sees_past_of,
    writes,
)
from records.base.aggregates import whole
from records.base.forms import ReasonForm, WholeFormSet
from records.base.journalled import GuardedQuerySet, JournalledModel
from records.base.marking import is_japanese, marked
from records.base.moments import MomentField, end_of, placed
from records.base.part import Part
from records.base.record import Record, RecordQuerySet
from records.base.soundness import parts_of, require_sound
from records.base.spellings import pattern_of
from records.base.states import MORE_VISIBLE, Life, Visibility
from records.base.upgrades import Upgrade, added, in_part
from records.base.validators import control_characters, one_kind_of_line_break, validate_text

__all__ = [
    "MORE_VISIBLE",
    "NOTHING",
    "GuardedQuerySet",
    "JournalledModel",
    "Life",
    "MomentField",
    "ObjectScope",
    "Part",
    "ReasonForm",
    "Record",
    "RecordQuerySet",
    "Upgrade",
    "Visibility",
    "WholeFormSet",
    "access",
    "added",
    "control_characters",
    "end_of",
    "forms",
    "in_part",
    "is_japanese",
    "marked",
    "one_kind_of_line_break",
    "parts_of",
    "pattern_of",
    "placed",
    "require_sound",
    "sees_history",
    "sees_internal",
    "sees_past_of",
    "validate_text",
    "whole",
    "writes",
]

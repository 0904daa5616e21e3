"""What every kept thing has in common: a uid, a life, a visibility, and one plain-data form."""

from records.access import sees_internal
from records.base.kept import GuardedQuerySet, Kept
from records.base.part import Part
from records.base.record import Record, RecordQuerySet
from records.base.states import Life, Visibility

__all__ = [
    "GuardedQuerySet",
    "Kept",
    "Life",
    "Part",
    "Record",
    "RecordQuerySet",
    "Visibility",
    "sees_internal",
]

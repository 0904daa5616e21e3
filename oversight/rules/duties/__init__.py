"""Duties of a fiscal year: when each is due, and what met it. Pure, like the rules beside it."""

from oversight.rules.duties.instance import DutyState, Instance
from oversight.rules.duties.instances import duties_of
from oversight.rules.duties.occurrences import due_days

__all__ = ["DutyState", "Instance", "due_days", "duties_of"]

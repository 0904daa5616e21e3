"""What was submitted, as rules read it."""

from dataclasses import dataclass
from datetime import date

from dates import Schedule
from oversight.rules.events import HELD, Event

NOT_ANSWERED = Schedule()


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission(Event):
    """A submission to an authority, or a publication that the law asks for.

    `fiscal_year` is the one that it concerns, `schedule` when it was submitted, `kind` a value of
    `oversight.models.SubmissionKind`, `replied` when it was approved or otherwise answered. Neither
    day is more exact than it was written.
    """

    status: str = HELD
    kind: str
    addressee: str = ""
    legal_basis: str = ""
    replied: Schedule = NOT_ANSWERED

    @property
    def on(self) -> date | None:
        """The day on which it was submitted; None where that is not known exactly."""
        return self.first if self.first == self.last else None

"""An instance of a duty: what it asks in one period, and how that stands."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dates import Schedule
from oversight.rules.duty import Duty
from oversight.rules.facts import Department
from oversight.rules.subjects import Subject

NOT_KNOWN = Schedule()


class DutyState(StrEnum):
    """How an instance stands.

    Not recorded is what nobody can tell, and no breach: nothing of the kind that would meet it is
    kept for that time. A standing duty holds on every day and has no end by which it is met.
    """

    MET = "met"
    WAIVED = "waived"
    OPEN = "open"
    NOT_RECORDED = "not_recorded"
    STANDING = "standing"


@dataclass(frozen=True, kw_only=True, slots=True)
class Instance:
    """A duty in one period, as it stood by the end of a day.

    `records` met it, or are planned to; of a standing duty they bear witness to it. `met_on` is
    when the last one needed took place, empty where that is not known. `due` is None where no rule
    gives a day; `opens` is the first day of a window. `event` is what asked for it, `department`
    the one that is asked, `reason` why it was waived. `is_late` where its day passed before it was
    met. `is_certain` unless nobody knows whether the duty held then.
    """

    duty: Duty
    key: str
    period: Schedule
    state: DutyState
    due: date | None = None
    opens: date | None = None
    records: tuple[Subject, ...] = ()
    met_on: Schedule = NOT_KNOWN
    event: Subject | None = None
    department: Department | None = None
    reason: str = ""
    is_late: bool = False
    is_certain: bool = True

    def as_plain(self) -> dict[str, Any]:
        """Plain values of it."""
        return {
            "code": self.duty.code,
            "title": self.duty.title,
            "source": self.duty.source,
            "period": self.key,
            "due": self.due.isoformat() if self.due else None,
            "state": str(self.state),
            "records": [record.uid for record in self.records],
            "certainty": str(self.duty.certainty),
        }

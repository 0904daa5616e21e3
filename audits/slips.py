"""The slip of an audit or drill: its schedule against that of the approved plan."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audits.models import Audit, Drill, PlannedRow
from calendars.scheduled import Status, schedule_text
from dates import Slip, SlipKind, slip


@dataclass(frozen=True, slots=True)
class Planned:
    """The rows of the first and the last approved version that list it, and the slip from the last.

    `first` and `last` are the same row where only one version lists it.
    """

    first: PlannedRow
    last: PlannedRow
    slip: Slip

    @property
    def course(self) -> str:
        """The slip in words."""
        return word_slip(self.slip)

    @property
    def was_revised(self) -> bool:
        """True where versions say different schedules."""
        return self.first.schedule != self.last.schedule


def planned(record: Audit | Drill) -> Planned | None:
    """The approved rows of it with its slip; None where no version lists it."""
    rows = list(record.planned.select_related("plan").order_by("plan__revision"))
    if not rows:
        return None
    return Planned(rows[0], rows[-1], slip(rows[-1].schedule, record.schedule))


def unexplained(records: Any) -> QuerySet:
    """Those that slipped from the last approved version that lists them, without a reason.

    What was cancelled or withdrawn has not slipped.
    """
    silent = records.current().filter(slip_reason="").exclude(status=Status.CANCELLED)
    rows = records.model._meta.get_field("planned").related_model
    listed = rows.objects.filter(**{f"{rows.of}__in": silent.order_by().values("pk")})
    last = {
        row.record_id: row
        for row in listed.select_related(rows.of).order_by("plan__revision", "pk")
    }
    slipped = [key for key, row in last.items() if slip(row.schedule, row.record.schedule).is_slip]
    return records.filter(pk__in=slipped)


def word_slip(found: Slip) -> str:
    """As planned, or how much later or earlier."""
    many = found.months
    match found.kind:
        case SlipKind.AS_PLANNED:
            return _("as planned")
        case SlipKind.LATER:
            text = ngettext("%(count)d month late", "%(count)d months late", many)
        case SlipKind.EARLIER:
            text = ngettext("%(count)d month early", "%(count)d months early", many)
        case _unknown:
            return _("cannot be told")
    return text % {"count": many}


def word_planned(found: Planned | None) -> str:
    """The planned schedule in one line, for the admin."""
    if found is None:
        return _("No approved plan lists it.")
    text = f"{schedule_text(found.last.schedule)} ({found.last.plan}): {found.course}"
    if found.was_revised:
        text += "; " + _("at first %(when)s") % {"when": schedule_text(found.first.schedule)}
    return text

"""Duties that are late or soon due, for the office's desk and for one's own work."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import Case, Exists, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendars.scheduled import day_text, schedule_text
from dates import FiscalYear
from oversight.access import open_kinds
from oversight.certificate_access import address_in_certificate
from oversight.models import Duty
from oversight.reading import read_facts
from oversight.rules import DutyState, Instance, duties_of
from records.addresses import list_address
from records.addresses import record_address as admin_address
from records.base import may, sees_internal
from records.journal import JournalHead
from records.kinds import SHOWN, Figure, Item, Task, Waiting

DAY = 24 * 60 * 60  # seconds
SOON = 30  # days
LABELS = {
    "late": gettext_lazy("Duties past their last day"),
    "soon": gettext_lazy("Duties due within 30 days"),
}


class DueInstance(NamedTuple):
    """What a duty asks of a fiscal year, which its certificate shows."""

    year: FiscalYear
    instance: Instance


Due = dict[str, DueInstance]


def due_duties(today: date) -> dict[str, Due]:
    """Of each duty that is late, and of each that is soon due, the instance due first.

    By the duty's uid, the most urgent first. Of the fiscal years around `today`; reckoned once for
    the state of the journal.
    """
    heads = JournalHead.objects.filter(pk=1)
    head, has_duties = heads.values_list("hash", Exists(Duty.objects.in_force())).first() or ("", 0)
    if not has_duties:
        return {"late": {}, "soon": {}}
    key = f"duties:{head}:{today}"
    if (found := cache.get(key)) is None:
        found = _reckoned(today)
        cache.set(key, found, DAY)
    return found


def _reckoned(today: date) -> dict[str, Due]:
    """What is open of the last fiscal year and since; its days may be of a year before it."""
    year = FiscalYear.of(today).year
    facts = read_facts(range(year - 2, year + 2))
    first, last = FiscalYear(year - 1).first_day, today + timedelta(SOON)
    near = [
        DueInstance(each, one)
        for each in map(FiscalYear, range(year - 2, year + 2))
        for one in duties_of(facts, facts.duties, each, today)
        if one.state == DutyState.OPEN and one.is_certain and one.due and first <= one.due <= last
    ]
    found: dict[str, Due] = {"late": {}, "soon": {}}
    for found_in in sorted(near, key=lambda one: one.instance.due or last):
        one = found_in.instance
        found["late" if one.is_late else "soon"].setdefault(one.duty.subject.uid, found_in)
    return found


def due_for(user: Any, today: date) -> dict[str, Due]:
    """The same as far as `user` may read all records that show whether a duty was met."""
    kinds = open_kinds(user, FiscalYear.of(today))
    return {
        which: {uid: one for uid, one in due.items() if one.instance.duty.kinds <= kinds}
        for which, due in due_duties(today).items()
    }


def duties_due(user: Any, today: date) -> Iterator[Figure]:
    """Figures of the desk: duties that are late, and those that are soon due."""
    for which, due in due_for(user, today).items():
        rows = _rows(user, due)
        items = tuple(
            Item(day, row.title, admin_address(row))
            for row in rows[:SHOWN]
            if (day := due[str(row.uid)].instance.due)
        )
        address = list_address(Duty, due=which)
        is_alarm = which == "late" and bool(items)
        yield Figure(LABELS[which], rows.count(), address, items, is_alarm)


def duties_waiting(user: Any, today: date) -> Iterator[Waiting]:
    """Duties that are late or soon due, for those who keep them."""
    if may(user, Duty, "view", "change"):
        yield from _waiting(user, today)


def duties_watched(user: Any, today: date) -> Iterator[Waiting]:
    """The same for those who only read of all duties."""
    if sees_internal(user, Duty) and not may(user, Duty, "change"):
        yield from _waiting(user, today)


def _waiting(user: Any, today: date) -> Iterator[Waiting]:
    for which, due in due_for(user, today).items():
        if due:
            yield _list(user, LABELS[which], which, due)


def _list(user: Any, heading: str | Promise, which: str, due: Due) -> Waiting:
    keeps = may(user, Duty, "view", "change")

    def task(duty: Duty) -> Task:
        year, one = due[str(duty.uid)]
        department = one.department.name if one.department else ""
        return Task(
            text=duty.title,
            address=admin_address(duty) if keeps else address_in_certificate(year, duty.code),
            note=_("due on %(day)s") % {"day": day_text(one.due)},
            beside=" ".join(filter(None, (schedule_text(one.period), department))),
            is_late=one.is_late,
        )

    return Waiting(
        heading=heading,
        rows=_rows(user, due),
        task=task,
        address=lambda: list_address(Duty, due=which) if keeps else "",
    )


def _rows(user: Any, due: Due) -> QuerySet:
    """The duties as `user` may see them, the most urgent first."""
    places = [When(uid=uid, then=Value(place)) for place, uid in enumerate(due)]
    found = Duty.objects.visible_to(user).filter(uid__in=list(due))
    return found.order_by(Case(*places, default=Value(len(places))), "pk") if places else found

"""The last days of duties as calendars of one's own see them."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from audits.models import Certification
from calendars.entries import ChangeKey, Entry, EntryStatus
from calendars.scheduled import DueSource, last_change
from dates import FiscalYear, Precision, Schedule, Segment
from oversight.models import Duty
from oversight.reading import read_certifications
from oversight.reading_duties import read_duties
from oversight.rules import Facts, due_days

DUTY = "kind:duty"
FEED_TITLE = "〔期限〕{title}"


class DutySource(DueSource):
    """The days by which duties are due in the fiscal years around today, met or not.

    A day is a fact of the law and of certificates, so no change of another record alters it. One
    that is waived by hand is left out.
    """

    name = "duties"
    model = Duty
    key = DUTY
    title = _("Last days of duties")

    def due(self) -> QuerySet:
        return Duty.objects.in_force()

    def published_entries(self, uids: Collection[UUID] | None = None) -> list[Entry]:
        days = days_by_duty(timezone.localdate())
        rows = self.due() if uids is None else self.due().filter(uid__in=uids)
        with translation.override("ja"):
            return [self.entry_on(row, found) for row in rows if (found := days.get(str(row.uid)))]

    def entry_on(self, duty: Any, days: Iterable[date]) -> Entry:
        """The entry of a duty that is due on these days."""
        title = FEED_TITLE.format(title=duty.title)
        segments = (Segment(day, day, Precision.DAY) for day in sorted(days))
        return Entry(
            uid=str(duty.uid),
            title=title,
            feed_title=title,
            schedule=Schedule(tuple(segments)),
            status=EntryStatus.PLANNED,
            is_public=False,
            keys=frozenset({DUTY}),
            categories=("義務・定例業務", "期限"),
            description=f"{duty.source}\n{duty.deadline_note}".strip(),
            location="",
            path=reverse("oversight:duty", args=[duty.uid]),
            changed_at=last_change(duty),
        )

    def affected(self, touched: Collection[ChangeKey]) -> Collection[UUID] | None:
        """All of them where a duty or a certification changed: they rest on each other."""
        labels = {Duty._meta.label, Certification._meta.label}
        if any(key.record_type in labels for key in touched):
            return set(Duty.objects.values_list("uid", flat=True))
        return set()


def days_by_duty(today: date) -> dict[str, set[date]]:
    """The days by which each duty is due in the fiscal year of `today` and those beside it."""
    found: dict[str, set[date]] = {}
    for _year, uid, days in _days_around(today):
        found.setdefault(uid, set()).update(days)
    return found


def year_of_next_day(duty: Duty, today: date) -> FiscalYear:
    """The fiscal year for which a duty is due next, else was due last, else that of `today`."""
    days = [
        (day, year)
        for year, uid, found in _days_around(today)
        if uid == str(duty.uid)
        for day in found
    ]
    coming = [each for each in days if each[0] >= today]
    _day, year = min(coming) if coming else max(days, default=(today, FiscalYear.of(today)))
    return year


def _days_around(today: date) -> Iterator[tuple[FiscalYear, str, Collection[date]]]:
    """The days of each duty, told by its uid, for the year of `today` and those beside it."""
    facts, duties = Facts(certifications=read_certifications()), list(read_duties())
    this = FiscalYear.of(today).year
    for year in map(FiscalYear, (this - 1, this, this + 1)):
        for duty in duties:
            yield year, duty.subject.uid, due_days(duty, facts, duties, year)

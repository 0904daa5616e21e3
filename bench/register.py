"""A register of any size, written past the journal's door: it holds nothing real."""

from datetime import UTC, date, datetime, timedelta

from django.db import connection
from django.db.models import QuerySet

from audits.models import (
    Audit,
    AuditClassification,
    AuditSegment,
    AuditTarget,
    AuditType,
    Regime,
)
from calendars.feeds import (
    Ledger,
    Publication,
    PublishedEntry,
    PublishedEvent,
    PublishedKey,
    update_totals,
)
from calendars.ical import RENDERING, SITE, ShownIn
from dates import Precision, Schedule, Segment, official_number
from meetings.models import Body, Meeting, MeetingSegment, Session
from organization.models import Department
from records import journal
from records.base import Life, Visibility
from records.journal import JournalHead

AT = datetime(2026, 6, 30, tzinfo=UTC)
SUMMARY = "議案第１号　平成28年度決算の承認について、原案のとおり議決した。" * 5
BLOCK = SITE + b"\r\n" + b"x" * 800  # its size is what counts
YEARS = range(2019, 2100)
PUBLIC = {"visibility": Visibility.PUBLIC, "life": Life.REGISTERED, "changed_at": AT}


def body() -> Body:
    """The one body whose meetings they are."""
    found = Body.objects.filter(slug="council").first()
    if found is None:
        found = Body(slug="council", name="経営審議委員会", short_name="経営審議委", order=1)
        found.visibility, found.life = Visibility.PUBLIC, Life.REGISTERED
        with journal.change(actor="bench"):
            found.save()
    return found


def fill(year: int, count: int) -> None:
    """Add so many meetings of a fiscal year, each on one day."""
    council = body()
    days = [date(year, 4, 1) + timedelta(days=n % 364) for n in range(count)]
    meetings = QuerySet(Meeting).bulk_create(_meeting(year, day) for day in days)
    QuerySet(Session).bulk_create(
        Session(meeting=one, body=council, number=n, series=year)
        for n, one in enumerate(meetings, 1)
    )
    QuerySet(MeetingSegment).bulk_create(
        MeetingSegment(record=one, position=1, first_day=day, last_day=day, precision=Precision.DAY)
        for one, day in zip(meetings, days, strict=True)
    )


def fill_audits(year: int, count: int) -> None:
    """Add so many audits of a fiscal year: one day each, one type, three targets."""
    kinds, departments = audit_types(), audited_departments()
    days = [date(year, 4, 1) + timedelta(days=n % 364) for n in range(count)]
    audits = QuerySet(Audit).bulk_create(_audit(year, n, day) for n, day in enumerate(days))
    QuerySet(AuditClassification).bulk_create(
        AuditClassification(audit=one, type=kinds[n % len(kinds)]) for n, one in enumerate(audits)
    )
    QuerySet(AuditTarget).bulk_create(
        AuditTarget(audit=one, department=departments[(n + place) % len(departments)], order=place)
        for n, one in enumerate(audits)
        for place in range(3)
    )
    QuerySet(AuditSegment).bulk_create(
        AuditSegment(record=one, position=1, first_day=day, last_day=day, precision=Precision.DAY)
        for one, day in zip(audits, days, strict=True)
    )


def audit_types() -> list[AuditType]:
    """Four types of internal audit."""
    found = list(AuditType.objects.order_by("order"))
    with journal.change(actor="bench"):
        for n in range(len(found), 4):
            kind = AuditType(slug=f"type-{n}", name=f"第{n}監査", short_name=f"監査{n}", order=n)
            kind.regime = Regime.INTERNAL
            kind.visibility, kind.life = Visibility.PUBLIC, Life.REGISTERED
            kind.save()
            found.append(kind)
    return found


def audited_departments() -> list[Department]:
    """Twenty departments."""
    found = list(Department.objects.order_by("order"))
    with journal.change(actor="bench"):
        for n in range(len(found), 20):
            department = Department(slug=f"department-{n}", name=f"第{n}部", order=n)
            department.visibility, department.life = Visibility.PUBLIC, Life.REGISTERED
            department.save()
            found.append(department)
    return found


def _audit(year: int, number: int, day: date) -> Audit:
    return Audit(
        fiscal_year=year,
        regime=Regime.INTERNAL,
        subject=f"業務{number}",
        order=number % 30_000,
        status="held",
        **_on(day),
        **PUBLIC,
    )


def _on(day: date) -> dict[str, object]:
    """A schedule of one day."""
    return {
        "schedule_text": f"{day.year}年{day.month}月{day.day}日",
        "schedule": Schedule((Segment(day, day, Precision.DAY),)),
        "starts_on": day,
        "precision_rank": Precision.DAY.rank,
    }


def analyse() -> None:
    """Have the database look at what it holds, as it does by itself in time."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def change(number: int) -> None:
    """Move one meeting to another room, as the office would."""
    meeting = Meeting.objects.order_by("pk")[number]
    meeting.venue = f"第{official_number(number)}会議室"
    with journal.change(actor="bench", reason="会議室の変更"):
        meeting.save()


def _meeting(year: int, day: date) -> Meeting:
    return Meeting(
        fiscal_year=year,
        venue="機構　大会議室",
        summary=SUMMARY,
        status="held",
        **_on(day),
        **PUBLIC,
    )


def fill_ledger(stored: int) -> None:
    """Add to the ledger until it holds so many events, the first 500 of fiscal 2019."""
    held = PublishedEntry.objects.count()
    for start in range(held, stored, 10_000):
        _add(range(start, min(start + 10_000, stored)))
    ledger = Ledger(AT, AT.date())
    ledger.feeds = {("", year) for year in YEARS}
    update_totals(ledger, lambda key: "-")
    Publication.objects.update_or_create(
        pk=1,
        defaults={
            "rendering": RENDERING,
            "journal_sequence": JournalHead.current().sequence,
            "published_at": AT,
        },
    )
    analyse()


def _add(numbers: range) -> None:
    years = [YEARS[0] if number < 500 else YEARS[1 + number % 80] for number in numbers]
    entries = PublishedEntry.objects.bulk_create(
        PublishedEntry(uid=f"{n}", is_public=True, source="bench", fiscal_year=year, plain="-")
        for n, year in zip(numbers, years, strict=True)
    )
    PublishedKey.objects.bulk_create(
        PublishedKey(entry=entry, key=key, is_public=True, fiscal_year=entry.fiscal_year)
        for entry in entries
        for key in ("", "kind:meeting", "body:council")
    )
    PublishedEvent.objects.bulk_create(
        PublishedEvent(
            entry=entry, uid=entry.uid, shown=ShownIn.ALWAYS, state="told",
            first=date(entry.fiscal_year, 4, 1) + timedelta(int(entry.uid) % 364),
            last_modified=AT, block=BLOCK,
        )
        for entry in entries
    )  # fmt: skip

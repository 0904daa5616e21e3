"""The source of entries of a kind of record that has a schedule, and what entries are made of."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils import translation
from django.utils.functional import Promise

from calendars.entries import ChangeKey, Entry, Stretch
from calendars.scheduled.display import day_text
from calendars.scheduled.former_schedules import former_schedules
from calendars.scheduled.models import OFF, ScheduledRecord, Status
from calendars.scheduled.querysets import ScheduledQuerySet
from dates import FiscalYear, Schedule, word
from records.base import Life, Record
from records.corrections import Correction

# Stands in where a record was never journalled, which the door prevents.
NEVER = datetime(2014, 4, 1, tzinfo=UTC)
_AT_ONCE = 500  # records that a query can name


def records_during(records: ScheduledQuerySet, first: date | None, last: date | None) -> list[Any]:
    """Records of which a segment touches these days, both included; None is no bound.

    And those that have lost their date: `on_former_days` knows which days they had.
    """
    read = records.model.row_loader.read
    if first is None and last is None:
        return read(records.by_date())
    touched = read(records.during(first or date.min, last or date.max).by_date())
    return [*touched, *read(records.without_their_date().by_date())]


def on_former_days(
    entries: Iterable[Entry],
    records: Iterable[ScheduledRecord],
    first: date | None = None,
    last: date | None = None,
) -> list[Entry]:
    """The entries of `records`, those that have lost their date on the last days that they had.

    With `first` or `last`, only those that touch these days.
    """
    known = former_schedules(record for record in records if record.has_lost_its_date)
    former = {str(uid): found for uid, found in known.items()}
    shown = []
    for entry in entries:
        if was := former.get(entry.uid):
            lines = [f"当初の実施時期：{word(was.first)}"]
            if was.last != was.first:
                lines.append(f"変更後の実施時期：{word(was.last)}")
            text = "\n".join([*lines, entry.description])
            entry = replace(entry, schedule=was.last, description=text, is_on_former_days=True)
        shown.append(entry)
    if first is None and last is None:
        return shown
    return [one for one in shown if one.schedule.overlaps(first or date.min, last or date.max)]


def reason_line(record: ScheduledRecord) -> str:
    """The reason in words for which it is postponed or cancelled; empty for what is neither."""
    if record.status not in OFF or not record.status_reason:
        return ""
    what = "延期" if record.status == Status.POSTPONED else "中止"
    return f"{what}の理由：{record.status_reason}"


def fiscal_years(keys: Iterable[str]) -> list[int] | None:
    """The fiscal years that `fy:` keys name; None where there is no such key."""
    named = [key.removeprefix("fy:") for key in keys if key.startswith("fy:")]
    if not named:
        return None
    return [int(year) for year in named if year.isascii() and year.isdigit() and len(year) == 4]


def last_change(*records: Record) -> datetime:
    """The last change of any of these records: a renamed department changes its audits' titles."""
    return max((record.changed_at for record in records if record.changed_at), default=NEVER)


def published_records(
    records: ScheduledQuerySet, uids: Collection[UUID] | None
) -> ScheduledQuerySet:
    """These records, or all of a kind, less drafts: nobody has agreed to tell of them yet."""
    told = records.exclude(life=Life.DRAFT)
    return told if uids is None else told.filter(uid__in=uids)


def changed_uids(model: type[Record], touched: Iterable[ChangeKey]) -> set[UUID]:
    """The records of this kind among the touched ones."""
    return {uid for kind, uid in touched if kind == model._meta.label}


def corrected_uids(model: type[Record], touched: Iterable[ChangeKey]) -> set[UUID]:
    """The records of this kind whose corrections are among what was touched."""
    keys = [uid.int for kind, uid in touched if kind == Correction._meta.label]
    if not keys:
        return set()
    found = Correction.objects.filter(pk__in=keys, record_type=model._meta.label)
    return set(found.values_list("record_uid", flat=True))


def with_corrections(entries: list[Entry], model: type[Record]) -> list[Entry]:
    """The entries; the description of a public one ends with the corrections announced of it."""
    public = [UUID(entry.uid) for entry in entries if entry.is_public]
    told: dict[str, list[str]] = defaultdict(list)
    for start in range(0, len(public), _AT_ONCE):
        some = Correction.objects.of_records(model, public[start : start + _AT_ONCE])
        for one in some:
            line = f"正誤（{day_text(one.corrected_on)}）：{one.words}"
            told[str(one.record_uid)].append(line)
    return [
        replace(entry, description="\n".join([entry.description, *lines]).strip("\n"))
        if entry.is_public and (lines := told.get(entry.uid))
        else entry
        for entry in entries
    ]


class ScheduledSource:
    """The records of one kind as calendars see them, in Japanese; see `calendars.entries.Source`.

    `key` is carried by all of its entries, `title` is what they are called together; `named` are
    the kinds of record whose names stand in them.
    """

    name: str  # no ClassVar: `Source` has it as a plain attribute
    model: ClassVar[type[ScheduledRecord]]
    key: ClassVar[str]
    title: ClassVar[str | Promise]
    named: ClassVar[tuple[type[Record], ...]] = ()

    def entry(self, record: Any) -> Entry:
        """The entry of one record with its parts."""
        raise NotImplementedError

    def narrowed(self, records: ScheduledQuerySet, keys: frozenset[str]) -> ScheduledQuerySet:
        """Fewer records where a key says which; entries are held against the keys afterwards."""
        return records

    def entries_of(self, records: list[Any], others: Any) -> list[Entry]:
        """The entries of these records; `others` are those that count beside them, None for all."""
        return [self.entry(record) for record in records]

    def entries(
        self,
        *,
        viewer: Any = None,
        first: date | None = None,
        last: date | None = None,
        keys: Iterable[str] = (),
        records: Collection[int] | None = None,
    ) -> list[Entry]:
        wanted = frozenset(keys)
        if any(key.startswith("kind:") and key != self.key for key in wanted):
            return []
        visible = self.model.objects.visible_to(viewer)
        years = fiscal_years(wanted)
        asked = visible if years is None else visible.filter(fiscal_year__in=years)
        if records is not None:
            asked = asked.filter(pk__in=records)
        read = records_during(self.narrowed(asked, wanted), first, last)
        with translation.override("ja"):
            found = [one for one in self.entries_of(read, visible) if one.has(*wanted)]
        return on_former_days(found, read, first, last)

    def stretches(self, *, viewer: Any, first: date, last: date) -> list[Stretch]:
        shown = self.model.objects.visible_to(viewer).current()
        rows = shown.filter(segments__first_day__lte=last, segments__last_day__gte=first)
        days = rows.order_by().values_list(
            *("segments__first_day", "segments__last_day", "pk", "status", "segments__precision")
        )
        found = [Stretch(start, end, self.key, *rest) for start, end, *rest in days]
        lost = list(shown.without_their_date().order_by())
        known = former_schedules(lost)
        former = [(one, known[one.uid].last) for one in lost if one.uid in known]
        return found + [
            Stretch(*part.known_days(), self.key, one.pk, one.status, part.precision, moved=True)
            for one, schedule in former
            for part in schedule.segments
            if Schedule((part,)).overlaps(first, last)
        ]

    def recorded_in(self, *, viewer: Any, fiscal_year: FiscalYear) -> set[int]:
        shown = self.model.objects.visible_to(viewer).current()
        return set(shown.in_fiscal_year(fiscal_year).order_by().values_list("pk", flat=True))

    def published_entries(self, uids: Collection[UUID] | None = None) -> list[Entry]:
        told = published_records(self.model.objects.all(), uids)
        records: list[Any] = self.model.row_loader.read(told)
        with translation.override("ja"):
            found = with_corrections(self.published_entries_of(records), self.model)
        return on_former_days(found, records)

    def published_entries_of(self, records: list[Any]) -> list[Entry]:
        """The entries of these records: public ones as anyone sees them, internal ones whole."""
        return self.entries_of(records, None)

    def affected(self, touched: Collection[ChangeKey]) -> Collection[UUID] | None:
        if {model._meta.label for model in self.named} & {kind for kind, _uid in touched}:
            return None
        return changed_uids(self.model, touched) | corrected_uids(self.model, touched)

    def visible_uids(self, viewer: Any) -> QuerySet:
        return self.model.objects.visible_to(viewer).values_list("uid", flat=True)

    def title_of(self, key: str) -> str | None:
        return str(self.title) if key == self.key else None

"""The sittings that rules read, taken from the register in a constant number of queries."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from meetings.models import AgendaItem, Body, Meeting, Session
from oversight import rules
from oversight.reading_kept import KeptFacts, Read, states_of
from oversight.reading_subjects import event_of
from records.base import Life
from records.storage import RowLoader

MEETINGS = RowLoader({"sessions": ("body",), "agenda_items": ("body",), "attendances": ()})
SITTINGS = KeptFacts[rules.Sitting]()


def read_sittings(meetings: QuerySet) -> Iterator[rules.Sitting]:
    """These meetings, in their order."""
    bodies = tuple(states_of(Body.objects.order_by("pk")).items())
    yield from SITTINGS.read(meetings, states_of(meetings), _sittings, bodies).values()


def read_numbers(without: range) -> Iterator[rules.Sitting]:
    """The sittings of other years whose numbers run on, with these alone."""
    label, numbered = Meeting._meta.label_lower, Body.Numbering.CONTINUOUS
    found = Session.objects.filter(meeting__life=Life.REGISTERED, body__numbering=numbered)
    others = found.exclude(meeting__fiscal_year__in=without)
    told = ("meeting__uid", "meeting__fiscal_year", "body__slug", "number")
    for uid, year, slug, number in others.order_by(*told[1:]).values_list(*told):
        yield rules.Sitting(
            subject=rules.Subject(label, str(uid)),
            fiscal_year=year,
            title="",
            schedule=rules.UNDATED,
            status="",
            sessions=(rules.Session(slug, number),),
        )


def _sittings(meetings: QuerySet) -> Read[rules.Sitting]:
    """An opinion that an item rests on stands in another meeting, which may change."""
    opinions = _opinions()
    rows: list[Any] = MEETINGS.read(meetings)
    for meeting in rows:
        items = meeting.agenda_items.all()
        sitting = rules.Sitting(
            **event_of(meeting, meeting.title),
            sessions=tuple(
                rules.Session(one.body.slug, one.number) for one in meeting.sessions.all()
            ),
            items=tuple(_item(one, opinions) for one in items),
            attendances=tuple(
                rules.Attendance(one.member_id, one.presence) for one in meeting.attendances.all()
            ),
        )
        yield meeting.pk, sitting, not any(one.opinion_id for one in items)


def _opinions() -> dict[int, str]:
    """The uids of the items of registered meetings that others are said to rest on, by key."""
    named = AgendaItem.objects.exclude(opinion=None).order_by().values("opinion")
    found = AgendaItem.objects.filter(pk__in=named, meeting__life=Life.REGISTERED)
    return {pk: str(uid) for pk, uid in found.order_by().values_list("pk", "uid")}


def _item(item: Any, opinions: Mapping[int, str]) -> rules.Item:
    return rules.Item(
        uid=str(item.uid),
        body=item.body.slug,
        title=item.title,
        matter=item.matter,
        kind=item.kind,
        outcome=item.outcome,
        opinion=opinions.get(item.opinion_id, ""),
    )

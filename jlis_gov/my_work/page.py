"""One person's work: what waits for a decision or an answer, and what takes place soon.

What waits, each kind says of itself (`Kind.waiting`); approval and publication are asked of all
kinds. All of it is counted in one query, however many records there are.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.cache import cache
from django.db.models import Count, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from calendars.entries import Entry
from calendars.kinds import ScheduledKind
from calendars.pages import ListedPart, parts
from calendars.scheduled import day_text
from jlis_gov.composition import KINDS, SCHEDULED
from jlis_gov.my_work.stages import AWAITING, kinds_waiting
from jlis_gov.views import FOUR_WEEKS, left_out
from organization.contacts import departments_of
from organization.deputies import represented
from records.addresses import bulk_address, list_address, page_for, record_address
from records.base import Record, may, sees_internal
from records.history import Step
from records.journal import JournalHead
from records.kinds import Task, Waiting, plural
from records.mail import Mail

DAY = 24 * 60 * 60  # seconds
SHOWN = 20  # records of a kind under a heading
SHOWN_AHEAD = 40
STEPS = {  # by their headings, and what lists of the admin call them
    Step.APPROVE: (gettext_lazy("Drafts to approve"), "approval"),
    Step.PUBLISH: (gettext_lazy("Approved, to be published"), "publication"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """The records of one kind under a heading: the first of them, how many, and where all are."""

    label: str | Promise
    tasks: list[Task]
    number: int
    address: str
    bulk_address: str

    @property
    def more(self) -> int:
        """The number of those that are not shown."""
        return self.number - len(self.tasks)


@dataclass(frozen=True, slots=True)
class Section:
    """All that waits under one heading."""

    heading: str | Promise
    groups: list[Group]

    @property
    def number(self) -> int:
        """The number of records that wait."""
        return sum(group.number for group in self.groups)


@dataclass(frozen=True, slots=True)
class Ahead:
    """What takes place from today on, what began before, and how many are left out."""

    coming: list[ListedPart] = field(default_factory=list)
    left_out: dict[str, Any] = field(default_factory=dict)
    under_way: list[ListedPart] = field(default_factory=list)
    under_way_left_out: int = 0


def waiting(user: Any, today: date) -> list[Waiting]:
    """All that may wait for `user` on a day, in the order in which it is shown."""
    own = (kind.waiting(user, today) for kind in KINDS if kind.waiting)
    return [*_steps(user), *(one for found in own for one in found)]


def all_waiting(user: Any, today: date) -> list[Waiting]:
    """The same with the mails that could not be sent, of which the journal says nothing."""
    return [*waiting(user, today), *_mails(user)]


def _mails(user: Any) -> Iterator[Waiting]:
    """Mails that could not be sent, for those who send them again."""

    def task(mail: Mail) -> Task:
        day = day_text(timezone.localdate(mail.changed_at))
        state = mail.failure or str(Mail.State(mail.state).label)
        return Task(
            str(mail), record_address(mail), f"{day} {state}", f"{mail.user} {mail.address}"
        )

    if may(user, Mail, "view", "change"):
        yield Waiting(
            heading=gettext_lazy("Mails that could not be sent"),
            rows=Mail.objects.failed(timezone.now()).select_related("user"),
            task=task,
            address=partial(list_address, Mail, failed=1),
        )


def _steps(user: Any) -> Iterator[Waiting]:
    """What waits for a step of which `user` has the right, by step and by kind of record."""
    models = [kind.model for kind in KINDS]
    own = [(each, step) for step in STEPS for each in models if may(user, each, "view", step)]
    there = kinds_waiting() if own else frozenset()
    return (_awaiting(user, *place) for place in own if place in there)


def _awaiting(user: Any, model: type[Record], step: Step) -> Waiting:
    """The records of a kind that wait for a step."""

    def task(record: Record) -> Task:
        at = record.changed_at and timezone.localdate(record.changed_at)
        note = _("changed on %(day)s") % {"day": day_text(at)} if at else ""
        return Task(str(record), page_for(user, record), note)

    heading, waits_for = STEPS[step]
    rows = getattr(model.objects.visible_to(user), AWAITING[step])()
    return Waiting(
        heading=heading,
        label=capfirst(str(plural(model))),
        rows=rows.with_names().order_by("-changed_at", "-pk"),
        task=task,
        address=partial(list_address, model, waiting=waits_for),
        bulk_address=partial(bulk_address, model, step, waiting=waits_for),
    )


def numbers(found: Iterable[Waiting]) -> list[int]:
    """The number of records of each, all in one query."""
    counted = [_counted(place, one.rows) for place, one in enumerate(found)]
    if not counted:
        return []
    rows = counted[0].union(*counted[1:], all=True)
    by_place = dict(rows.values_list("place", "number"))
    return [by_place.get(place, 0) for place in range(len(counted))]


def _counted(place: int, rows: QuerySet) -> QuerySet:
    """One row: which of the lists it is, and how many records are on it."""
    return rows.order_by().values(place=Value(place)).annotate(number=Count("pk"))


def number_waiting(user: Any, today: date) -> int:
    """The number of records that wait for `user`.

    Every page shows it, and to ask costs more than most pages do: it is kept for the state of the
    journal, in which records and rights stand alike.
    """
    mails = (Subquery(_counted(0, one.rows).values("number")) for one in _mails(user))
    heads = JournalHead.objects.filter(pk=1).values_list("hash", *mails)
    head, *failed = heads.first() or ("",)
    person = represented(user)
    key = f"waiting:{head}:{today}:{user.pk}:{person.pk if person else ''}"
    if (number := cache.get(key)) is None:
        number = sum(numbers(waiting(user, today)))
        cache.set(key, number, DAY)
    return number + sum(failed)


def sections(user: Any, today: date) -> list[Section]:
    """What waits for `user`, under its headings; none for what does not."""
    return _under_headings(all_waiting(user, today))


def watched(user: Any, today: date) -> list[Waiting]:
    """What is late or soon due of what `user` only reads."""
    return [one for kind in KINDS if kind.watched for one in kind.watched(user, today)]


def in_brief(user: Any, today: date) -> list[Section]:
    """What waits for `user` and what is theirs to watch, of each kind the most urgent alone."""
    return _under_headings([*all_waiting(user, today), *watched(user, today)], shown=1)


def _under_headings(found: Sequence[Waiting], shown: int | None = None) -> list[Section]:
    groups = [
        (one.heading, _group(one, number, shown or SHOWN))
        for one, number in zip(found, numbers(found), strict=True)
        if number
    ]
    return [
        Section(heading, [group for _heading, group in of_heading])
        for heading, of_heading in groupby(groups, key=lambda pair: pair[0])
    ]


def _group(one: Waiting, number: int, shown: int) -> Group:
    tasks = [one.task(record) for record in one.rows[:shown]]
    addresses = one.address(), one.bulk_address()
    return Group(one.label, tasks, max(number, len(tasks)), *addresses)


def ahead(user: Any, today: date) -> Ahead:
    """What concerns `user` from today to the end of the fourth week, each record once.

    That is all of a kind for those who read what is internal of it; for a contact, what concerns
    the own departments.
    """
    last = today + FOUR_WEEKS
    found = [one for kind in SCHEDULED for one in _entries(kind, user, today, last)]
    taking_place = [one for one in found if not (one.status.is_off or one.is_on_former_days)]
    first: dict[str, ListedPart] = {}
    for entry, segment in parts(taking_place, today, last):
        first.setdefault(entry.uid, ListedPart(entry, segment, continues=False))
    begun = [one for one in first.values() if one.begins < today]
    coming = [one for one in first.values() if one.begins >= today]
    return Ahead(
        coming=coming[:SHOWN_AHEAD],
        left_out=left_out([one.begins for one in coming[SHOWN_AHEAD:]], last),
        under_way=begun[:SHOWN_AHEAD],
        under_way_left_out=len(begun[SHOWN_AHEAD:]),
    )


def _entries(kind: ScheduledKind, user: Any, first: date, last: date) -> Iterable[Entry]:
    if sees_internal(user, kind.model):
        return kind.source.entries(viewer=user, first=first, last=last)
    own = departments_of(user)
    if not (own and kind.concerning and kind.is_known_to(user)):
        return []
    concerned = kind.concerning.records(own, user).filter(
        pk__in=kind.model.objects.during(first, last).values("pk")
    )
    uids = {str(uid) for uid in concerned.order_by().values_list("uid", flat=True)}
    if not uids:
        return []
    entries = kind.source.entries(viewer=user, first=first, last=last)
    return [one for one in entries if one.uid in uids]


def landing_address(user: Any) -> str:
    """Where somebody who signs in begins: at the own work, where there is any, else in front.

    A contact always begins there.
    """
    today = timezone.localdate()
    soon = ahead(user, today)
    has_work = departments_of(user) or soon.coming or soon.under_way or number_waiting(user, today)
    return reverse("my_work" if has_work else "front")


@method_decorator(never_cache, name="dispatch")
class MyWorkPage(LoginRequiredMixin, TemplateView):
    """What waits for the visitor, and what takes place in the next four weeks."""

    template_name = "jlis_gov/my_work.html"
    extra_context = {"section": "my_work"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        found = sections(user, today)
        return super().get_context_data(**kwargs) | {
            "today": today,
            "sections": found,
            "number": sum(map(attrgetter("number"), found)),
            "watched": _under_headings(watched(user, today)),
            "ahead": ahead(user, today),
        }

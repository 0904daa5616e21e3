"""Many records changed together: each is judged by its own rules, then all are saved or none."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.utils.translation import gettext_lazy as _

from records import change
from records.base import JournalledModel, Record, with_parts
from records.history.differences import Difference, differences
from records.history.names import page_words
from records.history.publication import Step, right_for, stepped
from records.history.wording import DayWords, Form, Words

SAME = _("It is like that already.")
NO_RIGHT = _("You have no right to do this with it.")
MEANWHILE = _("Somebody changed it after you opened this page.")
IN_THE_WAY = _("Other records do not allow it: something is in use, or taken.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change makes of one record: its form after it, and the rows to save, itself the last.

    What cannot be saved row by row is written by `write`.
    """

    form: Form
    rows: Sequence[JournalledModel] = ()
    write: Callable[[], object] | None = None


Change = Callable[[Record], Outcome]  # raises `ValidationError`, and writes nothing itself


@dataclass(frozen=True, slots=True)
class Judged:
    """One record and what a change would make of it; it stays as it is where there is a problem.

    `before` and `after` are its forms, as far as they differ.
    """

    record: Record
    before: Form
    after: Form
    problem: str = ""


class NotAllError(Exception):
    """Some of the records cannot be changed, so none was; `problems` are by their keys."""

    def __init__(self, problems: Mapping[int, str]) -> None:
        super().__init__(problems)
        self.problems = problems


def step_change(step: Step, user: Any, number: Callable[[int], str] = lambda count: "") -> Change:
    """The step, for those who have the right to it; `number` is the decision's after so many."""
    taken: list[int] = []

    def take(record: Record) -> Outcome:
        if not user.has_perm(right_for(step, record)):
            raise ValidationError(NO_RIGHT, code="right")
        rows = stepped(step, record, number(len(taken)))
        taken.append(record.pk)
        return Outcome(record.canonical(), rows)

    return take


def records_of(model: type[Record], keys: Sequence[int], user: Any) -> list[Record]:
    """Those of the records that `user` may see, in the order of `keys`, with parts and names."""
    rows: Any = with_parts(model)
    rows = rows.visible_to(user).with_names().with_rules()
    found = {row.pk: row for row in rows.filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


def named_first(records: Iterable[Record]) -> list[Record]:
    """The records, each after those among them that it names, and knowing what these become."""
    by_key = {record.pk: record for record in records}
    found: dict[int, Record] = {}
    begun: set[int] = set()

    def place(record: Record) -> None:
        begun.add(record.pk)
        for link in _links_within(type(record)):
            if (named := by_key.get(getattr(record, link.attname))) is not None:
                setattr(record, link.name, named)
                if named.pk not in begun:
                    place(named)
        found[record.pk] = record

    for record in by_key.values():
        if record.pk not in begun:
            place(record)
    return list(found.values())


def _links_within(model: type[Record]) -> list[models.ForeignKey]:
    links = [cast(models.ForeignKey, model._meta.get_field(name)) for name in model.names]
    return [link for link in links if link.related_model is model]


def lock(model: type[Record], keys: Sequence[int]) -> None:
    """Keep the records as they are until the transaction ends."""
    rows = model._base_manager.filter(pk__in=keys).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def judged(records: Iterable[Record], change_one: Change) -> list[Judged]:
    """What the change would make of each record; nothing is written."""
    return [_judged(record, change_one) for record in records]


def change_all(
    records: Iterable[Record], change_one: Change, versions: Mapping[int, int]
) -> list[Judged]:
    """Change all of the records, which were seen in these versions.

    Needs an open change, which is to be undone when this raises `NotAllError`: one is not there,
    was changed meanwhile, or cannot be changed.
    """
    change.require_open()
    found = {record.pk: record for record in records}
    problems = {
        key: str(MEANWHILE)
        for key, version in versions.items()
        if key not in found or found[key].version != version
    }
    done = [_judged(each, change_one, saves=True) for each in found.values() if not problems]
    problems |= {each.record.pk: each.problem for each in done if each.problem}
    if problems:
        raise NotAllError(problems)
    return done


def in_words(
    rows: Sequence[Judged], model: type[Record], user: Any, day: DayWords
) -> list[list[Difference]]:
    """For each row, from what to what, in words for `user`; as many queries for many as for one."""
    forms = [form for row in rows for form in (row.before, row.after)]
    words = page_words(model, forms, user, Words(day=day))
    return [differences(model, row.before, row.after, words) for row in rows]


def _judged(record: Record, change_one: Change, *, saves: bool = False) -> Judged:
    values = {field.attname: getattr(record, field.attname) for field in _fields(record)}
    before = record.canonical()
    try:
        outcome = change_one(record)
    except ValidationError as error:
        for name, value in values.items():  # others of the list may look at it
            setattr(record, name, value)
        nothing = {"uid": before["uid"]}
        return Judged(record, nothing, nothing, " ".join(error.messages))
    differing = [name for name in before if before[name] != outcome.form.get(name)]
    if saves and differing:
        names = [name for name, value in values.items() if getattr(record, name) != value]
        _save(record, outcome, names)
    kept = ["uid", *differing]
    old, new = ({name: form[name] for name in kept} for form in (before, outcome.form))
    return Judged(record, old, new, "" if differing else str(SAME))


def _save(record: Record, outcome: Outcome, names: list[str]) -> None:
    try:
        for row in outcome.rows:
            row.save(update_fields=names if row is record else None)
        if outcome.write:
            outcome.write()
    except ValidationError as error:
        raise NotAllError({record.pk: " ".join(error.messages)}) from error
    except (IntegrityError, models.ProtectedError) as error:
        raise NotAllError({record.pk: str(IN_THE_WAY)}) from error


def _fields(record: Record) -> list[models.Field]:
    return cast(list[models.Field], list(record._meta.concrete_fields))

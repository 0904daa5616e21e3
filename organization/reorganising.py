"""A reorganisation as one act: what ends, what takes its place, and what is written of it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from organization.models import Department, Reorganisation, ReorganisationStep
from organization.names import with_parents
from records import change
from records.base import Life, Visibility
from records.imports import folded

LONGEST_SLUG = 50
_YEAR = re.compile(r"-\d{4}(-\d+)?$")  # what `new_slug` adds
Role = ReorganisationStep.Role


class Act(models.TextChoices):
    """What becomes of departments on a day."""

    RENAME = "rename", _("Rename")
    SPLIT = "split", _("Split")
    MERGE = "merge", _("Merge")
    ABOLISH = "abolish", _("Abolish")


@dataclass(kw_only=True, slots=True)
class Reorganising:
    """A reorganisation that is not written yet.

    `successors` are new, but for `taken_in_by`, a department that goes on and takes the others in.
    Parts of predecessors that `place_parts` does not name end with the whole.
    """

    act: Act
    day: date
    predecessors: Sequence[Department]
    successors: Sequence[Department]
    taken_in_by: Department | None = None
    title: str = ""
    description: str = ""
    decision_number: str = ""
    departments: dict[int, Department] = field(init=False)
    ended: dict[int, Department] = field(init=False)
    moved: dict[int, Department] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.departments = with_parents(Department.objects.current())
        self.predecessors = [self.departments[one.pk] for one in self.predecessors]
        self.ended = self._ended()

    def _ended(self) -> dict[int, Department]:
        """The predecessors and all that belongs to them, wholes before parts."""
        found = {each.pk: each for each in self.predecessors}
        waiting = list(self.predecessors)
        while waiting:
            whole = waiting.pop(0)
            for each in self.departments.values():
                is_there = each.valid_until is None or each.valid_until >= self.day
                if each.parent_department_id == whole.pk and is_there and each.pk not in found:
                    found[each.pk] = each
                    waiting.append(each)
        return found

    @property
    def made(self) -> list[Department]:
        """The new departments, wholes before parts."""
        return [*(one for one in self.successors if one.pk is None), *self.moved.values()]

    @property
    def heirs(self) -> list[Department]:
        """The departments in place of the predecessors, a department that takes them in first."""
        return [*([self.taken_in_by] if self.taken_in_by else []), *self.successors]

    def place_parts(self, wholes: Mapping[int, Department]) -> None:
        """Have parts begin anew under these wholes, by the parts' keys, with all of their own.

        Under another whole a part is another department, or an old report would print the new one.
        """
        taken = set(Department.objects.values_list("slug", flat=True))
        taken |= {one.slug for one in self.successors}
        self.moved = {}
        for pk, part in self.ended.items():
            whole = wholes.get(pk) or self.moved.get(part.parent_department_id or 0)
            if whole is not None and part not in self.predecessors:
                self.moved[pk] = successor_of(part, self.day, whole, taken)
                taken.add(self.moved[pk].slug)


def successor_of(
    department: Department, day: date, parent: Department | None, taken: set[str]
) -> Department:
    """A department like this one that begins on `day` as a part of `parent`; not saved."""
    is_public = department.is_public and (parent is None or parent.visibility == Visibility.PUBLIC)
    return Department(
        name=department.name,
        short_name=department.short_name,
        slug=new_slug(department.slug, day, taken),
        kind=department.kind,
        parent_department=parent,
        valid_from=day,
        order=department.order,
        duties=department.duties,
        life=Life.REGISTERED,
        visibility=Visibility.PUBLIC if is_public else Visibility.INTERNAL,
    )


def new_slug(slug: str, day: date, taken: set[str]) -> str:
    """A code for the successor, from that of the predecessor and the year; none of those taken."""
    base = _YEAR.sub("", slug)[: LONGEST_SLUG - 8]
    found, number = f"{base}-{day.year}", 1
    while found in taken:
        number += 1
        found = f"{base}-{day.year}-{number}"
    return found


def check(plan: Reorganising) -> None:
    """Raise `ValidationError` with all that stands in the way of the reorganisation."""
    problems = [*_wrong_numbers(plan), *_wrong_days(plan), *_wrong_wholes(plan), *_same_names(plan)]
    if problems:
        raise ValidationError(problems)


def _wrong_numbers(plan: Reorganising) -> Iterator[ValidationError]:
    before, after = len(plan.predecessors), len(plan.heirs)
    texts = {
        Act.RENAME: (before == 1 == after, _("Renaming takes one department and one new name.")),
        Act.SPLIT: (
            before == 1 and after >= 2,
            _("Splitting takes one department and at least two new names."),
        ),
        Act.MERGE: (
            before + (plan.taken_in_by is not None) >= 2 and after == 1,
            _(
                "Merging takes at least two departments and one new name, or the one among others "
                "that takes the rest in."
            ),
        ),
        Act.ABOLISH: (
            before >= 1 and after == 0,
            _("Abolishing takes departments and no new name; what they did can be moved below."),
        ),
    }
    is_right, text = texts[plan.act]
    if not is_right:
        yield ValidationError(text, code="number")
    elif plan.taken_in_by and plan.act != Act.MERGE:
        yield ValidationError(_("Only where departments are merged can one take in others."))


def _wrong_days(plan: Reorganising) -> Iterator[ValidationError]:
    for each in plan.ended.values():
        params = {"department": each, "begins": each.valid_from, "ends": each.valid_until}
        if each.life != Life.REGISTERED:
            text = _("“%(department)s” is a draft or withdrawn. Please decide on that first.")
        elif each.valid_from and each.valid_from >= plan.day:
            text = _("“%(department)s” begins on %(begins)s: it cannot end before.")
        elif each.valid_until and each in plan.predecessors:
            text = _("“%(department)s” has its end on %(ends)s already. Please correct that first.")
        else:
            continue
        yield ValidationError(text, params=params, code="day")


def _wrong_wholes(plan: Reorganising) -> Iterator[ValidationError]:
    inner = _("“%(department)s” belongs to “%(whole)s”: one cannot become part of the other.")
    heir = plan.taken_in_by
    for each in [*plan.predecessors, *([heir] if heir else [])]:
        for whole in plan.predecessors:
            if whole in each.ancestors() or (heir and whole != heir and heir in whole.ancestors()):
                params = {"department": each, "whole": whole}
                yield ValidationError(inner, params=params, code="part")
                return
    if heir and (heir in plan.predecessors or not heir.existed(plan.day, plan.day)):
        text = _("“%(department)s” cannot take itself in, nor be gone on that day.")
        yield ValidationError(text, params={"department": heir}, code="itself")
    for each in plan.made:
        above = each.parent_department
        if above is None or above.pk is None:
            continue
        if above.pk in plan.ended or not above.existed(plan.day, plan.day):
            text = _("“%(whole)s”, to which “%(department)s” would belong, is gone on that day.")
            named = {"department": each.printed_name, "whole": above}
            yield ValidationError(text, params=named, code="whole")


def _same_names(plan: Reorganising) -> Iterator[ValidationError]:
    """Names that would stand twice under one whole on that day."""
    ended = plan.ended
    going_on = [
        one
        for one in plan.departments.values()
        if one.pk not in ended and one.existed(plan.day, date.max)
    ]
    met: set[tuple[Any, str]] = set()
    for each in [*going_on, *plan.made]:
        whole = each.parent_department
        place = (whole and (whole.pk or id(whole)), folded(each.name))
        if place in met and each.pk is None:
            text = _("There would be two departments called “%(name)s” on that day.")
            yield ValidationError(text, params={"name": each.name}, code="name")
        met.add(place)
    before = plan.predecessors[0] if plan.act == Act.RENAME and plan.predecessors else None
    if before and any(_is_called(one, before) for one in plan.successors):
        yield ValidationError(_("It is called so already, and belongs there."), code="same")


def _is_called(one: Department, other: Department) -> bool:
    names = (one.name, one.short_name, one.parent_department)
    return names == (other.name, other.short_name, other.parent_department)


def write(plan: Reorganising) -> Reorganisation:
    """End the predecessors with their parts, make what follows them, and record it all.

    Needs an open change. Raises `ValidationError` where something does not fit.
    """
    change.require_open()
    is_public = any(each.is_public for each in plan.predecessors)
    for each in plan.ended.values():
        each.valid_until = plan.day - timedelta(days=1)
        _save(each)
    for each in plan.made:
        each.parent_department = each.parent_department  # whose key is known by now
        each.decision_number = plan.decision_number
        _save(each)
    left = [each for pk, each in plan.ended.items() if pk not in plan.moved]
    record = _recorded(plan, plan.title, is_public, left, plan.heirs)
    for pk, each in plan.moved.items():  # its own record: the other heirs do not stand for a part
        _recorded(plan, f"{plan.title}（{each.name}）", is_public, [plan.ended[pk]], [each])
    return record


def _recorded(
    plan: Reorganising,
    title: str,
    is_public: bool,
    before: Iterable[Department],
    after: Iterable[Department],
) -> Reorganisation:
    record = Reorganisation(
        title=title,
        takes_effect_on=plan.day,
        description=plan.description,
        decision_number=plan.decision_number,
        life=Life.REGISTERED,
        visibility=Visibility.PUBLIC if is_public else Visibility.INTERNAL,
    )
    _save(record)
    for role, departments in ((Role.PREDECESSOR, before), (Role.SUCCESSOR, after)):
        for each in departments:
            _save(ReorganisationStep(reorganisation=record, department=each, role=role))
    return record


def lock_departments() -> None:
    """Keep all departments as they are until the transaction ends."""
    rows = Department._base_manager.order_by("pk").select_for_update(no_key=True)
    list(rows.values_list("pk"))


def _save(row: Any) -> None:
    row.full_clean()
    row.save()

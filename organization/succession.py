"""The successors of departments that are no more, and the predecessors of others."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Prefetch

from organization.models import Department, Reorganisation, ReorganisationStep

Role = ReorganisationStep.Role


class Succession:
    """The departments that stand for another on given days, asked of the database once.

    A department that exists then stands for itself. One that has ended is followed through the
    reorganisations in which it was a predecessor: all successors of a split, over as many steps
    as it takes. Steps of a withdrawn reorganisation count for nothing.
    """

    def __init__(self) -> None:
        departments = {each.pk: each for each in Department.objects.current().with_ancestors()}
        self._successors: dict[int, list[Department]] = defaultdict(list)
        for reorganisation in Reorganisation.objects.current().prefetch_related("steps"):
            steps = list(reorganisation.steps.all())
            later = [
                departments[step.department_id]
                for step in steps
                if step.role == Role.SUCCESSOR and step.department_id in departments
            ]
            for step in steps:
                if step.role == Role.PREDECESSOR:
                    self._successors[step.department_id] += later

    def on(self, department: Department, first: date, last: date) -> list[Department]:
        """Those that stand for `department` on days from `first` to `last`; none if nobody does."""
        found: list[Department] = []
        met: set[int] = set()
        waiting = [department]
        while waiting:
            each = waiting.pop(0)
            if each.pk in met:
                continue
            met.add(each.pk)
            if each.existed(first, last):
                found.append(each)
            else:
                waiting = [*self._successors[each.pk], *waiting]
        return found


def predecessors(department: Department, user: Any) -> list[Department]:
    """The earlier departments of `department`, over all reorganisations, the latest first.

    Only what `user` may see, and only what ended then: one that went on without a part of it has a
    history of its own. In two queries.
    """
    visible = Department.objects.visible_to(user).current()
    steps = ReorganisationStep.objects.filter(department__in=visible).select_related(
        "department__parent_department__parent_department__parent_department"
    )
    known = Reorganisation.objects.visible_to(user).current()
    latest_first = known.order_by("-takes_effect_on", "-pk").prefetch_related(
        Prefetch("steps", queryset=steps)
    )
    found: list[Department] = []
    for reorganisation in latest_first:
        if {department, *found} & {*reorganisation.departments(Role.SUCCESSOR)}:
            before = reorganisation.departments(Role.PREDECESSOR)
            on = reorganisation.takes_effect_on
            ended = [one for one in before if one.valid_until and one.valid_until < on]
            found += [one for one in ended if one not in found]
    return found

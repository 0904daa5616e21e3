"""A reorganisation as the page's form says it, tried out before it is written."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jlis_gov.reorganising.ends import TAKEN, Destinations, EndsForm
from jlis_gov.reorganising.forms import LONGEST_TITLE, SAME, ActForm, PartsForm, successor_forms
from organization.models import Department, Reorganisation
from organization.reorganising import Act, Reorganising, check, successor_of, write
from records.change import OpenChange, opened


@dataclass
class Draft:
    """The forms of one request, as far as they could be read."""

    act: ActForm
    successors: Any
    parts: PartsForm | None = None
    ends: EndsForm | None = None
    plan: Reorganising | None = None

    @property
    def is_whole(self) -> bool:
        """True where nothing is left to choose, and nothing wrong."""
        ends = self.ends
        return ends is not None and not self.act.errors and not ends.errors

    @property
    def seen(self) -> str:
        """What tells the act and what it touches from what they were at another moment."""
        if self.plan is None or self.ends is None:
            return ""
        facts: Any = [(name, str(value)) for name, value in self.act.cleaned_data.items()]
        facts += [sorted(map(str, row.items())) for row in self.successors.filled()]
        facts += [(pk, one.version) for pk, one in self.plan.ended.items()]
        facts += [(pk, str(one)) for pk, one in self.plan.moved.items()]
        return hashlib.sha256(repr([*facts, *self.ends.keys]).encode()).hexdigest()


def read(data: Any, user: Any) -> Draft:
    """The draft that was sent, complete as far as what was sent allows."""
    act = ActForm(data, user=user)
    draft = Draft(act, successor_forms(data, act.departments))
    is_read = draft.act.is_valid() & draft.successors.is_valid()
    if not is_read:
        return draft
    plan = _plan(draft)
    draft.parts = PartsForm(data, plan=plan, departments=act.departments)
    if draft.parts.is_valid():
        plan.place_parts(draft.parts.destinations())
    try:
        check(plan)
    except ValidationError as error:
        act.add_error(None, error)
        return draft
    draft.plan = plan
    if draft.parts.is_valid():
        draft.ends = _ends(draft, data, user)
    return draft


def _plan(draft: Draft) -> Reorganising:
    given = draft.act.cleaned_data
    before = sorted(given["predecessors"], key=lambda one: not one.is_public)
    taken = set(Department.objects.values_list("slug", flat=True))
    by_key = {str(one.pk): one for one in draft.act.departments}
    successors = []
    for row in draft.successors.filled():
        parent = before[0].parent_department if row["parent"] == SAME else by_key.get(row["parent"])
        made = successor_of(before[0], given["day"], parent, taken)
        made.name, made.short_name = row["name"], row["short_name"]
        made.duties = made.duties if given["act"] == Act.RENAME else ""
        made.slug = row["slug"] or made.slug
        made.kind = row["kind"] or made.kind
        made.order = made.order if row["order"] is None else row["order"]
        taken.add(made.slug)
        successors.append(made)
    plan = Reorganising(
        act=Act(given["act"]),
        day=given["day"],
        predecessors=before,
        successors=successors,
        taken_in_by=given["taken_in_by"],
        description=given["description"],
        decision_number=given["decision_number"],
    )
    plan.title = given["title"] or _title(plan)
    return plan


def _title(plan: Reorganising) -> str:
    """A title in the record's own language."""
    before = "・".join(one.printed_name for one in plan.predecessors)
    after = "・".join(one.printed_name for one in plan.heirs)
    titles = {
        Act.RENAME: f"{before}の{after}への改称",
        Act.SPLIT: f"{before}の{after}への分割",
        Act.MERGE: f"{before}の{after}への統合",
        Act.ABOLISH: f"{before}の廃止",
    }
    return titles[plan.act][:LONGEST_TITLE]


def _ends(draft: Draft, data: Any, user: Any) -> EndsForm:
    """The loose ends of a draft whose parts have their places."""
    plan: Any = draft.plan
    return EndsForm(
        data, ended=plan.ended, day=plan.day, user=user, destinations=destinations(draft)
    )


def destinations(draft: Draft) -> Destinations:
    """The departments in place of those that end, and all others that go on."""
    plan: Any = draft.plan
    by_value = {f"new:{n}": one for n, one in enumerate(plan.heirs)}
    by_value |= {f"part:{pk}": one for pk, one in plan.moved.items()}
    named = [(value, str(one)) for value, one in by_value.items()]
    others = {
        f"dep:{one.pk}": one
        for one in draft.act.departments
        if one.pk not in plan.ended and one.valid_until is None and one not in plan.heirs
    }
    heirs = {pk: [plan.moved[pk]] if pk in plan.moved else plan.heirs for pk in plan.ended}
    proposed = {pk: f"part:{pk}" for pk in plan.moved}
    if len(plan.heirs) == 1:
        proposed = dict.fromkeys(plan.ended, "new:0") | proposed
    rest = [(value, str(one)) for value, one in others.items()]
    return Destinations(
        groups=[*named, (_("other departments"), rest)],
        by_value=by_value | others,
        heirs=heirs,
        proposed=proposed,
    )


class NotWrittenError(Exception):
    """Something does not fit; the forms of the draft, its argument, say what."""


def carry_out(draft: Draft) -> tuple[Reorganisation, int]:
    """Write the draft in an open change; the record of it, and how many loose ends stay.

    Raises `NotWrittenError`; what was written until then is to be undone.
    """
    plan, ends = cast(Reorganising, draft.plan), cast(EndsForm, draft.ends)
    try:
        with transaction.atomic():
            record = write(plan)
    except ValidationError as error:
        draft.act.add_error(None, error.messages)
    except IntegrityError:
        draft.act.add_error(None, TAKEN)
    else:
        staying = ends.write() if ends.is_bound else 0
        if not ends.errors:
            return record, staying
    raise NotWrittenError(draft)


def try_out(draft: Draft, data: Any, user: Any) -> None:
    """Add to the draft what would stand in its way, by writing another like it and undoing that."""
    if draft.ends is None or draft.ends.errors:
        return
    attempt = read(data, user)
    with opened(OpenChange(actor="")), transaction.atomic():
        with suppress(NotWrittenError):
            carry_out(attempt)
        transaction.set_rollback(True)
    for found, told in ((attempt.act, draft.act), (attempt.ends, draft.ends)):
        for name, errors in cast(EndsForm, found).errors.items():
            told.add_error(None if name == NON_FIELD_ERRORS else name, errors)

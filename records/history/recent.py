"""The journal's newest changes, one for each request, however many records it changed."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.functional import Promise

from records.history.names import readable_form, record_model, with_titles
from records.history.publication import Step, step_between
from records.history.readable import readable_entries
from records.journal import JournalEntry

MOST_READ = 1_000  # entries whose forms are read to tell which step was taken


@dataclass(frozen=True, slots=True)
class RecentChange:
    """What one request did, as far as its reader may know it.

    `entry` is its newest, with the title of its record. `kind` is the label of what was changed,
    empty where that was of several kinds; `done` is the step that all of it took, or else what
    was done.
    """

    entry: JournalEntry
    count: int
    kind: str
    done: tuple[str | Promise, ...]


def recent_changes(user: Any, most: int) -> list[RecentChange]:
    """The newest changes that `user` may read, in as many queries for many entries as for few."""
    readable = readable_entries(user)
    same = Q(at=OuterRef("at")) | Q(request=OuterRef("request")) & ~Q(request="")
    following = readable.filter(same, sequence=OuterRef("sequence") + 1)
    ends = list(readable.filter(~Exists(following)).order_by("-sequence")[: most + 1])
    first = ends.pop().sequence if len(ends) > most else 0
    bounds = sorted(entry.sequence for entry in ends)
    groups: dict[int, list[Any]] = defaultdict(list)
    facts = readable.filter(sequence__gt=first).order_by("sequence")
    for one in facts.values_list("sequence", "record_type", "action", named=True):
        groups[bounds[bisect_left(bounds, one.sequence)]].append(one)
    steps = _steps(_chosen(groups[entry.sequence] for entry in ends))
    return [_told(entry, groups[entry.sequence], steps) for entry in with_titles(ends, user)]


def _chosen(groups: Iterable[Sequence[Any]]) -> list[int]:
    """The entries to read: of changes that may be one step of one kind, as far as they may be."""
    chosen: list[int] = []
    for group in groups:
        facts = {(one.record_type, one.action) for one in group}
        is_change = len(facts) == 1 and group[0].action == JournalEntry.Action.CHANGE
        is_plain = is_change and record_model(group[0].record_type) is not None
        if is_plain and len(chosen) + len(group) <= MOST_READ:
            chosen += [one.sequence for one in group]
    return chosen


def _steps(sequences: Sequence[int]) -> dict[int, Step | None]:
    """The steps that these entries tell of, by their numbers."""
    about = {name: OuterRef(name) for name in ("record_type", "record_id", "record_uid")}
    earlier = JournalEntry.objects.filter(**about, sequence__lt=OuterRef("sequence"))
    before = Subquery(earlier.order_by("-sequence").values("sequence")[:1])
    entries = JournalEntry.objects.with_payloads()
    found: list[Any] = list(entries.filter(sequence__in=sequences).annotate(before=before))
    old = {one.sequence: one for one in entries.filter(sequence__in=[one.before for one in found])}
    steps: dict[int, Step | None] = {}
    for entry in found:
        form = readable_form(entry) or {}
        held = (readable_form(old[entry.before]) if entry.before in old else None) or {}
        steps[entry.sequence] = step_between(held, form) if "life" in held and form else None
    return steps


def _told(entry: JournalEntry, group: Sequence[Any], steps: Mapping[int, Any]) -> RecentChange:
    kinds = {one.record_type for one in group}
    taken = {steps.get(one.sequence) for one in group}
    labels = dict(JournalEntry.Action.choices)
    done = tuple(labels[one] for one in dict.fromkeys(one.action for one in group))
    if len(taken) == 1 and (step := taken.pop()):
        done = (step.label,)
    return RecentChange(entry, len(group), kinds.pop() if len(kinds) == 1 else "", done)

"""Facts of records that did not change since a process read them last, which are not read again."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from records import change

Fact = TypeVar("Fact")
# A key of a record, its fact, and whether that rests on nothing but the record and what is named.
Read = Iterable[tuple[int, Fact, bool]]
MOST = 10_000  # facts of a kind that a process keeps
FEW = 200  # records that are asked for one by one; more are read with all others
STATE = ("uid", "version", "changed_at")  # the journal moves the last two with each entry


def states_of(records: QuerySet, *beside: str) -> dict[int, tuple[Any, ...]]:
    """By the key of each record, in their order, what moves when it changes, its parts included.

    Other columns of the record follow that. As text, for some databases make dear objects of them.
    """
    texts = (Cast(name, TextField()) for name in STATE)
    return {row[0]: row[1:] for row in records.values_list("pk", *texts, *beside)}


class KeptFacts(Generic[Fact]):
    """The facts of one kind of record, by the states of the records that they were read in.

    A state is over for good once a record changes, so a fact that is kept is never stale. While a
    change is open in this thread, records differ from their states: then all of them are read.
    """

    def __init__(self) -> None:
        self._facts: dict[Hashable, dict[Hashable, Fact]] = {}

    def read(
        self,
        records: QuerySet,
        states: Mapping[int, Hashable],
        make: Callable[[QuerySet], Read[Fact]],
        about: Hashable = (),
    ) -> dict[int, Fact]:
        """The facts of `records` by their keys, in the order of `states`.

        A state names, beside the record's own, whatever else its fact rests on; `about` is what
        the facts of all of them rest on.
        """
        known = {} if change.current() else self._kept(about)
        found = {pk: known[state] for pk, state in states.items() if state in known}
        missing = states.keys() - found.keys()
        if missing:
            few = records.filter(pk__in=missing) if len(missing) <= FEW else records
            for pk, fact, is_alone in make(few):
                found[pk] = fact
                if is_alone and pk in states:
                    known[states[pk]] = fact
        return {pk: found[pk] for pk in states if pk in found}

    def forget(self) -> None:
        """Keep nothing."""
        self._facts = {}

    def _kept(self, about: Hashable) -> dict[Hashable, Fact]:
        """What is kept of this; nothing else is any longer."""
        kept = self._facts.get(about)
        if kept is None or len(kept) > MOST:
            kept = {}
            self._facts = {about: kept}
        return kept

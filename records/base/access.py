"""Rights to read. They are Django's permissions; what only a room knows, its models add.

- Anyone reads what is public (`Record.open_to_anyone`).
- Who may view a kind of record reads all of it that is registered or withdrawn.
- Who may change a kind of record reads its drafts and its history, too; who may approve it, its
  drafts. Whoever has the right to histories reads that of each record of a kind they may view.
- Whoever else may read something internal does so for a reason of that room: their own department,
  their inspection (`Record.object_scope`).

An account that is not active reads what anyone reads.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Protocol

from django.db import models
from django.db.models import Q

from records.base.states import Life

NOTHING = Q(pk__in=())
READ_HISTORY = "records.read_history"


@dataclass(frozen=True, slots=True)
class ObjectScope:
    """The records that somebody may read, and those of them whose past they may read, too."""

    records: Q = NOTHING
    past: Q = NOTHING


class ReadableKind(Protocol):
    """A kind of record as far as reading goes: `Record`, which this module does not import."""

    _meta: ClassVar[Any]

    @classmethod
    def open_to_anyone(cls) -> Q:
        """Records that anyone may read."""

    @classmethod
    def object_scope(cls, user: Any, at: date | None) -> ObjectScope:
        """Records that `user` may read for a reason of their room."""


Kind = type[models.Model] | type[ReadableKind]


def works_in_admin(user: Any) -> bool:
    """Return True if the admin is open to `user`, or to the person for whom `user` acts."""
    return user.is_active and (user.is_staff or getattr(user, "acts_for_staff", False))


def may(user: Any, model: Kind, *actions: str) -> bool:
    """Return True if `user` (None is anyone) has the right to each of `actions` on `model`."""
    if user is None or not user.is_active:
        return False
    room, name = model._meta.app_label, model._meta.model_name
    return all(user.has_perm(f"{room}.{action}_{name}") for action in actions)


def sees_internal(user: Any, model: Kind) -> bool:
    """Return True if `user` may read every record of this kind that is no draft."""
    return may(user, model, "view") or writes(user, model)


def writes(user: Any, model: Kind) -> bool:
    """Return True if `user` keeps the records of this kind: then also drafts and past are open."""
    return may(user, model, "change")


def reads_drafts(user: Any, model: Kind) -> bool:
    """Return True if `user` may read records of this kind that nobody has agreed to yet."""
    return writes(user, model) or may(user, model, "approve")


def current(model: type[ReadableKind], user: Any) -> Q:
    """Those of the records that `user` may read that are not withdrawn.

    Where that leaves one state it is named, for a database finds a state in an index, not what
    is none of some.
    """
    if reads_drafts(user, model):
        return ~Q(life=Life.WITHDRAWN)
    return Q(life=Life.REGISTERED)


def readable(model: type[ReadableKind], user: Any, at: date | None = None) -> Q:
    """The records of a kind that `user` may read on the day `at`, today by default."""
    if reads_drafts(user, model):
        return Q()
    registered = ~Q(life=Life.DRAFT)
    if sees_internal(user, model):
        return registered
    if user is None or not user.is_active:
        return model.open_to_anyone()
    return model.open_to_anyone() | (registered & model.object_scope(user, at).records)


def with_readable_past(model: type[ReadableKind], user: Any, at: date | None = None) -> Q:
    """The records of a kind whose history `user` may read on the day `at`, today by default."""
    if writes(user, model):
        return Q()
    if user is None or not user.is_active:
        return NOTHING
    registered = ~Q(life=Life.DRAFT)
    if user.has_perm(READ_HISTORY) and sees_internal(user, model):
        return registered
    return registered & model.object_scope(user, at).past

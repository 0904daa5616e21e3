"""The kinds of record of which anything waits for approval or publication, asked once for all.

Most have nothing: to put a question together for each of them took longer than to answer it.
"""

from functools import cache
from typing import Any

from django.db.models import Exists

from jlis_gov.composition import KINDS
from records.base import Record
from records.history import Step
from records.journal import JournalHead
from records.storage import fetch_all

AWAITING = {Step.APPROVE: "awaiting_approval", Step.PUBLISH: "awaiting_publication"}
Place = tuple[type[Record], Step]


def kinds_waiting() -> frozenset[Place]:
    """The kinds of which any record waits for a step, whoever may see it or take the step."""
    sql, params = _question()
    row = next(iter(fetch_all(sql, params)), ())
    return frozenset(place for place, is_there in zip(_places(), row, strict=False) if is_there)


def _places() -> list[Place]:
    return [(kind.model, step) for kind in KINDS for step in AWAITING]


@cache
def _question() -> tuple[str, tuple[Any, ...]]:
    """It is the same each time: whether there is a record, for each place in turn."""
    asked = (Exists(getattr(model.objects, AWAITING[step])()) for model, step in _places())
    return JournalHead.objects.filter(pk=1).values_list(*asked).query.sql_with_params()

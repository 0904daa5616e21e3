"""The register as it stood at a past moment, rebuilt from the journal's canonical forms.

Inside `as_of` every question about records is asked of a database in memory that holds them as
their last entries until then say, so that lists, filters, columns and files are those of today.
What is no record (accounts' departments, inspectors' scopes) is as it is today: whoever asks has
today's rights. Only to read in; the cost grows with the number of records in the register.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import get_ident
from typing import Any, cast

from django.apps import apps
from django.db import connections, models
from django.db.models import Max, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils import timezone

from records.base import JournalledModel, writes
from records.history.names import readable_form
from records.history.wording import Form, part_model, target_model
from records.journal import JournalEntry, JournalHead, JournalPayload, record_models
from records.readings import Reading

_alias: ContextVar[str] = ContextVar("past_alias", default="")  # of the database, while open
_moment: ContextVar[datetime | None] = ContextVar("past_moment", default=None)


class PastRouter:
    """Sends questions about records to the past while that is open."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str | None:
        return _alias.get() if _alias.get() and model in _tables() else None


@dataclass(slots=True)
class Past:
    """The register rebuilt: the moment, and how many records' state then was disposed of."""

    moment: datetime
    lost: int = 0
    rows: dict[tuple[type[JournalledModel], str], JournalledModel] = field(default_factory=dict)
    links: list[tuple[JournalledModel, models.ForeignKey, str]] = field(default_factory=list)


@contextmanager
def as_of(moment: datetime) -> Iterator[Past]:
    """Inside, records are as they were at `moment`, included."""
    past = Past(moment)
    labels = [model._meta.label for model in record_models()]
    until = JournalEntry.objects.filter(at__lte=moment, record_type__in=labels).order_by()
    last = until.values("record_type", "record_id").annotate(last=Max("sequence"))
    for entry in JournalEntry.objects.with_payloads().filter(sequence__in=last.values("last")):
        form = readable_form(entry)
        if form is not None:
            record = _row(past, apps.get_model(entry.record_type), form, entry.record_id)
            vars(record)["changed_at"] = entry.at
        elif entry.action != JournalEntry.Action.DELETE:
            past.lost += 1
    with _memory() as alias:
        _write(past, alias)
        tokens = _alias.set(alias), _moment.set(moment)
        try:
            yield past
        finally:
            _alias.reset(tokens[0])
            _moment.reset(tokens[1])


def kept_since() -> datetime | None:
    """The moment of the journal's first entry, before which no past is known; None without one."""
    return JournalEntry.objects.order_by("sequence").values_list("at", flat=True).first()


def today() -> date:
    """The day of the moment while the past is open, otherwise today."""
    return timezone.localdate(_moment.get())


def with_past(records: QuerySet, user: Any) -> set[int] | None:
    """The keys of those of `records` whose past `user` may read; None is all there ever were.

    Raises `Http404` where there is no past for them at all.
    """
    model = records.model
    if writes(user, model):
        return None
    found = set(model.objects.with_history_for(user).values_list("pk", flat=True))
    if not found:
        raise Http404
    return found


def rendered(response: HttpResponseBase) -> HttpResponseBase:
    """The answer with nothing left to ask of the past."""
    if isinstance(response, SimpleTemplateResponse):
        return response.render()
    if response.streaming:
        # Drained, not closed: closing an answer tells Django that the request is over.
        return HttpResponse(b"".join(response), headers=response.headers)
    return response


def _tables() -> set[type[models.Model]]:
    """The tables of every room that keeps records, but not those that tell of the keeping."""
    rooms = {model._meta.app_label for model in record_models()}
    found = {model for room in rooms for model in apps.get_app_config(room).get_models()}
    return found - {JournalEntry, JournalHead, JournalPayload, Reading}


@contextmanager
def _memory() -> Iterator[str]:
    """A database in memory with the rooms' tables, gone afterwards; one for each thread."""
    alias = f"past-{get_ident()}"
    connections.databases[alias] = connections["default"].settings_dict | {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:",
        "OPTIONS": {},
        "ATOMIC_REQUESTS": False,
    }
    connection = connections[alias]
    connection.connect()
    try:
        with connection.constraint_checks_disabled(), connection.schema_editor() as editor:
            for model in _tables():
                editor.create_model(model)
        connection.disable_constraint_checking()
        yield alias
    finally:
        connection.connection.close()  # Django itself never closes a database in memory
        del connections[alias]
        del connections.databases[alias]


def _row(past: Past, model: type[JournalledModel], form: Form, pk: int) -> JournalledModel:
    """The row of which `form` is the canonical form, and those of its parts."""
    row = cast(type[Any], model)(pk=pk)
    past.rows[model, form["uid"]] = row
    for column in model._meta.concrete_fields:
        value = form.get(column.name)
        if isinstance(column, models.ForeignKey):
            if value is not None:
                past.links.append((row, column, value))
        elif column.name in form:
            setattr(row, column.attname, column.to_python(value))
    for name in model.parts:
        relation: Any = model._meta.get_field(name)
        for each in form[name]:
            part = _row(past, part_model(model, name), each, len(past.rows) + 1)
            setattr(part, relation.field.name, row)
    return row


def _write(past: Past, alias: str) -> None:
    """Write the rows, those derived from them, and as it stands today what is no record."""
    for row, column, uid in past.links:
        setattr(row, column.name, past.rows.get((target_model(column), uid)))
    by_model: dict[type[models.Model], list[Any]] = {}
    for row in past.rows.values():
        row.derive()
        for one in (row, *row.derived_rows()):
            by_model.setdefault(type(one), []).append(one)
    for model, rows in by_model.items():
        QuerySet(model, using=alias).bulk_create(rows)
    for model in _tables() - by_model.keys():
        if not issubclass(model, JournalledModel):
            QuerySet(model, using=alias).bulk_create(QuerySet(model, using="default"))

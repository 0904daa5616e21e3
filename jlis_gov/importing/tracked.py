"""Layouts of imported tables in the journal: what an entry says of one, and in words."""

from collections.abc import Collection, Mapping
from typing import Any, cast

from django.utils.functional import Promise

from jlis_gov.composition import INTAKES
from jlis_gov.models import ImportLayout
from records.history import DayWords, label_of
from records.journal import Form, TrackedTable, Worded

LAYOUT = "jlis_gov.ImportLayout"
FIELDS = ("kind", "office", "name", "fields")


def forms(keys: Collection[int] | None) -> dict[int, Form]:
    """The layouts with these keys, None for all, as plain data."""
    rows = ImportLayout.objects.all() if keys is None else ImportLayout.objects.filter(pk__in=keys)
    return {row.pk: {name: getattr(row, name) for name in FIELDS} for row in rows}


def names(keys: Collection[int], user: Any) -> Mapping[int, str]:
    """The names of these layouts."""
    return dict(ImportLayout.objects.filter(pk__in=keys).values_list("pk", "name"))


def words(form: Form, user: Any, day: DayWords) -> Worded:
    """The name of a layout, and what it takes each heading for."""
    spec = INTAKES[form["kind"]].spec
    fields = ((text, spec.column(name)) for text, name in form["fields"].items())
    told = {
        "kind": [spec.name],
        "office": [form["office"]] if form["office"] else [],
        "name": [form["name"]],
        "fields": [f"{text} → {column.heading if column else '－'}" for text, column in fields],
    }
    field: Any = ImportLayout._meta.get_field
    return {name: (label_of(field(name)), items) for name, items in told.items()}


TRACKED = TrackedTable(
    LAYOUT,
    cast(Promise, ImportLayout._meta.verbose_name),
    forms,
    "records.view_journalentry",
    words,
    names,
)

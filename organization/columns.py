"""The columns of the list of departments."""

from datetime import date
from operator import attrgetter

from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organization.models import Department
from records.lists import Column, Datum, by_fields


def kind(department: Department) -> str:
    """The kind of unit, in words."""
    return capfirst(department.get_kind_display())


def belongs_to(department: Department) -> str:
    """The unit that it is part of; empty for the highest units and those of the secretariat."""
    parent = department.parent_department
    return parent.name if parent is not None else ""


def belongs_to_in_english(department: Department) -> str:
    """The same in English; empty where it has no such name."""
    parent = department.parent_department
    return parent.english_name if parent is not None else ""


def existence(department: Department) -> str:
    """From when to when it exists; empty where neither is known."""
    first, last = department.valid_from, department.valid_until
    if first is None and last is None:
        return ""
    return _("%(first)s to %(last)s") % {"first": _date(first), "last": _date(last)}


def _date(day: date | None) -> str:
    return "" if day is None else formats.date_format(day)


VALIDITY = (
    Datum(gettext_lazy("Exists from"), lambda department, line: department.valid_from),
    Datum(gettext_lazy("Exists until"), lambda department, line: department.valid_until),
)
DEPARTMENTS = (
    Column(
        "name",
        gettext_lazy("Department"),
        str,
        order=by_fields("order"),
        names_record=True,
        is_quoted=True,
        data=(
            Datum(gettext_lazy("Department"), lambda department, line: str(department)),
            Datum(
                gettext_lazy("Department in English"),
                lambda department, line: department.in_english,
                is_later=True,
            ),
            Datum(gettext_lazy("Department code"), lambda department, line: department.slug),
        ),
        english=attrgetter("in_english"),
    ),
    Column("kind", gettext_lazy("Kind"), kind, order=by_fields("kind")),
    Column(
        "belongs_to",
        gettext_lazy("Belongs to"),
        belongs_to,
        is_quoted=True,
        english=belongs_to_in_english,
    ),
    Column(
        "existence",
        gettext_lazy("Existence"),
        existence,
        order=by_fields("valid_from"),
        data=VALIDITY,
    ),
)

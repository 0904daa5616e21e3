"""What an audit sets out to do and what came of it, as lists tell it to machines.

`ENGAGEMENT` is of whoever may see the audit; `INNER_ENGAGEMENT` is empty in lines of audits that
the reader may not read in full.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from audits.models import Audit
from records.lists import Datum, Value, one_line

Told = Callable[[Audit], Value]


def _label(name: str) -> Any:
    column: Any = Audit._meta.get_field(name)
    return capfirst(column.verbose_name)


def _field(name: str) -> Datum:
    """A field that a file of an earlier version lacks, on one line."""

    def value(audit: Audit, line: Any) -> Value:
        told = getattr(audit, name)
        return one_line(told) if isinstance(told, str) else told

    return Datum(_label(name), value, is_later=True)


def _inner(label: Any, told: Told) -> Datum:
    """The same, of the audits alone that the reader may read in full."""
    return Datum(label, lambda audit, line: told(audit) if line.is_whole else None, is_later=True)


def _inner_field(name: str) -> Datum:
    return _inner(_label(name), lambda audit: _field(name).value(audit, None))


def _sum(name: str) -> Told:
    """The person-days of all auditors; empty where nobody noted any."""

    def total(audit: Audit) -> Decimal | None:
        days = [getattr(row, name) for row in audit.rows_of("auditors")]
        noted = [each for each in days if each is not None]
        return Decimal(f"{sum(noted, Decimal()).normalize():f}") if noted else None

    return total


ENGAGEMENT = (
    _field("objective"),
    _field("scope_text"),
    Datum(
        _("Audit criteria"),
        lambda audit, line: "、".join(map(str, audit.rows_of("criteria"))),
        is_later=True,
    ),
    _field("period_text"),
    Datum(
        _("First day of the period audited"),
        lambda audit, line: audit.period.starts_on,
        is_later=True,
    ),
    Datum(
        _("Last day of the period audited"),
        lambda audit, line: audit.period.ends_on,
        is_later=True,
    ),
    Datum(
        _("Precision of the period audited"),
        lambda audit, line: str(audit.period.precision or ""),
        is_later=True,
    ),
    Datum(_("Methods"), lambda audit, line: audit.methods_text, is_later=True),
    _field("reported_on"),
)
INNER_ENGAGEMENT = (
    *map(_inner_field, ("focus_points", "opening_on", "exit_on", "report_number", "addressee")),
    _inner(_label("conclusion"), lambda audit: str(audit.conclusion or "")),
    *map(_inner_field, ("conclusion_basis", "distribution")),
    _inner(_("Planned person-days"), _sum("planned_days")),
    _inner(_("Person-days spent"), _sum("person_days")),
)

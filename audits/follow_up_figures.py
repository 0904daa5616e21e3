"""The tables of the account on its page: each figure leads to the list of what it counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audits.account_filters import Measures
from audits.accounting import Account
from audits.follow_up import Line
from dates import FiscalYear, official_number
from records.base import is_japanese
from records.lists import Table

COLUMNS = {
    Measures.GIVEN: _("Findings"),
    Measures.COMPLETED: _("Completed"),
    Measures.PENDING: _("Not completed"),
    Measures.OVERDUE: _("of which overdue"),
}
OF_PENDING = (Measures.PENDING, Measures.OVERDUE)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, and the address of the list of what it counts; empty where there is none."""

    number: int
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line with its figures in the order of the columns; `level` is how far it is indented."""

    label: str
    level: int
    figures: list[Figure]
    rate: str


@dataclass(frozen=True, slots=True)
class Figures:
    """A table of figures; `has_rate` where it tells how much is completed."""

    number: str
    title: str | Promise
    head: str | Promise
    columns: Sequence[str | Promise]
    rows: list[Row]
    has_rate: bool


def by_year(found: Account) -> Figures:
    """Table 1, with the sum of all."""
    total = Line(str(_("Total")), found.total.count)
    return _whole(found, 1, _("By fiscal year"), _("Fiscal year and regime"), [*found.years, total])


def by_subject(found: Account) -> list[Figures]:
    """Tables 4 to 7: what the findings are about, and how long they have waited."""
    title, head = _("By days since the finding (not completed)"), _("Days since")
    return [
        _whole(found, 4, _("By department"), _("Department"), found.departments),
        _whole(found, 5, _("By grade"), _("Grade"), found.grades),
        _whole(found, 6, _("By root cause"), _("Root cause"), found.causes),
        _table(7, title, head, OF_PENDING, found.ages, found.at),
    ]


def figures(line: Line, sorts: Iterable[Measures], at: date) -> list[Figure]:
    """The figures of a line, each with its address."""
    numbers = {
        Measures.GIVEN: line.count.given,
        Measures.COMPLETED: line.count.completed,
        Measures.PENDING: line.count.pending,
        Measures.OVERDUE: line.count.overdue,
    }
    return [Figure(numbers[sort], address(line, sort, at)) for sort in sorts]


def address(line: Line, sort: Measures, at: date) -> str:
    """The address of the list of a line's findings of this sort; empty where there is none."""
    query = line.query_of(at, sort)
    return f"{reverse('audits:findings')}?{urlencode(query)}" if query else ""


def listed(found: Account, tables: tuple[Table, Table]) -> list[tuple[Table, str]]:
    """Tables 2 and 3, each with the address of the list that shows all of its findings."""
    completed = Line("", found.total.count, {"closed": str(FiscalYear.of(found.at))})
    done, left = tables
    return [
        (done, address(completed, Measures.COMPLETED, found.at)),
        (left, address(found.total, Measures.PENDING, found.at)),
    ]


def _whole(
    found: Account, number: int, title: str | Promise, head: str | Promise, lines: list[Line]
) -> Figures:
    return _table(number, title, head, tuple(COLUMNS), lines, found.at)


def _table(
    number: int,
    title: str | Promise,
    head: str | Promise,
    sorts: tuple[Measures, ...],
    lines: list[Line],
    at: date,
) -> Figures:
    rows = [Row(one.label, one.level, figures(one, sorts, at), one.count.rate) for one in lines]
    columns = [COLUMNS[sort] for sort in sorts]
    place = official_number(number) if is_japanese() else str(number)
    return Figures(place, title, head, columns, rows, Measures.GIVEN in sorts)

"""The annual report: every table with its number and its notes."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.core.exceptions import ObjectDoesNotExist

from dates import FiscalYear
from jlis_gov.composition import REPORT, SCHEDULED
from jlis_gov.models import ReportNote
from records.agency import Agency
from records.base import Record
from records.lists import Footnote, Table

OVERRIDES = ("schedule_override", "targets_override")


@dataclass(frozen=True, slots=True)
class Override:
    """A wording typed by hand, which the report prints instead of what the rule would."""

    record: Record
    field: str
    text: str


def tables(fiscal_year: FiscalYear, user: Any = None) -> list[Table]:
    """The report's tables of a year, as far as `user` (None is anyone) may see their records.

    Raises `ObjectDoesNotExist` where a body with a table of its own is not to be seen.
    """
    return [make() for make in _makers(fiscal_year, user)]


def seen_tables(fiscal_year: FiscalYear, user: Any = None) -> list[Table]:
    """The same without the tables of bodies that `user` may not see; the rest keep their number."""
    found = []
    for make in _makers(fiscal_year, user):
        with suppress(ObjectDoesNotExist):
            found.append(make())
    return found


def _makers(fiscal_year: FiscalYear, user: Any) -> list[Callable[[], Table]]:
    notes = ReportNote.objects.visible_to(user).current().filter(fiscal_year=int(fiscal_year))
    under: dict[int, list[str]] = {}
    numbered: dict[int, list[Footnote]] = {}
    for note in notes:
        if note.number is None:
            under.setdefault(note.table_number, []).append(note.text)
        else:
            footnote = Footnote(note.number, note.term, note.text)
            numbered.setdefault(note.table_number, []).append(footnote)

    def maker(number: int) -> Table:
        table = REPORT[number - 1](fiscal_year, user)
        return replace(
            table,
            number=number,
            notes=tuple(under.get(number, ())),
            footnotes=tuple(sorted(numbered.get(number, ()), key=lambda one: one.mark)),
        )

    return [partial(maker, number) for number in range(1, len(REPORT) + 1)]


def overrides(fiscal_year: FiscalYear, user: Any = None) -> Iterator[Override]:
    """The wordings of a year's records that were typed by hand, in the order of the report."""
    for kind in sorted(
        (kind for kind in SCHEDULED if kind.report), key=lambda kind: min(kind.report)
    ):
        for record in kind.model.objects.visible_to(user).current().in_fiscal_year(fiscal_year):
            for field in OVERRIDES:
                if text := getattr(record, field, ""):
                    yield Override(record, field, text)


def title(fiscal_year: FiscalYear, of: Agency) -> str:
    """The title of a year's tables together, as the agency called it then."""
    return f"{fiscal_year.wareki()}{of.report_title}"


def has_records(fiscal_year: FiscalYear, user: Any = None) -> bool:
    """Return True if there is any record of the year."""
    return any(
        kind.model.objects.visible_to(user).current().in_fiscal_year(fiscal_year).exists()
        for kind in SCHEDULED
    )

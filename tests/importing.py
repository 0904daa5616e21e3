"""Tables to bring in, without a file."""

from collections.abc import Iterable, Sequence

from jlis_gov.composition import IMPORTS
from records import journal
from records.imports import Mode, Options, Plan, carry_out, plan
from records.imports.reading import Row


def rows_of(table: int, cells: Iterable[Sequence[str]]) -> list[Row]:
    """Rows of a table that has its first columns, numbered as below a row of headings."""
    keys = [column.key for column in IMPORTS[table].spec.columns]
    return [
        Row(number, dict(zip(keys, row, strict=False))) for number, row in enumerate(cells, start=2)
    ]


def planned(table: int, cells: Iterable[Sequence[str]], **options: object) -> Plan:
    """The verdicts on a table of fiscal 2016 of what was held."""
    given = {"fiscal_year": 2016, "status": "held"} | options
    return plan(IMPORTS[table], rows_of(table, cells), Options(**given))


def imported(table: int, cells: Iterable[Sequence[str]], mode: str = "stop", **options: object):
    """Bring a table in; gives the verdicts it was brought in by."""
    found = planned(table, cells, **options)
    with journal.change(actor="clerk", reason="取込み"):
        carry_out(found, Mode(mode))
    return found


def verdicts(found: Plan) -> list[str]:
    return [item.verdict.value for item in found.items]

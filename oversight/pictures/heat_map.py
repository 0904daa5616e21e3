"""The picture of coverage: departments against kinds of audit."""

from collections import Counter
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oversight.coverage import OF_A_YEAR, STATE_SIGNS, STATE_WORDS, Coverage, State
from oversight.drawing import Drawing, GridCell, GridRow, Hue, grid
from oversight.pictures.picture import Cell, Picture, numbers

HUES = {
    State.DONE: Hue.AUDIT,
    State.PLANNED: Hue.PLAN,
    State.LATE: Hue.ALARM,
    State.GAP: Hue.ALARM,
}
TITLE = gettext_lazy("Departments and their audits of the year")


def heat_map(found: Coverage) -> Picture:
    """The coverage as its page shows it; beneath, how many departments stand how."""
    counts = [Counter(row.cells[n].state for row in found.rows) for n in range(len(found.columns))]
    whole = sum(counts, Counter())
    summary = " ".join(f"{STATE_WORDS[state]}: {whole[state]}." for state in OF_A_YEAR)
    rows = [
        GridRow(name, row.depth, [_cell(cell.state) for cell in row.cells])
        for name, row in zip(_names(found), found.rows, strict=True)
    ]
    heads = [str(column.name) for column in found.columns]
    return Picture(
        "heat-map",
        TITLE,
        grid(Drawing("heat-map", str(TITLE), summary), heads, rows) if rows and heads else "",
        (_("Kind of audit"), *(STATE_WORDS[state] for state in OF_A_YEAR)),
        [
            [Cell(head), *numbers(*(count[state] for state in OF_A_YEAR))]
            for head, count in zip(heads, counts, strict=True)
        ],
        [" / ".join(f"{STATE_SIGNS[state]} {STATE_WORDS[state]}" for state in OF_A_YEAR)],
        reverse("oversight:coverage", args=[found.year]),
    )


def _cell(state: State) -> GridCell:
    return GridCell(state, STATE_SIGNS[state], HUES.get(state))


def _names(found: Coverage) -> Iterator[str]:
    """The departments, each without the name of what it belongs to, which stands above it."""
    above: dict[int, str] = {}
    for row in found.rows:
        above[row.depth] = row.department.name
        yield row.department.name.removeprefix(above.get(row.depth - 1, ""))

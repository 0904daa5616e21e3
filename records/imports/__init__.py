"""A table handed in: read, judged row by row, and kept in one change."""

from records.imports.own import OwnList, with_own
from records.imports.planning import (
    ChangedMeanwhileError,
    Plan,
    carry_out,
    carrying_out,
    outcome,
    plan,
    planning,
)
from records.imports.readers import (
    EMPTY,
    Options,
    Problems,
    Reader,
    TableError,
    TableImport,
    filled,
    versions,
)
from records.imports.reading import (
    ColumnSpec,
    Grid,
    GridRow,
    Row,
    Sheet,
    Spec,
    TabularError,
    grids,
    pasted_grids,
    read,
    read_pasted,
    template,
)
from records.imports.reading.limits import MAX_FILE
from records.imports.reading.printed import Dated, Described, Numbered, People
from records.imports.reading.printed.tokens import is_balanced, outside_brackets
from records.imports.reading.specs import BESIDE, WHOLE
from records.imports.tables import TITLE, AnyTable, Choice, corrections_of, read_any
from records.imports.verdicts import Difference, Fact, Item, Mode, ParsedRow, Problem, Verdict
from records.imports.words import UnknownWordError, folded, suggestions

__all__ = [
    "BESIDE",
    "EMPTY",
    "MAX_FILE",
    "TITLE",
    "WHOLE",
    "AnyTable",
    "ChangedMeanwhileError",
    "Choice",
    "ColumnSpec",
    "Dated",
    "Described",
    "Difference",
    "Fact",
    "Grid",
    "GridRow",
    "Item",
    "Mode",
    "Numbered",
    "Options",
    "OwnList",
    "ParsedRow",
    "People",
    "Plan",
    "Problem",
    "Problems",
    "Reader",
    "Row",
    "Sheet",
    "Spec",
    "TableError",
    "TableImport",
    "TabularError",
    "UnknownWordError",
    "Verdict",
    "carry_out",
    "carrying_out",
    "corrections_of",
    "filled",
    "folded",
    "grids",
    "is_balanced",
    "outcome",
    "outside_brackets",
    "pasted_grids",
    "plan",
    "planning",
    "read",
    "read_any",
    "read_pasted",
    "suggestions",
    "template",
    "versions",
    "with_own",
]

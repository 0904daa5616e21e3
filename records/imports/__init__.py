"""Rows of a table that become records: first a verdict on each, then all in one change.

A room says of each table how it is read (a `TableImport`); here is what all of them share. A row
and a kept record are compared by their facts, the same for both, so that the same table brought in
twice changes nothing. See docs/adr/0009-imports.md.
"""

from records.imports.own import OwnList, with_own
from records.imports.planning import (
    ChangedMeanwhileError,
    Plan,
    carry_out,
    carrying_out,
    plan,
    planning,
)
from records.imports.readers import Options, Reader, Said, TableError, TableImport
from records.imports.verdicts import Difference, Fact, Item, Mode, Problem, Verdict
from records.imports.words import UnknownWordError, folded, suggestions

__all__ = [
    "ChangedMeanwhileError",
    "Difference",
    "Fact",
    "Item",
    "Mode",
    "Options",
    "OwnList",
    "Plan",
    "Problem",
    "Reader",
    "Said",
    "TableError",
    "TableImport",
    "UnknownWordError",
    "Verdict",
    "carry_out",
    "carrying_out",
    "folded",
    "plan",
    "planning",
    "suggestions",
    "with_own",
]

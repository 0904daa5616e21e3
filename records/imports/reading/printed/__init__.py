"""Tables in text that was copied from a PDF: no tabs, cells broken over lines, footnotes between.

A room says how its table is printed (`Numbered`, `Dated`, `Described`, `People`: which headings,
which title, what its cells look like) and gives that object as its spec's `untabbed`. Rows are
found by structure: a row begins with 第N回, a date column is what the `reads` that a room hands in
understands, a cell ends where its shape is whole. What is decided by weaker signs is said in a
remark; what cannot be decided is a `TabularError` with its line.
"""

from records.imports.reading.printed.dated import Dated
from records.imports.reading.printed.described import Described
from records.imports.reading.printed.numbered import Numbered
from records.imports.reading.printed.people import People
from records.imports.reading.printed.tables import Printed

__all__ = ["Dated", "Described", "Numbered", "People", "Printed"]

"""Tables of any form: found on a sheet, their columns matched to what a kind of record has."""

from records.imports.tables.arranging import corrections_of, fields_named, for_all_of
from records.imports.tables.choosing import TITLE, AnyTable, Choice, read_any

__all__ = [
    "TITLE",
    "AnyTable",
    "Choice",
    "corrections_of",
    "fields_named",
    "for_all_of",
    "read_any",
]

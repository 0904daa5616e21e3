"""Lists of records: columns, filters, pages, and the files in which a list is taken away."""

from records.lists.columns import (
    IDENTITY,
    Column,
    Datum,
    by_date,
    by_fields,
    machine_teller,
    one_line,
    teller,
)
from records.lists.filters import (
    NamedChoiceFilter,
    PlainSelect,
    SlugChoiceFilter,
    WordsField,
    WordsFilter,
)
from records.lists.formats import FORMATS, TablesFile
from records.lists.pages import Chip, ListPage, chips
from records.lists.redaction import opened
from records.lists.rendering import (
    Table,
    Value,
    text_of,
    to_csv,
    to_docx,
    to_json,
    to_markdown,
    to_xlsx,
)
from records.lists.tables import RecordTable

__all__ = [
    "FORMATS",
    "IDENTITY",
    "Chip",
    "Column",
    "Datum",
    "ListPage",
    "NamedChoiceFilter",
    "PlainSelect",
    "RecordTable",
    "SlugChoiceFilter",
    "Table",
    "TablesFile",
    "Value",
    "WordsField",
    "WordsFilter",
    "by_date",
    "by_fields",
    "chips",
    "machine_teller",
    "one_line",
    "opened",
    "teller",
    "text_of",
    "to_csv",
    "to_docx",
    "to_json",
    "to_markdown",
    "to_xlsx",
]

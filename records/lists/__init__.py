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
    FewChoices,
    NamedChoiceFilter,
    PlainSelect,
    RecordSelect,
    SlugChoiceField,
    SlugChoiceFilter,
    UidChoiceField,
    UidChoiceFilter,
)
from records.lists.formats import FORMATS, TablesFile
from records.lists.matches import Match, matches
from records.lists.pages import Chip, ListPage, StateForm, chips
from records.lists.redaction import opened
from records.lists.rendering import (
    Footnote,
    Layout,
    Table,
    Value,
    bind_rows,
    new_document,
    set_widths,
    text_of,
    to_csv,
    to_docx,
    to_json,
    to_markdown,
    to_xlsx,
)
from records.lists.tables import RecordTable
from records.lists.words import EVERYTHING, WordsField, WordsFilter, contains

__all__ = [
    "EVERYTHING",
    "FORMATS",
    "IDENTITY",
    "Chip",
    "Column",
    "Datum",
    "FewChoices",
    "Footnote",
    "Layout",
    "ListPage",
    "Match",
    "NamedChoiceFilter",
    "PlainSelect",
    "RecordSelect",
    "RecordTable",
    "SlugChoiceField",
    "SlugChoiceFilter",
    "StateForm",
    "Table",
    "TablesFile",
    "UidChoiceField",
    "UidChoiceFilter",
    "Value",
    "WordsField",
    "WordsFilter",
    "bind_rows",
    "by_date",
    "by_fields",
    "chips",
    "contains",
    "machine_teller",
    "matches",
    "new_document",
    "one_line",
    "opened",
    "set_widths",
    "teller",
    "text_of",
    "to_csv",
    "to_docx",
    "to_json",
    "to_markdown",
    "to_xlsx",
]

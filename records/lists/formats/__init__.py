"""The formats in which a list is taken away: a declaration each, in the order of the menu."""

from records.lists.formats.csv import CSV
from records.lists.formats.declaration import Asked, Encoding, Format, TablesFile
from records.lists.formats.docx import DOCX
from records.lists.formats.events import EVENTS
from records.lists.formats.json import JSON
from records.lists.formats.printed import PRINT
from records.lists.formats.schema import SCHEMA
from records.lists.formats.xlsx import XLSX

FORMATS = {one.name: one for one in (XLSX, CSV, DOCX, PRINT, JSON, SCHEMA, EVENTS)}

__all__ = ["FORMATS", "Asked", "Encoding", "Format", "TablesFile"]

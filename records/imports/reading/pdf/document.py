"""A PDF as its tables, those that run over pages put together."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from records.imports.reading.errors import TabularError
from records.imports.reading.grid import Grid, Remark, remark, some
from records.imports.reading.headings import has_headings, likely_headings, normal
from records.imports.reading.pdf.joining import Joining
from records.imports.reading.pdf.pages import Page, pages_of
from records.imports.reading.pdf.texts import count_unknown
from records.imports.reading.specs import Spec

_SCAN = _(
    "The PDF has no text, only pictures, as scanned papers do. Please type the table into the "
    "template."
)
_LETTERS = _(
    "The PDF does not say which letters it shows. Please ask for the file that it was made from."
)
_NO_TABLES = _(
    "The PDF has no table whose cells are drawn with lines. Please copy the table in it and paste "
    "it."
)
_NO_TABLE = _("No table of the PDF has the headings of this table ({expected}). Found: {found}.")
_SEVERAL = _(
    "Several tables of the PDF have the headings of this table ({titles}). Please copy one of them "
    "and paste it."
)
_PICTURES = _("Pages without text ({pages}) were not read.")
_TURNED = _("Text that stands or is turned (pages {pages}) was not read.")


@dataclass(frozen=True, slots=True)
class Document:
    """The tables of a PDF, and what is said of all of them."""

    tables: list[Grid]
    remarks: tuple[Remark, ...]

    def is_for(self, spec: Spec) -> bool:
        """Return True if a table has the headings of `spec`."""
        return any(has_headings(table, spec) for table in self.tables)

    def grids(self) -> list[Grid]:
        """All tables."""
        return [replace(one, remarks=(*self.remarks, *one.remarks)) for one in self.tables]

    def grid(self, spec: Spec) -> Grid:
        """The table that has the headings of `spec`, and is titled so. Raises `TabularError`."""
        fitting = [table for table in self.grids() if has_headings(table, spec)]
        if not fitting:
            expected = "、".join(column.heading for column in spec.columns if column.required)
            found = "；".join(filter(None, map(likely_headings, self.tables)))
            raise TabularError(_NO_TABLE, expected=expected, found=found)
        names = {normal(spec.name), normal(getattr(spec.untabbed, "title", "") or spec.name)}
        titled = [one for one in fitting if any(name in normal(one.title) for name in names)]
        fitting = titled or fitting
        if len(fitting) > 1:
            raise TabularError(_SEVERAL, titles="、".join(one.title for one in fitting))
        return fitting[0]


def read_pdf(data: bytes) -> Document:
    """The tables in a PDF. Raises `TabularError` where there are none that can be read."""
    pages = pages_of(data)
    _check_letters(pages)
    tables = Joining().grids(pages)
    if not tables:
        raise TabularError(_NO_TABLES)
    numbered = list(enumerate(pages, start=1))
    pictures = [number for number, page in numbered if not page["letters"]]
    turned = [number for number, page in numbered if page["turned"]]
    told = ((_PICTURES, pictures), (_TURNED, turned))
    remarks = (remark(message, pages=some(found)) for message, found in told if found)
    return Document(tables, tuple(remarks))


def _check_letters(pages: list[Page]) -> None:
    """Refuse a PDF without letters, or most of whose letters have no meaning."""
    letters = sum(page["letters"] for page in pages)
    if not letters:
        raise TabularError(_SCAN)
    cells = [cell for page in pages for table in page["tables"] for cell in table["cells"]]
    lines = [line for cell in (*cells, *pages) for line in cell["lines"]]
    if 2 * sum(count_unknown(text) for *_place, text in lines) > letters:
        raise TabularError(_LETTERS)

"""A list on paper, for the formats that people print."""

from collections.abc import Iterable

from django.utils.translation import pgettext

from records.lists.columns import counts_rows
from records.lists.downloads import Download, Shape
from records.lists.rendering import Table

MOST = 2_000  # records; a document is made as a whole, and read by people


def on_paper(download: Download) -> Table:
    """The list as a table that is made as a whole, its rows counted as on the page.

    People name a row by its number where they read one sheet together. Files for programs have no
    such number: it is another one in another order, and a spreadsheet numbers its rows itself.
    """
    listing = download.listing(Shape.SHOWN)
    counts = counts_rows(download.columns)
    rows = tuple(
        (*((str(number),) if counts else ()), *(str(cell) for cell in row))
        for number, row in enumerate(listing.rows, start=1)
    )
    above = download.page.about()
    return Table(
        listing.title,
        (*((pgettext("of a row", "No."),) if counts else ()), *listing.headings),
        rows,
        facts=_lines(above),
        notes=_lines(fact for fact in listing.facts if fact not in above),
        merges=False,
    )


def _lines(facts: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(f"{label}: {text}" for label, text in facts)

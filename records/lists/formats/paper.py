"""A list on paper, for the formats that people print."""

from collections.abc import Iterable

from records.lists.downloads import Download, Shape
from records.lists.rendering import Table

MOST = 2_000  # records; a document is made as a whole, and read by people


def on_paper(download: Download) -> Table:
    """The list as a table that is made as a whole."""
    listing = download.listing(Shape.SHOWN)
    rows = tuple(tuple(str(cell) for cell in row) for row in listing.rows)
    above = download.page.about()
    return Table(
        listing.title,
        listing.headings,
        rows,
        facts=_lines(above),
        notes=_lines(fact for fact in listing.facts if fact not in above),
        merges=False,
    )


def _lines(facts: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(f"{label}: {text}" for label, text in facts)

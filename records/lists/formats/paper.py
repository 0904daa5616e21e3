"""A list on paper, for the formats that people print."""

from records.lists.downloads import Download, Shape
from records.lists.rendering import Table

MOST = 2_000  # records; a document is made as a whole, and read by people


def on_paper(download: Download) -> Table:
    """The list as a table that is made as a whole."""
    listing = download.listing(Shape.SHOWN)
    rows = tuple(tuple(str(cell) for cell in row) for row in listing.rows)
    facts = tuple(f"{label}: {text}" for label, text in listing.facts)
    return Table(listing.title, listing.headings, rows, notes=facts, merges=False)

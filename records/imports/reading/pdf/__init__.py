"""Tables of PDF files, found by the lines drawn around their cells."""

from records.imports.reading.pdf.document import Document, read_pdf

__all__ = ["Document", "read_pdf"]

"""The board's report: the oversight of a fiscal year on one page A4, as PDF."""

from typing import Any, NoReturn


class PdfUnavailableError(RuntimeError):
    """This computer lacks the system libraries (Pango) with which PDFs are made."""


def to_pdf(html: str) -> bytes:
    """The page as PDF; it may ask for nothing outside itself.

    Raises `PdfUnavailableError` where WeasyPrint finds no system libraries.
    """
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as error:
        raise PdfUnavailableError(str(error)) from error
    made: bytes = HTML(string=html, url_fetcher=_refuse).write_pdf()
    return made


def _refuse(url: str, *args: Any, **kwargs: Any) -> NoReturn:
    raise ValueError(f"the report holds all that it shows: {url}")

"""The kind of a file by its first bytes; a refusal says what to do instead."""

from enum import Enum
from pathlib import PurePath

from django.utils.translation import gettext_lazy as _

from records.imports.reading.errors import TabularError

PASSWORD = _("The workbook is protected with a password. Please save it without one.")
IMAGE = _("This is a picture, not a table. Please type the table into the template.")
WEB = _("This is a web page, not a workbook. Please save it as “Excel Workbook (.xlsx)”.")
RICH_TEXT = _("This is a text document. Please copy the table in it and paste it.")
NO_WORKBOOK = _("This is not a workbook, although its name ends in {suffix}.")
_REFUSED = (
    (b"\x89PNG", IMAGE),
    (b"\xff\xd8\xff", IMAGE),
    (b"GIF8", IMAGE),
    (b"II*\0", IMAGE),
    (b"MM\0*", IMAGE),
    (b"{\\rtf", RICH_TEXT),
)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CALENDAR = b"BEGIN:VCALENDAR"
_WEB = (b"<!doctype html", b"<html", b"<table", b"<?xml")
_WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".ods")


class Kind(Enum):
    PACKAGE = "package"
    TEXT = "text"
    CALENDAR = "calendar"
    OLD_WORKBOOK = "old workbook"
    PDF = "PDF"


def kind_of(data: bytes, name: str) -> Kind:
    """The kind of a file that can be read. Raises `TabularError` for all else."""
    if data.startswith(b"PK"):
        return Kind.PACKAGE
    if data.startswith(_COMPOUND):
        if _ENCRYPTED in data:
            raise TabularError(PASSWORD)
        return Kind.OLD_WORKBOOK
    if data.startswith(b"%PDF"):
        return Kind.PDF
    for mark, message in _REFUSED:
        if data.startswith(mark):
            raise TabularError(message)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:20].lower().startswith(_WEB):
        raise TabularError(WEB)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper() == _CALENDAR:
        return Kind.CALENDAR
    suffix = PurePath(name).suffix.lower()
    if suffix in _WORKBOOK_SUFFIXES:
        raise TabularError(NO_WORKBOOK, suffix=suffix)
    return Kind.TEXT

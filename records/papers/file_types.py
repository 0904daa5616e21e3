"""Types of files that are kept, recognised by their names and by what is in them.

What a file is called decides how its reader's machine opens it, so both must agree. A setting
chooses among these kinds (`ATTACHMENT_KINDS`) and says how large a file may be.
"""

import codecs
import logging
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from records.papers.measuring import CHUNK
from records.papers.scanning import require_clean

_TOO_LARGE = _("The file has %(size)s; at most %(most)s are kept.")
_NOT_KEPT = _("Files of this kind are not kept. Possible are: %(kinds)s.")
_NOT_ALIKE = _(
    "The file is called %(suffix)s, but its content is something else, damaged or locked by a "
    "password. Please open it in its program, save it again, and choose that."
)
_MOST_MEMBERS = 20_000  # of a ZIP that is looked into; a document has hundreds
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f\x7f]")
_TEXTS = ("utf-8-sig", "cp932")
Fits = Callable[[Any], bool]
logger = logging.getLogger(__name__)


def _starts(*heads: bytes) -> Fits:
    return lambda file: _head(file).startswith(heads)


def _office(folder: str) -> Fits:
    """A package of Office Open XML without macros, whose main part lies in `folder`."""

    def fits(file: Any) -> bool:
        names = _members(file)
        has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
        is_ours = any(name.startswith(folder) for name in names)
        return "[Content_Types].xml" in names and is_ours and not has_macros

    return fits


def _old_office(*streams: str) -> Fits:
    """A compound file that names one of these streams in its directory."""
    wanted = [name.encode("utf-16-le") for name in streams]
    return lambda file: _head(file).startswith(_OLE) and _contains(file, *wanted)


def _is_text(file: Any) -> bool:
    if _head(file).startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decodes(file, "utf-16")
    return any(_decodes(file, name) for name in _TEXTS)


def _is_pdf(file: Any) -> bool:
    """Readers look for the mark further on, too; there, a program or a page could stand before."""
    has_mark = _head(file).removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"%PDF-")
    return has_mark and not (_contains(file, b"/Encrypt") and _asks_for_a_password(file))


def _asks_for_a_password(file: Any) -> bool:
    """True for a PDF that opens with a password only; many forbid printing and open without."""
    from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfparser import PDFParser

    file.seek(0)
    try:
        PDFDocument(PDFParser(file), fallback=False)
    except (PDFEncryptionError, PDFPasswordIncorrect):
        return True
    except Exception:  # a damaged one fails in many ways, and has no password for it
        logger.info("A PDF that mentions encryption cannot be read.", exc_info=True)
    return False


# What each kind is called in the setting, the ends of its names, and what its content is like.
FILE_TYPES: dict[str, tuple[tuple[str, ...], Fits]] = {
    "pdf": ((".pdf",), _is_pdf),
    "docx": ((".docx",), _office("word/")),
    "xlsx": ((".xlsx",), _office("xl/")),
    "pptx": ((".pptx",), _office("ppt/")),
    "doc": ((".doc",), _old_office("WordDocument")),
    "xls": ((".xls",), _old_office("Workbook", "Book")),
    "ppt": ((".ppt",), _old_office("PowerPoint Document")),
    "csv": ((".csv",), _is_text),
    "txt": ((".txt",), _is_text),
    "jpeg": ((".jpg", ".jpeg"), _starts(b"\xff\xd8\xff")),
    "png": ((".png",), _starts(b"\x89PNG\r\n\x1a\n")),
    "zip": ((".zip",), lambda file: bool(_members(file))),
}


# What each kind is called beside a file's name.
NAMES = {
    **dict.fromkeys(("docx", "doc"), "Word"),
    **dict.fromkeys(("xlsx", "xls"), "Excel"),
    **dict.fromkeys(("pptx", "ppt"), "PowerPoint"),
    "pdf": "PDF",
    "csv": "CSV",
    "zip": "ZIP",
    "txt": _("text file"),
    "jpeg": _("image (JPEG)"),
    "png": _("image (PNG)"),
}


def allowed_types() -> list[str]:
    """The kinds that this installation keeps. Raises `ImproperlyConfigured` for an unknown one."""
    if unknown := set(settings.ATTACHMENT_KINDS) - FILE_TYPES.keys():
        known = ", ".join(FILE_TYPES)
        raise ImproperlyConfigured(
            f"ATTACHMENT_KINDS names {', '.join(sorted(unknown))}; known are {known}."
        )
    return list(settings.ATTACHMENT_KINDS)


def allowed_suffixes() -> list[str]:
    """The ends of the names of what is kept."""
    return [suffix for name in allowed_types() for suffix in FILE_TYPES[name][0]]


def type_of(name: str, file: Any) -> str:
    """The kind that a file is by its name and its content; empty where they do not agree."""
    if known := getattr(file, "kind", ""):
        return known
    suffix = PurePosixPath(name).suffix.lower()
    found = (kind for kind, (ends, fits) in FILE_TYPES.items() if suffix in ends and fits(file))
    return next(found, "")


def require_allowed(file: Any) -> None:
    """Raise `ValidationError` saying why a file that comes in is not kept; else note its kind."""
    most = settings.ATTACHMENT_MAX_MIB * 1024 * 1024
    if file.size > most:
        sizes = {"size": filesizeformat(file.size), "most": filesizeformat(most)}
        raise ValidationError(_TOO_LARGE, params=sizes, code="size")
    suffix = PurePosixPath(file.name).suffix.lower()
    if suffix not in allowed_suffixes():
        raise ValidationError(
            _NOT_KEPT, params={"kinds": " ".join(allowed_suffixes())}, code="kind"
        )
    kind = type_of(file.name, file)
    if not kind:
        raise ValidationError(_NOT_ALIKE, params={"suffix": suffix}, code="content")
    require_clean(file)
    file.kind = kind


def _head(file: Any) -> bytes:
    file.seek(0)
    head = file.read(1024)
    return head.encode() if isinstance(head, str) else head


def _chunks(file: Any) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk.encode() if isinstance(chunk, str) else chunk


def _contains(file: Any, *wanted: bytes) -> bool:
    """True where one of these stands anywhere in the file."""
    before, longest = b"", max(map(len, wanted))
    for chunk in _chunks(file):
        if any(each in before + chunk for each in wanted):
            return True
        before = chunk[-longest:]
    return False


def _members(file: Any) -> set[str]:
    """The names in a ZIP; none where it is no ZIP, or has more than anybody should look at."""
    if not _head(file).startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return set()
    if sum(chunk.count(b"PK\x01\x02") for chunk in _chunks(file)) > _MOST_MEMBERS:
        return set()
    try:
        with zipfile.ZipFile(file) as archive:
            return set(archive.namelist())
    except (OSError, EOFError, RuntimeError, ValueError, zipfile.BadZipFile):
        return set()


def _decodes(file: Any, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        texts = (decoder.decode(chunk) for chunk in _chunks(file))
        if any(_NO_TEXT.search(text) for text in texts):
            return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True

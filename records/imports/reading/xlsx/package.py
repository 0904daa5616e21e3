"""The ZIP that a workbook is, opened without trusting it: every size is checked before reading.

XML is parsed by expat with document types refused, so that no entity is ever declared or fetched.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import IO, NoReturn
from xml.parsers import expat  # document types are refused below, and sizes before parsing

from django.utils.translation import gettext_lazy as _

from records.imports.reading.errors import TabularError
from records.imports.reading.kinds import PASSWORD
from records.imports.reading.limits import MAX_EVENTS, MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED

DAMAGED = _("The workbook is damaged. Please open it in Excel and save it again.")
BOMB = _("The workbook unpacks to more than can be read.")
_DOCTYPE = _("The workbook declares a document type, which workbooks do not; it is not read.")
_MACROS = _("The workbook has macros. Please save it as “Excel Workbook (.xlsx)”.")
_WORD = _("This is a Word document. Please copy the table in it and paste it.")
OTHER = _("This is not a workbook.")
# Only the formats' own part names tell them apart; the file's name may say anything.
_FOREIGN = (
    (re.compile(r"word/document\d*\.xml"), _WORD),
    (re.compile(r".*vbaProject\.bin", re.IGNORECASE), _MACROS),
    (re.compile(r"encrypted-package"), PASSWORD),
)
_UNREADABLE = (OSError, EOFError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error)
_ENCRYPTED = 0x1
_CHUNK = 64 * 1024  # bytes
_SMALL = 1024 * 1024  # bytes; below it no ratio is a danger
START, TEXT, END = "start", "text", "end"
Event = tuple[str, str, dict[str, str]]


class Package:
    """The parts of a workbook by their names."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left, self._events_left = MAX_UNPACKED, MAX_EVENTS
        self.names = {info.filename for info in archive.infolist()}
        self._spelt = {name.casefold(): name for name in self.names}
        self._check(archive.infolist())

    def _check(self, members: list[zipfile.ZipInfo]) -> None:
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise TabularError(PASSWORD)
        if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_UNPACKED:
            raise TabularError(BOMB)
        large = (member for member in members if member.file_size > _SMALL)
        if any(one.file_size / max(one.compress_size, 1) > MAX_RATIO for one in large):
            raise TabularError(BOMB)
        if len(self.names) != len(members):
            raise TabularError(DAMAGED)
        for pattern, message in _FOREIGN:
            if any(pattern.fullmatch(name) for name in self.names):
                raise TabularError(message)

    def data(self, name: str) -> bytes:
        """The bytes of a part."""
        found = bytearray()
        with _refusing(), self._opened(name) as part:
            while chunk := part.read(_CHUNK):
                self._spend(len(chunk))
                found += chunk
        return bytes(found)

    def events(self, name: str) -> Iterator[Event]:
        """The elements and texts of an XML part, names without prefixes, in their order."""
        queue: list[Event] = []
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda tag, attributes: queue.append(
            (START, _local(tag), {_local(name): attributes[name] for name in attributes})
        )
        parser.EndElementHandler = lambda tag: queue.append((END, _local(tag), {}))
        parser.CharacterDataHandler = lambda text: queue.append((TEXT, text, {}))
        parser.StartDoctypeDeclHandler = _refuse_doctype
        with _refusing(), self._opened(name) as part:
            while chunk := part.read(_CHUNK):
                self._spend(len(chunk))
                parser.Parse(chunk)
                self.count(len(queue))
                yield from queue
                queue.clear()
            parser.Parse(b"", True)
            yield from queue

    def _opened(self, name: str) -> IO[bytes]:
        """A part, however its name is spelt (ECMA-376 part 2, 6.2.2: case does not count)."""
        return self._archive.open(self._spelt.get(name.casefold(), name))

    def _spend(self, size: int) -> None:
        """Count what was really unpacked: the sizes that a ZIP states may be lies."""
        self._left -= size
        if self._left < 0:
            raise TabularError(BOMB)

    def count(self, events: int) -> None:
        """Count tags and texts, or records: a small file holds millions of them."""
        self._events_left -= events
        if self._events_left < 0:
            raise TabularError(BOMB)


@contextmanager
def opened(file: IO[bytes]) -> Iterator[Package]:
    """The workbook in a file. Raises `TabularError` for whatever is not one."""
    with _refusing(), zipfile.ZipFile(file) as archive:
        yield Package(archive)


@contextmanager
def _refusing() -> Iterator[None]:
    """No library's error reaches the user."""
    try:
        yield
    except TabularError:
        raise
    except (*_UNREADABLE, KeyError, NotImplementedError, expat.ExpatError):
        raise TabularError(DAMAGED) from None


def _refuse_doctype(*_declaration: object) -> NoReturn:
    raise TabularError(_DOCTYPE)


@lru_cache(maxsize=1000)
def _local(name: str) -> str:
    return name.rpartition(":")[2]

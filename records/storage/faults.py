"""Faults of what the register stands on: its database and its disks, told from our own mistakes."""

import errno
import sqlite3
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Fault(StrEnum):
    """A kind of fault."""

    UNREACHABLE = "unreachable"
    DAMAGED = "damaged"
    MISSING = "missing"
    FULL = "full"
    READ_ONLY = "read_only"
    BUSY = "busy"

    @property
    def words(self) -> str:
        """A sentence in the active language that names neither a host nor a path."""
        return str(_WORDS[self])


_WORDS = {
    Fault.UNREACHABLE: _("The database cannot be reached."),
    Fault.DAMAGED: _("The database is damaged: part of it cannot be read."),
    Fault.MISSING: _("The database lacks a table or a column. Has it been migrated?"),
    Fault.FULL: _("There is no room left on the disk."),
    Fault.READ_ONLY: _("Nothing can be written."),
    Fault.BUSY: _("Too many write at once."),
}
_BY_SQLITE_CODE = {
    sqlite3.SQLITE_IOERR_WRITE: Fault.FULL,  # beyond a quota, say; ENOSPC has a code of its own
    sqlite3.SQLITE_IOERR_SHMSIZE: Fault.FULL,
    sqlite3.SQLITE_FULL: Fault.FULL,
    sqlite3.SQLITE_READONLY: Fault.READ_ONLY,
    sqlite3.SQLITE_PERM: Fault.READ_ONLY,
    sqlite3.SQLITE_CORRUPT: Fault.DAMAGED,
    sqlite3.SQLITE_NOTADB: Fault.DAMAGED,
    sqlite3.SQLITE_IOERR: Fault.DAMAGED,
    sqlite3.SQLITE_CANTOPEN: Fault.UNREACHABLE,
    sqlite3.SQLITE_BUSY: Fault.BUSY,
    sqlite3.SQLITE_LOCKED: Fault.BUSY,
}
# What SQLite and the driver say under a code that tells nothing, or under none.
_BY_SQLITE_WORDS = {
    "no such table": Fault.MISSING,
    "no such column": Fault.MISSING,
    "has no column named": Fault.MISSING,
    "could not decode": Fault.DAMAGED,
    "malformed": Fault.DAMAGED,
}
# By the beginning of PostgreSQL's SQLSTATE, the longest first (its manual, appendix A).
_BY_SQLSTATE = {
    "53100": Fault.FULL,
    "25006": Fault.READ_ONLY,
    "42P01": Fault.MISSING,
    "42703": Fault.MISSING,
    "55P03": Fault.BUSY,
    "40P01": Fault.BUSY,
    "57P": Fault.UNREACHABLE,
    "08": Fault.UNREACHABLE,
    "53": Fault.BUSY,
    "58": Fault.DAMAGED,
    "XX": Fault.DAMAGED,
}
_BY_ERRNO = {
    errno.ENOSPC: Fault.FULL,
    errno.EDQUOT: Fault.FULL,
    errno.EFBIG: Fault.FULL,
    errno.EROFS: Fault.READ_ONLY,
    errno.EACCES: Fault.READ_ONLY,
    errno.EIO: Fault.DAMAGED,
    errno.ESTALE: Fault.UNREACHABLE,
}


_OF_THE_REGISTER = (DatabaseError, InterfaceError)  # through Django; not a file of a backup


def fault_of(error: BaseException | None) -> Fault | None:
    """The fault that `error`, or what it was raised from, is about; None where it is another's."""
    return next((fault for one in _chain(error) if (fault := _own_fault(one))), None)


def database_fault_of(error: BaseException | None) -> Fault | None:
    """As `fault_of`, but of the register's database alone, not of another disk."""
    found = (_own_fault(one) for one in _chain(error) if isinstance(one, _OF_THE_REGISTER))
    return next(found, None)


def words_of(error: BaseException) -> str:
    """A sentence in the active language on what could not be read, `error` being why."""
    fault, text = database_fault_of(error), " ".join(f"{type(error).__name__}: {error}".split())
    return f"{fault.words if fault else gettext('Something cannot be read.')} ({text})"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    met: set[int] = set()
    while error is not None and id(error) not in met:
        met.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _own_fault(error: BaseException) -> Fault | None:
    if isinstance(error, sqlite3.Error):
        return _fault_of_sqlite(error)
    if isinstance(error, OSError):
        return _BY_ERRNO.get(error.errno or 0)
    if not isinstance(error, DatabaseError | InterfaceError):
        return None
    driver: Any = error.__cause__
    if driver is None or isinstance(driver, sqlite3.Error):
        return _fault_of_sqlite(driver or error)
    state = getattr(driver, "sqlstate", None)
    if state is None:  # the driver's own word: there is no connection
        return Fault.UNREACHABLE if isinstance(error, OperationalError | InterfaceError) else None
    return next((fault for code, fault in _BY_SQLSTATE.items() if state.startswith(code)), None)


def _fault_of_sqlite(error: BaseException) -> Fault | None:
    code = getattr(error, "sqlite_errorcode", 0)  # an extended one holds its kind in the last byte
    if fault := _BY_SQLITE_CODE.get(code) or _BY_SQLITE_CODE.get(code & 0xFF):
        return fault
    text = str(error).lower()
    return next((fault for words, fault in _BY_SQLITE_WORDS.items() if words in text), None)

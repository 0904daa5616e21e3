"""How rows lie in the database: snapshots, locks, loading of rows, raw SQL; knows no record."""

from records.storage.faults import Fault, database_fault_of, fault_of, words_of
from records.storage.locks import LockedError, at_once, in_turn
from records.storage.rows import AT_ONCE, DEFERRED_FIELDS, FIRST, RowLoader
from records.storage.snapshots import snapshot
from records.storage.sql import ask, insert_all, write_all

__all__ = [
    "AT_ONCE",
    "DEFERRED_FIELDS",
    "FIRST",
    "Fault",
    "LockedError",
    "RowLoader",
    "ask",
    "at_once",
    "database_fault_of",
    "fault_of",
    "in_turn",
    "insert_all",
    "snapshot",
    "words_of",
    "write_all",
]

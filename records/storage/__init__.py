"""The database below the records: snapshots, locks, loading of rows, raw SQL; knows no record."""

from records.storage.faults import Fault, database_fault_of, fault_of, words_of
from records.storage.locks import LockedError, lock, try_lock
from records.storage.rows import BATCH_SIZE, DEFERRED_FIELDS, FIRST_BATCH_SIZE, RowLoader
from records.storage.snapshots import snapshot
from records.storage.sql import fetch_all, insert_all, write_all

__all__ = [
    "BATCH_SIZE",
    "DEFERRED_FIELDS",
    "FIRST_BATCH_SIZE",
    "Fault",
    "LockedError",
    "RowLoader",
    "database_fault_of",
    "fault_of",
    "fetch_all",
    "insert_all",
    "lock",
    "snapshot",
    "try_lock",
    "words_of",
    "write_all",
]

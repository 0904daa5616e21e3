"""The whole database and its files: backup and restore, and all of it in open formats."""

from records.backup import data_package
from records.backup.archive import ArchiveError
from records.backup.databases import DumpError
from records.backup.making import Summary, make
from records.backup.restoring import RestoreError, restore

__all__ = [
    "ArchiveError",
    "DumpError",
    "RestoreError",
    "Summary",
    "data_package",
    "make",
    "restore",
]

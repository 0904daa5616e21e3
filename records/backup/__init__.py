"""The whole database and its files: backup and restore."""

from records.backup import whole
from records.backup.archive import ArchiveError
from records.backup.databases import DumpError

__all__ = ["ArchiveError", "DumpError", "whole"]

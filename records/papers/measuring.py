"""The size and the SHA-256 of a file, taken while it is read or stored, never all of it at once."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files import File
from django.core.files.storage import Storage

CHUNK = 1024 * 1024  # bytes read at a time


@dataclass(frozen=True, slots=True)
class Facts:
    """The size of a file in bytes, and its SHA-256 in hexadecimal."""

    size: int
    sha256: str


class MeasuredFile(File):
    """A file that is measured while a storage takes its chunks.

    It has no `temporary_file_path`: a storage would move that file, and nobody would have read it.
    """

    def __init__(self, file: Any, name: str) -> None:
        super().__init__(file, name)
        self._digest, self._count = hashlib.sha256(), 0

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The content as bytes, from its beginning."""
        self._digest, self._count = hashlib.sha256(), 0
        source: Any = self.file
        for chunk in source.chunks(chunk_size or CHUNK):
            data = chunk.encode() if isinstance(chunk, str) else chunk
            self._digest.update(data)
            self._count += len(data)
            yield data

    @property
    def facts(self) -> Facts:
        """Of what was read last."""
        return Facts(self._count, self._digest.hexdigest())


def measured(storage: Storage, name: str) -> Facts:
    """Read a stored file to its end. Raises `OSError`."""
    with storage.open(name) as source:
        reading = MeasuredFile(source, name)
        for _chunk in reading.chunks():
            pass
        return reading.facts

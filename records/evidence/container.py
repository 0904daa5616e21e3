"""A bundle in the making: a ZIP whose bytes follow from its files alone."""

import hashlib
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import IO, Any

from records.evidence import check


@dataclass(slots=True)
class Writer:
    """Writes a bundle's files, which must come in the order of their names."""

    zip: zipfile.ZipFile
    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def to(cls, out: IO[bytes]) -> "Writer":
        """A bundle written to `out`, which can be sought in."""
        return cls(zipfile.ZipFile(out, "w"))

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """Add a file."""
        if self.files and name <= max(self.files):
            raise ValueError(f"{name} comes too late.")
        digest, size = hashlib.sha256(), 0
        with self.zip.open(check.member(name), "w") as target:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
        self.files[name] = {"size": size, "sha256": digest.hexdigest()}

    def close(self, manifest: bytes, signature: bytes) -> None:
        """Add what stands last, and end the file."""
        for name, text in ((check.MANIFEST, manifest), (check.SIGNATURE, signature)):
            with self.zip.open(check.member(name), "w") as target:
                target.write(text)
        self.zip.close()


def json_text(data: Any) -> bytes:
    """Plain data as a bundle's JSON files have it."""
    return (json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def json_line(data: Any) -> bytes:
    """Plain data as one line."""
    return (check.array(data) + "\n").encode()

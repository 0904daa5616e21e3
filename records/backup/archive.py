"""The file that a backup is: a ZIP whose manifest names every member with its size and SHA-256.

Members are `journal.json` (the head, as an anchor), `database.sqlite3` or `database.dump`, and the
attachments under `media/`; `manifest.json` comes last. Nothing is ever unpacked to a path that the
archive names: who restores asks for members by the names that the manifest lists and this module
has checked.
"""

import errno
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Any, Self

from django.utils.translation import gettext as _

KIND, FORMAT = "jlis-gov backup", 1
MANIFEST, MEDIA = "manifest.json", "media/"
HEAD = "journal.json"
FIXED = {HEAD, "database.sqlite3", "database.dump"}
_UNREADABLE = (OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)
_LARGEST_MANIFEST = 64 * 1024 * 1024  # bytes
_CHUNK = 1024 * 1024  # bytes
_REQUIRED = {"made_at": str, "register": str, "engine": str, "migrations": dict, "members": dict}
_MEMBER = {"size": int, "sha256": str}


class ArchiveError(ValueError):
    """The file is no backup of ours, or damaged; the message says so in the active language."""


@dataclass(slots=True)
class Writer:
    """A backup in the making."""

    zip: zipfile.ZipFile
    path: Path  # where it shall stand once it is whole
    members: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """Add a member."""
        digest, size = hashlib.sha256(), 0
        with self.zip.open(name, "w", force_zip64=True) as member:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                member.write(chunk)
        self.members[name] = {"size": size, "sha256": digest.hexdigest()}

    def add_manifest(self, facts: dict[str, Any]) -> None:
        """Add the manifest; `facts` are what it says beside the members."""
        manifest = {"kind": KIND, "format": FORMAT, **facts, "members": self.members}
        text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True)
        self.zip.writestr(MANIFEST, text.encode())


def chunks_of(source: IO[bytes]) -> Iterator[bytes]:
    """The content of an open file, from where it stands to its end."""
    return iter(partial(source.read, _CHUNK), b"")


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Write a backup that appears at `path` when it is whole, readable by its owner alone.

    Raises `FileExistsError` where there is a file already, and `OSError`.
    """
    if path.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                writer = Writer(archive, path)
                yield writer
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, writer.path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@dataclass(slots=True)
class Reader:
    """A backup whose members are all there, as the manifest says."""

    zip: zipfile.ZipFile
    manifest: dict[str, Any]

    @classmethod
    def of(cls, archive: zipfile.ZipFile) -> Self:
        """Check everything that can be checked without a database. Raises `ArchiveError`."""
        reader = cls(archive, _manifest(archive))
        names = [info.filename for info in archive.infolist() if info.filename != MANIFEST]
        if len(set(names)) != len(names) or set(names) != set(reader.manifest["members"]):
            raise ArchiveError(_("Its members are not those that its manifest lists."))
        for name in names:
            if not is_safe(name):
                raise ArchiveError(_("It names a file outside: %(name)s.") % {"name": name})
        for name in names:
            reader._check(name)
        return reader

    def names(self, folder: str) -> list[str]:
        """The members in `folder`, which ends with a slash."""
        return sorted(name for name in self.manifest["members"] if name.startswith(folder))

    def open(self, name: str) -> IO[bytes]:
        """A member, to read."""
        return self.zip.open(name)

    def copy(self, name: str, path: Path) -> None:
        """Write a member to `path`."""
        with self.zip.open(name) as source, path.open("xb") as target:
            shutil.copyfileobj(source, target, _CHUNK)

    def _check(self, name: str) -> None:
        listed = self.manifest["members"][name]
        digest, size = hashlib.sha256(), 0
        with self.zip.open(name) as member:
            while chunk := member.read(_CHUNK):
                size += len(chunk)
                if size > listed["size"]:
                    break
                digest.update(chunk)
        if (size, digest.hexdigest()) != (listed["size"], listed["sha256"]):
            raise ArchiveError(_("%(name)s is damaged.") % {"name": name})


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """Open a backup, checked. Raises `ArchiveError`."""
    with ExitStack() as stack:
        try:
            reader = Reader.of(stack.enter_context(zipfile.ZipFile(path)))
        except _UNREADABLE as error:
            message = _("It cannot be read as a backup (%(error)s).")
            raise ArchiveError(message % {"error": error}) from error
        yield reader


def is_safe(name: str) -> bool:
    """Return True if a member has a place in a backup: a known name, or one below `media/`."""
    path = PurePosixPath(name)
    is_plain = str(path) == name and ".." not in path.parts and not set(name) & {"\\", "\0"}
    is_known = name in FIXED or (name.startswith(MEDIA) and len(path.parts) > 1)
    return is_plain and is_known


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        with archive.open(MANIFEST) as member:
            manifest = json.loads(member.read(_LARGEST_MANIFEST))
        is_ours = manifest["kind"] == KIND and isinstance(manifest["format"], int)
    except (KeyError, TypeError, ValueError) as error:
        raise ArchiveError(_("It is no backup of a governance register.")) from error
    if not is_ours:
        raise ArchiveError(_("It is no backup of a governance register."))
    if manifest["format"] != FORMAT:
        raise ArchiveError(_("It was made by a newer version of this program."))
    is_typed = _has_types(manifest, _REQUIRED)
    if not is_typed or not all(_has_types(one, _MEMBER) for one in manifest["members"].values()):
        raise ArchiveError(_("%(name)s is damaged.") % {"name": MANIFEST})
    return manifest


def _has_types(value: Any, types: Mapping[str, type]) -> bool:
    return isinstance(value, dict) and all(
        isinstance(value.get(name), kind) for name, kind in types.items()
    )

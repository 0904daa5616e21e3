"""Files that were chosen in a form that was sent back, kept until it is sent again.

A browser cannot put a file back into a form. So the file waits on the server, and the form carries
a signed token that names it and the account that sent it: nobody else can use it, and no address
leads to it. After a day the token is worth nothing, and `remove_unused_files` deletes the file.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, Self

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from records.papers import file_types
from records.papers.measuring import CHUNK, MeasuredFile

FOLDER = "waiting/"
LASTS = timedelta(days=1)
_SALT = "records.papers.waiting"  # as signed in tokens


class NoLongerKeptError(ValueError):
    """A token is too old, another's, or not ours, or its file is gone."""


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a token says."""

    user: int
    key: str
    name: str
    size: int
    kind: str


class PendingFile(UploadedFile):
    """A file that waits; it is opened only while somebody reads it."""

    def __init__(self, claim: _Claim, token: str) -> None:
        super().__init__(name=claim.name, size=claim.size)
        self.token, self.kind, self._place = token, claim.kind, FOLDER + claim.key
        self.is_clean = bool(claim.kind)  # whoever told its kind had it scanned

    @classmethod
    def of(cls, token: str, user: int | None) -> Self:
        """The file that `token` names, for the account that sent it.

        Raises `NoLongerKeptError`.
        """
        try:
            claim = _Claim(**signing.loads(token, salt=_SALT, max_age=LASTS))
        except signing.BadSignature as error:
            raise NoLongerKeptError from error
        if claim.user != user or not default_storage.exists(FOLDER + claim.key):
            raise NoLongerKeptError
        return cls(claim, token)

    def reading(self) -> AbstractContextManager[File]:
        """The file, open to be read. Raises `OSError`."""
        return default_storage.open(self._place)

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        with self.reading() as source:
            yield from source.chunks(chunk_size or CHUNK)

    def used(self) -> None:
        """It has become a file of a record: it need not wait once that is written."""
        transaction.on_commit(lambda: default_storage.delete(self._place))

    def close(self) -> None:
        """Nothing is open."""


def opened(file: UploadedFile) -> AbstractContextManager[File]:
    """A file of a form, chosen now or before, open to be read. Raises `OSError`."""
    return file.reading() if isinstance(file, PendingFile) else nullcontext(file)


def keep_pending(
    file: Any, user: int, require: Callable[[Any], None] = file_types.require_allowed
) -> str:
    """Keep `file` for the account `user` and return its token.

    Raises `ValidationError` where `require` does, which says what may be kept at all.
    """
    if token := getattr(file, "token", ""):
        return token
    require(file)
    key = secrets.token_urlsafe(32)
    default_storage.save(FOLDER + key, MeasuredFile(file, key))
    claim = _Claim(user, key, file.name, file.size, getattr(file, "kind", ""))
    file.token = signing.dumps(asdict(claim), salt=_SALT)
    return file.token


def keep_uploads(files: Any, user: int) -> dict[str, str]:
    """Keep each of a form's files that may be kept at all; the tokens by the fields' names."""
    tokens = {}
    for name, file in files.items():
        try:
            tokens[name] = keep_pending(file, user)
        except ValidationError:
            continue
    return tokens

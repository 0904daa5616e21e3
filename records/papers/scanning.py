"""Files that come in, shown to a virus scanner before they are kept.

The setting `CLAMD` names a clamd: the path of its socket, or `host:port`. Its INSTREAM command
takes a file in pieces, each after its length as four bytes, and ends with a length of zero
(clamd(8)).
"""

import logging
import socket
import struct
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.utils.translation import gettext_lazy as _

from records.papers.measuring import CHUNK

SECONDS = 60  # clamd may take to answer, or to take a piece
_LONGEST_ANSWER = 4096  # bytes
_FOUND = _(
    "The virus scanner found something in this file (%(name)s), so it is not kept. Please ask "
    "whoever looks after your computer."
)
_NOT_ASKED = _(
    "The virus scanner could not look at this file, so it is not kept. Please try again later; if "
    "this goes on, please tell the administrator."
)
logger = logging.getLogger(__name__)


def require_clean(file: Any) -> None:
    """Raise `ValidationError` unless the scanner, where there is one, finds nothing in `file`.

    One that cannot be asked refuses every file. A file is shown to it once.
    """
    if not settings.CLAMD or getattr(file, "is_clean", False):
        return
    try:
        answer = _answer(file)
    except OSError as error:
        logger.error("clamd at %s cannot be asked: %s", settings.CLAMD, error)
        raise ValidationError(_NOT_ASKED, code="scanner") from error
    _stream, _colon, said = answer.partition(": ")
    if said.endswith(" FOUND"):
        name = said.removesuffix(" FOUND")
        raise ValidationError(_FOUND, params={"name": name}, code="virus")
    if said != "OK":
        logger.error("clamd at %s says: %s", settings.CLAMD, answer)
        raise ValidationError(_NOT_ASKED, code="scanner")
    file.is_clean = True


def scanner_place() -> str | tuple[str, int]:
    """Where clamd listens: a path, or a host and a port. Raises `ImproperlyConfigured`."""
    if settings.CLAMD.startswith("/"):
        return settings.CLAMD
    host, _colon, port = settings.CLAMD.rpartition(":")
    if not host or not port.isascii() or not port.isdigit():
        raise ImproperlyConfigured(
            f"CLAMD is {settings.CLAMD!r}; it is the path of a socket or host:port."
        )
    return host.strip("[]"), int(port)


def _connected() -> socket.socket:
    place = scanner_place()
    if not isinstance(place, str):
        return socket.create_connection(place, timeout=SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(SECONDS)
    try:
        connection.connect(place)
    except OSError:
        connection.close()
        raise
    return connection


def _answer(file: Any) -> str:
    """What clamd says of `file`, such as `stream: OK`. Raises `OSError`."""
    with _connected() as connection:
        connection.sendall(b"zINSTREAM\0")
        for chunk in file.chunks(CHUNK):
            data = chunk.encode() if isinstance(chunk, str) else chunk
            connection.sendall(struct.pack("!L", len(data)) + data)
        connection.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
            piece = connection.recv(_LONGEST_ANSWER)
            if not piece:
                break
            answer += piece
    return answer.rstrip(b"\0").decode(errors="replace").strip()

"""The pages of a PDF as another process finds them, one PDF at a time."""

import json
import os
import subprocess  # our own program, with numbers as its arguments
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from django.utils.translation import gettext_lazy as _

from records.imports.reading.errors import TabularError
from records.imports.reading.limits import (
    MAX_PAGES,
    MAX_PASTED,
    MAX_PDF_MEMORY,
    MAX_PDF_SECONDS,
)

_LONG = _("The PDF has more than {limit} pages. Please save those with the table as a file.")
_LOCKED = _("The PDF is protected with a password. Please save it without one.")
_DAMAGED = _("The PDF is damaged. Please save it again, or copy the table in it and paste it.")
_HEAVY = _(
    "The PDF takes too long or too much memory to be read. Please save the pages with the table as "
    "a file, or copy the table and paste it."
)
_BUSY = _("Other PDFs are being read. Please try again in a minute.")
_REFUSED = {"long": _LONG, "locked": _LOCKED, "damaged": _DAMAGED, "heavy": _HEAVY}
_PROGRAM = Path(__file__).with_name("extracting.py")
_ENVIRONMENT = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH")  # and no secrets of ours
_PATIENCE = 60  # seconds of waiting for those before
_SLACK = 30  # seconds of the clock beyond those of the processor
_turn = BoundedSemaphore(1)

Page = dict[str, Any]


def pages_of(data: bytes) -> list[Page]:
    """The tables and lines of each page. Raises `TabularError`."""
    limits = map(str, (MAX_PAGES, MAX_PASTED, MAX_PDF_MEMORY, MAX_PDF_SECONDS))
    with _in_turn():
        try:
            done = subprocess.run(  # noqa: S603 - see above
                [sys.executable, "-P", _PROGRAM, *limits],
                input=data,
                capture_output=True,
                timeout=MAX_PDF_SECONDS + _SLACK,
                check=True,
                env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
            )
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
            raise TabularError(_HEAVY) from error
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise TabularError(_REFUSED[answer["refused"]], limit=MAX_PAGES)
    return list(answer["pages"])


@contextmanager
def _in_turn() -> Iterator[None]:
    if not _turn.acquire(timeout=_PATIENCE):
        raise TabularError(_BUSY)
    try:
        yield
    finally:
        _turn.release()

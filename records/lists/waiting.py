"""A page that tells how far a large file is, for whoever waits for it, and then hands it over.

The page grows while the file is written, so it needs neither scripts nor a second program. The file
lies in a folder that this account alone may enter, for as long as it takes to fetch it.
"""

import os
import secrets
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.core import signing
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _

KEPT = 600  # seconds for which a file can be fetched
STEPS = 100  # how often the page says how far it is
SALT = "records.lists.waiting"
GROWS = "<!-- grows here -->"
Steps = Callable[[IO[bytes]], Iterator[int]]


def waiting(
    request: HttpRequest, title: str, total: int, steps: Steps, name: str
) -> HttpResponseBase:
    """The page, while `steps` write the file; they yield how many of `total` records are done."""
    page = render_to_string("records/waiting.html", {"title": title, "total": total}, request)
    above, below = page.split(GROWS)
    words = {"done": _("{done} of {total} records"), "ready": _("The file is ready.")}
    words |= {"packing": _("The file is put together."), "take": _("Take the file")}
    pieces = _pieces(request, total, steps, name, words)
    response = StreamingHttpResponse(_around(above, pieces, below))
    response["X-Accel-Buffering"] = "no"  # a proxy would hold the page back until it is whole
    return response


def fetched(request: HttpRequest, token: str, content_type: str) -> HttpResponseBase:
    """The file that was waited for. Raises `Http404` where it is another's, or gone."""
    try:
        told = signing.loads(token, salt=SALT, max_age=KEPT)
        if told["user"] != request.user.pk:
            raise Http404
        file = (folder() / told["file"]).open("rb")
    except (signing.BadSignature, OSError) as error:
        raise Http404 from error
    response = FileResponse(file, as_attachment=True, filename=told["name"])
    response["Content-Type"], response["Cache-Control"] = content_type, "private, no-store"
    return response


def folder() -> Path:
    """The folder of files to be fetched. Raises `PermissionError` where it is not ours."""
    path = Path(tempfile.gettempdir()) / f"jlis-gov-files-{os.getuid()}"
    with suppress(FileExistsError):
        path.mkdir(mode=0o700)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise PermissionError(path)
    return path


def _around(above: str, pieces: Iterator[str], below: str) -> Iterator[str]:
    yield above
    yield from pieces
    yield below


def _pieces(
    request: HttpRequest, total: int, steps: Steps, name: str, words: dict[str, str]
) -> Iterator[str]:
    place = folder()
    _clear(place)
    path, told = place / secrets.token_hex(16), 0
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b") as file:
            for done in steps(file):
                if done == total or done - told >= total / STEPS:
                    told = done
                    text = words["done"].format(done=f"{done:,}", total=f"{total:,}")
                    yield _step(text if done < total else words["packing"], done, total)
    except BaseException:
        path.unlink()
        raise
    token = signing.dumps({"file": path.name, "user": request.user.pk, "name": name}, salt=SALT)
    yield _ready(request, token, words)


def _ready(request: HttpRequest, token: str, words: dict[str, str]) -> str:
    query = request.GET.copy()
    query.pop("_wait")
    query["_made"] = token
    address = f"{request.path}?{query.urlencode()}"
    return format_html(
        '<p class="waiting-step">{} <a href="{}">{}</a></p>'
        '<meta http-equiv="refresh" content="0; url={}">',
        *(words["ready"], address, words["take"], address),
    )


def _step(text: str, done: int, total: int) -> str:
    return format_html(
        '<p class="waiting-step"><progress max="{}" value="{}" aria-label="{}"></progress> {}</p>',
        *(total, done, text, text),
    )


def _clear(place: Path) -> None:
    """Remove what nobody can fetch any more."""
    for path in place.iterdir():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < time.time() - 2 * KEPT:
                path.unlink()

"""A page that tells how far a large file is, for whoever waits for it, and then hands it over.

The page grows while the file is written, so it needs neither scripts nor a second program. The file
lies in a folder that this account alone may enter, for as long as it takes to fetch it.
"""

import os
import secrets
import stat
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, suppress
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
STEP = '<p class="waiting-step"><progress max="{}" value="{}" aria-label="{}"></progress> {}</p>'
READY = (
    '<p class="waiting-step">{} <a href="{}">{}</a></p>'
    '<meta http-equiv="refresh" content="0; url={}">'
)
Steps = Callable[[IO[bytes]], Iterator[int]]


def waiting(
    request: HttpRequest, title: str, total: int, steps: Steps, name: str
) -> HttpResponseBase:
    """The page, while `steps` write the file; they yield how many of `total` records are done."""
    page = render_to_string("records/waiting.html", {"title": title, "total": total}, request)
    words = {"done": _("{done} of {total} records"), "ready": _("The file is ready.")}
    words |= {"packing": _("The file is put together."), "take": _("Take the file")}
    response = StreamingHttpResponse(_pieces(request, page, words, total, steps, name))
    response["X-Accel-Buffering"] = "no"  # a proxy would hold the page back until it is whole
    return response


def fetched(request: HttpRequest, token: str, content_type: str) -> HttpResponseBase:
    """The file that was waited for. Raises `Http404` where it is another's, or gone."""
    try:
        claim = signing.loads(token, salt=SALT, max_age=KEPT)
        if claim["user"] != request.user.pk:
            raise Http404
        file = (folder() / claim["file"]).open("rb")
    except (signing.BadSignature, OSError) as error:
        raise Http404 from error
    response = FileResponse(file, as_attachment=True, filename=claim["name"])
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


def _pieces(
    request: HttpRequest, page: str, words: dict[str, str], total: int, steps: Steps, name: str
) -> Iterator[str]:
    """The page as it grows: how far the file is, and at last the way to it."""
    above, below = page.split(GROWS)
    yield above
    place = folder()
    for old in place.iterdir():  # which nobody can fetch any more
        with suppress(FileNotFoundError):
            if old.stat().st_mtime < time.time() - 2 * KEPT:
                old.unlink()
    path = place / secrets.token_hex(16)
    with closing(_shown_steps(path, total, steps)) as shown:
        for done in shown:
            counted = words["done"].format(done=f"{done:,}", total=f"{total:,}")
            text = counted if done < total else words["packing"]
            yield format_html(STEP, total, done, text, text)
    query = request.GET.copy()
    query.pop("_wait")
    claim = {"file": path.name, "user": request.user.pk, "name": name}
    query["_made"] = signing.dumps(claim, salt=SALT)
    address = f"{request.path}?{query.urlencode()}"
    yield format_html(READY, words["ready"], address, words["take"], address)
    yield below


def _shown_steps(path: Path, total: int, steps: Steps) -> Generator[int]:
    """Write the file; yields how many records are done, as often as the page says it."""
    shown = 0
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b") as file:
            for done in steps(file):
                if done == total or done - shown >= total / STEPS:
                    shown = done
                    yield done
    except BaseException:
        path.unlink()
        raise

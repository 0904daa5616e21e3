"""Files as answers to a request."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import IO

from django.http import FileResponse, StreamingHttpResponse


def streamed(pieces: Iterable[bytes], content_type: str, name: str) -> StreamingHttpResponse:
    """An answer that is sent while it is made."""
    response = StreamingHttpResponse(pieces, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def written(write: Callable[[IO[bytes]], object], content_type: str, name: str) -> FileResponse:
    """An answer of what `write` writes to a file, which is gone once it is sent."""
    with ExitStack() as stack:
        file = stack.enter_context(TemporaryFile())
        write(file)
        file.seek(0)
        stack.pop_all()
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type)

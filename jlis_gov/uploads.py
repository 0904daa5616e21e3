"""A file that finds no room does not take the rest of its form along."""

from collections.abc import Callable
from contextlib import suppress
from tempfile import TemporaryFile
from typing import IO, Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import (
    FileUploadHandler,
    SkipFile,
    TemporaryFileUploadHandler,
)
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from records.storage import fault_of


class DiskUploadHandler(TemporaryFileUploadHandler):
    """Keeps a large file on disk; where that fails, the form's other fields are still read.

    The request then has the error as `upload_error`, and the files in `files_without_room`.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self._try(super().new_file, *args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._try(super().receive_data_chunk, raw_data, start)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        try:
            return self._try(super().file_complete, file_size)
        except SkipFile:
            return None

    def _try(self, step: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return step(*args, **kwargs)
        except OSError as error:
            if not fault_of(error):
                raise
            self._note(error)
            raise SkipFile from error

    def _note(self, error: OSError) -> None:
        request = cast(Any, self.request)
        request.upload_error = error
        missing = getattr(request, "files_without_room", [])
        request.files_without_room = [*missing, (self.field_name, self.file_name)]
        with suppress(AttributeError, OSError):
            self.file.close()  # or what it still holds would be written at the next attempt


class NamelessFileHandler(FileUploadHandler):
    """Takes the first file of a form to the temporary folder, where it has no name.

    It is gone once it is closed, and also where the process is killed. Others are not taken.
    """

    has_one = False
    part: IO[bytes] | None = None  # of it; not named `file`, which the parser would close

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.has_one:
            raise SkipFile
        self.has_one, self.part = True, TemporaryFile()  # noqa: SIM115 (the request closes it)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        cast(Any, self.part).write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        whole, self.part = self.part, None
        if whole is None:
            return None
        return UploadedFile(whole, self.file_name, self.content_type, file_size)

    def upload_interrupted(self) -> None:
        if self.part:
            self.part.close()


class UploadsComplete:
    """Lets no view see a form one of whose files found no room."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        _ = request.POST  # read at last
        if error := getattr(request, "upload_error", None):
            raise error

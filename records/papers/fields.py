"""The field of a file that is measured as it is stored."""

import unicodedata
from os import PathLike
from pathlib import PurePosixPath
from typing import Any

from django.core.files import File
from django.db import models
from django.db.models.fields.files import FieldFile

from records.papers import file_types
from records.papers.forms import PaperFormField
from records.papers.measuring import MeasuredFile

LONGEST_NAME = 255  # characters, as most file systems allow
_STORED_BYTES = 150  # of a stored name in UTF-8: file systems allow 255, with what makes it unique


class StoredPaper(FieldFile):
    """The file of a `Paper`, which learns its facts when it is stored."""

    def save(self, name: str, content: File, save: bool = True) -> None:
        """Store `content` and say on its row what it is."""
        kind, reading = file_types.type_of(name, content), MeasuredFile(content, name)
        super().save(name, reading, save=False)
        row: Any = self.instance  # a Paper, which this module does not import
        row.original_name, row.kind = plain_name(name), kind
        row.size, row.sha256 = reading.facts.size, reading.facts.sha256
        if used := getattr(content, "used", None):
            used()
        if save:
            row.save()


class PaperField(models.FileField):
    """A file of a record, measured as it is stored; its form takes only what is kept.

    Its model is a `Paper`, which has the fields for what is measured.
    """

    attr_class = StoredPaper

    def formfield(self, **kwargs: Any) -> Any:  # type: ignore[override]  # classes come by keyword
        kwargs.pop("widget", None)
        return super().formfield(**{"form_class": PaperFormField, "max_length": None, **kwargs})

    def generate_filename(self, instance: Any, filename: str | PathLike[str]) -> str:
        """The name to store the file under: a short one, for the row has the whole of it."""
        path = PurePosixPath(filename)
        room = _STORED_BYTES - len(path.suffix.encode())
        stem = path.stem.encode()[:room].decode(errors="ignore")
        return super().generate_filename(instance, str(path.with_name(f"{stem}{path.suffix}")))


def plain_name(name: str) -> str:
    """A file's name as its sender had it, without folders and characters that show nothing."""
    base = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(each for each in base if unicodedata.category(each)[0] != "C")
    return shown[-LONGEST_NAME:]

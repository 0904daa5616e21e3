"""The doors: a file or a pasted text in, a `Sheet` out."""

import io
import os
from pathlib import PurePath
from typing import IO

from django.utils.translation import gettext_lazy as _

from records.tabular import delimited, workbook
from records.tabular.errors import TabularError
from records.tabular.headings import match_columns
from records.tabular.kinds import Kind, kind_of
from records.tabular.limits import MAX_FILE, MAX_PASTED
from records.tabular.specs import Sheet, Spec

_EMPTY = _("The file is empty.")
_LARGE = _("The file is larger than {limit} MB.")
_NOTHING = _("There is nothing to read. Please paste a table with its headings.")
_LONG = _("The pasted text is longer than {limit} characters.")


def read(file: IO[bytes], name: str, spec: Spec) -> Sheet:
    """The table in an XLSX, CSV or TSV file called `name`. Raises `TabularError`."""
    size = file.seek(0, os.SEEK_END)
    if size > MAX_FILE:
        raise TabularError(_LARGE, limit=MAX_FILE // 1024 // 1024)
    if not size:
        raise TabularError(_EMPTY)
    file.seek(0)
    data = file.read(MAX_FILE)
    if kind_of(data, name) == Kind.PACKAGE:
        return match_columns(workbook.grid(io.BytesIO(data), spec), spec)
    return match_columns(delimited.grid(delimited.decode(data), PurePath(name).stem, spec), spec)


def read_pasted(text: str, spec: Spec) -> Sheet:
    """The table in a text copied from Excel, Word or a PDF. Raises `TabularError`."""
    if len(text) > MAX_PASTED:
        raise TabularError(_LONG, limit=f"{MAX_PASTED:,}")
    if not text.strip():
        raise TabularError(_NOTHING)
    if "\t" not in text and spec.untabbed:
        return match_columns(spec.untabbed(text), spec)
    return match_columns(delimited.pasted_grid(text, spec), spec)

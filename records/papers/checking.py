"""Every file that the register names, held against what it was when it came."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.apps import apps
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils.translation import gettext as _

from records.journal import JournalPayload, row_name
from records.papers.measuring import Facts, measured
from records.papers.paper import Paper

NAMES_A_FILE = '"file":"'  # in a payload's text


@dataclass(frozen=True, slots=True)
class Named:
    """A stored file that something names; `facts` are None where nobody knows what it was.

    `where` says in the active language what names it.
    """

    name: str
    facts: Facts | None
    where: str


def papers() -> list[type[Paper]]:
    """Every kind of row that has a file."""
    return [model for model in apps.get_models() if issubclass(model, Paper)]


def named() -> list[Named]:
    """The files of all rows, and those of earlier versions that the journal still tells.

    A file of rows and versions alike stands once for each that it should be.
    """
    found: dict[tuple[str, Facts | None], Named] = {}
    for each in [*_of_rows(), *_of_the_past()]:
        found.setdefault((each.name, each.facts), each)
    known = {each.name for each in found.values() if each.facts}
    return [each for each in found.values() if each.facts or each.name not in known]


def faults(files: Iterable[Named] | None = None) -> list[str]:
    """Faults of the stored files, in sentences of the active language.

    Every file is read to its end. Without `files`, those of all rows and versions.
    """
    away = unreachable()
    stored = partial(measured, default_storage)
    return [*([away] if away else []), *faults_of(named() if files is None else files, stored)]


def faults_of(files: Iterable[Named], facts_of: Callable[[str], Facts]) -> Iterator[str]:
    """Faults of `files`, whose bytes `facts_of` measures. It may raise `OSError`."""
    for file in files:
        params = {"file": file.name, "where": file.where}
        try:
            now = facts_of(file.name)
        except FileNotFoundError:
            yield _("The file %(file)s is missing (%(where)s).") % params
        except (OSError, ValueError) as error:
            params["error"] = getattr(error, "strerror", None) or str(error)
            yield _("The file %(file)s cannot be read (%(where)s): %(error)s.") % params
        else:
            if file.facts is None:
                yield _("Nobody knows what the file %(file)s was (%(where)s): no hash.") % params
            elif now != file.facts:
                yield _("The file %(file)s was changed or replaced (%(where)s).") % params


def unreachable() -> str:
    """The reason that files cannot be stored and read, in the active language; empty if they can.

    It asks for the folder alone, so it may be asked often.
    """
    try:
        default_storage.listdir("")
    except OSError as error:
        return _("The folder of attachments cannot be reached: %(error)s.") % {
            "error": error.strerror or error
        }
    storage: Any = default_storage
    is_folder = isinstance(storage, FileSystemStorage)
    if is_folder and not os.access(storage.location, os.R_OK | os.W_OK | os.X_OK):
        return _("The folder of attachments cannot be read and written.")
    return ""


def names_in(form: Any) -> Iterator[dict[str, Any]]:
    """Every row in a canonical form, of whatever schema, that names a file."""
    if isinstance(form, list):
        for each in form:
            yield from names_in(each)
    elif isinstance(form, dict):
        if form.get("file"):
            yield form
        for each in form.values():
            yield from names_in(each)


def payloads() -> Iterator[JournalPayload]:
    """Payloads of the journal that name a file, with their entries."""
    found = JournalPayload.objects.filter(text__contains=NAMES_A_FILE).select_related("entry")
    return found.order_by("pk").iterator(chunk_size=500)


def _of_rows() -> Iterator[Named]:
    for model in papers():
        rows = model._base_manager.exclude(file="").order_by("pk")
        for pk, name, size, digest in rows.values_list("pk", "file", "size", "sha256").iterator():
            facts = Facts(size or 0, digest) if digest else None
            yield Named(name, facts, row_name(model, pk))


def _of_the_past() -> Iterator[Named]:
    for payload in payloads():
        where = _("as of entry %(number)d") % {"number": payload.entry.sequence}
        try:
            form = json.loads(payload.text)
        except ValueError:
            continue  # an altered payload: its digest tells
        for row in names_in(form):
            name, size, digest = row["file"], row.get("size"), row.get("sha256")
            facts = None
            if isinstance(digest, str) and digest and isinstance(size, int):
                facts = Facts(size, digest)
            if isinstance(name, str):
                yield Named(name, facts, where)

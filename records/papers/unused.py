"""Files that nothing names any more, and those that waited for a form in vain."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.utils import timezone

from records.journal import JournalPayload
from records.papers.checking import papers
from records.papers.pending import FOLDER, LASTS


@dataclass(frozen=True, slots=True)
class Unused:
    """Names of stored files: of no record or version, and left over from forms."""

    orphans: list[str]
    waiting: list[str]

    @property
    def names(self) -> list[str]:
        """Of both."""
        return [*self.orphans, *self.waiting]


def unused(now: datetime | None = None) -> Unused:
    """Files to remove: older than a day, and named by no row and nowhere in the journal.

    A version that can still be restored has its files; they go once its payload is disposed of.
    """
    before = (now or timezone.now()) - LASTS
    old = [name for name in stored("") if default_storage.get_modified_time(name) < before]
    waiting = [name for name in old if name.startswith(FOLDER)]
    others = set(old).difference(waiting)
    for model in papers():
        others.difference_update(model._base_manager.values_list("file", flat=True))
    texts = JournalPayload.objects.order_by("pk").values_list("text", flat=True)
    for text in texts.iterator(chunk_size=500) if others else ():
        try:
            others.difference_update(_texts(json.loads(text)))
        except ValueError:  # nobody can read it: it tells each name that stands in it
            others = {name for name in others if name not in text}
    return Unused(sorted(others), sorted(waiting))


def remove(found: Unused) -> None:
    """Delete these files. Raises `OSError`."""
    for name in found.names:
        default_storage.delete(name)


def stored(folder: str) -> Iterator[str]:
    """The names of all files in the storage, below `folder`."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in sorted(files))
    for name in sorted(folders):
        yield from stored(f"{folder}{name}/")


def _texts(plain: Any) -> Iterator[str]:
    """Every text in plain data: whatever a field was called, a file that it named is found."""
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, list):
        for each in plain:
            yield from _texts(each)
    elif isinstance(plain, dict):
        for each in plain.values():
            yield from _texts(each)

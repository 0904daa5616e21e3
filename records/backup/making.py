"""A backup of the whole register in one file."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from records import papers
from records.backup import archive, databases
from records.journal import Anchor, chain, register_name
from records.papers import Facts


@dataclass(frozen=True, slots=True)
class Summary:
    """A backup: its anchor, how many files it holds, its path, and in sentences what it lacks."""

    anchor: Anchor
    attachments: int
    path: Path
    faults: list[str] = field(default_factory=list)


def make(path: Path) -> Summary:
    """Write a backup to `path`, which must not exist; the service may go on meanwhile.

    The database comes first: an attachment is written before the row that names it, so those found
    afterwards include every one that the database knows. A backup that lacks a file, or has
    another than the register names, is not called one: it stands beside `path` as `.incomplete`.
    Raises `OSError` and `databases.DumpError`.
    """
    at = chain.utc_text(timezone.now())
    with (
        archive.writing(path) as writer,
        tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder,
    ):
        dump = Path(folder) / databases.member_name()
        contents = databases.dump(dump)
        with dump.open("rb") as source:
            writer.add(dump.name, archive.chunks_of(source))
        attachments, faults = add_attachments(writer)
        anchor = Anchor(register_name(), contents.sequence, contents.hash, at)
        writer.add(archive.HEAD, [(anchor.line() + "\n").encode()])
        facts = {"made_at": at, "register": anchor.register, "engine": connection.vendor}
        writer.add_manifest(facts | {"migrations": contents.migrations})
        if faults:
            writer.path = path.with_name(f"{path.name}.incomplete")
    return Summary(anchor, attachments, writer.path, faults)


def attachment_names() -> Iterator[str]:
    """The names of all files in the storage, without those that wait for a form."""
    return (name for name in papers.stored("") if not name.startswith(papers.PENDING_FOLDER))


def add_attachments(writer: archive.Writer) -> tuple[int, list[str]]:
    """Add all files: how many, and in sentences what is missing of those that are named."""
    named = papers.named()
    added: dict[str, Facts] = {}
    for name in attachment_names():
        member = archive.MEDIA + name
        if not archive.is_safe(member):
            raise OSError(_("The attachment %(name)r cannot be backed up.") % {"name": name})
        try:
            source = default_storage.open(name)
        except OSError:
            continue  # where something names it, it is a fault
        with source:
            writer.add(member, archive.chunks_of(source))
        added[name] = Facts(**writer.members[member])

    def facts(name: str) -> Facts:
        return added[name] if name in added else papers.measured(default_storage, name)

    away = papers.unreachable()
    return len(added), [*([away] if away else []), *papers.faults_of(named, facts)]

"""A backup of the whole register in one file, and a register from a backup."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.translation import gettext as _

from records import papers
from records.backup import archive, databases
from records.journal import Anchor, Verdict, chain, register_name
from records.papers import Facts, Named, verify


class RestoreError(RuntimeError):
    """A backup cannot be restored here; the message says why in the active language."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a backup holds, where it stands, and in sentences what is missing in it."""

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
            writer.add(dump.name, source)
        named = papers.named()
        attachments = _add_attachments(writer)
        faults = _faults(writer, named)
        anchor = Anchor(register_name(), contents.sequence, contents.hash, at)
        writer.add(archive.HEAD, BytesIO((anchor.line() + "\n").encode()))
        facts = {"made_at": at, "register": anchor.register, "engine": connection.vendor}
        writer.add_manifest(facts | {"migrations": contents.migrations})
        if faults:
            writer.path = path.with_name(f"{path.name}.incomplete")
    return Summary(anchor, attachments, writer.path, faults)


def restore(path: Path, anchors: Iterable[Anchor] = ()) -> tuple[Summary, Verdict]:
    """Fill this empty installation from a backup and say whether its journal and files are sound.

    `anchors` are those that others hold. Raises `RestoreError` and `archive.ArchiveError`, having
    changed nothing.
    """
    with archive.reading(path) as reader:
        anchor = _anchor(reader)
        _check_fit(reader)
        _check_empty()
        attachments = _load(reader)
    call_command("migrate", verbosity=0, interactive=False)
    return Summary(anchor, attachments, path), verify([anchor, *anchors])


def _add_attachments(writer: archive.Writer) -> int:
    count = 0
    for name in _attachments():
        member = archive.MEDIA + name
        if not archive.is_safe(member):
            raise OSError(_("The attachment %(name)r cannot be backed up.") % {"name": name})
        try:
            source = default_storage.open(name)
        except OSError:
            continue  # where something names it, `_faults` tells
        with source:
            writer.add(member, source)
        count += 1
    return count


def _faults(writer: archive.Writer, named: Iterable[Named]) -> list[str]:
    """What of the files that the register names is missing here, or is not what it was."""

    def facts(name: str) -> Facts:
        if archive.MEDIA + name in writer.members:
            return Facts(**writer.members[archive.MEDIA + name])
        return papers.measured(default_storage, name)

    away = papers.unreachable()
    return [*([away] if away else []), *papers.faults_of(named, facts)]


def _attachments() -> Iterator[str]:
    """The names of all files in the storage, without those that wait for a form."""
    return (name for name in papers.stored("") if not name.startswith(papers.WAITING))


def _anchor(reader: archive.Reader) -> Anchor:
    try:
        with reader.open(archive.HEAD) as member:
            return Anchor.from_line(member.read().decode())
    except (KeyError, TypeError, ValueError) as error:
        message = _("%(name)s is damaged.") % {"name": archive.HEAD}
        raise archive.ArchiveError(message) from error


def _check_fit(reader: archive.Reader) -> None:
    engine = reader.manifest["engine"]
    if engine != connection.vendor or databases.member_name() not in reader.manifest["members"]:
        raise RestoreError(
            _("The backup is of a %(theirs)s database, this installation has %(ours)s.")
            % {"theirs": engine, "ours": connection.vendor}
        )
    applied = {
        (app, name) for app, names in reader.manifest["migrations"].items() for name in names
    }
    unknown = applied - set(MigrationLoader(None).disk_migrations)
    if unknown:
        raise RestoreError(
            _("The backup was made by another version of this program, which knew %(names)s.")
            % {"names": ", ".join(sorted(f"{app}.{name}" for app, name in unknown))}
        )


def _check_empty() -> None:
    if table := databases.table_in_use():
        raise RestoreError(
            _("This installation is not empty: there are rows in %(table)s.") % {"table": table}
        )
    if name := next(_attachments(), ""):
        raise RestoreError(
            _("This installation is not empty: there is an attachment %(name)s.") % {"name": name}
        )


def _load(reader: archive.Reader) -> int:
    """Put attachments and database in their places, or neither."""
    written: list[str] = []
    try:
        for member in reader.names(archive.MEDIA):
            name = member.removeprefix(archive.MEDIA)
            with reader.open(member) as source:
                written.append(default_storage.save(name, source))
            if written[-1] != name:
                raise RestoreError(_("There is no place for %(name)s.") % {"name": name})
        with tempfile.TemporaryDirectory() as folder:
            dump = Path(folder) / databases.member_name()
            reader.copy(dump.name, dump)
            databases.load(dump)
    except BaseException as error:
        for name in written:
            default_storage.delete(name)
        if isinstance(error, databases.DumpError):
            raise RestoreError(str(error)) from error
        raise
    return len(written)

"""A register from a backup."""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from records.backup import archive, databases
from records.backup.making import Summary, attachment_names
from records.journal import Anchor, Verdict
from records.papers import verify


class RestoreError(RuntimeError):
    """A backup cannot be restored here; the message says why in the active language."""


def restore(path: Path, anchors: Iterable[Anchor] = ()) -> tuple[Summary, Verdict]:
    """Fill this empty installation from a backup and say whether its journal and files are sound.

    `anchors` are those that others hold. Raises `RestoreError` and `archive.ArchiveError`, having
    changed nothing.
    """
    with archive.reading(path) as reader:
        try:
            with reader.open(archive.HEAD) as member:
                anchor = Anchor.from_line(member.read().decode())
        except (KeyError, TypeError, ValueError) as error:
            message = _("%(name)s is damaged.") % {"name": archive.HEAD}
            raise archive.ArchiveError(message) from error
        _require_restorable(reader.manifest)
        attachments = _load(reader)
    call_command("migrate", verbosity=0, interactive=False)
    return Summary(anchor, attachments, path), verify([anchor, *anchors])


def _require_restorable(manifest: dict[str, Any]) -> None:
    """Raise `RestoreError` unless this installation can read the backup, and is empty."""
    theirs, ours = manifest["engine"], connection.vendor
    if theirs != ours or databases.member_name() not in manifest["members"]:
        message = _("The backup is of a %(theirs)s database, this installation has %(ours)s.")
        raise RestoreError(message % {"theirs": theirs, "ours": ours})
    applied = {(app, name) for app, names in manifest["migrations"].items() for name in names}
    if unknown := applied - set(MigrationLoader(None).disk_migrations):
        named = ", ".join(sorted(f"{app}.{name}" for app, name in unknown))
        message = _("The backup was made by another version of this program, which knew %(names)s.")
        raise RestoreError(message % {"names": named})
    if table := databases.table_in_use():
        message = _("This installation is not empty: there are rows in %(table)s.")
        raise RestoreError(message % {"table": table})
    if name := next(attachment_names(), ""):
        message = _("This installation is not empty: there is an attachment %(name)s.")
        raise RestoreError(message % {"name": name})


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

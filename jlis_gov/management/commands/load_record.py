"""Load the record that an empty register starts from, or fill in what a later version brings."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jlis_gov.filling import fill
from jlis_gov.loading import FILES, Files, LoadError, load, of_kind, register_is_empty
from records import journal
from records.management.base import RegisterCommand


class Command(RegisterCommand):
    help = "Loads the record of fiscal 2016 (or DIR's TOML files) into an empty register."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "directory", nargs="?", type=Path, default=settings.BASE_DIR / "fixtures", metavar="DIR"
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing where the register holds records"
        )
        parser.add_argument(
            "--fill",
            action="store_true",
            help="fill in what this version brings to fields where nobody ever wrote anything",
        )
        parser.add_argument(
            "--kind", help="load one kind alone, of which a register holds none: duties"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load all or nothing; a register that holds, or ever held, a record is left alone."""
        if options["fill"] and not (options["if_empty"] and register_is_empty()):
            self._fill(options["directory"])
            return
        with journal.change(actor="load_record", reason=_("First load of the register")):
            if options["kind"]:
                self._load_kind(options["directory"], options["kind"])
            elif register_is_empty():
                self._load(options["directory"])
            elif options["if_empty"]:
                self.stdout.write(_("The register already holds records; nothing was loaded."))
            else:
                raise CommandError(
                    _("The register already holds records; only an empty one can be loaded into.")
                )

    def _fill(self, directory: Path) -> None:
        with journal.change(actor="load_record", reason=_("Filled in from a newer version")):
            count = fill(directory)
        line = ngettext("%(count)d field was filled in.", "%(count)d fields were filled in.", count)
        self.stdout.write(line % {"count": count})

    def _load_kind(self, directory: Path, kind: str) -> None:
        try:
            files = of_kind(kind)
        except LoadError as error:
            raise CommandError(str(error)) from error
        self._load(directory, files)

    def _load(self, directory: Path, files: Files = FILES) -> None:
        try:
            count = load(directory, files)
        except LoadError as error:
            raise CommandError(str(error)) from error
        line = ngettext("%(count)d record was loaded.", "%(count)d records were loaded.", count)
        self.stdout.write(line % {"count": count})

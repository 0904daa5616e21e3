"""The base of the register's commands: a database that fails is told in a sentence."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from records.jobs import JobRun
from records.storage import database_fault_of

UNREADABLE = (
    3  # the exit code where the database fails; 1 is a finding or a refusal, 2 a wrong call
)


class RegisterCommand(BaseCommand):
    """A command that reads or writes the register's database.

    One that a timer starts says how often it is due; each run that succeeds is noted (`JobRun`).
    """

    due_every: timedelta | None = None

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run it. A fault of the database raises `CommandError` with `UNREADABLE`."""
        try:
            output = super().execute(*args, **options)
            if self.due_every and not options.get("dry_run"):
                JobRun.note(type(self).__module__.rpartition(".")[2], timezone.now())
            return output
        except CommandError as error:
            fault = database_fault_of(error)
            if fault is None:
                raise
            raise CommandError(f"{error} {fault.words}", returncode=UNREADABLE) from error
        except (DatabaseError, InterfaceError) as error:
            fault = database_fault_of(error)
            if fault is None:
                raise
            text = " ".join(str(error).split())
            raise CommandError(f"{fault.words} ({text})", returncode=UNREADABLE) from error

"""Jobs that timers start: those that have not succeeded for too long."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.apps import apps
from django.core import checks
from django.core.checks import CheckMessage, Error
from django.core.management import get_commands, load_command_class
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from records.jobs import JobRun

_PATIENCE = timedelta(hours=6)  # beyond the time in which it should have succeeded again


def due() -> dict[str, timedelta]:
    """How often each command that a timer starts should succeed, by its name."""
    ours = {each.name for each in apps.get_app_configs() if "site-packages" not in each.path}
    commands = (
        (name, load_command_class(app, name))
        for name, app in sorted(get_commands().items())
        if app in ours
    )
    found = ((name, getattr(command, "due_every", None)) for name, command in commands)
    return {name: every for name, every in found if every}


def late(now: datetime) -> Iterator[CheckMessage]:
    """Each job that never succeeded, or not since it was due again."""
    try:
        runs = dict(JobRun.objects.values_list("name", "succeeded_at"))
    except DatabaseError:
        return  # told of as the database
    for name, every in due().items():
        hint = _("Look at what the timer of `%(name)s` printed (deploy/systemd).") % {"name": name}
        if name not in runs:
            yield checks.Warning(_("`%(name)s` has never succeeded.") % {"name": name}, hint=hint)
        elif now - runs[name] > every + _PATIENCE:
            at = f"{timezone.localtime(runs[name]):%Y-%m-%d %H:%M}"
            text = _("`%(name)s` last succeeded at %(at)s.") % {"name": name, "at": at}
            yield Error(text, hint=hint)

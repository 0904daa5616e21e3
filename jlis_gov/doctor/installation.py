"""Settings, database and clock of this installation."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from jlis_gov import readiness
from records.journal import JournalEntry

_AHEAD = timedelta(minutes=1)  # by which two clocks may differ


def settings_amiss(now: datetime) -> Iterator[CheckMessage]:
    """What Django's own checks of a public site find (`check --deploy`), and mails only printed."""
    if settings.PLAIN_HTTP:
        yield checks.Warning(
            _("The site is served without HTTPS (PLAIN_HTTP)."),
            hint=_(
                "On a public site, leave PLAIN_HTTP out, and let a proxy with a certificate stand "
                "in front."
            ),
        )
        found = checks.run_checks()
    else:
        found = checks.run_checks(include_deployment_checks=True)
    yield from found
    if "console" in settings.EMAIL_BACKEND:
        yield checks.Warning(
            _("Mails are printed, not sent."), hint=_("Name the mail server in EMAIL_URL.")
        )


def database_amiss(now: datetime) -> Iterator[CheckMessage]:
    """What keeps the register from serving, in the words of `/readyz`."""
    for fault in readiness.faults(now):
        yield Error(
            _("The register cannot serve: %(fault)s.") % {"fault": fault}, hint=_mending(fault)
        )


def _mending(fault: str) -> str:
    subject, _colon, kind = fault.partition(": ")
    if subject == "migrations":
        return _("Run `migrate`, then `sync_roles`.")
    if subject == "publication":
        return _("Run `publish_calendar`; if that says no more, `publish_calendar --rebuild`.")
    if subject == "attachments":
        return _("Look whether the disk of MEDIA_ROOT is mounted and may be written to.")
    if kind == "full":
        return _("Make room on the database's disk.")
    if kind == "damaged":
        return _("Stop the service and restore the newest backup with `restore`.")
    return _("Look whether the database of DATABASE_URL runs, and may be written to.")


def clock_amiss(now: datetime) -> Iterator[CheckMessage]:
    """A clock behind the journal's newest entry, or unlike the database server's."""
    hint = _("Let the clocks of all hosts be set by NTP (`timedatectl`).")
    try:
        newest = JournalEntry.objects.order_by("-sequence").values_list("at", flat=True).first()
        server = _server_clock()
    except DatabaseError:
        return  # told of as the database
    if newest and newest - now > _AHEAD:
        yield Error(
            _("The clock is behind the newest entry of the journal, %(at)s.")
            % {"at": timezone.localtime(newest).isoformat(timespec="seconds")},
            hint=hint,
        )
    if server and abs(server - now) > _AHEAD:
        yield Error(
            _("The database server's clock says %(at)s.")
            % {"at": timezone.localtime(server).isoformat(timespec="seconds")},
            hint=hint,
        )


def _server_clock() -> datetime | None:
    """The database server's; None where that is this host."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]

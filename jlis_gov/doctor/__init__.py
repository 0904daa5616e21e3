"""What is amiss with a running installation, each with what mends it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.core.checks import CheckMessage
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jlis_gov.doctor import installation, jobs, surroundings

__all__ = ["Subject", "examine"]


class Subject(NamedTuple):
    """Something to look at: its code, its name for people, and what finds what is amiss."""

    code: str
    name: str | Promise
    amiss: Callable[[datetime], Iterator[CheckMessage]]


_SUBJECTS = (
    Subject("settings", _("Configuration"), installation.settings_amiss),
    Subject("database", _("Database and files"), installation.database_amiss),
    Subject("clock", _("Clock"), installation.clock_amiss),
    Subject("jobs", _("Jobs of timers"), jobs.late),
    Subject("mail", _("Mail server"), surroundings.mail_amiss),
    Subject("disk", _("Room on the disks"), surroundings.disk_amiss),
    Subject("scanner", _("Virus scanner"), surroundings.scanner_amiss),
    Subject("evidence_key", _("Key of evidence"), surroundings.evidence_key_amiss),
    Subject("certificate", _("Certificate of the site"), surroundings.certificate_amiss),
)


def examine(now: datetime) -> Iterator[tuple[Subject, list[CheckMessage]]]:
    """Each subject, and what is amiss with it at the moment `now`.

    It writes what `/readyz` writes: a page of SQLite with what stood there, and what is to be
    published.
    """
    for subject in _SUBJECTS:
        yield subject, list(subject.amiss(now))

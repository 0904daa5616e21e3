"""What the register needs around it: mail, room on the disks, scanner, key, certificate."""

import shutil
import socket
import ssl
import stat
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.mail import get_connection
from django.utils.translation import gettext as _

from records.evidence import keys
from records.papers import require_clean

_PATIENCE = 10  # seconds for a server to answer
_LEAST_ROOM = 1024**3  # bytes on each disk
_RENEWED = timedelta(days=21)  # before its end a certificate should have been renewed


def mail_amiss(now: datetime) -> Iterator[CheckMessage]:
    """A mail server that takes no connection, or refuses the account; nothing is sent."""
    if "smtp" not in settings.EMAIL_BACKEND:
        return
    server = get_connection(timeout=_PATIENCE)
    try:
        server.open()
    except (OSError, SMTPException) as error:
        yield Error(
            _("The mail server cannot be used: %(error)s")
            % {"error": " ".join(str(error).split())},
            hint=_("Look at EMAIL_URL, and whether that server takes mail from this host."),
        )
    finally:
        server.close()


def disk_amiss(now: datetime) -> Iterator[CheckMessage]:
    """Disks of the database's file, the attachments and temporary files with little room left."""
    places = {"MEDIA_ROOT": Path(settings.MEDIA_ROOT), "TMPDIR": Path(tempfile.gettempdir())}
    if "sqlite3" in settings.DATABASES["default"]["ENGINE"]:
        places["DATABASE_URL"] = Path(settings.DATABASES["default"]["NAME"]).parent
    for name, place in places.items():
        if place.is_dir() and shutil.disk_usage(place).free < _LEAST_ROOM:
            yield Error(
                _("Less than 1 GiB is left on the disk of %(name)s.") % {"name": name},
                hint=_("Make room there, or move it to a larger disk."),
            )


def scanner_amiss(now: datetime) -> Iterator[CheckMessage]:
    """A virus scanner that is named and does not answer."""
    try:
        require_clean(ContentFile(b"Is anybody there?"))
    except ValidationError:
        yield Error(
            _("The virus scanner does not answer: every file is refused."),
            hint=_("Start clamd, or mend the address in CLAMD."),
        )


def evidence_key_amiss(now: datetime) -> Iterator[CheckMessage]:
    """No key of the office to sign evidence with, or one that others than its owner may read."""
    hint = _("Evidence bundles are signed with it (docs/evidence.md).")
    try:
        public = keys.public_half(keys.office_key())
    except keys.KeyFileError as error:
        yield checks.Warning(str(error), hint=hint)
        return
    if keys.is_demonstration(public):
        yield checks.Warning(_("Evidence is signed with a demonstration key."), hint=hint)
    path = keys.key_file()
    if path and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Error(
            _("Others than its owner may read the key that evidence is signed with."),
            hint=_("`chmod 600` its file."),
        )


def certificate_amiss(now: datetime) -> Iterator[CheckMessage]:
    """A certificate of the site that does not hold, or ends soon."""
    site = urlsplit(settings.SITE_URL)
    if site.scheme != "https" or not site.hostname:
        return
    hint = _("Renew it, and reload the proxy.")
    try:
        end = _certificate_end(site.hostname, site.port or 443)
    except ssl.SSLError as error:
        yield Error(
            _("The site's certificate does not hold: %(error)s") % {"error": error.reason},
            hint=hint,
        )
    except OSError as error:
        yield checks.Warning(
            _("The site cannot be reached at %(url)s: %(error)s")
            % {"url": settings.SITE_URL, "error": error.strerror or error},
            hint=_("Look at SITE_URL, and whether the proxy runs."),
        )
    else:
        if end - now < _RENEWED:
            text = _("The site's certificate ends on %(day)s.")
            yield Error(text % {"day": end.date().isoformat()}, hint=hint)


def _certificate_end(host: str, port: int) -> datetime:
    """When the certificate that `host` shows ends. Raises `OSError`, `SSLError` among them."""
    with (
        socket.create_connection((host, port), timeout=_PATIENCE) as plain,
        ssl.create_default_context().wrap_socket(plain, server_hostname=host) as secured,
    ):
        shown: Any = secured.getpeercert()
        return datetime.fromtimestamp(ssl.cert_time_to_seconds(shown["notAfter"]), tz=UTC)

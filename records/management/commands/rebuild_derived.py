"""Make anew what is derived from records."""

from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records.journal import rebuild_derived
from records.management.base import RegisterCommand


class Command(RegisterCommand):
    help = (
        "Computes what is derived from records (segments, columns to sort and number by) and "
        "writes it where it differs. The records themselves stay as they are."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was mended, one line each. Fails where something cannot be."""
        mended = left = 0
        for fault, is_mended in rebuild_derived():
            self.stdout.write(f"{_('mended') if is_mended else _('not mended')}: {fault}")
            mended, left = mended + is_mended, left + (not is_mended)
        if left:
            text = ngettext("%(count)d fault is left.", "%(count)d faults are left.", left)
            raise CommandError(text % {"count": left})
        text = ngettext("%(count)d row was mended.", "%(count)d rows were mended.", mended)
        self.stdout.write(text % {"count": mended})

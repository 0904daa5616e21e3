"""Make the groups of the roles, or repair them; run it after every `migrate`."""

from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from jlis_gov.roles import Repair, RolesError, sync
from records.management.base import RegisterCommand


class Command(RegisterCommand):
    help = "Makes the six groups of users and gives them their permissions; changes nothing else."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was changed, a line a group; nothing where all is in order."""
        try:
            repairs = sync()
        except RolesError as error:
            message = _("These permissions do not exist: %(names)s. Run migrate first.")
            raise CommandError(message % {"names": error}) from error
        for repair in repairs:
            self.stdout.write(_told(repair))


def _told(repair: Repair) -> str:
    """The words for what was done to a group; of one that was there, the rights that changed."""
    if repair.is_new:
        return _("%(role)s: made.") % {"role": repair.role.name}
    head = _("%(role)s: repaired.") % {"role": repair.role.name}
    came = [f"  + {name}" for name in repair.added]
    went = [f"  - {name}" for name in repair.removed]
    return "\n".join([head, *came, *went])

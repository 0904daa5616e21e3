"""Make the groups of the roles, or repair them; run it after every `migrate`."""

from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from jlis_gov.accounts import roles
from records.management.base import RegisterCommand


class Command(RegisterCommand):
    help = "Makes the groups of all roles and gives them their permissions; changes nothing else."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was changed, a line a group; nothing where all is in order."""
        try:
            repairs = roles.sync()
        except roles.RolesError as error:
            message = _("These permissions do not exist: %(names)s. Run migrate first.")
            raise CommandError(message % {"names": error}) from error
        for repair in repairs:
            text = _("%(role)s: made.") if repair.is_new else _("%(role)s: repaired.")
            self.stdout.write(text % {"role": repair.role.name})
            if not repair.is_new:
                lines = [f"  + {name}" for name in repair.added]
                lines += [f"  - {name}" for name in repair.removed]
                self.stdout.write("\n".join(lines))

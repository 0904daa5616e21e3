"""Django's `createsuperuser`, whose account then stands in the journal."""

import getpass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.management.commands import createsuperuser
from django.utils.translation import gettext as _

from jlis_gov.accounts import mark_accounts, mark_password
from records import journal
from records.management.base import RegisterCommand


class Command(RegisterCommand, createsuperuser.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account, then say so; in between, `verify_journal` would name it."""
        users = get_user_model()._base_manager
        before = set(users.values_list("pk", flat=True))
        super().handle(*args, **options)
        reason = _("by %(name)s, at the machine") % {"name": getpass.getuser()}
        with journal.change(actor="createsuperuser", reason=reason):
            for account in users.exclude(pk__in=before):
                mark_accounts(account.pk)
                mark_password(account)

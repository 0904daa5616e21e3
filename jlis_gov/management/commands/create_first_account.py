"""Create the first account of a fresh installation, and print its password once."""

import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils.translation import gettext as _

from jlis_gov.accounts import mark_accounts, mark_password, roles
from records import journal
from records.management.base import RegisterCommand

USERNAME = "office"


class Command(RegisterCommand):
    help = "Creates the account “office” with a random password when there is no account yet."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do nothing when any account exists: a second run resets no password."""
        users = get_user_model().objects
        if users.exists():
            return
        password = secrets.token_urlsafe(15)
        with journal.change(actor="create_first_account"):
            first = users.create_superuser(username=USERNAME, email="", password=password)
            # It may do everything; once that is taken from it, it still keeps the register.
            first.groups.set(Group.objects.filter(name=roles.AUDIT_OFFICE))
            mark_accounts(first.pk)
            mark_password(first)
        self.stdout.write(_("A first account was made. Note its password: it is shown only once."))
        self.stdout.write("  " + _("user name: %(name)s") % {"name": USERNAME})
        self.stdout.write("  " + _("password: %(password)s") % {"password": password})

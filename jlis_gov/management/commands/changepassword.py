"""Django's `changepassword`, which leaves a trace in the journal."""

import getpass
from typing import Any, cast

from django.contrib.auth import get_user_model
from django.contrib.auth.management.commands import changepassword
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from jlis_gov.accounts import mark_password
from records import journal
from records.management.base import RegisterCommand

_TRIES = 3


class Command(RegisterCommand, changepassword.Command):
    def handle(self, *args: Any, **options: Any) -> str:
        """Ask twice for a new password, three times at most, and keep it."""
        name = options["username"] or getpass.getuser()
        user = get_user_model()._default_manager.filter(username=name).first()
        if user is None:
            raise CommandError(_("There is no account “%(name)s”.") % {"name": name})
        for _attempt in range(_TRIES):
            password = self._typed()
            if self._is_fit(password, user):
                break
        else:
            raise CommandError(_("The password of “%(name)s” was not changed.") % {"name": name})
        reason = _("by %(name)s, at the machine") % {"name": getpass.getuser()}
        with journal.change(actor="changepassword", reason=reason):
            user.set_password(password)
            user.save(update_fields=["password"])
            mark_password(user)
        return _("The password of “%(name)s” was changed.") % {"name": name}

    def _typed(self, *prompt: str) -> str:
        return cast(Any, self)._get_pass(*prompt)

    def _is_fit(self, password: str, user: Any) -> bool:
        if password != self._typed(_("Password (again): ")):
            self.stderr.write(_("The two passwords are not the same."))
            return False
        try:
            validate_password(password, user)
        except ValidationError as error:
            self.stderr.write("\n".join(error.messages))
            return False
        return True

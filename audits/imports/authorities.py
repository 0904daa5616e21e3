"""Authorities by the names that tables give them, and authorities that the register lacks."""

import hashlib
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from audits.models import Authority
from records.imports import TITLE, Options, Row, UnknownWordError, folded
from records.lists import one_line

NO_AUTHORITY = _("There is no authority “{name}” in the register.")
NEW_AUTHORITY = _("The authority “{name}” is new and will be made.")
UNNAMED = _(
    "Neither the row nor the title tells the authority. Please name it in a column, in the line "
    "above the table, or once for the whole table (in the command: --for-all authority=…)."
)
_BRACKETS = re.compile(r"\([^()]*\)$")


class AuthorityNames:
    """Reads the names of authorities; asks the database once, when it is made."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.authorities = list(Authority.objects.current())
        whole = {folded(one.name): one for one in self.authorities}
        self.named = {_BRACKETS.sub("", name): one for name, one in whole.items()} | whole

    def of(self, row: Row, notes: list[Any]) -> Authority:
        """The authority that a row names, else the title above the table.

        Raises `ValidationError` where nothing names one, `UnknownWordError` for an unknown name.
        """
        text = one_line(row.cells.get("authority", "").strip())
        text = self.options.words.get(text, text)
        if not text:
            return self._in_title(folded(row.cells.get(TITLE, "")))
        if found := self.named.get(folded(text)):
            if found.pk is None:
                notes.append(format_lazy(NEW_AUTHORITY, name=found.name))
            return found
        if not self.options.creates:
            known = [one.name for one in self.authorities]
            raise UnknownWordError(text, format_lazy(NO_AUTHORITY, name=text), known)
        code = hashlib.sha256(text.encode()).hexdigest()[:8]
        made = Authority(name=text, slug=f"authority-{code}")
        made.clean_fields()
        notes.append(format_lazy(NEW_AUTHORITY, name=text))
        return self.named.setdefault(folded(text), made)

    def _in_title(self, title: str) -> Authority:
        """The authority that a title names. Raises `ValidationError`."""
        within = [name for name, one in self.named.items() if one.pk and name in title]
        if not within:
            raise ValidationError(UNNAMED)
        return self.named[max(within, key=len)]

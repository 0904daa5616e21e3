"""Bodies by the names that tables give them, and bodies that the register lacks."""

import hashlib
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meetings.models import Body
from records.imports import TITLE, Options, Row, TableError, UnknownWordError, folded
from records.lists import one_line

LACKING = _("The council or committee with the code “{slug}” is not in the register. Add it first.")
NO_BODY = _("There is no council or committee “{name}” in the register.")
UNNAMED = _(
    "Neither the row nor the title tells the body. Please name it in a column, in the line above "
    "the table, or once for the whole table (in the command: --for-all body=…)."
)
NEW_BODY = _("The body “{name}” is new and will be made.")
_NUMBER = re.compile(r"[(]?第?(?:\d+|[〇一二三四五六七八九十百]+)?(?:回(?:目)?)?[)]?")
_BESIDE_NAME = re.compile(r"^第?[0-9０-９]+回\s*|\s*[(（]?第[0-9０-９]+回[)）]?$")
SHORT = 6  # characters of a body's short name


class BodyNames:
    """Reads the names of bodies; asks the database once, when it is made.

    `usual` is the code of the body that is meant where nothing names one. Raises `TableError`
    where the register lacks it.
    """

    def __init__(self, options: Options, *, usual: str = "") -> None:
        self.options = options
        self.bodies = list(Body.objects.current())
        self.usual = next((body for body in self.bodies if body.slug == usual), None)
        if usual and self.usual is None:
            raise TableError(format_lazy(LACKING, slug=usual))
        self.named = {
            folded(name): body for body in self.bodies for name in (body.short_name, body.name)
        }

    def of(self, row: Row, notes: list[Any]) -> Body:
        """The body that a row names, else its number's cell or the title above the table.

        Raises `ValidationError` where nothing names one, `UnknownWordError` for an unknown name.
        """
        text = one_line(row.cells.get("body", "").strip())
        text = self.options.words.get(text, text)
        name = _BESIDE_NAME.sub("", text).strip() or text
        told = [text] if text else [row.cells.get("number", ""), row.cells.get(TITLE, "")]
        for words in map(folded, told):
            within = [name for name in self.named if name in words]
            longest = max(within, key=len, default="")
            # A part of a name, as in that of a sub-committee, names another body.
            is_title = words == folded(row.cells.get(TITLE, ""))
            if longest and (is_title or is_number(words.replace(longest, "", 1))):
                return self.named[longest]
        if not text and self.usual:
            return self.usual
        if not text:
            raise ValidationError(UNNAMED)
        if not self.options.creates:
            known = [body.name for body in self.bodies]
            raise UnknownWordError(text, format_lazy(NO_BODY, name=name), known)
        made = new_body(name)
        made.clean_fields()
        notes.append(format_lazy(NEW_BODY, name=name))
        return self.named.setdefault(folded(name), made)


def is_number(text: str) -> bool:
    """Return True if a text is the number of a sitting, or nothing."""
    return bool(_NUMBER.fullmatch(folded(text)))


def new_body(name: str) -> Body:
    """A body that the register lacks, to be described by hand."""
    code = hashlib.sha256(name.encode()).hexdigest()[:8]
    is_committee = name.endswith(("委員会", "部会"))
    kind = Body.Kind.COMMITTEE if is_committee else Body.Kind.COUNCIL
    return Body(name=name, short_name=folded(name)[:SHORT], slug=f"body-{code}", kind=kind)

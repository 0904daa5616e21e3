"""The declaration of a format: its label, the shapes it has, its writer and its limits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from records.lists.downloads import Download, Shape
from records.lists.rendering import Table

TOO_LONG = _("This list is too long for paper: %(count)d records, at most %(most)d. Narrow it.")


class Encoding(models.TextChoices):
    """Ways to write the letters of a text file; the values stand in addresses."""

    UTF_8 = "utf-8", "UTF-8"
    CP932 = "cp932", "Shift_JIS"


@dataclass(frozen=True, slots=True)
class Asked:
    """The file that a visitor wants, beside its format.

    `replaces` allows 〓 for characters that the encoding lacks; `is_awaited` asks for a page that
    tells how far the file is.
    """

    shape: Shape
    encoding: Encoding
    replaces: bool
    is_awaited: bool


@dataclass(frozen=True, slots=True)
class TablesFile:
    """A file of a report's tables, given with its title and moment; or of one of them."""

    content_type: str
    write: Callable[[str, list[Table], datetime], bytes]
    holds_one: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format in which a list is taken away.

    `name` stands in addresses, `label` in the menu: once for each of the `shapes`, or among the
    files for programs where there is none, and once for each encoding beside UTF-8. `write` makes
    the answer to the request. `most` is the number of records that it holds at most. `awaited_as`
    is the content type of a file that a visitor can wait for. `needs_events` is for lists of
    events only. A file that `holds_records` which not everybody may know is noted in the journal;
    one that `tells_more` does so for whoever signs in. `tables` is for reports that have it, too.
    """

    name: str
    label: str | Promise
    write: Callable[[Download, Asked], HttpResponseBase]
    shapes: tuple[Shape, ...] = ()
    encodings: tuple[Encoding, ...] = (Encoding.UTF_8,)
    most: int | None = None
    awaited_as: str = ""
    needs_events: bool = False
    holds_records: bool = True
    tells_more: bool = False
    tables: TablesFile | None = None

    def check(self, download: Download) -> None:
        """Raise `ValidationError` where the list cannot be had in this format."""
        if self.needs_events and not download.page.has_events:
            raise ValidationError(_("This list holds no events."))
        if self.most is not None and download.count > self.most:
            raise ValidationError(TOO_LONG, params={"count": download.count, "most": self.most})

"""A file of a record, with what it was when it came."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.base import JournalledModel
from records.papers.fields import PaperField
from records.papers.file_types import NAMES
from records.papers.measuring import measured

# The fields that say what a file is; docs/journal.md names what each holds.
FACTS = ("original_name", "size", "sha256", "kind")


class Paper(JournalledModel):
    """A row with a file: its name, size, kind and hash stand in the row, so in the journal.

    Each is empty where there is no file; size and hash are, too, where it could not be read when
    this register began to keep them.
    """

    file = PaperField(_("file"), upload_to="documents/%Y/", blank=True)
    original_name = models.CharField(
        _("name of the file"), max_length=255, blank=True, editable=False
    )
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    kind = models.CharField(_("kind of file"), max_length=10, blank=True, editable=False)

    class Meta(JournalledModel.Meta):
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.file:
            self.original_name, self.size, self.sha256, self.kind = "", None, "", ""
        elif not self.file._committed:  # now: what is written of it may stand before it in the row
            self.file.save(self.file.name, self.file.file, save=False)
        elif not self.sha256 and self.file.storage.exists(self.file.name):
            facts = measured(self.file.storage, self.file.name)
            self.size, self.sha256 = facts.size, facts.sha256
        super().save(*args, **kwargs)

    @property
    def kind_name(self) -> str:
        """What its file is, in the words of its readers; empty where that is not known."""
        return str(NAMES.get(self.kind, ""))

    @property
    def download_name(self) -> str:
        """The file's name for a download."""
        return self.original_name or self.file.name.rpartition("/")[2]

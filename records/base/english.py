"""Names in English beside a record's own, for pages that are read in English."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.base.marking import is_japanese


class EnglishName(models.Model):
    """A record that may have a name in English; its own name stays the one that counts."""

    english_name = models.CharField(
        _("name in English"),
        max_length=100,
        blank=True,
        help_text=_("On English pages; where it is empty they have the Japanese one."),
    )

    class Meta:
        abstract = True

    @property
    def in_english(self) -> str:
        """What it is called in English; empty where nobody has said."""
        return self.english_name


def local_name(record: Any) -> str:
    """What a record is called on a page of the active language, in Japanese where that is all."""
    return ("" if is_japanese() else getattr(record, "in_english", "")) or str(record)

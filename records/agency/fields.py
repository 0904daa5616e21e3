"""The logo as a file that anyone may see, and a kind of record as a value."""

from typing import Any

from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils.text import capfirst

from records.journal import record_models
from records.papers import PaperField, StoredPaper


class StoredLogo(StoredPaper):
    @property
    def url(self) -> str:
        row: Any = self.instance
        return reverse("logo", args=[row.sha256])


class LogoField(PaperField):
    """An image with an address of its own; its form is to refuse what is none."""

    attr_class = StoredLogo


def kinds_kept() -> dict[str, str]:
    """The kinds whose earlier states are kept for a time, with their names, by their labels."""
    return {
        model._meta.label: capfirst(str(model._meta.verbose_name))
        for model in record_models()
        if model.retention_years is not None
    }


class KindField(models.CharField):
    """The label of a kind of record, as the journal names it: `audits.Audit`."""

    def in_words(self, plain: str) -> str:
        """The name of the kind; the label where there is none any more."""
        try:
            return capfirst(str(apps.get_model(plain)._meta.verbose_name))
        except (LookupError, ValueError):
            return plain

"""The journal as a list: its kinds of record, and what the records are called."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from records.history import with_titles
from records.journal import tracked_by_label


class RecordTypeFilter(admin.SimpleListFilter):
    """The kinds of record that the journal speaks of."""

    title = _("kind of record")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        entries = model_admin.get_queryset(request).order_by()
        labels = entries.values_list("record_type", flat=True).distinct()
        return sorted((label, kind_name(label)) for label in labels)

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(record_type=self.value()) if self.value() else queryset


def kind_name(label: str) -> str:
    """The name of the records of the model `label`; the label where there is none any more."""
    if table := tracked_by_label().get(label):
        return str(table.name)
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label


class NamedEntries(ChangeList):
    """A list whose entries know what their records are called."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = with_titles(self.result_list, request.user)

"""The list of audits as the manuals of django-tables2 and of Django's admin have it.

Both show the columns of our own list and are given the same prefetched rows.
"""

from typing import Any, ClassVar

import django_tables2 as tables
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from audits.columns import AUDITS, regime
from audits.models import Audit
from audits.scopes import word_targets
from audits.views import AuditListPage
from calendars.scheduled import (
    fiscal_year,
    fiscal_year_beside,
    schedule,
    schedule_beside,
    status,
)
from records.lists import Column

TWO_TEXTS = "<span>{{ text }}</span> <span>{{ note }}</span>"


def schedule_texts(record: Audit) -> dict[str, str]:
    """When it takes place, in both calendars."""
    return {"text": schedule(record), "note": schedule_beside(record)}


def fiscal_year_texts(record: Audit) -> dict[str, str]:
    """The fiscal year, in both calendars."""
    return {"text": fiscal_year(record), "note": fiscal_year_beside(record)}


class AuditTable(tables.Table):
    """Our columns; those of two texts are small templates, as the manual advises."""

    schedule = tables.TemplateColumn(TWO_TEXTS, extra_context=schedule_texts)
    audit = tables.Column(accessor="title", linkify=True)
    targets = tables.Column(empty_values=())
    regime = tables.Column()
    fiscal_year = tables.TemplateColumn(TWO_TEXTS, extra_context=fiscal_year_texts)
    status = tables.Column()

    shown: ClassVar[tuple[Column, ...]] = AUDITS  # by what our page may be sorted

    class Meta:
        order_by_field = "sort"

    def order_schedule(self, records: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:
        return records.by_date(newest_first=is_descending), True

    def render_targets(self, record: Audit) -> str:
        return word_targets(record)

    def render_regime(self, record: Audit) -> str:
        return regime(record)

    def render_status(self, record: Audit) -> str:
        return status(record)


class StockListPage(AuditListPage):
    """Our page with a stock table in the place of ours."""

    table_class = AuditTable
    template_name = "stock_list.html"


class StockAdmin(admin.ModelAdmin):
    """A changelist of the same columns."""

    list_display = (
        "schedule_shown",
        "title",
        "targets_shown",
        "regime",
        "fiscal_year_shown",
        "status",
    )
    list_per_page = 50
    ordering = ("-starts_on", "precision_rank", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Audit.objects.visible_to(request.user).current().with_words()

    def schedule_shown(self, record: Audit) -> str:
        return "{text} {note}".format(**schedule_texts(record))

    def targets_shown(self, record: Audit) -> str:
        return word_targets(record)

    def fiscal_year_shown(self, record: Audit) -> str:
        return "{text} {note}".format(**fiscal_year_texts(record))


def site() -> admin.AdminSite:
    """An admin with nothing but that changelist."""
    found: Any = admin.AdminSite(name="stock")
    found.register(Audit, StockAdmin)
    return found

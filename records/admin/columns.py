"""Columns of the office's lists: days as the site words them, ○ where a box is ticked, states as
badges.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from records.base import chip

STATES = {"life", "status", "visibility"}


class WordedColumns(admin.ModelAdmin):
    """Lists that show days and ticked boxes in words.

    A site may have `day_text`, its wording of a day; this room knows no notation of its own.
    """

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [self._column(name) for name in super().get_list_display(request)]

    def _column(self, name: Any) -> Any:
        """The column of a field that holds days, ticks or a state; any other as it is."""
        try:
            field = self.model._meta.get_field(name)
        except FieldDoesNotExist:
            return name
        is_state = name in STATES and isinstance(field, models.CharField)
        if not is_state and not isinstance(field, models.DateField | models.BooleanField):
            return name

        @admin.display(description=field.verbose_name, ordering=name)
        def column(record: models.Model) -> str | None:
            value = getattr(record, name)
            if is_state:
                return chip(self.state_words(record, name), self.state_name(record, name))
            return None if value is None else self._words(value)

        column.__name__ = name  # the column's class in style sheets
        return column

    def state_words(self, record: Any, name: str) -> str:
        """The words for the state that a record has in this field."""
        return getattr(record, f"get_{name}_display")()

    def state_name(self, record: Any, name: str) -> str:
        """The name of that state, for its chip."""
        return getattr(record, name)

    def _words(self, value: bool | date | datetime) -> str:
        if isinstance(value, bool):
            return "○" if value else "－"
        day_text: Callable[[date], str] = getattr(self.admin_site, "day_text", date.isoformat)
        if isinstance(value, datetime):
            value = timezone.localtime(value)
            return f"{day_text(value.date())} {value:%H:%M}"
        return day_text(value)

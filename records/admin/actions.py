"""Actions on rows that were chosen in a list of the admin."""

from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest

from records.admin.widgets import is_key


class SafeActions:
    """A `ModelAdmin` whose actions pass over what can be no row's key, instead of failing."""

    def response_action(self, request: HttpRequest, queryset: QuerySet) -> Any:
        """Django's own answer for the keys that rows may have."""
        posted = request.POST.copy()
        chosen = posted.getlist(ACTION_CHECKBOX_NAME)
        posted.setlist(ACTION_CHECKBOX_NAME, [each for each in chosen if is_key(each)])
        request.POST = posted
        return super().response_action(request, queryset)

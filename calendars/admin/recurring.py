"""Series in the admin: where a page of one is found, and what a kind says of its own."""

from copy import copy
from typing import Any, ClassVar, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from calendars.admin.drafts import is_shared
from calendars.admin.recurring_page import RecurringPage
from records.admin import DuplicatingAdmin


class RecurringAdmin(DuplicatingAdmin):
    """Records of this kind can be registered as a series by those who may add one.

    The page has the fields and rows of the form for one, but for `not_in_series`, files, and rows
    that are records themselves.
    """

    change_list_template = "admin/calendars/change_list.html"
    not_in_series: ClassVar[tuple[str, ...]] = (
        *("fiscal_year", "schedule_text", "schedule_override"),
        *("status", "status_reason"),
    )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.recurring)
        return [path("recurring/", view, name=self._recurring_name()), *super().get_urls()]

    def recurring(self, request: HttpRequest) -> HttpResponseBase:
        """The page of a series."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        shared = cast(Any, copy(self))
        shared.inlines = [each for each in self.inlines if is_shared(each.model)]
        shared.add_form_template = "admin/calendars/recurring.html"
        return RecurringPage.as_view(model_admin=shared, admin_for_one=self)(request)

    def count_on(self, posts: list[QueryDict]) -> None:
        """Number the forms of a series one after the other; by default nothing has a number."""

    def name_in_series(self, formsets: list[Any]) -> str:
        """What a draft is called as its rows say; empty where all are called the same."""
        return ""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if self.has_add_permission(request):
            address = reverse(f"{self.admin_site.name}:{self._recurring_name()}")
            context["recurring_address"] = address
            if record := context.get("original"):
                tool = (_("Register as a series"), f"{address}?duplicate={record.pk}")
                context["tools"] = [tool, *context.get("tools", ())]
        return super().render_change_form(request, context, *args, **kwargs)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        address = reverse(f"{self.admin_site.name}:{self._recurring_name()}")
        own = {"recurring_address": address} if self.has_add_permission(request) else {}
        return super().changelist_view(request, own | (extra_context or {}))

    def _recurring_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_recurring"

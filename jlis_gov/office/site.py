"""The office's side of the house: the admin with its rooms in order of use."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.admin import AdminSite
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audits.plans import may_approve_plan
from calendars.scheduled import OfficialDateField, day_in_both, day_text, fiscal_year_name
from jlis_gov.accounts import watched_password
from jlis_gov.composition import KINDS, ROOMS
from jlis_gov.importing import ImportPage, LayoutsPage, TemplatePage, may_import
from jlis_gov.office.corrections import WithdrawPage, open_fields
from jlis_gov.office.desk import desk
from jlis_gov.office.planning import PlanCopyPage, copy_address, years_to_copy
from jlis_gov.reorganising import (
    ReorganisePage,
    RestPage,
    UndoPage,
    may_reorganise,
    tools_of_department,
    tools_of_reorganisation,
)
from oversight.plan_needs import plan_needs
from records.base import Record, is_key, works_in_admin
from records.journal import OPENS_CHANGE

ORDER = {
    **{room: [one.model.__name__ for one in KINDS if one.room == room] for room in ROOMS},
    "records": ["AgencySettings", "JournalEntry", "Reading", "DisposalRegister"],
    "auth": ["User", "Group"],
    "calendars": ["Subscription"],
}


View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def place(name: str, names: list[str]) -> int:
    """The place of `name` in `names`; what is not there comes last."""
    return names.index(name) if name in names else len(names)


def without_impossible_values(view: View) -> View:
    """A view of the admin that looks for nothing that no row can have.

    Django's own lists look everything up as it came: chosen rows by keys that are no numbers, and
    texts with a NUL, for which PostgreSQL cannot be asked.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and ACTION_CHECKBOX_NAME in request.POST:
            posted = request.POST.copy()
            chosen = posted.getlist(ACTION_CHECKBOX_NAME)
            posted.setlist(ACTION_CHECKBOX_NAME, [each for each in chosen if is_key(each)])
            request.POST = cast(Any, posted)
        if "%00" in request.META.get("QUERY_STRING", ""):
            asked = request.GET.copy()
            for name, values in list(asked.lists()):
                asked.setlist(name, [each.replace("\0", "\ufffd") for each in values])
            request.GET = cast(Any, asked)
        return view(request, *args, **kwargs)

    return cast(View, wrapped)


class ChoiceView(AutocompleteJsonView):
    """Offers a choice in the words of its admin's `choice_text`, where it has one."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        text = getattr(self.model_admin, "choice_text", str)
        return cast(Any, super()).serialize_result(obj, to_field_name) | {"text": text(obj)}


class OfficeSite(AdminSite):
    date_field = OfficialDateField
    day_words = staticmethod(day_in_both)
    day_text = staticmethod(day_text)
    year_text = staticmethod(fiscal_year_name)
    copy_address = staticmethod(copy_address)
    open_fields = staticmethod(open_fields)
    enable_nav_sidebar = False  # its menu stands in the header
    department_tools = staticmethod(tools_of_department)
    reorganisation_tools = staticmethod(tools_of_reorganisation)
    plan_needs = staticmethod(plan_needs)
    site_header = _("Governance and Audit Calendar: office")
    site_title = _("Governance and Audit Calendar: office")
    index_title = _("Where we stand")

    def has_permission(self, request: HttpRequest) -> bool:
        """The office's side is open to staff, and to whoever acts for one of them."""
        return works_in_admin(request.user)

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """The rooms and their records in the order in which they are used."""
        rooms = super().get_app_list(request, app_label)
        for room in rooms:
            order = ORDER.get(room["app_label"], [])
            room["models"].sort(key=lambda model, order=order: place(model["object_name"], order))
        return sorted(rooms, key=lambda room: place(room["app_label"], list(ORDER)))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every page of the office is told: also whether its menu offers to import."""
        return super().each_context(request) | {"may_import": may_import(request.user)}

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The desk: the year's plan and what waits, before the list of records."""
        year = request.GET.get("fiscal_year", "")
        shown = desk(request.user, timezone.localdate(), year)
        own = {
            "desk": shown,
            "copied": years_to_copy(request.user, shown.fiscal_year, is_target=shown.is_unplanned),
            "may_approve_plan": may_approve_plan(request.user),
            "may_reorganise": may_reorganise(request.user),
        }
        return super().index(request, own | (extra_context or {}))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        copying = self.admin_view(PlanCopyPage.as_view(admin_site=self))
        own = [
            path("plan/copy/", copying, name="plan_copy"),
            path(
                "corrections/<int:pk>/withdraw/",
                self.admin_view(WithdrawPage.as_view(admin_site=self)),
                name="withdraw_correction",
            ),
            path("reorganise/", self._writing(ReorganisePage), name="reorganise"),
            path("reorganise/<int:pk>/rest/", self._writing(RestPage), name="reorganise_rest"),
            path("reorganise/<int:pk>/undo/", self._writing(UndoPage), name="reorganise_undo"),
            path("import/", self._writing(ImportPage), name="import"),
            path("import/layouts/", self._writing(LayoutsPage), name="import_layouts"),
            path(
                "import/template.xlsx",
                self.admin_view(TemplatePage.as_view(admin_site=self)),
                name="import_template",
            ),
            path(
                "r/<int:content_type_id>/<int:object_id>/",
                self.admin_view(self.page_of_record),
                name="view_on_site",
            ),
            path("r/<path:rest>", self.admin_view(self.no_page)),  # in the place of Django's
        ]
        return [*own, *super().get_urls()]

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Django's guard; and no list of the office fails on a key that no row can have."""
        return super().admin_view(without_impossible_values(view), cacheable)

    def _writing(self, page: Any) -> Callable[..., HttpResponseBase]:
        """A page that opens its change itself: its preview writes nothing, so it locks nothing."""
        view = page.as_view(admin_site=self)
        setattr(view, OPENS_CHANGE, True)
        return self.admin_view(view)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Lead to the site's own sign-in, and back; who is in already goes on."""
        asked = request.GET.get(REDIRECT_FIELD_NAME, "") or reverse("admin:index")
        if self.has_permission(request) and asked.startswith(reverse("admin:index")):
            return redirect(asked)
        return redirect_to_login(asked, reverse("sign_in"))

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """One's own password; that it was changed stands in the journal."""
        with watched_password(request.user, by=request.user):
            return super().password_change(request, extra_context)

    def page_of_record(
        self, request: HttpRequest, content_type_id: int, object_id: int
    ) -> HttpResponse:
        """Lead to a record's page; 404 for one that is hidden, as for one that is not there."""
        model = get_object_or_404(ContentType, pk=content_type_id).model_class()
        if model is None or not issubclass(model, Record):
            raise Http404
        record = get_object_or_404(model.objects.visible_to(request.user), pk=object_id)
        if not hasattr(record, "get_absolute_url"):
            raise Http404
        return redirect(record)

    def no_page(self, request: HttpRequest, rest: str) -> HttpResponse:
        raise Http404

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast(HttpResponse, ChoiceView.as_view(admin_site=self)(request))

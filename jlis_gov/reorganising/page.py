"""The page of a reorganisation: fill in, look at what follows, confirm."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from jlis_gov.reorganising import drafting
from jlis_gov.reorganising.drafting import Draft, NotWrittenError
from jlis_gov.reorganising.forms import ActForm, successor_forms
from jlis_gov.reorganising.rights import may_reorganise
from organization.models import Reorganisation
from organization.reorganising import Act, lock_departments
from records import journal
from records.addresses import record_address
from records.journal import REASON_FIELD, request_id

CONFIRM, SEEN = "confirm", "seen"
CHANGED = _("This is what would be done now. Please look at it once more and confirm.")


class OfficePage(TemplateView):
    """A page of the admin for those who may reorganise; it writes in a change of its own."""

    admin_site: AdminSite = admin.site

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_reorganise(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def change(self, reason: str) -> Any:
        """A change in the name of the user."""
        who, name = self.request.user.get_username(), request_id(self.request)
        return journal.change(actor=who, reason=reason.strip(), request=name)

    def page(self, **context: Any) -> HttpResponse:
        """The page with what every page of the admin has."""
        return self.render_to_response(self.admin_site.each_context(self.request) | context)


class ReorganisePage(OfficePage):
    """Renames, splits, merges or abolishes departments, with all that names them, in one change."""

    template_name = "admin/reorganise.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = {
            "act": request.GET.get("act", Act.RENAME),
            "predecessors": request.GET.getlist("department"),
        }
        act = ActForm(user=request.user, initial=chosen)
        return self._page(Draft(act, successor_forms(None, act.departments)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if CONFIRM in request.POST:
            try:
                with self.change(request.POST.get(REASON_FIELD, "")):
                    return HttpResponseRedirect(self._confirmed())
            except NotWrittenError as error:
                return self._page(*error.args)
        draft = drafting.read(request.POST, request.user)
        drafting.try_out(draft, request.POST, request.user)
        return self._page(draft)

    def _confirmed(self) -> str:
        """The address of what was recorded. Raises `NotWrittenError` with the draft."""
        lock_departments()
        draft = drafting.read(self.request.POST, self.request.user)
        if draft.is_whole and draft.seen != self.request.POST.get(SEEN):
            draft.act.add_error(None, CHANGED)
        if not draft.is_whole:
            raise NotWrittenError(draft)
        record, staying = drafting.carry_out(draft)
        self._say(record, staying)
        return record_address(record)

    def _say(self, record: Reorganisation, staying: int) -> None:
        text = _("“%(title)s” was carried out.") % {"title": record}
        if staying:
            rest = ngettext(
                "%(count)d thing names a department that ended, as was chosen.",
                "%(count)d things name departments that ended, as was chosen.",
                staying,
            )
            text = f"{text} {rest % {'count': staying}}"
        messages.success(self.request, text)

    def _page(self, draft: Draft) -> HttpResponse:
        return self.page(
            title=_("Reorganise departments"),
            draft=draft,
            seen=draft.seen if draft.is_whole else "",
        )

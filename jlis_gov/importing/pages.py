"""The page that brings a table in, and the workbook to fill in for it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from jlis_gov.composition import IMPORTS
from jlis_gov.importing.forms import (
    ColumnsForm,
    ConfirmForm,
    TableForm,
    choices_for,
    may_create,
    may_import,
)
from jlis_gov.importing.pending import PendingTable, PendingTableError
from jlis_gov.importing.progress import results, verdicts
from records.imports import TableError, TabularError, template
from records.journal import request_id

PENDING, CONFIRM, WRONG, RIGHT = "parcel", "confirm", "wrong", "right"
HERE = "<!-- what is found -->"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportPage(TemplateView):
    """The page that asks for a table, shows a verdict on each row, and writes what is confirmed.

    Answers are sent as they come, so that the reading of 2,000 rows shows how far it is; nobody
    who writes has to wait for it, because nothing is locked before the rows are written.
    """

    template_name = "admin/import.html"
    admin_site: AdminSite | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_import(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(TableForm(request.user))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if PENDING in request.POST:
            return self._continued(request)
        form = TableForm(request.user, request.POST, request.FILES)
        if not form.is_valid():
            form.keep_file()
            return self._page(form)
        given = form.cleaned_data
        pending = PendingTable.of(
            given["given"],
            user=user_key(request),
            fiscal_year=given["fiscal_year"],
            status=given["status"],
        )
        return self._sent(verdicts(request, pending, ConfirmForm()))

    def _continued(self, request: HttpRequest) -> HttpResponseBase:
        """The answer to whoever has seen the verdicts: once more, or the results."""
        try:
            pending = PendingTable.opened(request.POST[PENDING], user_key(request))
        except PendingTableError:
            form = TableForm(request.user)
            return self._page(form, _("The preview is too old. Please give the table again."))
        if not request.user.has_perms(pending.given.table.rights):
            raise PermissionDenied
        pairs = zip(request.POST.getlist(WRONG), request.POST.getlist(RIGHT), strict=False)
        chosen = {wrong: right for wrong, right in pairs if right}
        corrected, said = replace(pending, words=pending.words | chosen), list[str]()
        try:
            corrected = self._reread(corrected)
        except (TabularError, TableError) as error:
            said = [str(error)]
        is_changed = corrected != pending or bool(said)
        confirmation = ConfirmForm(initial=request.POST.dict())
        if CONFIRM in request.POST:
            confirmation = ConfirmForm(request.POST)
            if confirmation.is_valid() and not is_changed:
                return self._sent(results(request, pending, confirmation))
        if is_changed and not said:
            said = [_("Please look once more at what you have chosen, then confirm.")]
        return self._sent(verdicts(request, corrected, confirmation, *said))

    def _reread(self, pending: PendingTable) -> PendingTable:
        """A table of any form as it was chosen. Raises `TabularError` and `TableError`."""
        if not pending.kind:
            return pending
        if pending.creates and not may_create(pending.given.table, self.request.user):
            raise PermissionDenied
        columns = ColumnsForm(pending, self.request.user, self.request.POST)
        name = request_id(self.request)
        return columns.reread(pending, name) if columns.has_changed() else pending

    def _page(self, form: TableForm, message: str = "") -> HttpResponse:
        return self.render_to_response(self._context(form=form, message=message))

    def _sent(self, pieces: Iterator[str]) -> StreamingHttpResponse:
        shell = render_to_string(self.template_name, self._context(here=HERE), self.request)
        head, tail = shell.split(HERE)

        def whole() -> Iterator[str]:
            yield head
            yield from pieces
            yield tail

        response = StreamingHttpResponse(whole())
        response.headers["X-Accel-Buffering"] = "no"  # a proxy would keep the progress to itself
        return response

    def _context(self, **own: Any) -> dict[str, Any]:
        site = self.admin_site.each_context(self.request) if self.admin_site else {}
        return site | {"title": _("Import a table"), "tables": choices_for(self.request.user)} | own


class TemplatePage(View):
    """A workbook to fill in: of one table, or of all that the user may bring in."""

    admin_site: AdminSite | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        allowed = [str(number) for number, _name in choices_for(request.user)]
        if not allowed:
            raise PermissionDenied
        wanted = request.GET.get("table", "")
        if wanted and wanted not in allowed:
            raise Http404
        specs = [IMPORTS[int(number)].spec for number in ([wanted] if wanted else allowed)]
        name = f"import-{wanted or 'all'}.xlsx"
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(template(specs), content_type=XLSX, headers=disposition)


def user_key(request: HttpRequest) -> int:
    """The key of the user, who is signed in: others have no permission to come here."""
    return cast(int, request.user.pk)

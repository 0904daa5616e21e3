"""The page that brings a table in, and the workbook to fill in for it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from jlis_gov.composition import IMPORTS
from jlis_gov.importing.forms import ConfirmForm, TableForm, choices_for
from jlis_gov.importing.parcels import LARGEST, PendingTable, PendingTableError
from jlis_gov.importing.preview import preview, result, table_of
from records import journal
from records.imports import (
    ChangedMeanwhileError,
    Mode,
    Options,
    Plan,
    TableError,
    carrying_out,
    planning,
)
from records.imports import reading as tabular
from records.journal import REASON_FIELD, request_id

PARCEL, CONFIRM, WRONG, RIGHT = "parcel", "confirm", "wrong", "right"
HERE = "<!-- what is found -->"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Steps = Iterator[str]


class ImportPage(TemplateView):
    """Asks for a table, shows a verdict on each row, and writes once that is confirmed.

    Answers are sent as they come, so that the reading of 2,000 rows shows how far it is; nobody
    who writes has to wait for it, because nothing is locked before the rows are written.
    """

    template_name = "admin/import.html"
    admin_site: AdminSite | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not choices_for(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(TableForm(request.user))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if PARCEL in request.POST:
            return self._continued(request)
        form = TableForm(request.user, request.POST, request.FILES)
        if not form.is_valid():
            form.keep_file()
            return self._page(form)
        given, sheet = form.cleaned_data, form.cleaned_data["sheet"]
        parcel = PendingTable(
            user=request.user.pk,
            table=given["table"],
            fiscal_year=given["fiscal_year"],
            status=given["status"],
            form=IMPORTS[given["table"]].read_as(sheet),
            source=given["file"].name if given["file"] else "",
            cells=[(row.number, row.cells) for row in sheet.rows],
            said=[str(remark) for remark in sheet.remarks],
        )
        return self._sent(self._preview(parcel, ConfirmForm(), said=[]))

    def _continued(self, request: HttpRequest) -> HttpResponseBase:
        try:
            parcel = PendingTable.opened(request.POST[PARCEL], request.user.pk)
        except PendingTableError:
            form = TableForm(request.user)
            return self._page(form, _("The preview is too old. Please give the table again."))
        if not request.user.has_perms(IMPORTS[parcel.table].rights):
            raise PermissionDenied
        pairs = zip(request.POST.getlist(WRONG), request.POST.getlist(RIGHT), strict=False)
        chosen = {wrong: right for wrong, right in pairs if right}
        words = parcel.words | chosen
        if CONFIRM in request.POST:
            form = ConfirmForm(request.POST)
            if form.is_valid() and not chosen:
                return self._sent(self._written(parcel, form))
        else:
            form = ConfirmForm(initial=request.POST.dict())
        said = [_("Please look once more at what you have chosen, then confirm.")] if chosen else []
        return self._sent(self._preview(replace(parcel, words=words), form, said=said))

    def _preview(self, parcel: PendingTable, form: ConfirmForm, said: list[str]) -> Steps:
        try:
            found = yield from self._planned(parcel)
        except TableError as error:
            yield render_to_string("admin/import_error.html", {"message": error})
            return
        yield self._shown(parcel, form, found, said)

    def _written(self, parcel: PendingTable, form: ConfirmForm) -> Steps:
        """Write what was shown; where that no longer holds, show what holds now instead."""
        meanwhile = _("The register has changed meanwhile. Please look again, then confirm.")
        try:
            found = yield from self._planned(parcel)
            if found.fingerprint() != parcel.fingerprint:
                yield self._shown(parcel, form, found, [meanwhile])
                return
            saved = yield from self._saved(found, form)
        except (ChangedMeanwhileError, TableError):
            yield from self._preview(parcel, form, [meanwhile])
            return
        yield result(found, saved, Mode(form.cleaned_data["mode"]), self.request)

    def _saved(self, found: Plan, form: ConfirmForm) -> Steps:
        given, request = form.cleaned_data, self.request
        steps = carrying_out(found, Mode(given["mode"]))
        total = len(found.taken(Mode(given["mode"])))
        with journal.change(
            actor=request.user.get_username(),
            reason=given[REASON_FIELD],
            request=request_id(request),
        ):
            return (yield from _told(steps, _("Writing"), total))

    def _planned(self, parcel: PendingTable) -> Steps:
        options = Options(parcel.fiscal_year, parcel.status, parcel.words)
        steps = planning(table_of(parcel), parcel.rows, options)
        return (yield from _told(steps, _("Reading"), len(parcel.cells)))

    def _shown(self, parcel: PendingTable, form: ConfirmForm, found: Plan, said: list[str]) -> str:
        sealed = replace(parcel, fingerprint=found.fingerprint()).seal()
        if len(sealed) > LARGEST:
            message = _("The table has too much text to be read at once. Please give it in parts.")
            return render_to_string("admin/import_error.html", {"message": message})
        return preview(found, parcel, sealed, form, [*said, *parcel.said], self.request)

    def _page(self, form: TableForm, message: str = "") -> HttpResponse:
        return self.render_to_response(self._context(form=form, message=message))

    def _sent(self, steps: Steps) -> StreamingHttpResponse:
        shell = render_to_string(self.template_name, self._context(here=HERE), self.request)
        head, tail = shell.split(HERE)

        def whole() -> Iterator[str]:
            yield head
            yield from steps
            yield tail

        response = StreamingHttpResponse(whole())
        response.headers["X-Accel-Buffering"] = "no"  # a proxy would keep the progress to itself
        return response

    def _context(self, **own: Any) -> dict[str, Any]:
        site = self.admin_site.each_context(self.request)
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
        return HttpResponse(tabular.template(specs), content_type=XLSX, headers=disposition)


def _told(steps: Any, what: str, total: int) -> Any:
    """What `steps` return; on the way each tells the reader of the page how far they are."""
    while True:
        try:
            done = next(steps)
        except StopIteration as end:
            return end.value
        yield render_to_string(
            "admin/import_step.html", {"what": what, "done": done, "total": total}
        )

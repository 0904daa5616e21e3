"""The answers of the import page, piece by piece, telling how far the reading and writing are."""

from collections.abc import Generator, Iterator
from dataclasses import replace
from typing import TypeVar

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from jlis_gov.importing import steps
from jlis_gov.importing.forms import ConfirmForm
from jlis_gov.importing.pending import LARGEST, PendingTable
from jlis_gov.importing.preview import preview, result
from records.imports import ChangedMeanwhileError, Mode, Plan, TableError
from records.journal import REASON_FIELD, request_id

Outcome = TypeVar("Outcome")


def verdicts(
    request: HttpRequest, pending: PendingTable, form: ConfirmForm, *said: str
) -> Iterator[str]:
    """The rows with their verdicts, `said` above them, and the form that confirms them."""
    try:
        found = yield from _planned(pending)
    except TableError as error:
        yield _refused(str(error))
        return
    yield _shown(request, pending, form, found, *said)


def results(request: HttpRequest, pending: PendingTable, form: ConfirmForm) -> Iterator[str]:
    """The records that were written; where what was shown no longer holds, what holds now."""
    meanwhile = _("The register has changed meanwhile. Please look again, then confirm.")
    mode = Mode(form.cleaned_data["mode"])
    try:
        found = yield from _planned(pending)
        if found.fingerprint() != pending.fingerprint:
            yield _shown(request, pending, form, found, meanwhile)
            return
        writing = steps.write(
            found,
            mode,
            actor=request.user.get_username(),
            reason=form.cleaned_data[REASON_FIELD],
            request=request_id(request),
        )
        saved = yield from _counted(writing, _("Writing"), len(found.taken(mode)))
    except (ChangedMeanwhileError, TableError):
        yield from verdicts(request, pending, form, meanwhile)
        return
    yield result(found, saved, mode, request)


def _planned(pending: PendingTable) -> Generator[str, None, Plan]:
    planning = steps.plan(pending.given, pending.options)
    return (yield from _counted(planning, _("Reading"), len(pending.cells)))


def _counted(
    doing: Generator[int, None, Outcome], what: str, total: int
) -> Generator[str, None, Outcome]:
    """Return what a step returns; on the way tell the reader of the page how far it is."""
    while True:
        try:
            done = next(doing)
        except StopIteration as end:
            return end.value
        context = {"what": what, "done": done, "total": total}
        yield render_to_string("admin/import_step.html", context)


def _shown(
    request: HttpRequest, pending: PendingTable, form: ConfirmForm, found: Plan, *said: str
) -> str:
    sealed = replace(pending, fingerprint=found.fingerprint()).seal()
    if len(sealed) > LARGEST:
        return _refused(
            _("The table has too much text to be read at once. Please give it in parts.")
        )
    return preview(found, pending, sealed, form, [*said, *pending.remarks], request)


def _refused(message: str) -> str:
    return render_to_string("admin/import_error.html", {"message": message})

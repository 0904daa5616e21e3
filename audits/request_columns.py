"""The columns of lists of requests for documents (依頼資料一覧), for pages and exports."""

from datetime import date
from operator import attrgetter

from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from audits.finding_columns import by_due_date
from audits.models import DocumentRequest
from audits.request_lines import STEP_DATA, as_of
from audits.request_states import RequestState, StepKind
from calendars.scheduled import day_note, day_text
from records.base import Life
from records.lists import Column, Datum, by_fields, one_line


def request_state(request: DocumentRequest) -> str:
    """The state that a request has reached, in words; overdue ones with a mark."""
    at = as_of(request)
    if request.life == Life.WITHDRAWN:
        return capfirst(request.get_life_display())
    name = capfirst(str(request.state(at).label))
    if request.is_overdue(at):
        return f"▲ {gettext('%(state)s (overdue)') % {'state': name}}"
    return name


def state_name(request: DocumentRequest) -> str:
    """The name of what `request_state` tells, for its chip."""
    at = as_of(request)
    if request.life == Life.WITHDRAWN:
        return "withdrawn"
    return "overdue" if request.is_overdue(at) else str(request.state(at).value)


def request_due(request: DocumentRequest) -> str:
    """The day by which it must be submitted, as it stood then."""
    return day_text(request.due(as_of(request)))


def received_on(request: DocumentRequest) -> date | None:
    """The day on which its documents last came in."""
    step = request.last_step(StepKind.SUBMITTED, as_of(request))
    return step.taken_on if step else None


def who(request: DocumentRequest) -> str:
    """The department, and the person in charge on the next line."""
    return "\n".join(filter(None, (str(request.department or ""), request.contact)))


def remarks(request: DocumentRequest) -> str:
    """The remarks, and of a returned request the words with which it was."""
    at = as_of(request)
    returned = request.last_step(StepKind.RETURNED, at)
    if returned is None or request.state(at) != RequestState.RETURNED:
        return request.remarks
    words = gettext("Returned: %(words)s") % {"words": returned.words}
    return "\n".join(filter(None, (request.remarks, words)))


NUMBER = Column(
    "number",
    _("№"),
    lambda request: str(request.number),
    order=by_fields("number"),
    data=(Datum(_("№"), lambda request, line: request.number),),
    numbers_rows=True,
)
AUDIT = Column(
    "audit",
    _("Audit"),
    lambda request: str(request.audit),
    is_quoted=True,
    is_minor=True,
    order=by_fields("-audit__fiscal_year", "audit", "number"),
    data=(
        Datum(_("Audit"), lambda request, line: str(request.audit)),
        Datum(_("Audit's ID"), lambda request, line: str(request.audit.uid)),
    ),
)
REQUESTS_OF_AUDIT = (
    NUMBER,
    Column("request", _("Document"), attrgetter("title"), names_record=True, is_quoted=True),
    Column(
        "period",
        pgettext_lazy("of a request", "Period"),
        attrgetter("period"),
        is_quoted=True,
        is_minor=True,
    ),
    Column(
        "medium",
        pgettext_lazy("of a request", "Medium"),
        attrgetter("medium"),
        is_quoted=True,
        is_minor=True,
    ),
    Column(
        "department",
        pgettext_lazy("of a request", "Department"),
        who,
        order=by_fields("department__order", "department", "number"),
        is_quoted=True,
        data=(
            Datum(_("Department"), lambda request, line: str(request.department or "")),
            Datum(
                _("Department code"),
                lambda request, line: request.department and request.department.slug,
            ),
            Datum(_("Person in charge"), lambda request, line: request.contact),
        ),
    ),
    Column(
        "due",
        _("Submission due"),
        request_due,
        note=lambda request: day_note(request.due(as_of(request))),
        order=by_due_date,
        data=(
            Datum(_("Submission due"), lambda request, line: request.due_on),
            Datum(
                _("Submission due as extended"), lambda request, line: request.due(as_of(request))
            ),
        ),
    ),
    Column(
        "received",
        _("Received on"),
        lambda request: day_text(received_on(request)),
        data=(Datum(_("Received on"), lambda request, line: received_on(request)),),
    ),
    Column(
        "state",
        pgettext_lazy("of a request", "State"),
        request_state,
        order=by_fields("state_at"),
        state=state_name,
    ),
    Column(
        "remarks",
        _("Remarks"),
        remarks,
        is_quoted=True,
        is_minor=True,
        data=(Datum(_("Remarks"), lambda request, line: one_line(request.remarks)), *STEP_DATA),
    ),
)
REQUESTS = (*REQUESTS_OF_AUDIT, AUDIT)


def official_row(request: DocumentRequest) -> list[str]:
    """A line of the official list: its columns in order, in the active language."""
    return [column.value(request) for column in REQUESTS_OF_AUDIT]

"""The columns of the list of audit procedures, for its page and its files."""

from datetime import date
from operator import attrgetter

from django.db.models import F, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from audits.finding_lines import datum
from audits.models import Procedure, Stage
from calendars.scheduled import day_text
from records.lists import Column, Datum, by_fields


def sample(procedure: Procedure) -> str:
    """How many of how many were tested, and below it how they were chosen."""
    tested, among = procedure.sample_size, procedure.population_size
    if tested is None:
        counts = "" if among is None else gettext("population of %(all)d") % {"all": among}
    elif among is None:
        counts = gettext("%(tested)d tested") % {"tested": tested}
    else:
        counts = gettext("%(tested)d of %(all)d tested") % {"tested": tested, "all": among}
    return _lines(counts, procedure.get_selection_display())


def result(procedure: Procedure) -> str:
    """What came of it; of a step that is not done, that it is not."""
    return capfirst(str(procedure.get_result_display() or Stage.PLANNED.label))


def review(procedure: Procedure) -> str:
    """Who reviewed it and when; of a step that is done, that it waits for that."""
    if procedure.stage == Stage.DONE:
        return capfirst(str(Stage.DONE.label))
    return _signed(procedure.reviewed_by, procedure.reviewed_on)


def findings(procedure: Procedure) -> str:
    """The findings that came of it, as people call them."""
    found = (row.finding for row in procedure.findings.all())
    return "、".join(one.reference or str(one.number) for one in found)


def by_audit(records: QuerySet, descending: bool) -> QuerySet:
    """Order by the days of their audits, the steps of each by their numbers either way."""
    starts = F("audit__starts_on")
    last = starts.desc(nulls_last=True) if descending else starts.asc(nulls_last=True)
    return records.order_by(last, "audit", "number")


def _signed(name: str, day: date | None) -> str:
    return _lines(name, day_text(day))


def _lines(*texts: str) -> str:
    return "\n".join(filter(None, texts))


PROCEDURES = (
    Column(
        "audit",
        _("Audit"),
        lambda procedure: str(procedure.audit),
        order=by_audit,
        is_quoted=True,
        data=(
            Datum(_("Audit"), lambda procedure, line: str(procedure.audit)),
            Datum(_("Audit's ID"), lambda procedure, line: str(procedure.audit.uid)),
            Datum(_("Fiscal year"), lambda procedure, line: procedure.audit.fiscal_year),
        ),
    ),
    Column(
        "number",
        _("No."),
        lambda procedure: str(procedure.number),
        data=(Datum(_("No."), lambda procedure, line: procedure.number),),
        numbers_rows=True,
    ),
    Column(
        "procedure",
        _("Audit procedure"),
        attrgetter("procedure"),
        names_record=True,
        is_quoted=True,
        data=tuple(datum(name, Procedure) for name in ("procedure", "criteria", "technique")),
    ),
    Column(
        "objective",
        pgettext_lazy("of a procedure", "Objective"),
        attrgetter("objective"),
        is_quoted=True,
        data=(datum("objective", Procedure),),
    ),
    Column(
        "sample",
        pgettext_lazy("of a procedure", "Sample"),
        sample,
        data=(
            datum("population", Procedure),
            Datum(_("Size of the population"), lambda procedure, line: procedure.population_size),
            datum("selection", Procedure),
            Datum(_("Size of the sample"), lambda procedure, line: procedure.sample_size),
        ),
    ),
    Column(
        "result",
        pgettext_lazy("of a procedure", "Result"),
        result,
        note=attrgetter("exceptions"),
        order=by_fields("result"),
        data=tuple(
            datum(name, Procedure) for name in ("result", "exceptions", "conclusion", "evidence")
        ),
    ),
    Column(
        "done",
        _("Done by"),
        lambda procedure: _signed(procedure.done_by, procedure.done_on),
        order=by_fields("done_on"),
        data=(
            datum("done_by", Procedure),
            Datum(_("Done on"), lambda procedure, line: procedure.done_on),
        ),
    ),
    Column(
        "review",
        _("Reviewed by"),
        review,
        order=by_fields("reviewed_on"),
        data=(
            datum("reviewed_by", Procedure),
            Datum(_("Reviewed on"), lambda procedure, line: procedure.reviewed_on),
        ),
    ),
    Column("findings", _("Findings"), findings, is_quoted=True),
)

"""Rules about duties whose last day has passed without a record that they were met.

What comes by the month, by the department or by the certificate is noticed by the rules of cycles
and of certifications; what is not recorded, or may not have held, is no breach.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial

from django.utils.translation import gettext_lazy as _

from dates import FiscalYear
from oversight.rules.certainty import Certainty
from oversight.rules.duties import DutyState, Instance, duties_of
from oversight.rules.duty import Cycle
from oversight.rules.facts import Facts
from oversight.rules.rule import Observation, Rule, Severity
from oversight.rules.words import day_text, worded

SOURCE = _("the source of the duty, named in the observation")
TITLE = _("duty without a record that it was met by its last day")
LATE = _(
    "“%(duty)s” (%(source)s) for %(period)s was due on %(day)s; no record shows that it was met."
)


def late(
    facts: Facts, year: FiscalYear, at: date, certainty: Certainty = Certainty.READ
) -> Iterator[Observation]:
    """Duties of `year`, of grounds so sure, that were due before `at` and are not met."""
    for one in duties_of(facts, facts.duties, year, at):
        if one.duty.certainty == certainty and one.due and _is_noticed(one):
            yield Observation(
                message=LATE,
                params={
                    "duty": one.duty.title,
                    "source": one.duty.source,
                    "period": worded(one.period),
                    "day": day_text(one.due),
                },
                subjects=(one.duty.subject, *one.records),
                due=one.due,
                on=one.due,
                detail=one.key,
                kinds=one.duty.kinds,
            )


def _is_noticed(one: Instance) -> bool:
    is_by_year = one.duty.cycle in (Cycle.FISCAL_YEAR, Cycle.EVENT)
    is_open = one.state == DutyState.OPEN and one.is_late and one.is_certain
    return is_open and is_by_year and not one.duty.each_department


RULES = (
    Rule(
        code="duty-late",
        title=TITLE,
        source=SOURCE,
        severity=Severity.SEVERE,
        check=late,
    ),
    Rule(
        code="duty-late-by-practice",
        title=TITLE,
        source=SOURCE,
        severity=Severity.WARNING,
        certainty=Certainty.SECONDARY,
        check=partial(late, certainty=Certainty.SECONDARY),
    ),
)

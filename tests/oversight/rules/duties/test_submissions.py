"""Duties that a submission meets."""

from oversight.rules import Facts
from oversight.rules.duty import Match, MetBy
from tests.oversight.rules.duties.values import STATEMENTS, duty, instances
from tests.oversight.rules.values import submission

FOUND = Match(kind=MetBy.SUBMISSION, codes=("submission",), words=("財務諸表",))
TITLE = "平成28年度財務諸表"


def test_statements_are_met_by_their_submission_of_the_year_that_they_concern():
    """Those of fiscal 2016 were due on Friday 30 June 2017 (Act 31(1))."""
    statements = duty("FS-SUB", FOUND, deadline=STATEMENTS)
    cases = (
        (submission("submission", "平成29年６月30日", TITLE), "met", False),
        (submission("submission", "平成29年７月３日", TITLE), "met", True),
        (submission("submission", "平成29年６月", TITLE), "met", False),  # on time, for all we know
        (submission("submission", "平成29年７月", TITLE), "met", True),
        (submission("submission", "平成29年６月30日", "別の書類"), "open", True),
        (submission("notification", "平成29年６月30日", TITLE), "not_recorded", False),
        (submission("submission", "平成29年６月30日", TITLE, year=2017), "not_recorded", False),
    )
    for kept, state, is_late in cases:
        [found] = instances((statements,), Facts(submissions=(kept,)))
        assert (str(found.state), found.is_late) == (state, is_late), kept
        assert found.records == ((kept.subject,) if state == "met" else ()), kept

"""Steps that bring old canonical forms of findings up to date."""

from collections.abc import Mapping

from records.base import Upgrade, added, in_part, in_turn

UPGRADES: Mapping[int, Upgrade] = {
    1: added(
        is_repeat=False,
        repeats=None,
        answer="",
        answered_on=None,
        answered_by="",
        closing_reason="",
        extensions=[],
        follow_ups=[],
    ),
    2: in_turn(
        added(
            reference="",
            title="",
            criteria="",
            clause="",
            cause="",
            effect="",
            evidence="",
            recommendation="",
            similar_cases="",
            deficiency="",
            owner="",
            response="",
        ),
        in_part(
            "corrective_actions",
            added(
                kind="",
                responsible="",
                evidence="",
                checked_by="",
                checker_department=None,
                check_method="",
                check_evidence="",
                independence_reason="",
            ),
        ),
    ),
    3: added(classifications=[], acceptances=[]),
    4: added(papers=[]),
    5: added(public_summary=""),
}

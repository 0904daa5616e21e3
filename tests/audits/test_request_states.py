"""The state of a request for documents on a day: by rule, and by query."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F

from audits.models import DocumentRequest, RequestStep
from audits.request_states import RequestState, StepKind, check_steps, due_at, is_overdue, state_at
from tests import factories

DAY = timedelta(days=1)
FIRST, DUE = date(2016, 10, 3), date(2016, 10, 14)
# Sent, submitted late, returned with a later due date, submitted again, accepted.
LIFE = (
    ("sent", FIRST, None, ""),
    ("submitted", date(2016, 10, 17), None, ""),
    ("returned", date(2016, 10, 19), date(2016, 10, 26), "８月分がありません。"),
    ("submitted", date(2016, 10, 28), None, ""),
    ("accepted", date(2016, 10, 31), None, ""),
)


def steps_of(*rows):
    names = ("kind", "taken_on", "due_on", "words")
    return [
        RequestStep(order=order, **dict(zip(names, row, strict=True)))
        for order, row in enumerate(rows, 1)
    ]


@pytest.mark.parametrize(
    ("day", "state", "due", "late"),
    [
        (date(2016, 10, 2), "unsent", DUE, False),
        (FIRST, "sent", DUE, False),
        (DUE, "sent", DUE, False),
        (date(2016, 10, 15), "sent", DUE, True),
        (date(2016, 10, 17), "submitted", DUE, False),
        (date(2016, 10, 19), "returned", date(2016, 10, 26), False),
        (date(2016, 10, 27), "returned", date(2016, 10, 26), True),
        (date(2016, 10, 28), "submitted", date(2016, 10, 26), False),
        (date(2016, 10, 31), "accepted", date(2016, 10, 26), False),
    ],
)
def test_day_knows_only_the_steps_taken_by_then(day, state, due, late):
    steps = steps_of(*LIFE)
    assert state_at(steps, day) == state
    assert due_at(DUE, steps, day) == due
    assert is_overdue(RequestState(state), due, day) is late


@pytest.mark.django_db
def test_queries_say_of_every_day_what_the_rules_say():
    request = factories.DocumentRequestFactory(due_on=DUE)
    undated = factories.DocumentRequestFactory(audit=request.audit)
    for one, life in ((request, LIFE), (undated, LIFE[:1])):
        for step in steps_of(*life):
            step.request = one
            factories.RequestStepFactory(
                request=one,
                **{name: getattr(step, name) for name in ("order", "kind", "taken_on")},
                **{name: getattr(step, name) for name in ("due_on", "words")},
            )
    for number in range(40):
        day = date(2016, 9, 25) + number * DAY
        stated = DocumentRequest.objects.with_state(day).annotate(found_state=F("state_at"))
        found = {one.pk: one for one in stated}
        late = set(DocumentRequest.objects.overdue(day).values_list("pk", flat=True))
        for one in (request, undated):
            assert found[one.pk].found_state == one.state(day), day
            assert found[one.pk].due_at == one.due(day), day
            assert (one.pk in late) == one.is_overdue(day), day


@pytest.mark.parametrize(
    "rows",
    [
        [("submitted", FIRST, None, "")],  # of what was not sent
        [LIFE[0], ("accepted", FIRST, None, "")],  # of what did not come
        [LIFE[0], ("sent", FIRST, None, "")],
        [LIFE[0], LIFE[1], ("returned", date(2016, 10, 19), None, " ")],  # without a word
        [LIFE[0], LIFE[1], ("accepted", date(2016, 10, 16), None, "")],  # before it came
        [("sent", DUE + DAY, None, "")],  # when it was due already
    ],
)
def test_steps_that_cannot_follow_one_another_are_refused(rows):
    with pytest.raises(ValidationError):
        check_steps(DUE, steps_of(*rows))


def test_accepted_documents_can_be_returned_and_submitted_ones_added_to():
    check_steps(DUE, steps_of(*LIFE, ("returned", date(2016, 11, 1), None, "別の年度のものです。")))
    more = ("submitted", date(2016, 10, 18), None, "追加です。")
    check_steps(DUE, steps_of(*LIFE[:2], more))


def test_every_step_leads_to_the_state_of_its_name():
    assert set(StepKind.values) == set(RequestState.values) - {RequestState.UNSENT}

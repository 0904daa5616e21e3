"""A resolution rests on an opinion that was heard before it (Act No. 29 of 2013, art. 24(6))."""

import pytest
from django.core.exceptions import ValidationError

from meetings.models import AgendaItem
from tests.factories import AgendaItemFactory, MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("heard", "resolved", "is_possible"),
    [
        ("平成28年６月８日", "平成28年６月22日", True),
        ("平成28年６月22日", "平成28年６月22日", True),
        ("平成28年６月23日", "平成28年６月22日", False),
        ("平成28年６月", "平成28年６月22日", True),
        ("平成28年７月", "平成28年６月22日", False),
        ("平成28年６月23日", "平成28年６月", True),
        ("未定", "平成28年６月22日", True),
        ("平成28年６月23日", "未定", True),
    ],
)
def test_opinion_is_not_heard_after_the_resolution(heard, resolved, is_possible):
    opinion = AgendaItemFactory(meeting=MeetingFactory(schedule_text=heard))
    item = AgendaItem(
        meeting=MeetingFactory(schedule_text=resolved),
        body=opinion.body,
        title="決算",
        opinion=opinion,
    )
    if is_possible:
        item.full_clean()
        return
    with pytest.raises(ValidationError) as refusal:
        item.full_clean()
    assert list(refusal.value.message_dict) == ["opinion"]

"""What takes place: when it was held, and when it is over."""

from datetime import date

from tests.oversight.rules.values import audit

DAY, BEFORE, AFTER = date(2016, 9, 8), date(2016, 9, 7), date(2016, 9, 9)


def test_event_is_over_the_day_after_its_last():
    one = audit("平成28年９月６日～８日", status="planned")
    assert [one.is_over(at) for at in (BEFORE, DAY, AFTER)] == [False, False, True]
    for text in ("平成28年９月８日～", "未定"):
        assert not audit(text).is_over(AFTER), text


def test_event_was_held_by_its_last_day_or_once_an_open_one_had_begun():
    cases = [
        ("平成28年９月６日～８日", "held", [False, True, True]),
        ("平成28年９月８日～", "held", [False, True, True]),
        ("平成28年９月８日", "planned", [False, False, False]),
        ("未定", "held", [True, True, True]),
    ]
    for text, status, expected in cases:
        one = audit(text, status=status)
        assert [one.was_held(at) for at in (BEFORE, DAY, AFTER)] == expected, text


def test_event_is_off_where_it_was_cancelled_or_put_off_without_a_day():
    cases = [
        ("平成28年９月８日", "cancelled", True),
        ("平成28年９月８日", "postponed", False),
        ("未定", "postponed", True),
        ("未定", "planned", False),
    ]
    for text, status, expected in cases:
        assert audit(text, status=status).is_off == expected, (text, status)

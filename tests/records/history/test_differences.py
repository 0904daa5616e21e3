"""What differs between two canonical forms, in words; pure: no database is asked."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from audits.models import AuditType
from calendars.scheduled.display import day_in_both
from meetings.models import AgendaItem, Body, Meeting, YearlyCount
from organization.models import Department
from records.history.differences import differences
from records.history.wording import Words

UIDS = [f"00000000-0000-4000-8000-00000000000{n}" for n in range(6)]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def plain(model: type, **values: Any) -> dict[str, Any]:
    """The canonical form of a new row of `model`, with these values; parts are empty."""
    row = model(uid=UIDS[0])
    fields = [f for f in model._meta.concrete_fields if f.name not in row.derived]
    form = {f.name: None if f.is_relation else row._plain(f) for f in fields}
    return form | {name: [] for name in model.parts} | values


def told(model: type, old: dict | None, new: dict | None, words: Words | None = None) -> list:
    found = differences(model, old, new, words or Words())
    return [(each.label, each.old, each.new) for each in found]


def changed(model: type, old: dict[str, Any], new: dict[str, Any], words: Words | None = None):
    return told(model, plain(model, **old), plain(model, **new), words)


def test_nothing_differs_between_equals_and_the_version_is_nobodys_affair():
    assert changed(Department, {"version": 1}, {"version": 2}) == []


def test_text_is_told_as_it_was_and_is_under_the_fields_name():
    found = changed(Department, {"name": "旧"}, {"name": "新"})
    assert found == [("Name", "旧", "新")]


def test_choice_is_told_by_its_label():
    found = changed(Meeting, {"status": "planned"}, {"status": "postponed"})
    assert found == [("Status", "planned", "postponed")]
    with translation.override("ja"):
        assert changed(Meeting, {"status": "planned"}, {"status": "postponed"})[0][1:] == (
            "予定",
            "延期",
        )


def test_yes_and_no_are_told_in_words():
    found = changed(Meeting, {"warnings_settled": False}, {"warnings_settled": True})
    assert found == [("Warnings settled", "No", "Yes")]


def test_no_is_something_and_nothing_is_not():
    found = changed(Department, {"valid_from": None}, {"valid_from": "2016-04-01"})
    assert found == [("Exists from", "", "2016-04-01")]


def test_day_is_worded_as_the_page_words_days():
    words = Words(day=day_in_both)
    with translation.override("ja"):
        [(_label, old, new)] = changed(
            Department, {"valid_from": "2016-04-01"}, {"valid_from": "2019-05-01"}, words
        )
    assert (old, new) == (
        "平成28年４月１日（2016年4月1日）",
        "令和元年５月１日（2019年5月1日）",
    )


def test_fiscal_year_is_told_in_both_calendars_and_one_there_cannot_be_as_a_number():
    with translation.override("ja"):
        [(_label, old, new)] = changed(Meeting, {"fiscal_year": 2016}, {"fiscal_year": 9999})
    assert (old, new) == ("平成28年度（2016年度）", "9999")


def test_schedule_that_was_typed_anew_is_told_once_in_official_notation():
    with translation.override("ja"):
        [(label, old, new)] = changed(
            Meeting,
            {"schedule_text": "H28.9.1", "schedule": "2016-09-01..2016-09-01 day"},
            {"schedule_text": "9/5", "schedule": "2016-09-05..2016-09-05 day"},
        )
        assert label == Meeting._meta.get_field("schedule_text").verbose_name
    assert (old, new) == ("平成28年９月１日", "平成28年９月５日")


def test_schedule_typed_differently_with_the_same_meaning_is_told_as_typed():
    found = changed(Meeting, {"schedule_text": "H28.9.1"}, {"schedule_text": "2016-09-01"})
    assert found == [("Schedule", "H28.9.1", "2016-09-01")]


@pytest.mark.parametrize("name", ["schedule", "valid_from"])
def test_what_nobody_can_read_is_told_as_it_is_held(name):
    model = Meeting if name == "schedule" else Department
    [(_label, _old, new)] = changed(model, {}, {name: "nonsense"})
    assert new == "nonsense"


def test_link_is_told_by_the_name_of_its_target_and_else_by_its_uid():
    words = Words(names={(Department, UIDS[1]): "監査室"})
    found = changed(
        Department, {"parent_department": UIDS[1]}, {"parent_department": UIDS[2]}, words
    )
    assert found == [("Belongs to", "監査室", UIDS[2])]


def test_long_text_is_told_in_full_with_its_lines():
    long = "一行目\n" + "長" * 5000
    assert changed(Department, {"duties": ""}, {"duties": long}) == [("Main duties", "", long)]


def item(number: int, title: str, **values: Any) -> dict[str, Any]:
    return plain(AgendaItem, uid=UIDS[number], title=title, order=number, **values)


def test_row_that_came_is_told_whole_and_one_that_went_too():
    kept, gone, new = item(1, "一"), item(2, "二"), item(3, "三", bill_number="議案第１号")
    found = changed(Meeting, {"agenda_items": [kept, gone]}, {"agenda_items": [kept, new]})
    label = "Agenda item"
    assert [(each[0], each[1].split("\n")[0], each[2].split("\n")[0]) for each in found] == [
        (label, "二", ""),
        (label, "", "三"),
    ]
    assert "Bill number: 議案第１号" in found[1][2].split("\n")


def test_field_of_a_row_is_told_under_the_row_as_it_was_called():
    old, new = item(1, "一", bill_number=""), item(1, "一の二", bill_number="議案第１号")
    found = changed(Meeting, {"agenda_items": [old]}, {"agenda_items": [new]})
    assert sorted(found) == [
        ("Agenda item › 一 › Bill number", "", "議案第１号"),
        ("Agenda item › 一 › Title", "一", "一の二"),
    ]


def test_rows_in_another_order_in_the_form_are_no_difference():
    rows = [item(1, "一"), item(2, "二")]
    assert changed(Meeting, {"agenda_items": rows}, {"agenda_items": rows[::-1]}) == []


def test_row_without_words_of_its_own_is_called_by_what_it_holds():
    row = plain(YearlyCount, uid=UIDS[1], fiscal_year=2016, sittings=18)
    [(_label, _old, new)] = changed(Body, {}, {"yearly_counts": [row]})
    assert new.startswith("FY2016\n")
    assert "Sittings: 18" in new.split("\n")


def test_new_record_is_told_without_what_nobody_said():
    found = told(AuditType, None, plain(AuditType, name="部門監査", short_name="部門"))
    assert {each[1] for each in found} == {""}
    assert {"部門監査", "部門"} <= {each[2] for each in found}
    assert not {"", "draft", "internal"} & {each[2] for each in found}


def test_deleted_record_is_told_as_gone():
    found = told(Department, plain(Department, name="旧"), None)
    assert ("Name", "旧", "") in found
    assert {new for _label, _old, new in found} == {""}


def test_days_are_plain_where_no_page_says_how():
    assert Words().day(date(2016, 4, 1)) == "2016-04-01"

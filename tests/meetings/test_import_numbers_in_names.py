"""A sitting's number may stand in the name of its body."""

import pytest

from meetings.models import Meeting
from tests.factories import BodyFactory
from tests.jlis_gov.importing.test_import_any_table import answer, lines

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "names",
    [
        ("第５回代表者会議", "第６回代表者会議"),
        ("代表者会議（第５回）", "代表者会議（第６回）"),
        ("代表者会議 第5回", "代表者会議 第6回"),
    ],
)
def test_number_is_read_from_the_name(tmp_path, names):
    BodyFactory(name="代表者会議", numbering="continuous")
    rows = [(name, f"令和７年{month}月３日") for name, month in zip(names, "67", strict=True)]
    path = lines(tmp_path, ("会議名", "開催日"), *rows)
    found, refusal = answer(path, kind="meetings", dry_run=False)
    assert (refusal, found["written"]) == ("", 2)
    assert sorted(map(str, Meeting.objects.all())) == ["第５回代表者会議", "第６回代表者会議"]


def test_new_body_is_named_without_the_number(tmp_path):
    rows = [(f"第{number}回情報化検討会", f"令和７年{number}月３日") for number in "45"]
    path = lines(tmp_path, ("会議名", "開催日"), *rows)
    assert "“情報化検討会”" in answer(path, kind="meetings")[0]["rows"][0]["messages"][0]
    assert answer(path, kind="meetings", create=True, dry_run=False)[1] == ""
    assert {str(one) for one in Meeting.objects.all()} == {
        "第４回情報化検討会",
        "第５回情報化検討会",
    }

"""Columns of outcomes say by their values how what a row lists stands."""

import pytest

from tests.factories import AuditTypeFactory, DepartmentFactory
from tests.jlis_gov.importing.test_import_any_table import answer, lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(tmp_path):
    AuditTypeFactory(name="定期監査")
    DepartmentFactory(name="総務部")

    def given(heading, *outcomes):
        head = ("種類", "対象課", "実施年", "実施月", "実施日", heading)
        rows = (
            ("定期監査", "総務部", "令和７年", "９", str(day), outcome)
            for day, outcome in enumerate(outcomes, start=1)
        )
        return answer(lines(tmp_path, head, *rows))[0]

    return given


@pytest.mark.parametrize("heading", ["結果", "実施", "実施状況", "済否", "実施結果", "監査の結果"])
def test_outcomes_are_statuses_by_their_values(table, heading):
    found = table(heading, "済", "○", "実施", "完了", "中止", "延期", "予定", "未", "")
    statuses = [row["record"]["status"] for row in found["rows"]]
    assert found["mapping"][heading] == "status"
    assert statuses == [*["held"] * 4, "cancelled", "postponed", *["planned"] * 3]


def test_outcome_of_unknown_meaning_is_an_error_of_its_row(table):
    found = table("結果", "済", "良好かも", "○")
    assert [row["verdict"] for row in found["rows"]] == ["new", "error", "new"]
    assert found["rows"][1]["messages"] == ["実施状況: “良好かも” is no status that is known here."]


@pytest.mark.parametrize("heading", ["結果", "監査結果", "実施結果", "取組状況"])
def test_outcomes_in_words_are_no_statuses(table, heading):
    found = table(heading, "指摘なし", "契約に不備", "おおむね適正")
    assert found["unmapped"] == [heading]
    assert [row["verdict"] for row in found["rows"]] == ["new"] * 3

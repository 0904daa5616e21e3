"""Tables of any form tell of an audit's engagement; blank cells leave what is kept."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audits.models import Audit
from tests.factories import AuditTypeFactory, ConclusionFactory, DepartmentFactory

pytestmark = pytest.mark.django_db
TOLD = {
    "監査種別": "PMS内部監査",
    "対象部門": "情報処理部",
    "監査実施年月日": "平成28年11月８日",
    "監査の目的": "規程の遵守の確認",
    "監査の範囲": "入退室の管理",
    "監査基準": "個人情報保護管理規程　第12条、JIS Q 15001",
    "監査対象期間": "平成28年４月～９月",
    "監査の方法": "書面・実地",
    "監査テーマ": "個人情報",
    "重点項目": "記録の承認",
    "講評日": "平成28年11月９日",
    "報告日": "H28.12.20",
    "報告書番号": "監報第５号",
    "結論": "概ね適正",
    "結論の根拠": "軽微な不備",
}


@pytest.fixture(autouse=True)
def known():
    AuditTypeFactory(name="PMS内部監査")
    DepartmentFactory(name="情報処理部")
    ConclusionFactory(name="概ね適正")


@pytest.fixture
def brought_in(tmp_path):
    """Bring one row in; returns what the command says, and its refusal."""

    def bring_in(**changed: str) -> tuple[str, str]:
        row, path, out = TOLD | changed, tmp_path / "table.csv", StringIO()
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([row.keys(), row.values()])
        options = {"kind": "audits", "fiscal_year": 2016, "mode": "update", "stdout": out}
        try:
            call_command("import_table", path, **options)
        except CommandError as error:
            return out.getvalue(), str(error)
        return out.getvalue(), ""

    return bring_in


def test_engagement_comes_in_and_the_same_table_changes_nothing(brought_in):
    assert brought_in()[1] == ""
    audit = Audit.objects.get()
    assert (audit.objective, audit.scope_text) == ("規程の遵守の確認", "入退室の管理")
    assert [str(row) for row in audit.criteria.all()] == [
        "個人情報保護管理規程　第12条",
        "JIS Q 15001",
    ]
    assert (audit.period_text, audit.period.starts_on) == ("平成28年４月～９月", date(2016, 4, 1))
    assert (audit.methods, audit.theme) == (["書面", "実地"], "個人情報")
    assert (audit.exit_on, audit.reported_on) == (date(2016, 11, 9), date(2016, 12, 20))
    assert (audit.report_number, audit.focus_points) == ("監報第５号", "記録の承認")
    assert (str(audit.conclusion), audit.conclusion_basis) == ("概ね適正", "軽微な不備")
    assert "unchanged 1" in brought_in()[0]


def test_blank_cells_leave_what_is_kept(brought_in):
    brought_in()
    told, refusal = brought_in(監査基準="JIS Q 15001", 結論="", 監査対象期間="", 報告日="")
    assert (refusal, "changed 1" in told) == ("", True)
    audit = Audit.objects.get()
    assert [str(row) for row in audit.criteria.all()] == ["JIS Q 15001"]
    assert (str(audit.conclusion), audit.period_text) == ("概ね適正", "平成28年４月～９月")
    assert audit.reported_on == date(2016, 12, 20)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"結論": "無限定適正"}, "「無限定適正」は、この監査区分・監査種別の結論にありません"),
        ({"監査対象期間": "４月～９月"}, "「４月」が何年のことか分かりません"),
        ({"監査の方法": "電話"}, "「電話」は監査の方法ではありません"),
        ({"報告日": "令和80年４月１日"}, "将来の日付です"),
        ({"報告日": "平成28年11月８日"}, "報告日は、講評日以後"),
        ({"講評日": "平成28年11月７日"}, "監査が始まるのは早くて"),
    ],
)
def test_what_contradicts_the_audit_is_refused_and_nothing_comes_in(brought_in, changed, why):
    told, _refusal = brought_in(**changed)
    assert why in told
    assert not Audit.objects.exists()

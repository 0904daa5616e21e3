"""Coverage: departments against kinds of audit, and what the report of fiscal 2016 says of them."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase

from dates import FiscalYear, Style, word
from oversight.coverage import State, coverage
from oversight.reading import read_facts
from oversight.rules import Facts
from tests import factories
from tests.oversight.rules.values import audit, audit_type, department, drill
from tests.record_of_2016 import load_record

AT = date(2016, 12, 31)
PMS, ISMS = audit_type("pms", 12), audit_type("isms")
DEPARTMENTS = (department(1), department(2), department(3, parent=2, kind="section"))


def states(*events, at: date = AT, departments=DEPARTMENTS, drills=()) -> dict[str, list[str]]:
    facts = Facts(
        audit_types=(PMS, ISMS), departments=departments, audits=events, drills=tuple(drills)
    )
    found = coverage(facts, FiscalYear(2016), at)
    return {row.department.name: [str(cell.state) for cell in row.cells] for row in found.rows}


def test_yearly_internal_audit_is_asked_of_each_department_and_others_of_none():
    assert states(audit("2016-09-01", "isms", covers=(1,))) == {
        "第1部": ["gap", "done", "not_required"],
        "第2部": ["gap", "not_required", "not_required"],
        "第3部": ["gap", "not_required", "not_required"],
    }


@pytest.mark.parametrize(
    ("text", "status", "expected"),
    [
        ("2016-12-31", "held", "done"),
        ("2016-12-31", "planned", "planned"),
        ("2016-12-30", "planned", "late"),
        ("未定", "planned", "planned"),
        ("2016-12-30", "cancelled", "gap"),
    ],
)
def test_state_of_a_department_that_an_audit_means(text, status, expected):
    found = states(audit(text, "pms", covers=(1,), status=status))
    assert found["第1部"][0] == expected


def test_audit_held_later_is_planned_as_of_an_earlier_day():
    one = audit("2016-09-01", "pms", covers=(1,))
    assert states(one, at=date(2016, 8, 31))["第1部"][0] == "planned"
    assert states(one, at=date(2016, 9, 1))["第1部"][0] == "done"


def test_audit_held_without_an_end_counts_once_it_has_begun():
    one = audit("平成28年９月～", "isms", covers=(1,))
    assert states(one, at=date(2016, 8, 31))["第1部"][1] == "planned"
    assert states(one, at=date(2016, 9, 1))["第1部"][1] == "done"


def test_department_audited_in_its_section_alone_stays_open():
    found = states(audit("2016-09-01", "pms", covers=(3,)))
    assert [found[name][0] for name in ("第2部", "第3部")] == ["gap", "done"]


def test_drill_covers_the_department_that_holds_it_with_its_sections():
    found = states(drills=[drill("平成28年７月", 2)])
    assert [cells[-1] for cells in found.values()] == ["not_required", "done", "done"]


def test_what_became_of_a_predecessor_counts():
    old = department(4, "旧部", valid_until=date(2016, 6, 30))
    new = department(5, "新部", valid_from=date(2016, 7, 1), predecessors=(4,))
    found = states(audit("2016-05-10", "pms", covers=(4,)), departments=(old, new))
    assert found == {"新部": ["done", "not_required"]}


def test_audit_that_spans_a_reorganisation_stands_in_a_cell_once():
    old = department(4, "旧部", valid_until=date(2016, 6, 30))
    new = department(5, "新部", valid_from=date(2016, 7, 1), predecessors=(4,))
    facts = Facts(
        audit_types=(PMS,),
        departments=(old, new),
        audits=(audit("2016-06-30..2016-07-01", "pms", covers=(4, 5)),),
    )
    (row,) = coverage(facts, FiscalYear(2016), AT).rows
    assert (str(row.cells[0].state), len(row.cells[0].events)) == ("done", 1)


def test_last_day_is_that_of_any_year_and_none_later_than_the_day_asked():
    audits = (
        audit("2015-09-01", "pms", covers=(1,), year=2015),
        audit("2017-02-01", "pms", covers=(1,)),
    )
    facts = Facts(audit_types=(PMS,), departments=DEPARTMENTS, audits=audits)
    for at, expected in ((AT, date(2015, 9, 1)), (date(2017, 3, 31), date(2017, 2, 1))):
        assert coverage(facts, FiscalYear(2016), at).rows[0].cells[0].last.ends_on == expected


def test_last_audit_is_told_no_more_exactly_than_it_is_known():
    for text, expected in (
        ("2016-09-01", "2016-09-01"),
        ("平成28年９月", "2016-09"),
        ("平成28年９月頃", "2016-09~"),
        ("平成28年７月～９月８日", "2016-09-08"),
        ("平成28年９月～", None),
    ):
        facts = Facts(
            audit_types=(PMS,), departments=DEPARTMENTS, audits=(audit(text, "pms", covers=(1,)),)
        )
        last = coverage(facts, FiscalYear(2016), AT).rows[0].cells[0].last
        assert (last and word(last, Style.EDTF)) == expected, text


# Tables 8, 9, 10 and 12: the departments by name, whose parts go with them. PMS and information
# security audits met every department, 「その他全部門」 being the rest.
CENTRE = "個人番号センター"
TABLES = {
    "ISMS内部監査": "情報処理部 情報化支援戦略部 管理部総務課 管理部リスク管理課 LGWAN全国センター",
    "コンプライアンス内部監査": "管理部リスク管理課",
    "危機管理内部監査": f"情報処理部 {CENTRE}個人番号カード部 {CENTRE}中間サーバー部 "
    "LGWAN全国センターシステム部",
    "部門別業務内部監査": "情報化支援戦略部 管理部 研究開発部 教育研修部 情報処理部 "
    f"住基全国センター {CENTRE} LGWAN全国センター",
    "ISMS審査": "情報処理部 管理部 情報化支援戦略部 LGWAN全国センター",
    "保証型情報セキュリティ監査": "住基全国センター",
    "準拠性監査": f"{CENTRE}公的個人認証部 {CENTRE}中間サーバー部 LGWAN全国センター",
    "助言型監査": f"{CENTRE}個人番号カード部",
    "情報セキュリティ診断": f"{CENTRE}中間サーバー部",
    "WebTrust for CA検証": "LGWAN全国センター",
    "決算監査": "管理部会計課",
    "例月監査": f"管理部会計課 住基全国センター 研究開発部 {CENTRE}公的個人認証部",
    "業務監査（部門別監査）": "情報化支援戦略部 情報処理部 住基全国センター 監査室 研究開発部 "
    f"管理部 教育研修部 {CENTRE}個人番号カード部 {CENTRE}中間サーバー部 {CENTRE}公的個人認証部 "
    "LGWAN全国センター",
    "訓練": "情報化支援戦略部 管理部リスク管理課 研究開発部 情報処理部 住基全国センター "
    f"{CENTRE}公的個人認証部 {CENTRE}個人番号カード部 {CENTRE}中間サーバー部 LGWAN全国センター",
}


class RecordTests(TestCase):
    """Loads the record once for all of its tests."""

    @classmethod
    def setUpTestData(cls):
        load_record()
        out = StringIO()
        call_command("coverage", "2016", "--format", "json", stdout=out)
        cls.printed = json.loads(out.getvalue())

    def column(self, name: str) -> dict[str, dict]:
        place = self.printed["columns"].index(name)
        return {row["department"]: row["cells"][place] for row in self.printed["rows"]}

    def test_every_department_had_its_pms_and_information_security_audit(self):
        for name in ("PMS内部監査", "情報セキュリティ内部監査"):
            assert {cell["state"] for cell in self.column(name).values()} == {"done"}
        assert self.column("PMS内部監査")["研究開発部"]["last"] == "2016-08-09"

    def test_departments_of_each_kind_are_those_of_the_tables(self):
        for name, text in TABLES.items():
            named = text.split()
            found = {
                department
                for department, cell in self.column(name).items()
                if cell["state"] == State.DONE
            }
            expected = {
                department
                for department in self.column(name)
                if department.startswith(tuple(named))
            }
            assert found == expected, name

    def test_columns_are_named_once(self):
        assert len(self.printed["columns"]) == len(set(self.printed["columns"]))


def test_year_that_the_register_cannot_hold_is_refused():
    with pytest.raises(CommandError):
        call_command("coverage", "1850")


@pytest.mark.django_db
def test_all_other_departments_are_those_of_the_days_of_the_audit():
    """A reorganisation of 1 July 2016: 旧部 becomes 新部; 新設部 comes out of nothing."""
    kind = factories.AuditTypeFactory(slug="pms", regime="internal", cycle_months=12)
    made = {
        name: factories.DepartmentFactory(name=name, **days)
        for name, days in (
            ("旧部", {"valid_until": date(2016, 6, 30)}),
            ("新部", {"valid_from": date(2016, 7, 1)}),
            ("新設部", {"valid_from": date(2016, 7, 1)}),
            ("他部", {}),
        )
    }
    change = factories.ReorganisationFactory(takes_effect_on=date(2016, 7, 1))
    for name, role in (("旧部", "predecessor"), ("新部", "successor")):
        factories.ReorganisationStepFactory(reorganisation=change, department=made[name], role=role)
    for text, scope, named in (
        ("平成28年５月10日", "all_others", []),
        ("平成28年６月２日", "listed", ["他部"]),
    ):
        audit = factories.AuditFactory(
            regime="internal", status="held", schedule_text=text, scope=scope
        )
        factories.AuditClassificationFactory(audit=audit, type=kind)
        for name in named:
            factories.AuditTargetFactory(audit=audit, department=made[name])
    found = coverage(read_facts(), FiscalYear(2016), AT)
    cells = {row.department.name: row.cells[0] for row in found.rows}
    assert {name: str(cell.state) for name, cell in cells.items()} == {
        "新部": "done",
        "新設部": "gap",
        "他部": "done",
    }
    days = {name: cell.last and cell.last.ends_on for name, cell in cells.items()}
    assert days == {"新部": date(2016, 5, 10), "新設部": None, "他部": date(2016, 6, 2)}

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from audits.imports.names import TypeNames, read_scope
from audits.models import Audit, Drill, Regime
from audits.scopes import word_targets
from organization.models import Department
from organization.names import DepartmentNames
from records import journal
from records.imports import ChangedMeanwhileError, Mode, UnknownWordError, carry_out
from records.journal.models import JournalEntry
from tests.factories import (
    AuditClassificationFactory,
    AuditFactory,
    AuditTargetFactory,
    AuditTypeFactory,
    DepartmentFactory,
)
from tests.importing import imported, planned, verdicts

pytestmark = pytest.mark.django_db
Kind = Department.Kind
PMS = ["PMS内部監査", "研究開発部", "平成28年８月９日"]
DRILL = ["情報処理部", "平成28年12月", "障害を想定した訓練"]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def departments():
    """A small agency: a department with sections, a centre with departments, an office."""
    bureau = DepartmentFactory(name="事務局", kind=Kind.BUREAU)
    administration = DepartmentFactory(name="管理部", parent_department=bureau)
    for name in ("総務課", "リスク管理課", "会計課"):
        DepartmentFactory(name=name, kind=Kind.SECTION, parent_department=administration)
    for name in ("情報処理部", "研究開発部"):
        DepartmentFactory(name=name, parent_department=bureau)
    centre = DepartmentFactory(
        name="総合行政ネットワーク全国センター", short_name="LGWAN全国センター", kind=Kind.CENTRE
    )
    DepartmentFactory(name="システム部", parent_department=centre)
    DepartmentFactory(name="監査室", kind=Kind.OFFICE)
    DepartmentFactory(name="システム統括室", kind=Kind.OFFICE, valid_from="2016-07-01")


@pytest.fixture(autouse=True)
def types():
    AuditTypeFactory(name="PMS内部監査", cycle_months=12)
    AuditTypeFactory(name="決算監査", group="会計監査")
    AuditTypeFactory(name="例月監査", group="会計監査", cycle_months=1)
    auditor = {"regime": Regime.AUDITOR}
    AuditTypeFactory(name="例月監査", cycle_months=1, **auditor)
    AuditTypeFactory(name="部門別監査", group="業務監査", **auditor)
    for name in ("ISMS審査", "準拠性監査", "WebTrust for CA検証"):
        AuditTypeFactory(name=name, regime=Regime.EXTERNAL)
    AuditTypeFactory(name="会計監査", regime=Regime.ACCOUNTING)


def messages(item):
    return [(problem.column, str(problem.message)) for problem in item.problems]


@pytest.mark.parametrize(
    "text",
    [
        "研究開発部",
        "会計課",
        "管理部会計課",
        "管理部総務課・リスク管理課",
        "会計課、研究開発部",
        "情報処理部、管理部総務課・リスク管理課、LGWAN全国センターシステム部",
        "その他全部門",
        "その他全部門（監査室を除く）",
        "監査室を除く部門",
        "監査室、情報処理部を除く部門",
        "全部門",
        "機構全体",
        "情報処理部（管理部、研究開発部含む）",
        "管理部（管理部会計課を除く）",
    ],
)
def test_what_a_table_says_of_targets_is_printed_again_as_it_was(text):
    imported(9, [["PMS内部監査", text, "平成28年８月９日"]])
    assert word_targets(Audit.objects.with_parts().get()) == text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("総合行政ネットワーク全国センター", "LGWAN全国センター"),
        ("ＬＧＷＡＮ全国センター システム部", "LGWAN全国センターシステム部"),
        ("管理部，情報処理部", "管理部、情報処理部"),
        ("情報処理部\n研究開発部", "情報処理部、研究開発部"),
        ("情報処\n理部", "情報処理部"),
    ],
)
def test_name_written_otherwise_means_the_same_department(text, read):
    imported(9, [["PMS内部監査", text, "平成28年８月９日"]])
    assert word_targets(Audit.objects.with_parts().get()) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("情報処理部（管理部，研究開発部含む）", "情報処理部（管理部、研究開発部含む）"),
        ("情報処理部（\n管理部，\n研究開発部を含む）", "情報処理部（管理部、研究開発部含む）"),
        (
            "情報処理部(管理部，研究開発部含む)，監査室",
            "情報処理部、監査室（管理部、研究開発部含む）",
        ),
        ("その他全部門（監査室，研究開発部を除く）", "その他全部門（監査室、研究開発部を除く）"),
        ("情報処理部(管理部,研究開発部を含む)", "情報処理部（管理部、研究開発部含む）"),
        ("情報処理部（管理部､研究開発部含む。）", "情報処理部（管理部、研究開発部含む）"),
        ("情報処理部（管理部，\n研究開発部含む）", "情報処理部（管理部、研究開発部含む）"),
        (
            "情報処理部（管理部，研究開発部含む），監査室",
            "情報処理部、監査室（管理部、研究開発部含む）",
        ),
        (
            "情報処理部（管理部（管理部会計課，管理部総務課を除く）、研究開発部含む）",
            "情報処理部（管理部、研究開発部含む）（管理部会計課・総務課を除く）",
        ),
        ("その他全部門（監査室，情報処理部を除く）", "その他全部門（監査室、情報処理部を除く）"),
        ("監査室，情報処理部を除く部門", "監査室、情報処理部を除く部門"),
    ],
)
def test_commas_of_any_width_part_departments_within_brackets(text, read):
    imported(9, [["PMS内部監査", text, "平成28年８月９日"]])
    assert word_targets(Audit.objects.with_parts().get()) == read


def test_departments_that_one_includes_take_part_in_its_drill():
    imported(8, [["情報処理部（管理部，研究開発部含む）", *DRILL[1:]]])
    rows = Drill.objects.get().departments.all()
    assert [str(row.department) for row in rows] == ["情報処理部", "管理部", "研究開発部"]


def test_brackets_that_say_nothing_known_are_named_whole():
    (item,) = planned(9, [["PMS内部監査", "情報処理部（管理部，監査室）", "８月９日"]]).items
    assert messages(item) == [("targets", "There is no department “情報処理部（管理部，監査室）”.")]


@pytest.mark.parametrize(
    ("table", "row", "field"),
    [
        (9, ["PMS内部\n監査", "（個人\n情報）情報\n処理部", "８月\n８日"], "theme"),
        (10, ["情報処\n理部", "ISMS審査\n（個人\n情報）", "11\n月"], "subject"),
        (11, ["個人\n情報", "10月24日～\n27日"], "subject"),
    ],
)
def test_a_line_break_in_any_cell_is_read(table, row, field):
    imported(table, [row])
    assert getattr(Audit.objects.get(), field) == "個人 情報"
    assert verdicts(planned(table, [row])) == ["unchanged"]


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        (
            "（外部監査（第２回）の取組，課題）情報処理部（管理部，会計課含む）",
            "外部監査（第２回）の取組，課題",
        ),
        ("（管理部，会計課含む）情報処理部", ""),
    ],
)
def test_theme_may_hold_brackets_and_is_no_list_of_departments(text, theme):
    imported(9, [["PMS内部監査", text, "平成28年８月９日"]])
    audit = Audit.objects.with_parts().get()
    assert (audit.theme, word_targets(audit)) == (theme, "情報処理部（管理部、会計課含む）")


@pytest.mark.parametrize(
    "text", ["情報処理部（管理部，含む）部", "情報処理部（管理部", "情報処理部（）"]
)
def test_brackets_that_say_nothing_known_are_errors(text):
    assert verdicts(planned(9, [["PMS内部監査", text, "平成28年８月９日"]])) == ["error"]


def test_unknown_department_is_an_error_with_those_it_may_mean():
    (item,) = planned(9, [["PMS内部監査", "情報処理課", "平成28年８月９日"]]).items
    assert messages(item) == [("targets", "There is no department “情報処理課”.")]
    assert item.problems[0].suggestions[0] == "情報処理部"
    words = {"情報処理課": "情報処理部"}
    assert verdicts(planned(9, [["PMS内部監査", "情報処理課", "８月９日"]], words=words)) == ["new"]


def test_department_of_another_time_is_an_error():
    found = planned(
        9,
        [
            ["PMS内部監査", "システム統括室", "平成28年６月30日"],
            ["PMS内部監査", "システム統括室", "平成28年７月１日"],
        ],
    )
    assert verdicts(found) == ["error", "new"]
    assert messages(found.items[0]) == [
        ("targets", "The department “システム統括室” did not exist on these days.")
    ]


def test_name_that_two_departments_bear_must_be_written_in_full():
    for name in ("甲センター", "乙センター"):
        centre = DepartmentFactory(name=name, kind=Kind.CENTRE)
        DepartmentFactory(name="企画部", parent_department=centre)
    found = planned(
        9, [["PMS内部監査", name, "８月９日"] for name in ("企画部", "甲センター企画部")]
    )
    assert verdicts(found) == ["error", "new"]


def test_everything_that_is_wrong_with_a_row_is_told_at_once():
    (item,) = planned(9, [["PMC監査", "経理部", "平成28年２月30日"]]).items
    assert [column for column, _message in messages(item)] == ["when", "type", "targets"]
    assert "PMS内部監査" in item.problems[1].suggestions


def test_empty_cells_are_errors():
    (item,) = planned(9, [["", " ", ""]]).items
    assert messages(item) == [
        (column, "This cell must not be empty.") for column in ("when", "type", "targets")
    ]


def test_types_are_read_as_they_are_printed():
    names = TypeNames(Regime.EXTERNAL, {})
    both, subject = names.read_with_subject(
        "WebTrust for CA検証及び準拠性監査（LGPKI（本番）の運営）"
    )
    assert [each.name for each in both] == ["WebTrust for CA検証", "準拠性監査"]
    assert subject == "LGPKI（本番）の運営"
    accounts = TypeNames(Regime.INTERNAL, {}).read("会計監査（決算監査及び例月監査）")
    assert [each.name for each in accounts] == ["決算監査", "例月監査"]
    with pytest.raises(UnknownWordError):
        names.read("ISMS審査及び安全監査")


def test_excluded_department_stands_in_brackets_or_before():
    days = Audit(fiscal_year=2016).days()
    names = DepartmentNames({})
    for text in ("監査室を除く部門", "全部門（監査室を除く）"):
        read = read_scope(text, names, days)
        assert (read.scope, [target.role for target in read.targets]) == ("all_but", ["excluded"])


def test_date_that_moved_changes_the_record_and_adds_none():
    imported(9, [PMS])
    moved = imported(9, [[*PMS[:2], "平成28年８月10日"]], mode="update")
    assert verdicts(moved) == ["changed"]
    assert [(d.before, d.after) for d in moved.items[0].differences] == [
        ("平成28年８月９日", "平成28年８月10日")
    ]
    assert [str(audit.schedule.starts_on) for audit in Audit.objects.all()] == ["2016-08-10"]


def test_next_months_audit_is_no_change_of_this_months():
    monthly = [["例月監査", "会計課", f"平成28年{month}月25日"] for month in ("６", "７")]
    imported(12, monthly)
    found = planned(12, [["例月監査", "会計課", "８月25日"], ["例月監査", "会計課", "７月26日"]])
    assert verdicts(found) == ["new", "changed"]


def test_department_that_was_forgotten_is_a_change_of_the_same_audit():
    imported(9, [PMS])
    more = [PMS[0], "研究開発部、情報処理部", PMS[2]]
    found = imported(9, [more], mode="update")
    assert verdicts(found) == ["changed"]
    assert word_targets(Audit.objects.with_parts().get()) == "研究開発部、情報処理部"
    assert [target.order for target in Audit.objects.get().targets.all()] == [1, 2]


def test_what_was_planned_is_held_once_the_years_table_says_so():
    imported(9, [[*PMS[:2], "平成28年８月"]], status="planned")
    found = imported(9, [PMS], mode="update")
    assert [difference.name for difference in found.items[0].differences] == [
        "監査実施年月日",
        "status",
    ]
    assert Audit.objects.get().status == "held"


def test_row_that_stands_twice_in_a_table_is_an_error():
    found = planned(9, [PMS, [PMS[0], "情報処理部", PMS[2]], PMS])
    assert verdicts(found) == ["new", "new", "error"]
    assert messages(found.items[2]) == [("", "Row 2 of this table says the same.")]


def test_withdrawn_audit_is_not_brought_back():
    imported(9, [PMS])
    audit = Audit.objects.get()
    with journal.change(actor="clerk"):
        audit.life = "withdrawn"
        audit.save()
    (item,) = planned(9, [PMS]).items
    assert messages(item) == [("", "This record was withdrawn. An import does not bring it back.")]


def test_public_audit_cannot_be_made_to_name_an_internal_department():
    imported(9, [PMS])
    audit = Audit.objects.get()
    with journal.change(actor="clerk"):
        audit.life, audit.visibility = "registered", "public"
        audit.save()
    DepartmentFactory(name="秘密部", internal=True)
    found = planned(9, [[PMS[0], "研究開発部、秘密部", PMS[2]]])
    assert verdicts(found) == ["error"]


def test_skip_leaves_what_is_kept_and_adds_what_is_new():
    imported(9, [PMS])
    other = [PMS[0], "情報処理部", "平成28年８月11日"]
    imported(9, [[*PMS[:2], "平成28年８月10日"], other, ["何か", "", ""]], mode="skip")
    dates = Audit.objects.order_by("starts_on").values_list("starts_on", flat=True)
    assert [str(day) for day in dates] == ["2016-08-09", "2016-08-11"]


@pytest.mark.parametrize("bad", [["何か", "研究開発部", "８月９日"], [*PMS[:2], "８月10日"]])
def test_stop_imports_nothing_beside_an_error_or_a_difference(bad):
    imported(9, [PMS])
    imported(9, [bad, [PMS[0], "情報処理部", PMS[2]]])
    assert Audit.objects.count() == 1


def test_failure_in_the_last_row_leaves_nothing(monkeypatch):
    found = planned(9, [PMS, [PMS[0], "情報処理部", PMS[2]]])
    save = found.reader.save

    def fail_at_the_second(said, record):
        if said.position == 2:
            raise RuntimeError("disk full")
        return save(said, record)

    monkeypatch.setattr(found.reader, "save", fail_at_the_second)
    entries = JournalEntry.objects.count()
    with pytest.raises(RuntimeError), journal.change(actor="clerk"):
        carry_out(found, Mode.STOP)
    assert not Audit.objects.exists()
    assert JournalEntry.objects.count() == entries


def test_plan_made_before_another_import_no_longer_holds():
    found = planned(9, [PMS])
    imported(9, [PMS])
    with pytest.raises(ChangedMeanwhileError), journal.change(actor="clerk"):
        carry_out(found, Mode.UPDATE)
    assert Audit.objects.count() == 1


def test_marked_audits_are_linked_whichever_table_comes_first():
    accounts = [
        ["会計監査（決算監査及び例月監査）※", "監査室を除く部門", "平成28年５月～平成29年３月"]
    ]
    monthly = [["例月監査※", "会計課", "平成28年６月29日"], ["例月監査", "会計課", "７月25日"]]
    imported(9, accounts)
    imported(12, monthly)
    internal = Audit.objects.of_regime("internal").get()
    assert [str(partner.starts_on) for partner in internal.partners] == ["2016-06-29"]
    assert [link.audit for link in internal.conducted_with.all()] == [internal]
    assert verdicts(planned(9, accounts)) == ["unchanged"]
    assert set(verdicts(planned(12, monthly))) == {"unchanged"}


def test_marked_audit_without_a_partner_says_so():
    (item,) = planned(9, [["PMS内部監査※", *PMS[1:]]]).items
    assert str(item.notes[0]).startswith("※ There is no audit yet")


def test_types_and_targets_given_by_hand_outlive_a_table_without_them():
    row = ["期中取引の検証", "平成28年10月24日～27日"]
    imported(11, [row])
    audit = Audit.objects.get()
    kind = AuditTypeFactory(name="期中監査", regime=Regime.ACCOUNTING)
    with journal.change(actor="clerk"):
        audit.classifications.get().delete()
    AuditClassificationFactory(audit=audit, type=kind)
    AuditTargetFactory(audit=audit, department=Department.objects.get(name="会計課"))
    found = imported(11, [[row[0], "平成28年10月24日～28日"]], mode="update")
    assert verdicts(found) == ["changed"]
    audit = Audit.objects.get()
    assert audit.types == [kind]
    assert audit.targets.count() == 1


def test_wording_typed_by_hand_goes_with_the_dates_it_worded():
    AuditFactory(
        regime=Regime.ACCOUNTING,
        scope="agency",
        subject="検証",
        schedule_text="５月11～19日",
        schedule_override="５月11～19日",
    )
    assert verdicts(planned(11, [["検証", "平成28年５月11日～19日"]])) == ["unchanged"]
    imported(11, [["検証", "平成28年５月11日～20日"]], mode="update")
    assert Audit.objects.get().schedule_override == ""


def test_warnings_of_the_reader_are_notes():
    (item,) = planned(9, [[*PMS[:2], "平成28年８月11日"]]).items
    assert [str(note) for note in item.notes] == ["11 August 2016 is a national holiday (山の日)."]


def test_drills_are_known_by_who_and_what_or_who_and_when():
    imported(8, [DRILL])
    moved = [DRILL[0], "平成28年11月", DRILL[2]]
    reworded = [*DRILL[:2], "障害を想定して行った訓練"]
    another = [DRILL[0], "平成29年３月", "災害を想定した訓練"]
    found = {
        text: verdicts(planned(8, [row]))
        for text, row in {
            "same": DRILL,
            "moved": moved,
            "reworded": reworded,
            "another": another,
        }.items()
    }
    assert found == {
        "same": ["unchanged"],
        "moved": ["changed"],
        "reworded": ["changed"],
        "another": ["new"],
    }


def test_drill_of_several_departments_lists_each():
    imported(8, [["情報処理部、管理部会計課", *DRILL[1:]]])
    imported(8, [["管理部会計課、情報処理部、研究開発部", *DRILL[1:]]], mode="update")
    texts = {drill.departments_text for drill in Drill.objects.all()}
    assert "情報処理部、管理部会計課" in texts


def test_drill_of_all_departments_lists_those_of_its_days():
    """全部門 means the departments of the highest level, without one that had ended before."""
    DepartmentFactory(name="廃止された部", valid_from="2014-04-01", valid_until="2016-03-31")
    (item,) = planned(8, [["全部門", *DRILL[1:]]]).items
    assert {one.name for one in item.parsed.departments} == {
        *("管理部", "情報処理部", "研究開発部", "総合行政ネットワーク全国センター"),
        *("監査室", "システム統括室"),
    }
    (note,) = map(str, item.notes)
    assert note.startswith("“全部門” is taken as the departments of that time: ")
    assert "研究開発部" in note
    imported(8, [["全部門", *DRILL[1:]]])
    assert verdicts(planned(8, [["全部門", *DRILL[1:]]])) == ["unchanged"]


@pytest.mark.parametrize("table", [8, 9])
def test_verdicts_ask_as_often_for_many_rows_as_for_few(table):
    def rows(count):
        row = DRILL if table == 8 else PMS
        return [
            [*row[:2], f"想定{n}"] if table == 8 else [row[0], f"（第{n}）研究開発部", row[2]]
            for n in range(count)
        ]

    imported(table, rows(4))
    queries = []
    for count in (1, 4):
        with CaptureQueriesContext(connection) as captured:
            planned(table, rows(count))
        queries.append(len(captured))
    assert queries[0] == queries[1]

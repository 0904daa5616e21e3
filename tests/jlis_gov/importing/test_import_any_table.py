"""A workbook as clerks have it comes in without editing the file."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from audits.models import Audit, AuditType
from meetings.models import Meeting
from tests.factories import AuditTypeFactory, BodyFactory, DepartmentFactory
from tests.importing import plan_book
from tests.records.imports.reading.binary import book, real, row, shared, sheet, strings, styles

pytestmark = pytest.mark.django_db
WORKBOOKS = Path(__file__).parents[2] / "records" / "imports" / "reading" / "data"


@pytest.fixture
def known():
    AuditTypeFactory(name="定期監査")
    AuditTypeFactory(name="例月監査", regime="auditor")
    general = DepartmentFactory(name="総務部")
    DepartmentFactory(name="人事課", kind="section", parent_department=general)
    DepartmentFactory(name="財務課", kind="section", parent_department=general)
    DepartmentFactory(name="事業部")


def answer(path, kind="audits", **options):
    """What the command says as JSON, and its refusal."""
    out, refusal = StringIO(), ""
    given = {"kind": kind, "fiscal_year": 2025, "format": "json", "dry_run": True} | options
    with translation.override("en"):
        try:
            call_command("import_table", path, stdout=out, **given)
        except CommandError as error:
            refusal = str(error)
    found = json.loads(out.getvalue())
    assert found["error"] == refusal
    return found, refusal


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.xlsx"
    plan_book().save(path)
    return path


def test_plan_with_two_tables_comes_in_as_it_is(known, plan):
    found, refusal = answer(plan)
    assert refusal == ""
    assert found["mapping"] == {
        "監査種別": "type",
        "監査対象／部": "targets",
        "監査対象／課": "targets",
        "監査実施時期／月": "schedule",
        "監査実施時期／日": "schedule",
        "対象部門": "targets",
        "実施予定日": "schedule",
        "開始時刻": "schedule",
    }
    assert found["unmapped"] == ["番号", "備考"]
    read = [
        (
            row["row"],
            row["verdict"],
            *(row["record"][key] for key in ("regime", "targets", "schedule")),
        )
        for row in found["rows"]
    ]
    assert read == [
        (5, "new", "internal audit", "総務部人事課", "令和７年９月８日"),
        (6, "new", "internal audit", "総務部財務課", "令和７年９月10日、11日"),
        (8, "new", "internal audit", "事業部", "令和８年２月上旬"),
        (12, "new", "statutory auditors' audit", "総務部", "令和７年６月25日 10：00"),
    ]
    assert not Audit.objects.exists()


def lines(tmp_path, *rows, name="table.tsv"):
    path = tmp_path / name
    path.write_text("\n".join("\t".join(row) for row in rows), encoding="utf-8")
    return path


def test_what_was_said_in_a_dry_run_is_written_and_stays(known, plan):
    assert answer(plan, dry_run=False)[0]["written"] == 4
    found = Audit.objects.order_by("starts_on").values_list("regime", "starts_on")
    assert [(regime, day.isoformat()) for regime, day in found] == [
        ("auditor", "2025-06-25"),
        ("internal", "2025-09-08"),
        ("internal", "2025-09-10"),
        ("internal", "2026-02-01"),
    ]
    again, refusal = answer(plan)
    assert ({row["verdict"] for row in again["rows"]}, refusal) == ({"unchanged"}, "")


def test_rows_that_were_chosen_are_read_alone(known, plan):
    found, _refusal = answer(plan, rows=(10, 12))
    assert [row["row"] for row in found["rows"]] == [12]
    found, _refusal = answer(plan, rows=(6, 8))
    assert [row["row"] for row in found["rows"]] == [6, 8]


def test_worksheet_is_chosen_by_its_name(known, plan):
    found, refusal = answer(plan, sheet="年間計画")
    assert (len(found["rows"]), refusal) == (4, "")
    assert "There is no worksheet “上期”" in answer(plan, sheet="上期")[1]


def test_mapping_is_corrected_by_heading(known, tmp_path):
    path = lines(
        tmp_path,
        ("監査種別", "受ける側", "時期", "見直し"),
        ("定期監査", "総務部", "９月", "帳簿"),
    )
    found, refusal = answer(path)
    assert found["unmapped"] == ["見直し"]
    found, refusal = answer(path, map="見直し=theme,受ける側=targets")
    assert refusal == ""
    assert found["mapping"]["見直し"] == "theme"
    assert found["rows"][0]["record"]["theme"] == "帳簿"
    found, refusal = answer(path, map="受ける側=")
    assert "受ける側" in found["unmapped"]


@pytest.mark.parametrize(
    ("mapping", "refusal"),
    [
        ("見出し=theme", "There is no heading “見出し”"),
        ("時期=何か", "“何か” is no field here"),
        ("時期", "“時期” is no pair of a heading and a field"),
        ("=theme", "“=theme” is no pair of a heading and a field"),
        ("監査種別=theme,時期=theme", "“時期” cannot be read as 監査テーマ beside “監査種別”."),
    ],
)
def test_mapping_of_what_there_is_not_is_refused(known, tmp_path, mapping, refusal):
    path = lines(tmp_path, ("監査種別", "時期"), ("定期監査", "９月"))
    assert refusal in answer(path, map=mapping)[1]


def test_row_without_a_date_is_kept_if_the_clerk_says_so(known, tmp_path):
    path = lines(
        tmp_path,
        ("監査種別", "対象部門", "時期"),
        ("定期監査", "総務部", ""),
        ("定期監査", "事業部", "９月"),
    )
    assert [row["verdict"] for row in answer(path)[0]["rows"]] == ["error", "new"]
    kept = answer(path, undated=True)[0]["rows"]
    assert [row["record"]["schedule"] for row in kept] == ["未定", "令和７年９月"]


def test_status_is_read_by_its_value(known, tmp_path):
    rows = (("総務部", "済"), ("事業部", "○"), ("人事課", "中止"), ("財務課", ""))
    path = lines(
        tmp_path,
        ("監査種別", "対象部門", "実施日", "実施状況"),
        *(("定期監査", who, "令和７年４月８日", status) for who, status in rows),
    )
    found, refusal = answer(path)
    assert refusal == ""
    statuses = [row["record"]["status"] for row in found["rows"]]
    assert statuses == ["held", "held", "cancelled", "planned"]


def test_type_that_is_not_known_is_made_if_the_clerk_says_so(known, tmp_path):
    path = lines(tmp_path, ("監査種別", "対象部門", "時期"), ("工事監査", "総務部", "９月"))
    found, refusal = answer(path)
    assert refusal == "Not every row could be imported."
    assert "工事監査" in found["rows"][0]["suggestions"]
    assert answer(path, create=True, dry_run=False)[1] == ""
    made = AuditType.objects.get(name="工事監査")
    assert (made.regime, made.life, Audit.objects.get().types) == ("internal", "draft", [made])


def test_marked_months_are_the_dates(known, tmp_path):
    months = [f"{number}月" for number in (*range(4, 13), 1, 2, 3)]
    marks = ["", "", "○", "", "", "", "中旬", "", "", "", "", "8日"]
    path = lines(tmp_path, ("区分", *months, "備考"), ("定期監査", *marks, ""))
    found, _refusal = answer(path)
    assert found["rows"][0]["record"]["schedule"] == "令和７年６月、10月中旬、令和８年３月８日"


def test_drills_come_in_by_name_and_date(known, tmp_path):
    path = lines(
        tmp_path,
        ("訓練一覧",),
        ("種　類", "実施日", "対象課", "内容"),
        ("総合防災訓練", "８月25日", "総務部", "初動対応"),
        ("通信訓練", "毎月", "事業部", ""),
    )
    found, refusal = answer(path, kind="drills")
    assert refusal == ""
    read = [
        (r["record"]["name"], r["record"]["scenario"], r["record"]["schedule"])
        for r in found["rows"]
    ]
    assert read == [("総合防災訓練", "初動対応", "令和７年８月25日"), ("", "通信訓練", "毎月")]


def test_meetings_of_several_bodies_come_in(tmp_path):
    BodyFactory(name="契約監視委員会", short_name="契約監視")
    path = lines(
        tmp_path,
        ("審議会等の開催状況",),
        ("会議名", "回", "開催日", "時間", "場所", "議題"),
        ("契約監視委員会", "第１回", "令和７年６月10日（火）", "14：00～16：00", "会議室", "点検"),
        ("", "第２回", "令和７年12月９日（火）", "14：00", "", "点検"),
        ("情報化検討会", "第１回", "７月１日", "", "", "計画"),
    )
    found, refusal = answer(path, kind="meetings")
    assert [row["verdict"] for row in found["rows"]] == ["new", "new", "error"]
    found, refusal = answer(path, kind="meetings", create=True, dry_run=False)
    assert refusal == ""
    assert sorted(map(str, Meeting.objects.all())) == [
        "第１回契約監視委員会",
        "第１回情報化検討会",
        "第２回契約監視委員会",
    ]
    assert Meeting.objects.get(schedule_text__startswith="令和７年６月").venue == "会議室"
    again, refusal = answer(path, kind="meetings")
    assert ({row["verdict"] for row in again["rows"]}, refusal) == ({"unchanged"}, "")


def test_meetings_in_columns_of_their_numbers_are_written_and_stay(tmp_path):
    BodyFactory(name="情報公開審査会", short_name="情報公開")
    path = lines(tmp_path, ("会議名", "第１回", "第２回"), ("情報公開審査会", "６月５日", "10月"))
    assert answer(path, kind="meetings", dry_run=False)[0]["written"] == 2
    assert sorted(map(str, Meeting.objects.all())) == [
        "第１回情報公開審査会",
        "第２回情報公開審査会",
    ]
    again, refusal = answer(path, kind="meetings")
    assert ([row["verdict"] for row in again["rows"]], refusal) == (["unchanged"] * 2, "")


def test_table_of_nothing_known_is_refused_with_what_was_found(tmp_path):
    path = lines(tmp_path, ("品名", "数量"), ("鉛筆", "３"))
    found, refusal = answer(path)
    assert (found["rows"], "品名、数量" in refusal) == ([], True)


def test_open_document_comes_in_with_cells_as_they_show(known):
    found, refusal = answer(WORKBOOKS / "plan.ods", rows=(2, 6))
    assert refusal == "Not every row could be imported."
    assert found["mapping"] == {
        "監査種別": "type",
        "対象部門": "targets",
        "実施日": "schedule",
        "開始時刻": "schedule",
    }
    read = [(row["row"], row["record"]["schedule"]) for row in found["rows"][:4]]
    assert read == [
        (3, "令和７年９月８日 10：00"),
        (4, "2025年11月 13:30"),
        (5, "令和７年12月９日 10：00"),
        (6, "2月8日"),
    ]


def test_binary_workbook_comes_in_with_cells_as_they_show(known, tmp_path):
    head = row(1) + shared(0, 0) + shared(1, 1) + shared(2, 2)
    rows = row(2) + shared(0, 3) + shared(1, 4) + real(2, 45908, 1)
    later = row(3) + shared(0, 3) + shared(1, 4) + real(2, 45962, 2)
    path = tmp_path / "plan.xlsb"
    path.write_bytes(
        book(
            sheet(head, rows, later),
            styles_part=styles((0, 14, 'yyyy"年"m"月"')),
            strings_part=strings("監査種別", "対象部門", "実施日", "定期監査", "総務部"),
        )
    )
    found, refusal = answer(path)
    assert refusal == ""
    read = [row["record"]["schedule"] for row in found["rows"]]
    assert read == ["令和７年９月８日", "令和７年11月"]


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//JA
BEGIN:VEVENT
UID:1
DTSTAMP:20250401T000000Z
SUMMARY:第１回契約監視委員会
DTSTART:20250610T050000Z
DTEND:20250610T070000Z
LOCATION:会議室
DESCRIPTION:随意契約の点検\\n一者応札の点検
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTAMP:20250401T000000Z
SUMMARY:【中止】第２回契約監視委員会
DTSTART;VALUE=DATE:20251209
DTEND;VALUE=DATE:20251210
RRULE:FREQ=MONTHLY;COUNT=2
END:VEVENT
END:VCALENDAR
"""


def test_meetings_of_a_calendar_file_come_in(tmp_path):
    BodyFactory(name="契約監視委員会", short_name="契約監視")
    path = tmp_path / "meetings.ics"
    path.write_text(CALENDAR.replace("\n", "\r\n"), encoding="utf-8", newline="")
    found, refusal = answer(path, kind="meetings")
    assert refusal == ""
    keys = ("body", "number", "schedule", "venue", "agenda", "status")
    assert [tuple(row["record"][key] for key in keys) for row in found["rows"]] == [
        (
            *("契約監視委員会", "第１回", "令和７年６月10日 14：00～16：00", "会議室"),
            *("随意契約の点検\n一者応札の点検", "planned"),
        ),
        ("契約監視委員会", "第２回", "令和７年12月９日", "", "", "cancelled"),
    ]
    assert "comes again by a rule" in found["remarks"][0]


def test_calendar_file_that_is_cut_off_is_refused(tmp_path):
    path = tmp_path / "meetings.ics"
    path.write_text(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:第１回", encoding="utf-8", newline=""
    )
    found, refusal = answer(path, kind="meetings")
    assert found["rows"] == []
    assert refusal

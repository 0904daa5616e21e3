"""What is wrong with a row, and what is told of it: on the page and by the command alike."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from audits.models import Audit
from meetings.models import Meeting
from tests.factories import AuditTypeFactory, BodyFactory, DepartmentFactory

pytestmark = pytest.mark.django_db
SITTINGS = "回数,開催年月日,議題,時間,場所"
AUDITS = "監査種別,対象部門,監査実施年月日"


@pytest.fixture(autouse=True)
def known():
    council = {"slug": "representative-council", "name": "代表者会議", "numbering": "continuous"}
    BodyFactory(**council)
    BodyFactory(slug="contract-monitoring-committee", name="契約監視委員会")
    AuditTypeFactory(name="PMS内部監査")
    for name in ("情報処理部", "管理部", "情報化支援戦略部"):
        DepartmentFactory(name=name)


@pytest.fixture(params=["page", "command"])
def given(request, admin_client, tmp_path):
    """Gives a CSV in by the page or the command, in English; returns all that is said of it."""

    def _by_page(table, lines, mode, status):
        admin_client.cookies["django_language"] = "en"
        text = "\n".join(lines).replace(",", "\t")
        form = {"table": table, "fiscal_year": 2016, "status": status, "text": text}
        answer = admin_client.post("/admin/import/", form)
        if not answer.streaming:
            return answer.content.decode()
        page = b"".join(answer.streaming_content).decode()
        if mode:
            parcel = page.split('name="parcel" value="')[1].split('"')[0]
            form = {"parcel": parcel, "mode": mode, "change_reason": "実績", "confirm": "1"}
            list(admin_client.post("/admin/import/", form).streaming_content)
        return page

    def _by_command(table, lines, mode, status):
        path, out = tmp_path / "table.csv", StringIO()
        path.write_text("\n".join(lines), "utf-8")
        options = {"mode": mode} if mode else {"dry_run": True}
        with translation.override("en"):
            try:
                call_command(
                    *("import_table", path),
                    table=table,
                    fiscal_year=2016,
                    status=status,
                    stdout=out,
                    **options,
                )
            except CommandError as error:
                out.write(str(error))
        return out.getvalue()

    def _given(table, *rows, mode="", status="held", title=""):
        way = _by_page if request.param == "page" else _by_command
        lines = [SITTINGS if table == 3 else AUDITS, *rows]
        return way(table, [title, *lines] if title else lines, mode, status)

    return _given


@pytest.mark.parametrize(
    ("table", "row", "told"),
    [
        (3, "第３回契約監視委員会,平成28年７月６日,審査,,", "names another body than 代表者会議"),
        (3, "第12回,平成28年６月22日 11:00,決算,10:00,", "contradicts the time"),
        (3, "第12回,平成28年６月,決算,10:00,", "one exact day"),
        (3, "第12回,平成90年６月22日,決算,,", "lies ahead"),
        (9, "PMS内部監査,情報処理部,平成90年６月22日", "lies ahead"),
    ],
)
def test_row_that_cannot_be_is_an_error(given, table, row, told):
    assert told in given(table, row, mode="update")
    assert [model.objects.exists() for model in (Meeting, Audit)] == [False, False]


def test_number_that_falls_back_is_an_error_and_the_others_are_taken(given):
    rows = ("第12回,６月22日,決算,,", "第３回,７月６日,審査,,", "第13回,10月17日,予算,,")
    assert "The number falls back: 第12回 stands before it." in given(3, *rows, mode="skip")
    assert sorted(one.title for one in Meeting.objects.all()) == [
        "第12回代表者会議",
        "第13回代表者会議",
    ]


@pytest.mark.parametrize(
    ("title", "is_refused"),
    [
        ("第13表 契約監視委員会の開催状況", True),
        ("契約監視委員会", True),
        ("第３表 代表者会議の開催状況", False),
        ("代表者会議及び契約監視委員会の開催状況", False),
        ("平成28年度 会議の開催状況", False),
    ],
)
def test_table_that_is_headed_as_another_bodys_is_refused(given, title, is_refused):
    said = given(3, "第12回,平成28年７月６日,審査,,", title=title)
    assert ("The table is headed" in said) is is_refused


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("平成28年８月６日", "Offices are closed on 6 August 2016: Saturday"),
        ("平成18年８月９日", "is far from the fiscal year"),
    ],
)
def test_what_is_worth_a_second_look_is_told_and_taken(given, when, told):
    assert told in given(9, f"PMS内部監査,情報処理部,{when}", mode="stop")
    assert Audit.objects.count() == 1


def test_hours_room_and_bracketed_departments_are_kept(given):
    given(3, "第12回,平成28年６月22日,決算,10時～11時30分,本館", mode="stop")
    meeting = Meeting.objects.get()
    assert (meeting.official_schedule, meeting.venue) == ("平成28年６月22日 10：00～11：30", "本館")
    given(9, "PMS内部監査,情報処理部（管理部，情報化支援戦略部含む）,平成28年８月９日", mode="stop")
    roles = Audit.objects.get().targets.values_list("department__name", "role")
    assert list(roles) == [
        ("情報処理部", "target"),
        ("管理部", "included"),
        ("情報化支援戦略部", "included"),
    ]


def test_update_with_a_plan_takes_nothing_back(given):
    given(9, "PMS内部監査,情報処理部,平成28年８月９日", mode="stop")
    page = given(9, "PMS内部監査,情報処理部,平成28年８月10日", mode="update", status="planned")
    assert "The record stays “held”" in page
    assert Audit.objects.get().status == "held"
    assert str(Audit.objects.get().starts_on) == "2016-08-10"

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from audits.models import Audit
from jlis_gov.composition import IMPORTS
from jlis_gov.importing import pending, progress
from records import journal
from records.imports import reading as tabular
from records.journal.models import JournalEntry
from tests.factories import AuditTypeFactory, DepartmentFactory, UserFactory

pytestmark = pytest.mark.django_db
HEADINGS = "監査種別\t対象部門\t監査実施年月日"
ROW = "PMS内部監査\t情報処理部\t平成28年８月８日"


@pytest.fixture
def known():
    AuditTypeFactory(name="PMS内部監査", cycle_months=12)
    DepartmentFactory(name="情報処理部")
    DepartmentFactory(name="研究開発部")


def may(user, *models):
    names = [f"{action}_{model}" for action in ("add", "change", "view") for model in models]
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    user.is_staff = True
    user.save()
    return user


@pytest.fixture
def clerk(client):
    user = may(UserFactory(username="clerk"), "audit")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def text_of(response):
    whole = b"".join(response.streaming_content) if response.streaming else response.content
    return whole.decode()


def give(client, *rows, **changed):
    given = {
        "table": 9,
        "fiscal_year": 2016,
        "status": "held",
        "text": "\n".join([HEADINGS, *rows]),
    } | changed
    return text_of(client.post("/admin/import/", given))


def parcel_in(page):
    return page.split('name="parcel" value="')[1].split('"')[0]


def confirm(client, page, **changed):
    given = {
        "parcel": parcel_in(page),
        "mode": "stop",
        "change_reason": "年度の実績",
        "confirm": "1",
    } | changed
    return text_of(client.post("/admin/import/", given))


def test_rows_are_shown_before_anything_is_written(clerk, known):
    page = give(clerk, ROW, "PMS内部監査\t経理部\t平成28年13月８日")
    assert page.count('<tr class="is-new">') == 1
    assert page.count('<tr class="is-error">') == 1
    assert "There is no department “経理部”" in page
    assert not Audit.objects.exists()
    assert page.rstrip().endswith("</html>")


def test_confirmed_rows_are_drafts_in_one_journalled_change(clerk, known):
    page = confirm(clerk, give(clerk, ROW, "PMS内部監査\t研究開発部\t８月９日"))
    audits = Audit.objects.order_by("order")
    assert [(a.life, a.visibility, a.status) for a in audits] == [("draft", "internal", "held")] * 2
    assert [str(audit.schedule.starts_on) for audit in audits] == ["2016-08-08", "2016-08-09"]
    entries = JournalEntry.objects.filter(record_type="audits.Audit")
    assert {(e.actor, e.reason) for e in entries} == {("clerk", "年度の実績")}
    assert len({e.request for e in entries}) == 1
    assert all(f"/admin/audits/audit/{audit.pk}/change/" in page for audit in audits)


def test_unknown_department_is_chosen_from_those_it_may_mean(clerk, known):
    page = give(clerk, "PMS内部監査\t情報処理課\t平成28年８月８日")
    assert '<option value="情報処理部"' in page
    chosen = {"wrong": "情報処理課", "right": "情報処理部"}
    again = confirm(clerk, page, **chosen)  # what was not seen is not written
    assert not Audit.objects.exists()
    assert "“情報処理課” is read as “情報処理部”" in again
    confirm(clerk, again)
    assert str(Audit.objects.get().targets.get().department) == "情報処理部"


def test_what_changed_between_preview_and_confirmation_is_shown_again(clerk, known):
    page = give(clerk, ROW)
    confirm(clerk, give(clerk, ROW))
    second = confirm(clerk, page)
    assert "The register has changed meanwhile" in second
    assert second.count('<tr class="is-unchanged">') == 1
    assert Audit.objects.count() == 1


def test_confirmation_needs_a_reason(clerk, known):
    page = confirm(clerk, give(clerk, ROW), change_reason=" ")
    assert "errorlist" in page
    assert not Audit.objects.exists()


def test_stop_writes_nothing_while_a_row_differs_and_update_does(clerk, known):
    confirm(clerk, give(clerk, ROW))
    changed = [ROW.replace("８日", "10日"), "PMS内部監査\t研究開発部\t８月９日"]
    stopped = confirm(clerk, give(clerk, *changed))
    assert "Nothing was written" in stopped
    assert Audit.objects.count() == 1
    confirm(clerk, give(clerk, *changed), mode="update")
    assert sorted(str(a.schedule.starts_on) for a in Audit.objects.all()) == [
        "2016-08-09",
        "2016-08-10",
    ]


def test_preview_takes_no_lock(clerk, known, monkeypatch):
    opened = []
    change = journal.change

    def noted(**given):
        opened.append(given)
        return change(**given)

    monkeypatch.setattr(journal, "change", noted)
    page = give(clerk, ROW)
    assert opened == []
    confirm(clerk, page)
    assert len(opened) == 1


@pytest.mark.parametrize("what", ["tampered", "another user's", "too old"])
def test_parcel_that_is_not_ours_is_refused(clerk, known, what, monkeypatch):
    parcel = parcel_in(give(clerk, ROW))
    if what == "tampered":
        parcel = parcel[:-2] + "aa"
    elif what == "another user's":
        clerk.force_login(may(UserFactory(), "audit"))
    else:
        monkeypatch.setattr(pending, "LASTS", timedelta(seconds=-1))
    given = {"parcel": parcel, "mode": "stop", "change_reason": "x", "confirm": "1"}
    response = clerk.post("/admin/import/", given)
    assert "The preview is too old" in text_of(response)
    assert not Audit.objects.exists()


def test_columns_that_are_not_read_are_named_above_the_verdicts_however_often_they_are_shown(
    clerk, known
):
    text = f"{HEADINGS}\t監査人\n{ROW.replace('処理部', '処理課')}\t鈴木"
    said = "The column “監査人” is not read."
    page = give(clerk, text=text)
    assert 0 < page.find(said) < page.find('class="import-rows"')
    again = confirm(clerk, page, wrong="情報処理課", right="情報処理部")
    assert 0 < again.find(said) < again.find('class="import-rows"')


def test_file_that_cannot_be_read_says_why(clerk, known):
    file = SimpleUploadedFile("監査.csv", "何か,他\n1,2\n".encode())
    page = give(clerk, text="", file=file)
    assert "No headings were found" in page


def test_a_csv_file_is_read_as_well_as_what_is_pasted(clerk, known):
    lines = [HEADINGS.replace("\t", ","), ROW.replace("\t", ",")]
    page = give(
        clerk, text="", file=SimpleUploadedFile("監査.csv", "\n".join(lines).encode("cp932"))
    )
    assert page.count('<tr class="is-new">') == 1


def test_chosen_file_is_there_in_the_next_attempt(clerk, known):
    lines = [line.replace("\t", ",") for line in (HEADINGS, ROW)]
    file = SimpleUploadedFile("監査.csv", "\n".join(lines).encode("cp932"))
    page = give(clerk, text="", file=file, fiscal_year="")
    [token] = re.findall(r'name="file-kept" value="([^"]+)"', page)
    assert "監査.csv" in page
    again = give(clerk, **{"text": "", "fiscal_year": "", "file-kept": token})
    assert f'value="{token}"' in again
    assert "PMS内部監査" in give(clerk, **{"text": "", "file-kept": token})
    dropped = give(clerk, **{"text": "", "file-kept": token, "file-drop": "on"})
    assert "one of the two" in dropped
    clerk.force_login(may(UserFactory(username="another"), "audit"))
    assert "no longer kept" in give(clerk, **{"text": "", "file-kept": token})


@pytest.mark.parametrize("given", [{"text": ""}, {"file": SimpleUploadedFile("x.csv", b"a,b")}])
def test_either_a_file_or_a_text_is_given(clerk, known, given):
    assert "one of the two" in give(clerk, ROW, **given)


def test_only_tables_that_one_may_keep_are_offered(clerk, known):
    page = clerk.get("/admin/import/").content.decode()
    offered = {f'<option value="{number}"' in page for number in (9, 10, 11, 12)}
    assert offered == {True}
    assert '<option value="3"' not in page
    assert "Select a valid choice" in give(clerk, ROW, table=3)


def test_who_may_keep_nothing_finds_no_page(client):
    client.force_login(may(UserFactory(), "nothing"))
    assert client.get("/admin/import/").status_code == 403
    assert client.get("/admin/import/template.xlsx").status_code == 403
    assert client.post("/admin/import/", {}).status_code == 403


def test_workbook_has_a_sheet_for_each_table_that_one_may_keep(clerk):
    answer = clerk.get("/admin/import/template.xlsx")
    names = load_workbook(BytesIO(answer.content)).sheetnames
    assert [IMPORTS[number].spec.name for number in (9, 10, 11, 12)] == [
        name for name in names if name in {table.spec.name for table in IMPORTS.values()}
    ]
    one = clerk.get("/admin/import/template.xlsx?table=11")
    assert IMPORTS[11].spec.name in load_workbook(BytesIO(one.content)).sheetnames
    assert clerk.get("/admin/import/template.xlsx?table=3").status_code == 404


def test_long_table_tells_how_far_it_is_and_leaves_out_what_would_not_change(
    clerk, known, monkeypatch
):
    rows = [f"PMS内部監査\t（第{n}）情報処理部\t平成28年８月８日" for n in range(120)]
    page = give(clerk, *rows)
    assert [f'value="{done}"' in page for done in (50, 100, 120)] == [True, True, False]
    written = confirm(clerk, page)
    assert 'max="120"' in written
    assert Audit.objects.count() == 120
    monkeypatch.setattr("jlis_gov.importing.preview.LISTED_WHOLE", 100)
    again = give(clerk, *rows)
    assert '<tr class="is-unchanged">' not in again
    assert "120 rows that would change nothing" in again


def test_table_with_too_much_text_for_one_form_is_refused(clerk, known, monkeypatch):
    monkeypatch.setattr(progress, "LARGEST", 100)
    page = give(clerk, ROW)
    assert "too much text" in page
    assert 'name="parcel"' not in page


def test_merged_cells_of_a_pasted_table_are_blank_and_mean_what_stands_above():
    lines = (
        "監査種別\t対象部門\t監査実施年月日",
        "例月監査\t会計課\t平成28年６月29日",
        "\t\t平成28年７月25日",
    )
    rows = tabular.read_pasted("\n".join(lines), IMPORTS[12].spec).rows
    assert [row.cells["type"] for row in rows] == ["例月監査", "例月監査"]
    assert [row.cells["targets"] for row in rows] == ["会計課", "会計課"]


def workbook(*rows, formats=()):
    """A file of these rows, its cells of the formats given by their addresses."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for address, code in dict(formats).items():
        book.active[address].number_format = code
    output = BytesIO()
    book.save(output)
    return SimpleUploadedFile("監査.xlsx", output.getvalue())


@pytest.mark.parametrize(
    ("code", "precision", "day"),
    [
        ('yyyy"年"m"月"', "month", "2016-11-01"),
        ('[$-411]ggge"年"m"月"', "month", "2016-11-01"),
        ('m"月"', "month", "2016-11-01"),
        ('yyyy"年度"', "fiscal_year", "2016-04-01"),
        ("yyyy/m/d h:mm", "day", "2016-11-01"),
    ],
)
def test_a_cell_shown_as_a_month_is_saved_as_a_month(clerk, known, code, precision, day):
    rows = HEADINGS.split("\t"), ["PMS内部監査", "情報処理部", 42675]
    confirm(clerk, give(clerk, text="", file=workbook(*rows, formats={"C2": code})))
    (segment,) = Audit.objects.get().schedule.segments
    assert (segment.precision.value, str(segment.start)) == (precision, day)

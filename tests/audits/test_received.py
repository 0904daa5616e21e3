"""Inspections received: what is kept, who may read it, what lists and calendars are told."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audits.models import InspectionReceived, InspectionScope
from audits.sources import InspectionSource
from records import journal
from records.base import Life, Visibility
from records.journal.models import JournalEntry
from records.papers import verify
from tests import factories
from tests.admin_forms import address_of, assert_accepted, complaints, queries_of_list, rows, submit
from tests.exported import body_of, rows_of_csv

pytestmark = pytest.mark.django_db
LIST, ADD = "/inspections-received/", "/admin/audits/inspectionreceived/add/"


@pytest.fixture
def board():
    return factories.AuthorityFactory(
        name="会計検査院",
        english_name="Board of Audit of Japan",
        slug="board",
        legal_basis="会計検査院法第23条",
    )


@pytest.fixture
def inspection(board, office):
    inspection = factories.InspectionReceivedFactory(
        authority=board, name="会計実地検査", asked="契約の状況\n帳簿の提出", result="指摘事項なし"
    )
    factories.InspectedDepartmentFactory(inspection=inspection, department=office)
    return inspection


def test_it_is_called_by_what_it_is_and_who_makes_it(inspection):
    assert str(inspection) == "会計実地検査（会計検査院）"
    assert inspection.departments_text == "情報処理部"


def test_department_must_exist_then_and_is_named_once(inspection, office):
    with pytest.raises(ValidationError) as twice:
        factories.InspectedDepartmentFactory(inspection=inspection, department=office)
    assert twice.value.messages == ["同じ部門が重複しています。"]
    later = factories.DepartmentFactory(valid_from="2020-04-01")
    with pytest.raises(ValidationError) as gone:
        factories.InspectedDepartmentFactory(inspection=inspection, department=later)
    assert set(gone.value.message_dict) == {"department"}


def test_nothing_of_it_awaits_publication():
    waiting = factories.InspectionReceivedFactory(internal=True)
    assert not InspectionReceived.objects.awaiting_publication().exists()
    assert InspectionReceived.objects.awaiting_approval().count() == 0
    assert waiting.life == Life.REGISTERED


def test_entry_is_the_inspection_in_plain_values(inspection, office):
    [entry] = InspectionSource().entries()
    assert entry.title == "会計実地検査（会計検査院）"
    assert entry.feed_title == "会計実地検査 会計検査院"
    assert entry.categories == ("検査", "会計検査院")
    assert entry.keys == {"kind:inspection", "fy:2016", f"department:{office.slug}"}
    assert entry.description.split("\n") == [
        *("平成28年11月８日", "情報処理部", "契約の状況", "帳簿の提出")
    ]
    assert entry.path == f"/inspections-received/{inspection.uid}/"


def test_renamed_authority_is_told_again(inspection, board):
    source, key = InspectionSource(), ("audits.Authority", board.uid)
    assert source.affected({key}) is None  # all of them
    assert source.affected({("audits.InspectionReceived", inspection.uid)}) == {inspection.uid}


def test_page_shows_all_that_is_kept_in_both_languages(client, inspection):
    text = client.get(inspection.get_absolute_url()).text
    for words in ("会計検査院法第23条", "情報処理部", "契約の状況", "指摘事項なし", "実施機関"):
        assert words in text
    assert "Board of Audit" not in text
    bare = factories.InspectionReceivedFactory()
    assert "機構全体" in client.get(bare.get_absolute_url()).text
    english = client.get(f"/en{inspection.get_absolute_url()}").text
    assert "Board of Audit of Japan" in english
    assert "What was asked" in english


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 2),
        ("?q=帳簿", 1),
        ("?q=Board+of+Audit", 1),
        ("?q=情報処理部", 1),
        ("?authority=board", 1),
        ("?department=other", 0),
        ("?fiscal_year=2015", 0),
        ("?status=held", 2),
    ],
)
def test_list_is_narrowed_down(client, inspection, query, count):
    factories.DepartmentFactory(slug="other")
    factories.InspectionReceivedFactory(name="立入検査")
    assert client.get(f"{LIST}{query}").context["table"].paginator.count == count


def test_list_offers_only_authorities_that_its_reader_may_know(client, inspection):
    factories.AuthorityFactory(slug="hidden", internal=True)
    assert client.get(f"{LIST}?authority=hidden").status_code == 400
    client.force_login(factories.UserFactory(staff=True))
    assert client.get(f"{LIST}?authority=hidden").status_code == 200


def test_files_say_what_the_page_says(client, inspection):
    head, row = rows_of_csv(client, f"/en{LIST}?_export=csv")
    assert dict(zip(head, row, strict=True))["Authority"] == "会計検査院"
    head, row = rows_of_csv(client, f"/en{LIST}?_export=csv&_shape=machine")
    told = dict(zip(head, row, strict=True))
    assert told["In English"] == "Board of Audit of Japan"
    assert (told["Department"], told["Result"]) == ("情報処理部", "指摘事項なし")
    [kept] = json.loads(body_of(client.get(f"{LIST}?_export=json")))["records"]
    assert kept["asked"] == "契約の状況\n帳簿の提出"


def test_events_name_the_authority_as_who_holds_it(client, inspection):
    [event] = json.loads(body_of(client.get(f"{LIST}?_export=events")))["events"]
    assert (event["eventType"], event["organizer"]) == ("検査", "会計検査院")
    assert event["targetPerson"] == "情報処理部"


def test_documents_are_for_those_who_may_read_them(client, inspection, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    hidden = factories.InspectionReceivedFactory(internal=True)
    files = {
        title: factories.InspectionDocumentFactory(
            inspection=whole,
            title=title,
            visibility=visibility,
            file=ContentFile(title.encode(), name=f"{number}.txt"),
        )
        for number, (title, whole, visibility) in enumerate(
            [
                ("公開通知", inspection, Visibility.PUBLIC),
                ("内部通知", inspection, Visibility.INTERNAL),
                ("秘密通知", hidden, Visibility.INTERNAL),
            ]
        )
    }
    page = client.get(inspection.get_absolute_url()).text
    assert [title for title in files if title in page] == ["公開通知"]
    answers = {title: client.get(paper.file.url).status_code for title, paper in files.items()}
    assert answers == {"公開通知": 200, "内部通知": 404, "秘密通知": 404}
    client.force_login(factories.UserFactory(staff=True))
    assert {client.get(paper.file.url).status_code for paper in files.values()} == {200}
    assert "秘密通知" in client.get(hidden.get_absolute_url()).text


@pytest.fixture
def inspector():
    """Somebody whose scope names the inspections received of fiscal 2016."""
    user = factories.UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="read_in_scope"))
    years = {"first_fiscal_year": 2016, "last_fiscal_year": 2016}
    InspectionScope.objects.create(
        user=user, regime="received", expires_on=timezone.localdate(), **years
    )
    return user


def test_inspector_reads_what_his_scope_names_with_its_past_and_documents(
    client, inspector, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    board = factories.AuthorityFactory(name="総務大臣", internal=True)
    seen = factories.InspectionReceivedFactory(authority=board, internal=True)
    paper = factories.InspectionDocumentFactory(
        inspection=seen, visibility=Visibility.INTERNAL, file=ContentFile(b"1", name="a.txt")
    )
    other = {"fiscal_year": 2017, "schedule_text": "平成29年11月８日"}
    factories.InspectionReceivedFactory(internal=True, **other)
    factories.InspectionReceivedFactory(draft=True)
    audit = factories.AuditFactory(internal=True)
    assert client.get(LIST).status_code == 404
    client.force_login(inspector)
    assert [row.record for row in client.get(LIST).context["table"].rows] == [seen]
    history = client.get(f"{seen.get_absolute_url()}history/")
    assert "総務大臣" in history.text
    assert client.get(paper.file.url).status_code == 200
    assert client.get(audit.get_absolute_url()).status_code == 404
    assert client.get("/findings/").status_code == 404
    InspectionScope.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    for path in (LIST, seen.get_absolute_url(), paper.file.url):
        assert client.get(path).status_code == 404


def test_inspector_learns_of_no_authority_that_only_hidden_inspections_name(client, inspector):
    factories.InspectionReceivedFactory(internal=True)
    hidden = factories.AuthorityFactory(name="秘密の機関", slug="secret", internal=True)
    later = {"fiscal_year": 2017, "schedule_text": "平成29年11月８日"}
    factories.InspectionReceivedFactory(authority=hidden, draft=True)
    factories.InspectionReceivedFactory(authority=hidden, internal=True, **later)
    client.force_login(inspector)
    assert "秘密の機関" not in client.get(LIST).text
    assert client.get(f"{LIST}?authority=secret").status_code == 400
    factories.InspectionReceivedFactory(authority=hidden, internal=True)
    assert client.get(f"{LIST}?authority=secret").status_code == 200


def test_scope_of_audits_opens_no_inspection(client, inspector):
    hidden = factories.InspectionReceivedFactory(internal=True)
    InspectionScope.objects.update(regime="")  # audits of every regime
    client.force_login(inspector)
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_document_is_not_more_visible_than_its_inspection():
    hidden = factories.InspectionReceivedFactory(internal=True)
    with pytest.raises(ValidationError) as refused:
        factories.InspectionDocumentFactory(inspection=hidden, visibility=Visibility.PUBLIC)
    assert set(refused.value.message_dict) == {"visibility"}


def test_office_enters_one_with_its_parts_in_one_entry(admin_client, board, office):
    typed = {
        "name": "会計実地検査",
        "authority": board.pk,
        "asked": "契約",
        "fiscal_year": 2016,
        "schedule_text": "平成29年２月８日～10日",
        "change_reason": "検査の通知",
        **rows("departments", {"department": office.pk}),
        **rows("documents", {"title": "検査の通知", "named_only": "on"}),
    }
    assert_accepted(submit(admin_client, ADD, typed))
    made = InspectionReceived.objects.get()
    assert (made.life, made.visibility, made.version) == (Life.DRAFT, Visibility.INTERNAL, 1)
    [entry] = JournalEntry.objects.filter(reason="検査の通知")
    assert entry.record_type == "audits.InspectionReceived"
    assert entry.form()["authority"] == str(board.uid)
    assert [row["title"] for row in entry.form()["documents"]] == ["検査の通知"]


def test_form_asks_for_documents_after_the_result(admin_client):
    page = admin_client.get(ADD).content.decode()
    texts = ('name="result"', 'id="documents-group"', 'name="change_reason"')
    places = [page.index(text) for text in texts]
    assert places == sorted(places)


def test_authority_has_a_basis_of_its_inspections(admin_client):
    page = admin_client.get("/admin/audits/authority/add/").content.decode()
    assert "根拠法令等" in page
    assert "設置根拠" not in page


def test_office_is_told_what_is_missing_or_cannot_be_read(admin_client, board):
    typed = {"name": "", "fiscal_year": 2016, "schedule_text": "平成28年13月", "change_reason": "x"}
    response = submit(admin_client, ADD, typed)
    assert "13月" in complaints(response)
    assert set(response.context["adminform"].form.errors) == {"name", "authority", "schedule_text"}
    assert not InspectionReceived.objects.exists()


def test_history_tells_what_changed(admin_client, inspection):
    typed = {"result": "是正を求められた", "change_reason": "結果の通知"}
    assert_accepted(submit(admin_client, address_of(inspection), typed))
    page = admin_client.get(f"{inspection.get_absolute_url()}history/").text
    for words in ("結果の通知", "指摘事項なし", "是正を求められた"):
        assert words in page


def test_register_with_inspections_verifies(inspection):
    factories.InspectionDocumentFactory(inspection=inspection)
    assert verify().faults == []


def test_plan_takes_it_over_without_what_was_asked(admin_client, inspection):
    page = "/admin/plan/copy/?source=2016&target=2017"
    typed = {"row": [str(inspection.uid)], "change_reason": "平成29年度の計画", "confirm": "1"}
    assert admin_client.post(page, typed).status_code == 302
    copy = InspectionReceived.objects.in_fiscal_year(2017).get()
    assert (copy.name, copy.authority, copy.asked, copy.result) == (
        *(inspection.name, inspection.authority, "", ""),
    )
    assert copy.copied_from == inspection
    assert copy.departments_text == "情報処理部"
    assert (copy.life, copy.visibility) == (Life.DRAFT, Visibility.INTERNAL)


def test_department_page_lists_what_concerned_it(client, inspection, office):
    hidden = factories.InspectionReceivedFactory(name="秘密検査", internal=True)
    factories.InspectedDepartmentFactory(inspection=hidden, department=office)
    text = client.get(office.get_absolute_url()).text
    assert "会計実地検査（会計検査院）" in text
    assert "秘密検査" not in text


def cost(client, path: str) -> int:
    client.get(path)  # what was changed is published once
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_costs_do_not_grow_with_records(client, admin_client, inspection, office):
    paths = [LIST, f"{LIST}?_export=csv", f"{LIST}?_export=json", "/calendar/fy2016/", "/"]
    paths += [office.get_absolute_url(), "/search/?q=検査", inspection.get_absolute_url()]
    client.force_login(factories.UserFactory(staff=True))
    before = [cost(client, path) for path in paths]
    listed = queries_of_list(admin_client, InspectionReceived)
    for _time in range(2):
        more = factories.InspectionReceivedFactory(name="検査")
        factories.InspectedDepartmentFactory(inspection=more, department=office)
        factories.InspectionDocumentFactory(inspection=inspection)
    assert [cost(client, path) for path in paths] == before
    assert queries_of_list(admin_client, InspectionReceived) == listed


def test_withdrawn_one_keeps_its_page_and_leaves_the_list(client, inspection):
    with journal.change(actor="監査室", reason="誤り"):
        inspection.life = Life.WITHDRAWN
        inspection.save()
    assert client.get(LIST).context["table"].paginator.count == 0
    assert client.get(inspection.get_absolute_url()).status_code == 200

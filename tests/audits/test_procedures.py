"""The work programme of an audit: what is kept of its steps, and who may read them."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audits.copying import AuditCopying
from audits.desk import procedures_done
from audits.models import InspectionScope, Procedure, Stage
from audits.waiting import procedures_waiting
from jlis_gov.accounts import roles
from records import journal
from records.base import Visibility
from tests.admin_forms import address_of, assert_accepted, complaints, filled, rows, submit
from tests.factories import (
    AuditClassificationFactory,
    AuditFactory,
    FindingFactory,
    ProcedureFactory,
    ProcedureFindingFactory,
    ProcedurePaperFactory,
    UserFactory,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]
LIST_OF_ADMIN = "/admin/audits/procedure/"
DONE = {"result": "conforming", "done_by": "監査 太郎", "done_on": date(2016, 11, 8)}
REVIEWED = DONE | {"reviewed_by": "監査 花子", "reviewed_on": date(2016, 11, 9)}


def test_step_is_kept_as_planned_without_a_result():
    step = ProcedureFactory(done_by="監査 太郎")
    assert (step.stage, step.result, step.done_on) == (Stage.PLANNED, "", None)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            {"population_size": 10, "sample_size": 11},
            "試査件数は、母集団の件数以下にしてください。",
        ),
        (
            {"selection": "all", "population_size": 10, "sample_size": 9},
            "抽出方法が全件のときは、試査件数を母集団の件数と同じにしてください。",
        ),
        (
            DONE | {"done_by": ""},
            "判定を入力するときは、実施者と実施日も入力してください。",
        ),
        (
            DONE | {"done_on": None},
            "判定を入力するときは、実施者と実施日も入力してください。",
        ),
        (DONE | {"result": ""}, "実施日を入力するときは、判定も入力してください。"),
        (
            DONE | {"result": "not_applicable"},
            "対象外とするときは、その理由を結論に入力してください。",
        ),
        (REVIEWED | {"reviewed_by": ""}, "査閲者と査閲日は、両方を入力してください。"),
        (REVIEWED | {"reviewed_on": None}, "査閲者と査閲日は、両方を入力してください。"),
        (
            REVIEWED | {"reviewed_on": date(2016, 11, 7)},
            "査閲日は、実施日以後の日にしてください。実施していない手続は査閲できません。",
        ),
        (
            {"reviewed_by": "監査 花子", "reviewed_on": date(2016, 11, 9)},
            "査閲日は、実施日以後の日にしてください。実施していない手続は査閲できません。",
        ),
    ],
)
def test_wrong_step_is_refused_in_words_and_by_the_table(wrong, message):
    with pytest.raises(ValidationError) as refused:
        ProcedureFactory(**wrong)
    assert refused.value.messages == [message]
    step = ProcedureFactory()
    for name, value in wrong.items():
        setattr(step, name, value)
    with journal.change(actor="test"), pytest.raises(IntegrityError), transaction.atomic():
        step.save()


@pytest.mark.parametrize(
    "right",
    [
        {"population_size": 10, "sample_size": 10, "selection": "all"},
        {"population_size": 10, "sample_size": 10, "selection": "random"},
        {"sample_size": 3},
        {"population_size": 0, "sample_size": 0},
        DONE | {"result": "not_applicable", "conclusion": "該当する契約がなかった。"},
        REVIEWED | {"reviewed_on": date(2016, 11, 8)},
    ],
)
def test_step_at_the_edge_is_accepted(right):
    assert ProcedureFactory(**right).pk


@pytest.mark.parametrize("name", ["監査 太郎", "監査太郎", "監査\u3000太郎"])
def test_review_by_the_doer_is_refused_however_spaced(name):
    with pytest.raises(ValidationError) as refused:
        ProcedureFactory(**REVIEWED | {"reviewed_by": name})
    assert refused.value.message_dict == {"reviewed_by": ["査閲者は実施者と別の人にしてください。"]}


def test_number_is_used_once_within_an_audit():
    step = ProcedureFactory(number=1)
    assert ProcedureFactory(number=1).audit != step.audit
    with pytest.raises(ValidationError, match="同じ番号の監査手続が既にあります"):
        ProcedureFactory(audit=step.audit, number=1)


def test_finding_of_a_step_is_of_the_same_audit_and_named_once():
    row = ProcedureFindingFactory()
    with pytest.raises(ValidationError) as refused:
        ProcedureFindingFactory(procedure=row.procedure, finding=FindingFactory())
    assert refused.value.message_dict == {"finding": ["この指摘事項は、別の監査のものです。"]}
    with pytest.raises(ValidationError, match="同じ指摘事項が重複しています"):
        ProcedureFindingFactory(procedure=row.procedure, finding=row.finding)


def test_step_is_never_published():
    with pytest.raises(ValidationError) as refused:
        ProcedureFactory(visibility=Visibility.PUBLIC)
    assert refused.value.message_dict["visibility"] == ["監査手続は公表できません。"]
    assert not ProcedureFactory().is_public
    assert not Procedure.objects.awaiting_publication().exists()


def test_stages_divide_the_steps():
    steps = [ProcedureFactory(), ProcedureFactory(**DONE), ProcedureFactory(**REVIEWED)]
    assert [step.stage for step in steps] == list(Stage)
    found = [Procedure.objects.in_stage(stage).get() for stage in Stage]
    assert found == steps


def somebody(role):
    call_command("sync_roles", verbosity=0)
    user = UserFactory()
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.mark.parametrize(
    ("role", "seen", "past"),
    [
        (roles.AUDIT_OFFICE, 2, 2),
        (roles.STATUTORY_AUDITOR, 1, 1),
        (roles.EXECUTIVE, 0, 0),
        (roles.SECRETARIAT, 0, 0),
        (roles.COUNCIL_MEMBER, 0, 0),
        (roles.CONTACT, 0, 0),
        (roles.INSPECTOR, 0, 0),
    ],
)
def test_steps_are_for_the_office_and_for_statutory_auditors(role, seen, past):
    """A draft is the office's alone; an inspector without a scope sees none."""
    ProcedureFactory()
    ProcedureFactory(draft=True)
    user = somebody(role)
    assert Procedure.objects.visible_to(user).count() == seen
    assert Procedure.objects.with_history_for(user).count() == past


def test_inspector_reads_the_steps_within_the_scope():
    inside = ProcedureFactory(audit__internal=True)
    ProcedureFactory(audit__internal=True, draft=True)
    ProcedureFactory(audit__draft=True)
    ProcedureFactory(audit__regime="external")
    ProcedureFactory(audit=AuditFactory(fiscal_year=2017, schedule_text="平成29年９月６日"))
    user, today = somebody(roles.INSPECTOR), timezone.localdate()
    scope = InspectionScope.objects.create(
        user=user,
        regime="internal",
        first_fiscal_year=2016,
        last_fiscal_year=2016,
        expires_on=today,
    )
    assert list(Procedure.objects.visible_to(user)) == [inside]
    assert list(Procedure.objects.with_history_for(user)) == [inside]
    scope.expires_on = today - timedelta(days=1)
    scope.save()
    assert not Procedure.objects.visible_to(user).exists()


@pytest.fixture
def audit():
    return AuditClassificationFactory(audit__internal=True).audit


@pytest.fixture
def office_client(client):
    user = somebody(roles.AUDIT_OFFICE)
    user.is_staff = True
    user.save()
    client.force_login(user)
    return client


def test_step_added_from_its_audit_takes_the_next_number(office_client, audit):
    ProcedureFactory(audit=audit, number=4)
    page = office_client.get(address_of(audit))
    tools = dict(page.context["tools"])
    assert tools["監査手続（1件）"] == f"{LIST_OF_ADMIN}?audit={audit.pk}"
    assert len(office_client.get(tools["監査手続（1件）"]).context["cl"].result_list) == 1
    typed = {"procedure": "入退室記録を申請書と照合する。", "number": ""}
    assert_accepted(submit(office_client, tools["監査手続を追加"], typed))
    made = Procedure.objects.get(number=5)
    assert (made.audit, made.procedure) == (audit, "入退室記録を申請書と照合する。")


def test_refused_step_keeps_what_was_typed(office_client, audit):
    step = ProcedureFactory(audit=audit)
    tomorrow = timezone.localdate() + timedelta(days=1)
    typed = {"result": "partly", "done_by": "監査 太郎", "exceptions": "承認の印がない。"}
    refused = submit(office_client, address_of(step), typed | {"done_on": f"{tomorrow}"})
    assert "将来の日付です" in complaints(refused)
    assert "承認の印がない。" in refused.text
    refused = submit(office_client, address_of(step), typed)
    assert complaints(refused) == "判定を入力するときは、実施者と実施日も入力してください。"
    assert Procedure.objects.get().result == ""


def test_step_done_before_its_audit_is_kept_and_pointed_out(office_client, audit):
    step = ProcedureFactory(audit=audit)
    typed = {"result": "conforming", "done_by": "監査 太郎", "done_on": "平成28年11月７日"}
    answer = office_client.post(
        address_of(step), filled(office_client, address_of(step), typed), follow=True
    )
    assert "実施日が監査の始まり（早くて平成28年11月８日）より前です" in answer.text
    assert Procedure.objects.get().done_on == date(2016, 11, 7)


def test_finding_of_another_audit_is_neither_offered_nor_taken(office_client, audit):
    step = ProcedureFactory(audit=audit)
    own = FindingFactory(audit=audit, summary="承認の印", internal=True)
    other = FindingFactory(summary="承認の印")
    asked = {"app_label": "audits", "model_name": "procedurefinding", "field_name": "finding"}
    offered = office_client.get("/admin/autocomplete/", asked | {"audit": audit.pk, "term": "承認"})
    assert [row["id"] for row in offered.json()["results"]] == [f"{own.pk}"]
    refused = submit(office_client, address_of(step), rows("findings", {"finding": other.pk}))
    assert complaints(refused) == "この指摘事項は、別の監査のものです。"
    assert_accepted(submit(office_client, address_of(step), rows("findings", {"finding": own.pk})))
    assert step.findings.get().finding == own


def test_audit_duplicated_is_planned_with_the_same_steps_without_results(office_client, audit):
    ProcedureFactory(
        audit=audit,
        number=3,
        objective="無断の入室",
        population="平成28年度の入室申請書",
        population_size=300,
        selection="random",
        exceptions="２件に印がない。",
        **REVIEWED,
    )
    ProcedureFactory(audit=audit, life="withdrawn")
    add = f"{address_of(audit, 'add')}?duplicate={audit.pk}"
    typed = {"fiscal_year": "2017", "schedule_text": "平成29年９月６日"}
    assert_accepted(submit(office_client, add, typed))
    copied = Procedure.objects.get(audit__fiscal_year=2017)
    planned = (copied.number, copied.objective, copied.selection)
    assert planned == (3, "無断の入室", "random")
    assert (copied.life, copied.stage) == ("draft", Stage.PLANNED)
    kept = (copied.population, copied.population_size, copied.exceptions, copied.done_by)
    assert kept == ("", None, "", "")


def test_step_duplicated_starts_as_planned(office_client, audit):
    step = ProcedureFactory(audit=audit, objective="無断の入室", evidence="台帳", **REVIEWED)
    page = office_client.get(f"{address_of(step, 'add')}?duplicate={step.pk}")
    initial = page.context["adminform"].form.initial
    assert (initial["audit"], initial["objective"]) == (audit, "無断の入室")
    assert not {"number", "result", "evidence", "done_by", "done_on"} & set(initial)


def test_plan_of_the_next_year_takes_the_steps_along(audit):
    ProcedureFactory(audit=audit, procedure="平成28年度の記録を閲覧する。", **DONE)
    ProcedureFactory(audit=audit, procedure="起案中の手続", draft=True)
    user = somebody(roles.AUDIT_OFFICE)
    [row] = AuditCopying().rows(2016, 2017, user)
    assert "監査手続に年の記載があります。" in " ".join(row.notes)
    with journal.change(actor="監査室", reason="年度計画"):
        AuditCopying().write([row])
    copied = Procedure.objects.filter(audit__fiscal_year=2017).order_by("number")
    assert [step.procedure for step in copied] == ["平成28年度の記録を閲覧する。", "起案中の手続"]
    assert {(step.life, step.result) for step in copied} == {("draft", "")}


def test_done_steps_wait_for_the_review_of_the_office(audit):
    step = ProcedureFactory(audit=audit, **DONE)
    ProcedureFactory(audit=audit)
    ProcedureFactory(audit=audit, **REVIEWED)
    ProcedureFactory(audit=audit, life="withdrawn", **DONE)
    [waiting] = procedures_waiting(somebody(roles.AUDIT_OFFICE), date(2016, 11, 9))
    assert list(waiting.rows) == [step]
    assert "平成28年11月８日" in waiting.task(step).note
    assert waiting.address() == f"{LIST_OF_ADMIN}?stage=done"
    assert not list(procedures_waiting(somebody(roles.STATUTORY_AUDITOR), date(2016, 11, 9)))
    [figure] = procedures_done(somebody(roles.AUDIT_OFFICE), date(2016, 11, 9))
    assert figure.number == 1


def test_list_is_narrowed_down(office_client, audit):
    ProcedureFactory(audit=audit, procedure="記録の照合", **DONE)
    ProcedureFactory(audit__internal=True)
    other = AuditFactory(fiscal_year=2017, schedule_text="平成29年９月６日", internal=True)
    ProcedureFactory(audit=other, **REVIEWED | {"result": "deficient"})
    counts = {
        query: office_client.get(f"/procedures/?{query}").context["table"].paginator.count
        for query in (
            *("", f"audit={audit.uid}", "fiscal_year=2017", "q=照合"),
            *("result=deficient", "stage=planned", "stage=done", "stage=reviewed"),
        )
    }
    assert list(counts.values()) == [3, 1, 1, 1, 1, 1, 1, 1]
    for wrong in ("audit=1", f"audit={AuditFactory().uid}", "stage=x", "result=x"):
        assert office_client.get(f"/procedures/?{wrong}").status_code == 400, wrong


def test_pages_tell_the_sample_the_result_and_the_review(office_client, audit):
    step = ProcedureFactory(
        audit=audit,
        population="入室申請書",
        population_size=300,
        sample_size=25,
        selection="random",
        exceptions="２件に印がない。",
        **DONE | {"result": "partly"},
    )
    finding = ProcedureFindingFactory(procedure=step).finding
    told = ("300件中25件", "無作為", "一部不備", "２件に印がない。", "監査 太郎", "査閲待ち")
    for path in ("/procedures/", step.get_absolute_url()):
        text = office_client.get(path).text
        assert [words for words in told if words not in text] == [], path
    assert finding.reference in office_client.get("/procedures/").text
    assert "監査手続 1件" in office_client.get(audit.get_absolute_url()).text


def test_statutory_auditor_sees_no_draft_among_the_findings_of_a_step(client, audit):
    step = ProcedureFactory(audit=audit, **DONE)
    draft = FindingFactory(audit=audit, draft=True, summary="起案中の指摘")
    ProcedureFindingFactory(procedure=step, finding=draft)
    client.force_login(somebody(roles.STATUTORY_AUDITOR))
    for path in ("/procedures/", step.get_absolute_url()):
        text = client.get(path).text
        assert draft.reference not in text
        assert draft.summary not in text


@pytest.mark.parametrize("role", [roles.EXECUTIVE, roles.CONTACT, roles.SECRETARIAT])
def test_page_of_an_audit_says_nothing_of_steps_to_others(client, audit, role):
    shown = AuditFactory()
    for one in (audit, shown):
        ProcedureFactory(audit=one, procedure="秘密の手続")
    client.force_login(somebody(role))
    assert "監査手続" not in client.get(shown.get_absolute_url()).text
    assert client.get("/procedures/").status_code == 404
    assert "監査手続" not in client.get("/search/?q=秘密の手続").context["found"]


def test_finding_of_a_step_stays_with_its_audit_until_the_step_names_it_no_more(
    office_client, audit
):
    row = ProcedureFindingFactory(procedure__audit=audit)
    other = AuditClassificationFactory(audit__internal=True).audit
    refused = submit(office_client, address_of(row.finding), {"audit": other.pk})
    assert complaints(refused).startswith(
        "この指摘事項は、今の監査の監査手続に関連付けられています。"
    )
    row.finding.refresh_from_db()
    assert row.finding.audit == audit


def test_page_of_a_finding_tells_of_its_steps_to_their_readers_alone(client, audit):
    row = ProcedureFindingFactory(procedure__audit=audit, procedure__procedure="秘密の手続")
    page = row.finding.get_absolute_url()
    told = {}
    for role in (roles.STATUTORY_AUDITOR, roles.EXECUTIVE):
        client.force_login(somebody(role))
        told[role] = "秘密の手続" in client.get(page).text
    assert told == {roles.STATUTORY_AUDITOR: True, roles.EXECUTIVE: False}


@pytest.mark.parametrize(
    ("role", "status"),
    [
        *((roles.AUDIT_OFFICE, 200), (roles.STATUTORY_AUDITOR, 200), (roles.EXECUTIVE, 404)),
        *((roles.CONTACT, 404), (roles.SECRETARIAT, 404), (roles.INSPECTOR, 404)),
    ],
)
def test_paper_of_a_step_is_for_its_readers(client, audit, role, status, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    paper = ProcedurePaperFactory(procedure__audit=AuditFactory())
    client.force_login(somebody(role))
    assert client.get(f"/{paper.file.name}").status_code == status
    page = client.get(paper.procedure.get_absolute_url())
    assert page.status_code == status
    assert (paper.title in page.text) is (status == 200)


def test_paper_of_a_step_is_never_published():
    with pytest.raises(ValidationError, match="公表できません"):
        ProcedurePaperFactory(visibility=Visibility.PUBLIC)


@pytest.mark.parametrize("path", ["/procedures/", "/search/?q=手続", "/admin/audits/procedure/"])
def test_number_of_questions_does_not_grow_with_the_steps(office_client, path):
    asked = []
    for number in (1, 2):
        for _step in range(number):
            row = ProcedureFindingFactory(procedure__audit__internal=True)
            AuditClassificationFactory(audit=row.procedure.audit)
        office_client.get(path)
        with CaptureQueriesContext(connection) as questions:
            assert office_client.get(path).status_code == 200
        asked.append(len(questions))
    assert asked[0] == asked[1]

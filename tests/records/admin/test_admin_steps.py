"""The steps of a record in the admin: who may take which, what is asked, what forging achieves."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.utils import translation
from django.utils.html import strip_tags

from audits.models import (
    Audit,
    AuditPlan,
    DocumentRequest,
    DocumentTemplate,
    Drill,
    Finding,
    FindingCategory,
    IssuedDocument,
    Procedure,
)
from jlis_gov.composition import KINDS
from oversight.models import Acknowledgement, Duty, Submission
from records import journal
from records.admin import steps
from records.base import Life, Visibility
from records.history import Step, publication
from records.journal.models import JournalEntry
from tests.admin_forms import (
    address_of,
    assert_accepted,
    complaints,
    new_audit,
    queries_of_list,
    rows,
    shown,
    step_address,
    submit,
    take_step,
)
from tests.factories import (
    AuditClassificationFactory,
    AuditFactory,
    AuditTargetFactory,
    AuditTypeFactory,
    DepartmentFactory,
    DrillFactory,
    FindingFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
STEPS = list(publication.Step)


def somebody(client, *rights, kind="drill"):
    """`client`, signed in as staff who may view everything and has these rights on one kind."""
    user = UserFactory(staff=True)
    names = [f"{right}_{kind}" for right in rights]
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    client.force_login(user)
    return client


def state_of(record):
    kept = type(record).objects.get(pk=record.pk)
    return kept.life, kept.visibility


def test_kind_that_is_never_published_has_no_such_stage_and_no_such_step():
    sealed = {
        *(Procedure, DocumentRequest, IssuedDocument, DocumentTemplate, AuditPlan),
        *(FindingCategory, Submission, Acknowledgement, Duty),
    }
    kept = (kind.model for kind in KINDS)
    assert {model for model in kept if model.takes_steps and not model.may_be_public} == sealed
    office = UserFactory(staff=True, is_superuser=True)
    for model, stages in ((Finding, 3), (Drill, 3), *((one, 2) for one in sealed)):
        record = model(life=Life.REGISTERED)
        assert len(steps.state_of(record)["stages"]) == stages, model
        is_open = Step.PUBLISH in publication.steps_open_to(office, record)
        assert is_open == (stages == 3), model


def test_record_goes_from_clerk_to_approver_to_publisher(client):
    clerk = somebody(client, "add", "change")
    typed = {"fiscal_year": "2016", "schedule_text": "平成28年７月", "scenario": "首都直下地震"}
    assert_accepted(submit(clerk, "/admin/audits/drill/add/", typed))
    drill = Drill.objects.get()
    assert state_of(drill) == (Life.DRAFT, Visibility.INTERNAL)

    approver = somebody(client, "approve")
    assert_accepted(take_step(approver, drill, "approve", decision_number="決裁第12号"))
    assert state_of(drill) == (Life.REGISTERED, Visibility.INTERNAL)
    assert Drill.objects.get().decision_number == "決裁第12号"

    publisher = somebody(client, "publish")
    assert_accepted(take_step(publisher, drill, "publish"))
    assert state_of(drill) == (Life.REGISTERED, Visibility.PUBLIC)

    assert_accepted(take_step(publisher, drill, "withdraw", change_reason="誤って二重に登録"))
    assert state_of(drill) == (Life.WITHDRAWN, Visibility.PUBLIC)
    entries = JournalEntry.objects.filter(record_uid=drill.uid)
    assert [entry.reason for entry in entries] == ["", "", "", "誤って二重に登録"]
    assert len({entry.actor for entry in entries}) == 3


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", ["draft", "internal", "public"])
def test_without_the_right_no_step_is_taken_even_forged(client, state, step):
    drill = DrillFactory(**({} if state == "public" else {state: True}))
    before, entries = state_of(drill), JournalEntry.objects.count()
    clerk = somebody(client, "add", "change", "delete", "view")
    address = step_address(drill, step)
    forged = {"decision_number": "第１号", "change_reason": "理由", "version": drill.version + 1}
    assert clerk.get(address).status_code == 403
    assert clerk.post(address, forged).status_code == 403
    assert (state_of(drill), JournalEntry.objects.count()) == (before, entries)


def test_right_for_another_kind_is_no_right(client):
    auditor = somebody(client, "approve", "publish", kind="audit")
    assert auditor.get(step_address(DrillFactory(), "withdraw")).status_code == 403
    assert auditor.get(step_address(DrillFactory(draft=True), "approve")).status_code == 404


def test_right_without_sight_of_the_records_is_no_right(client):
    drill = DrillFactory(draft=True)
    user = UserFactory(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="approve_drill"))
    client.force_login(user)
    assert client.get(step_address(drill, "approve")).status_code == 403


def test_stranger_is_shown_the_way_in(client):
    assert client.get(step_address(DrillFactory(draft=True), "approve")).status_code == 302


@pytest.mark.parametrize("name", ["burn", "delete_draft", "APPROVE"])
def test_step_that_does_not_exist_is_not_found(admin_client, name):
    drill = DrillFactory(draft=True)
    assert admin_client.get(step_address(drill, name)).status_code == 404
    assert admin_client.get(f"/admin/audits/drill/{drill.pk + 1}/step/approve/").status_code == 404


@pytest.mark.parametrize("name", ["publish", "unpublish", "reinstate"])
def test_step_that_is_not_possible_leads_back_and_says_so(admin_client, name):
    drill = DrillFactory(draft=True)
    response = admin_client.get(step_address(drill, name), follow=True)
    assert response.redirect_chain == [(address_of(drill), 302)]
    assert [message.level_tag for message in response.context["messages"]] == ["warning"]


@pytest.mark.parametrize("kind", ["superuser", "clerk"])
def test_form_changes_neither_life_nor_visibility(client, admin_client, kind):
    drill = DrillFactory(draft=True)
    user = admin_client if kind == "superuser" else somebody(client, "change")
    forged = {"life": "registered", "visibility": "public", "name": "改称", "decision_number": "偽"}
    assert_accepted(submit(user, address_of(drill), forged))
    kept = Drill.objects.get()
    assert (kept.name, kept.life, kept.visibility) == ("改称", Life.DRAFT, Visibility.INTERNAL)
    assert kept.decision_number == ("偽" if kind == "superuser" else "")


def test_new_record_is_an_internal_draft_whatever_is_forged(admin_client):
    kind = rows("classifications", {"type": AuditTypeFactory().pk})
    typed = new_audit(life="registered", visibility="public", **kind)
    assert_accepted(submit(admin_client, "/admin/audits/audit/add/", typed))
    assert state_of(Audit.objects.get()) == (Life.DRAFT, Visibility.INTERNAL)


def test_inline_changes_neither_life_nor_visibility(admin_client):
    audit = AuditClassificationFactory(audit__draft=True).audit
    finding = FindingFactory(audit=audit, draft=True)
    forged = {"findings-0-life": "registered", "findings-0-visibility": "public"}
    typed = forged | {"findings-0-summary": "改めた"}
    assert_accepted(submit(admin_client, address_of(audit), typed))
    assert Finding.objects.get().summary == "改めた"
    assert state_of(finding) == (Life.DRAFT, Visibility.INTERNAL)


def test_step_button_saves_what_was_typed_and_leads_on(admin_client):
    drill = DrillFactory(draft=True)
    response = submit(admin_client, address_of(drill), {"name": "総合訓練", "_step": "approve"})
    assert response.url == step_address(drill, "approve")
    assert Drill.objects.get().name == "総合訓練"
    assert state_of(drill) == (Life.DRAFT, Visibility.INTERNAL)


def test_step_button_loses_nothing_where_the_form_is_refused(admin_client):
    drill = DrillFactory(draft=True)
    typed = {"name": "総合訓練", "schedule_text": "いつか", "_step": "approve"}
    response = submit(admin_client, address_of(drill), typed)
    assert complaints(response)
    for text in ("総合訓練", "いつか"):
        assert text in response.content.decode()


def buttons(client, record):
    """The steps that the page of a record offers."""
    return [step for step, _address in client.get(address_of(record)).context["steps"]]


@pytest.mark.parametrize(
    ("rights", "offered"),
    [
        (["change"], []),
        (["change", "approve"], ["approve", "withdraw"]),
        (["approve"], ["approve", "withdraw"]),
        (["change", "publish"], []),
    ],
)
def test_page_offers_the_steps_its_reader_may_take(client, rights, offered):
    drill = DrillFactory(draft=True)
    assert buttons(somebody(client, *rights), drill) == offered


def test_reader_who_cannot_write_is_led_by_links(client):
    drill = DrillFactory(draft=True)
    page = somebody(client, "approve").get(address_of(drill)).content.decode()
    assert f'href="{step_address(drill, "approve")}"' in page
    assert 'name="_step"' not in page


def test_page_shows_where_the_record_stands(admin_client):
    current = 'class="is-current" aria-current="step"'
    for trait, number in (("draft", 0), ("internal", 1), (None, 2)):
        drill = DrillFactory(**({trait: True} if trait else {}))
        page = admin_client.get(address_of(drill)).content.decode()
        stages = page.split('<ol class="stages">')[1].split("</ol>")[0].split("<li")[1:]
        assert [current in stage for stage in stages] == [place == number for place in range(3)]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", ["起案", "承認", "公表", "非公表", "取下げ"]),
        ("en", ["drafted", "approved", "published", "unpublished", "withdrawn"]),
    ],
)
def test_lists_and_records_name_states_with_the_same_words(admin_client, language, words):
    drill = DrillFactory(life="withdrawn")
    admin_client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = admin_client.get(address_of(drill)).text
    stages = page.split('<ol class="stages">')[1].split("</ol>")[0]
    told = [strip_tags(f"<li{stage}").strip() for stage in stages.split("<li")[1:]]
    assert told == [*words[:3], words[4]]
    lives, seen = (Life.DRAFT, Life.REGISTERED), (Visibility.PUBLIC, Visibility.INTERNAL)
    with translation.override(language):
        assert [str(one.label) for one in (*lives, *seen, Life.WITHDRAWN)] == words


def test_withdrawn_record_says_so(admin_client):
    page = admin_client.get(address_of(DrillFactory(life="withdrawn"))).content.decode()
    assert 'class="is-withdrawn" aria-current="step"' in page


@pytest.mark.parametrize(
    ("state", "step", "missing"),
    [
        ({"draft": True}, "approve", "decision_number"),
        ({"draft": True}, "withdraw", "change_reason"),
        ({}, "unpublish", "change_reason"),
        ({}, "withdraw", "change_reason"),
        ({"life": "withdrawn"}, "reinstate", "change_reason"),
    ],
)
@pytest.mark.parametrize("typed", ["", " ", "a\x1bb"])
def test_step_says_what_it_needs(admin_client, state, step, missing, typed):
    drill = DrillFactory(**state)
    before = state_of(drill)
    response = take_step(admin_client, drill, step, **{missing: typed})
    assert set(response.context["form"].errors) == {missing}
    assert state_of(drill) == before


def test_step_taken_on_what_was_changed_meanwhile_is_refused(admin_client):
    drill = DrillFactory(draft=True)
    page = admin_client.get(step_address(drill, "approve"))
    typed = shown(page.context["form"]) | {"decision_number": "決裁第12号"}
    with journal.change(actor="同僚"):
        drill.name = "同僚の改称"
        drill.save()
    response = admin_client.post(step_address(drill, "approve"), typed)
    assert response.context["form"].has_error("__all__", "changed")
    assert "決裁第12号" in response.content.decode()
    assert state_of(drill) == (Life.DRAFT, Visibility.INTERNAL)


def test_page_of_a_step_writes_nothing(admin_client):
    drill = DrillFactory()
    before = JournalEntry.objects.count()
    for step in ("unpublish", "withdraw"):
        admin_client.get(step_address(drill, step))
    assert JournalEntry.objects.count() == before


def test_change_of_a_public_record_needs_a_reason(admin_client):
    drill = DrillFactory()
    response = submit(admin_client, address_of(drill), {"name": "改称"})
    assert response.context["adminform"].form.has_error("change_reason", "reason")
    assert "改称" in response.content.decode()
    assert Drill.objects.get().name == ""
    assert complaints(submit(admin_client, address_of(drill), {"name": "改", "change_reason": " "}))
    typed = {"name": "改称", "change_reason": "名称の変更"}
    assert_accepted(submit(admin_client, address_of(drill), typed))


def test_demand_for_a_reason_is_in_plain_words(admin_client):
    response = submit(admin_client, address_of(DrillFactory()), {"name": "改称"})
    [error] = response.context["adminform"].form.errors.as_data()["change_reason"]
    with translation.override("en"):
        assert error.messages == ["This record is published. Please say why it is changed."]


@pytest.mark.parametrize("trait", ["draft", "internal"])
def test_change_of_an_internal_record_needs_none(admin_client, trait):
    drill = DrillFactory(**{trait: True})
    assert_accepted(submit(admin_client, address_of(drill), {"name": "改称"}))


def test_public_record_is_saved_unchanged_without_a_reason(admin_client):
    audit = AuditTargetFactory(audit=AuditClassificationFactory().audit).audit
    finding = FindingFactory(audit=audit, found_on="2017-02-17")
    before = JournalEntry.objects.count()
    for record in (audit, finding, audit.targets.get().department, audit.types[0], DrillFactory()):
        assert_accepted(submit(admin_client, address_of(record), {}))
    assert JournalEntry.objects.count() == before + 1  # the drill's own beginning


def public_audit():
    return AuditTargetFactory(audit=AuditClassificationFactory().audit).audit


@pytest.mark.parametrize("change", ["added", "changed", "removed"])
def test_row_of_a_public_record_needs_a_reason(admin_client, change):
    audit = public_audit()
    typed = {
        "added": rows("targets", {"department": DepartmentFactory().pk}, before=1),
        "changed": {"targets-0-order": "7"},
        "removed": {"targets-0-DELETE": "on"},
    }[change]
    before = Audit.objects.get().canonical()
    response = submit(admin_client, address_of(audit), typed)
    assert response.context["adminform"].form.has_error("change_reason", "reason")
    assert Audit.objects.get().canonical() == before
    assert_accepted(submit(admin_client, address_of(audit), typed | {"change_reason": "訂正"}))
    assert Audit.objects.get().canonical() != before


@pytest.mark.parametrize("is_public", [True, False])
def test_finding_changed_on_the_page_of_its_audit_counts_by_its_own_visibility(
    admin_client, is_public
):
    finding = FindingFactory(audit=public_audit(), published=is_public)
    response = submit(admin_client, address_of(finding.audit), {"findings-0-summary": "改めた"})
    assert response.status_code == (200 if is_public else 302)
    assert (Finding.objects.get().summary == "改めた") is not is_public


@pytest.mark.parametrize(
    ("waiting", "found"), [("approval", "起案"), ("publication", "承認"), ("nonsense", None)]
)
def test_list_shows_what_waits(admin_client, waiting, found):
    DepartmentFactory(name="起案", draft=True)
    DepartmentFactory(name="承認", internal=True)
    DepartmentFactory(name="公表")
    response = admin_client.get("/admin/organization/department/", {"waiting": waiting})
    listed = {row.name for row in response.context["cl"].result_list}
    assert listed == ({found} if found else {"起案", "承認", "公表"})


def test_findings_are_not_offered_for_publication(admin_client):
    FindingFactory(internal=True)
    page = admin_client.get("/admin/audits/finding/").content.decode()
    assert "waiting=approval" in page
    assert "waiting=publication" not in page


def test_queue_asks_as_often_for_three_rows_as_for_one(admin_client):
    DrillFactory(draft=True)
    alone = queries_of_list(admin_client, Drill)
    DrillFactory(draft=True)
    DrillFactory(draft=True)
    assert queries_of_list(admin_client, Drill) == alone


def test_reader_without_any_right_to_write_sees_the_record(client):
    response = somebody(client).get(address_of(AuditFactory()))
    assert response.status_code == 200
    assert response.context["steps"] == []

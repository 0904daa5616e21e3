"""A reorganisation on one page: nothing loose is left, and old records keep the old names."""

from datetime import date
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audits.models import Audit, Finding
from calendars.feeds import Subscription
from jlis_gov.reorganising.ends import NAMINGS
from organization.models import Contact, Department, Reorganisation
from organization.succession import Succession
from records import journal
from records.base import Life, Visibility
from records.journal.models import JournalEntry
from tests.admin_forms import shown
from tests.factories import (
    AuditClassificationFactory,
    AuditFactory,
    AuditorFactory,
    AuditTargetFactory,
    BodyFactory,
    CertificationFactory,
    DepartmentFactory,
    DrillDepartmentFactory,
    DrillFactory,
    FindingFactory,
    MembershipFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PAGE = "/admin/reorganise/"
DAY = "令和９年４月１日"
OLD_DAYS, NEW_DAYS = "令和８年11月10日", "令和９年５月20日"


@pytest.fixture
def training():
    """教育研修部 with two sections; everything of it began long ago."""
    bureau = DepartmentFactory(name="事務局", slug="bureau", kind="bureau")
    return DepartmentFactory(
        name="教育研修部", slug="training", parent_department=bureau, order=40, duties="研修の実施"
    )


@pytest.fixture
def sections(training):
    return [
        DepartmentFactory(name=name, slug=slug, kind="section", parent_department=training)
        for name, slug in (("研修企画課", "planning"), ("教材課", "material"))
    ]


def audit_of(department, schedule, year, **fields):
    audit = AuditFactory(schedule_text=schedule, fiscal_year=year, status="planned", **fields)
    AuditClassificationFactory(audit=audit)
    AuditTargetFactory(audit=audit, department=department)
    return audit


def typed(*predecessors, act="rename", names=(), **more):
    """What somebody types and ticks on the page."""
    data = {
        "act": act,
        "day": DAY,
        "predecessors": [one.pk for one in predecessors],
        "decision_number": "決裁第12号",
        "change_reason": "組織規程の改正",
        "new-TOTAL_FORMS": 3,
        "new-INITIAL_FORMS": 0,
    }
    for number, name in enumerate(names):
        data[f"new-{number}-name"] = name
    return data | more


def looked_at(client: Client, data):
    """The page after "look at what follows", and what a browser would send of it then."""
    response = client.post(PAGE, data | {"again": "1"})
    assert response.status_code == 200
    draft = response.context["draft"]
    sent = dict(data)
    for form in (draft.parts, draft.ends):
        sent |= shown(form) if form is not None else {}
    if draft.ends is not None:
        sent["shown"] = "1"
    return response, sent | {"seen": response.context["seen"], "confirm": "1"}


def carry_out(client: Client, data, **chosen):
    """Look, choose, and confirm."""
    _page, sent = looked_at(client, data)
    return client.post(PAGE, sent | chosen)


def problems(response):
    """Everything that the page says is wrong."""
    assert response.status_code == 200
    draft = response.context["draft"]
    forms = [draft.act, *draft.successors.forms, draft.parts, draft.ends]
    return "\n".join(str(e) for form in forms if form is not None for e in form.errors.values())


def named_now(slug):
    return Department.objects.get(slug=slug)


def test_renamed_department_ends_and_its_successor_takes_all_that_lies_ahead(
    admin_client, training, sections
):
    before, after = audit_of(training, OLD_DAYS, 2026), audit_of(sections[0], NEW_DAYS, 2027)
    assert carry_out(admin_client, typed(training, names=["人材育成部"])).status_code == 302
    training.refresh_from_db()
    assert training.valid_until == date(2027, 3, 31)
    new = named_now("training-2027")
    assert (new.name, new.kind, new.order, new.duties, new.parent_department.slug) == (
        *("人材育成部", "department", 40, "研修の実施", "bureau"),
    )
    assert (new.valid_from, new.life, new.visibility) == (
        *(date(2027, 4, 1), Life.REGISTERED, Visibility.PUBLIC),
    )
    ended = Department.objects.filter(valid_until=date(2027, 3, 31))
    assert {str(one) for one in ended} == {
        *("教育研修部", "教育研修部研修企画課", "教育研修部教材課"),
    }
    assert [str(t) for t in before.targets.all()] == ["教育研修部"]
    assert [str(t) for t in after.targets.all()] == ["人材育成部研修企画課"]


def test_whole_reorganisation_is_one_change_with_one_reason(admin_client, training, sections):
    audit_of(training, NEW_DAYS, 2027)
    last = JournalEntry.objects.last().sequence
    assert carry_out(admin_client, typed(training, names=["人材育成部"])).status_code == 302
    entries = JournalEntry.objects.filter(sequence__gt=last)
    assert {entry.reason for entry in entries} == {"組織規程の改正"}
    assert len({entry.request for entry in entries}) == 1
    assert {entry.actor for entry in entries} == {"admin"}


def test_successors_stand_for_departments_that_ended_each_for_its_own(
    admin_client, training, sections
):
    carry_out(admin_client, typed(training, names=["人材育成部"]))
    days = (date(2027, 5, 1), date(2027, 5, 31))
    standing = Succession()
    for slug, names in (("material", ["人材育成部教材課"]), ("training", ["人材育成部"])):
        assert [str(one) for one in standing.on(named_now(slug), *days)] == names


@pytest.fixture
def loose(training, sections, django_user_model):
    """Everything that can name 教育研修部 after the day, and as much that does not."""
    ahead = audit_of(training, NEW_DAYS, 2027)
    AuditorFactory(audit=ahead, department=training)
    open_one = FindingFactory(audit=audit_of(training, OLD_DAYS, 2026), department=training)
    FindingFactory(
        audit=open_one.audit,
        number=900,
        department=training,
        closed_on=date(2026, 12, 1),
        closing_reason="完了",
    )
    drill = DrillFactory(schedule_text=NEW_DAYS, fiscal_year=2027, status="planned")
    DrillDepartmentFactory(drill=drill, department=sections[0])
    CertificationFactory(department=training, name="ISMS認証", valid_until=date(2028, 3, 31))
    body = BodyFactory(name="内部統制委員会")
    MembershipFactory(body=body, name="研修 一郎", affiliation="教育研修部長", attested_on=None)
    contact = UserFactory(username="kenshu", last_name="研修", first_name="花子")
    Contact.objects.create(user=contact, department=training)
    Subscription.objects.create(
        user=contact,
        name="私のiPhone",
        keys="department:training kind:audit",
        token_hash="x",
        created_at="2026-01-01T00:00Z",
        expires_on=date(2028, 1, 1),
    )
    return ahead


def test_split_lists_all_that_names_the_department_and_leaves_nothing_loose(
    admin_client, training, sections, loose
):
    data = typed(training, act="split", names=["研修部", "教育企画部"])
    response, sent = looked_at(admin_client, data)
    ends = response.context["draft"].ends
    assert ends is None  # the sections come first
    parts = {f"part-{sections[0].pk}": "new:1", f"part-{sections[1].pk}": "new:0"}
    response, sent = looked_at(admin_client, data | parts)
    found = {
        section.title: len(section.rows) for section in response.context["draft"].ends.sections()
    }
    assert [str(title) for title in found] == [
        *("その日以後の監査", "それらの監査の監査人", "完了していない指摘事項", "その日以後の訓練"),
        *("維持している認証", "会議体の委員", "部門担当者", "個人のカレンダー"),
    ]
    assert set(found.values()) == {1}
    refused = admin_client.post(PAGE, sent)
    assert "移す先" in problems(refused)
    assert not Reorganisation.objects.exists()
    chosen = {f"all-{training.pk}": "new:0"}
    everywhere = {
        name: "all"
        for name in sent
        if name.startswith(("move-audittarget", "move-contact", "move-cal"))
    }
    assert admin_client.post(PAGE, sent | chosen | everywhere).status_code == 302
    assert [str(t) for t in loose.targets.all()] == ["研修部", "教育企画部"]
    assert str(loose.auditors.get().department) == "研修部"
    assert {str(f.department) for f in Finding.objects.filter(closed_on=None)} == {"研修部"}
    assert {str(f.department) for f in Finding.objects.exclude(closed_on=None)} == {"教育研修部"}
    assert [str(c) for c in Contact.objects.order_by("pk")] == [
        "教育研修部",
        "研修部",
        "教育企画部",
    ]
    assert Subscription.objects.get().keys.split() == [
        *("department:training", "kind:audit"),
        *("department:training-2027", "department:training-2027-2"),
    ]
    record = Reorganisation.objects.get(title="教育研修部の研修部・教育企画部への分割")
    rest = admin_client.get(f"/admin/reorganise/{record.pk}/rest/").context["ends"]
    assert [end.key.partition("-")[0] for end, _n in rest.found] == [
        *("membership", "contact", "calendar"),  # told alone, or kept beside the new
    ]


def test_old_pages_and_reports_print_the_old_name(admin_client, client, training, sections, loose):
    old = Audit.objects.get(fiscal_year=2026)
    carry_out(admin_client, typed(training, names=["人材育成部"]))
    assert "教育研修部" in client.get(old.get_absolute_url()).text
    assert "人材育成部" not in client.get(old.get_absolute_url()).text.replace("への改称", "")
    assert "人材育成部" in client.get(loose.get_absolute_url()).text
    page = client.get("/departments/training/").text
    assert "人材育成部" in page
    assert "教育研修部" in page


def test_audit_that_began_before_stays_unless_told_otherwise(admin_client, training):
    over = audit_of(training, "令和９年３月20日～４月10日", 2026)
    undated = audit_of(training, "未定", 2027)
    _page, sent = looked_at(admin_client, typed(training, names=["人材育成部"]))
    kept, moved = (f"move-audittarget-{one.targets.get().pk}" for one in (over, undated))
    assert (sent[kept], sent[moved]) == ("stay", "")
    admin_client.post(PAGE, sent)
    assert [str(t) for t in over.targets.all()] == ["教育研修部"]
    assert [str(t) for t in undated.targets.all()] == ["人材育成部"]


def test_departments_are_merged_into_a_new_one_and_their_sections_with_them(
    admin_client, training, sections
):
    other = DepartmentFactory(name="情報化支援部", slug="support")
    DepartmentFactory(name="支援課", slug="help", kind="section", parent_department=other)
    data = typed(training, other, act="merge", names=["支援研修部"])
    assert carry_out(admin_client, data).status_code == 302
    new = Department.objects.get(name="支援研修部")
    assert {str(one) for one in new.subdepartments.all()} == {
        *("支援研修部研修企画課", "支援研修部教材課", "支援研修部支援課"),
    }
    days = (date(2027, 5, 1), date(2027, 5, 1))
    standing = Succession()
    for slug in ("training", "support"):
        assert standing.on(named_now(slug), *days) == [new]


def test_department_is_taken_in_by_one_that_goes_on(admin_client, training):
    heir = DepartmentFactory(name="管理部", slug="administration")
    ahead = audit_of(training, NEW_DAYS, 2027)
    data = typed(training, act="merge", taken_in_by=heir.pk)
    assert carry_out(admin_client, data).status_code == 302
    heir.refresh_from_db()
    assert heir.valid_until is None
    assert [t.department for t in ahead.targets.all()] == [heir]
    assert Reorganisation.objects.get().departments("successor") == [heir]


def test_abolished_department_leaves_what_it_did_to_the_one_chosen(
    admin_client, training, sections
):
    heir = DepartmentFactory(name="管理部", slug="administration")
    ahead = audit_of(training, NEW_DAYS, 2027)
    data = typed(training, act="abolish")
    parts = {f"part-{sections[0].pk}": f"dep:{heir.pk}", f"part-{sections[1].pk}": "end"}
    assert "移す先" in problems(carry_out(admin_client, data | parts))
    chosen = {f"all-{training.pk}": f"dep:{heir.pk}"}
    assert carry_out(admin_client, data | parts, **chosen).status_code == 302
    assert [t.department for t in ahead.targets.all()] == [heir]
    assert [str(one) for one in heir.subdepartments.all()] == ["管理部研修企画課"]


def refused(client, data, *words):
    """Fail unless the page refuses in these words and nothing is written."""
    last = JournalEntry.objects.last().sequence
    said = problems(carry_out(client, data))
    for word in words:
        assert word in said
    assert JournalEntry.objects.last().sequence == last
    assert not Reorganisation.objects.exists()


def test_day_before_the_department_began_is_refused(admin_client):
    young = DepartmentFactory(name="新設部", valid_from=date(2027, 4, 1))
    refused(admin_client, typed(young, names=["改称部"]), "新設部", "それより前に")


def test_successors_of_one_name_are_refused(admin_client, training):
    refused(admin_client, typed(training, act="split", names=["研修部", "研修 部"]), "研修")
    DepartmentFactory(name="研修部", parent_department=training.parent_department)
    refused(admin_client, typed(training, names=["研修部"]), "研修部")


def test_name_that_it_has_already_is_refused(admin_client, training):
    refused(admin_client, typed(training, names=["教育研修部"]), "すでに")


def test_department_that_has_ended_is_not_split(admin_client):
    gone = DepartmentFactory(name="旧部", valid_until=date(2020, 3, 31))
    refused(admin_client, typed(gone, act="split", names=["甲部", "乙部"]), "旧部")


def test_department_is_not_merged_with_its_own_part(admin_client, training, sections):
    data = typed(training, sections[0], act="merge", names=["統合部"])
    refused(admin_client, data, "研修企画課")


def test_department_is_not_merged_with_itself(admin_client, training):
    refused(admin_client, typed(training, training, act="merge", names=["統合部"]), "２つ以上")
    refused(admin_client, typed(training, act="merge", taken_in_by=training.pk), "教育研修部")


@pytest.mark.parametrize(
    ("act", "names"),
    [("rename", []), ("rename", ["甲", "乙"]), ("split", ["甲"]), ("abolish", ["甲"])],
)
def test_wrong_number_of_new_names_is_refused(admin_client, training, act, names):
    refused(admin_client, typed(training, act=act, names=names))


@pytest.mark.parametrize(
    "typed_over",
    [
        {"day": "そのうち"},
        {"day": ""},
        {"act": "explode"},
        {"predecessors": ["999999"]},
        {"predecessors": ["\0"]},
        {"predecessors": []},
        {"new-0-name": "研\x1b修部"},
        {"new-0-slug": "あ"},
        {"new-0-slug": "training"},
        {"new-0-order": "-1"},
        {"new-0-parent": "999999"},
        {"new-TOTAL_FORMS": "999999999"},
        {"new-TOTAL_FORMS": "x"},
        {"decision_number": ""},
        {"decision_number": "決裁\u202e"},
        {"change_reason": ""},
        {"title": "あ" * 500},
        {"taken_in_by": "x"},
    ],
    ids=str,
)
def test_bad_input_is_refused_in_words_and_changes_nothing(admin_client, training, typed_over):
    data = typed(training, names=["人材育成部"]) | typed_over
    if "new-TOTAL_FORMS" in typed_over:
        assert carry_out(admin_client, data).status_code == 302  # the rows there are are read
    else:
        refused(admin_client, data)
        page = admin_client.post(PAGE, data | {"again": "1"}).text
        assert "人材育成部" in page or "new-0-name" in typed_over


def test_second_window_is_told_that_the_first_was_faster(admin_client, training):
    data = typed(training, names=["人材育成部"])
    _page, first = looked_at(admin_client, data)
    _page, second = looked_at(admin_client, typed(training, names=["研修センター"]))
    assert admin_client.post(PAGE, first).status_code == 302
    said = problems(admin_client.post(PAGE, second))
    assert "教育研修部" in said
    assert Reorganisation.objects.count() == 1


def test_what_was_added_meanwhile_is_shown_before_it_is_moved(admin_client, training):
    _page, sent = looked_at(admin_client, typed(training, names=["人材育成部"]))
    late = audit_of(training, NEW_DAYS, 2027)
    said = problems(admin_client.post(PAGE, sent))
    assert "もう一度" in said
    assert [str(t) for t in late.targets.all()] == ["教育研修部"]
    assert not Reorganisation.objects.exists()


def test_look_writes_nothing(admin_client, training, sections, loose):
    last = JournalEntry.objects.last().sequence
    departments = Department.objects.count()
    looked_at(admin_client, typed(training, names=["人材育成部"]))
    assert JournalEntry.objects.last().sequence == last
    assert Department.objects.count() == departments


def test_reorganisation_is_taken_back_with_all_that_it_moved(
    admin_client, training, sections, loose
):
    names = ("slug", "valid_until", "life")
    before = list(Department.objects.values_list(*names))
    carry_out(admin_client, typed(training, names=["人材育成部"]))
    record = Reorganisation.objects.get(title="教育研修部の人材育成部への改称")
    page = f"/admin/reorganise/{record.pk}/undo/"
    response = admin_client.get(page)
    assert response.context["problems"] == []
    assert Reorganisation.objects.current().count() == 3
    answer = admin_client.post(page, {"confirm": "1", "change_reason": "誤って登録した"})
    assert answer.status_code == 302
    assert list(Department.objects.current().values_list(*names)) == before
    assert not Reorganisation.objects.current().exists()
    assert [str(t) for t in loose.targets.all()] == ["教育研修部"]
    assert [str(c) for c in Contact.objects.all()] == ["教育研修部"]
    assert Subscription.objects.get().keys == "department:training kind:audit"
    assert admin_client.get(page).status_code == 404


def test_what_was_changed_since_stands_in_the_way_of_taking_back(admin_client, training):
    ahead = audit_of(training, NEW_DAYS, 2027)
    carry_out(admin_client, typed(training, names=["人材育成部"]))
    with journal.change(actor="test"):
        ahead.refresh_from_db()
        ahead.subject = "変更後"
        ahead.save()
    record = Reorganisation.objects.get()
    page = f"/admin/reorganise/{record.pk}/undo/"
    assert admin_client.get(page).context["problems"]
    admin_client.post(page, {"confirm": "1", "change_reason": "誤り"})
    training.refresh_from_db()
    assert training.valid_until == date(2027, 3, 31)


def test_what_is_left_over_is_moved_later(admin_client, training):
    carry_out(admin_client, typed(training, names=["人材育成部"]))
    late = audit_of(training, "令和８年５月20日", 2026)
    with journal.change(actor="test"):
        late.schedule_text = "未定"
        late.fiscal_year = 2026
        late.full_clean()
        late.save()
    finding = FindingFactory(audit=late, department=training)
    record = Reorganisation.objects.get()
    page = f"/admin/reorganise/{record.pk}/rest/"
    ends = admin_client.get(page).context["ends"]
    data = shown(ends) | {"shown": "1", "confirm": "1", "change_reason": "引継ぎ"}
    assert admin_client.post(page, data).status_code == 302
    finding.refresh_from_db()
    assert str(finding.department) == "人材育成部"


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}1/rest/", f"{PAGE}1/undo/"])
def test_pages_are_for_those_alone_who_may_reorganise(client, address):
    assert client.get(address).status_code == 302
    call_command("sync_roles", stdout=StringIO())
    for name, status in (("事務局", 403), ("監査室", 200 if address == PAGE else 404)):
        user = UserFactory(username=name, is_staff=True)
        user.groups.add(Group.objects.get(name=name))
        client.force_login(user)
        assert client.get(address).status_code == status, name


def test_every_link_to_a_department_is_told_when_one_ends():
    told = {naming.link for naming in NAMINGS} - {""}
    own = {
        "organization.Department.parent_department",  # parts begin anew
        "organization.ReorganisationStep.department",  # what the reorganisation itself is
    }
    links = {
        f"{link.related_model._meta.label}.{link.field.name}"
        for link in Department._meta.related_objects
    }
    assert links == told | own


@pytest.mark.parametrize("naming", NAMINGS, ids=lambda naming: str(naming.title))
def test_loose_ends_are_found_with_as_many_queries_for_three_as_for_one(
    naming, admin_user, training, sections, loose
):
    ended = {training.pk: training, sections[0].pk: sections[0]}

    def asked():
        with CaptureQueriesContext(connection) as queries:
            found = list(naming.find(ended, date(2027, 4, 1), admin_user))
        return len(queries), len(found)

    once, _one = asked()
    more = audit_of(training, "令和９年６月20日", 2027)
    AuditorFactory(audit=more, department=training)
    FindingFactory(audit=more, department=training, number=901)
    CertificationFactory(department=training)
    DrillDepartmentFactory(
        drill=DrillFactory(schedule_text="令和９年７月１日", fiscal_year=2027, status="planned"),
        department=training,
    )
    user = UserFactory()
    Contact.objects.create(user=user, department=training)
    MembershipFactory(affiliation="教育研修部課長", attested_on=None)
    assert asked()[0] == once

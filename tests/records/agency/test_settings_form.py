"""The settings in the admin: one form, for the audit office alone, and its fruits on pages."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from jlis_gov.accounts import roles
from records import agency, journal
from records.agency import AgencySettings
from records.journal.models import JournalEntry
from tests.admin_forms import address_of, filled, rows, submit
from tests.factories import AgencySettingsFactory, UserFactory
from tests.records.agency.test_validators import PNG

pytestmark = pytest.mark.django_db

LIST = reverse("admin:records_agencysettings_changelist")
ADD = reverse("admin:records_agencysettings_add")
REASON = {"change_reason": "名称の変更"}


def one_of(role, client):
    call_command("sync_roles", verbosity=0)
    user = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return client


@pytest.fixture
def office(client):
    return one_of(roles.AUDIT_OFFICE, client)


def complaints(response):
    assert response.status_code == 200
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += inline.formset.forms
    return [text for form in forms for texts in form.errors.values() for text in texts]


def test_first_settings_are_made_where_their_list_would_be(office):
    assert office.get(LIST).headers["Location"] == ADD
    typed = {"name": "〇〇機構", "short_name": "まる"} | REASON
    assert submit(office, ADD, typed).status_code == 302
    row = AgencySettings.objects.get()
    assert (row.pk, row.name, row.life, row.visibility) == (1, "〇〇機構", "registered", "internal")
    assert office.get(LIST).headers["Location"] == office.get(ADD).headers["Location"]
    assert office.get(LIST).headers["Location"] == address_of(row)


def test_second_settings_are_refused_and_change_nothing(office):
    typed = filled(office, ADD, {"name": "遅れた名"} | REASON)
    AgencySettingsFactory(name="先の名")
    assert "先に" in complaints(office.post(ADD, typed))[0]
    assert AgencySettings.objects.get().name == "先の名"


def test_change_is_on_the_next_page_and_in_the_journal(office, client):
    row = AgencySettingsFactory(name="前の名")
    typed = {"name": "後の名", "contact": "監査室\n\n電話 03-0000-0000"} | REASON
    assert submit(office, address_of(row), typed).status_code == 302
    entry = JournalEntry.objects.latest("sequence")
    assert (entry.record_type, entry.reason) == ("records.AgencySettings", "名称の変更")
    client.logout()
    page = client.get("/").content.decode()
    assert page.count("後の名") == 3  # in the header, as the front page's sentence has it, below
    assert "<p>電話 03-0000-0000</p>" in page
    assert "前の名" not in page


def test_texts_are_shown_as_typed_and_never_run(office, client):
    row = AgencySettingsFactory()
    script = "<script>alert(1)</script>"
    typed = {"name": script, "contact": script} | REASON
    assert submit(office, address_of(row), typed).status_code == 302
    assert script not in client.get("/").content.decode()


def test_earlier_settings_can_be_restored(office):
    row = AgencySettingsFactory(name="前の名")
    first = JournalEntry.objects.latest("sequence")
    assert submit(office, address_of(row), {"name": "後の名"} | REASON).status_code == 302
    history = reverse("admin:records_agencysettings_history", args=[row.pk])
    assert "後の名" in office.get(history).content.decode()
    restore = reverse("admin:records_agencysettings_restore", args=[row.pk, first.sequence])
    answer = office.post(restore, {"version": "2"} | REASON)
    assert answer.status_code == 302, answer.context["form"].errors
    assert AgencySettings.objects.get().name == "前の名"


def test_two_who_save_at_once_are_told_of_each_other(office):
    row = AgencySettingsFactory(name="前の名", short_name="前")
    mine = filled(office, address_of(row), {"name": "わたしの名"} | REASON)
    with journal.change(actor="他の人"):
        row.name = "ほかの名"
        row.save()
    assert complaints(office.post(address_of(row), mine))
    assert AgencySettings.objects.get().name == "ほかの名"


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ({"name": ""}, "必ず入力"),
        ({"name": "改\u202e行"}, "U+202E"),
        ({"reminder_days": "まいにち"}, "何日前"),
        ({"readings_years": "0"}, "1"),
        ({"contact": "あ" * 301}, "300"),
    ],
)
def test_bad_settings_are_refused_with_a_word_and_change_nothing(office, typed, word):
    row = AgencySettingsFactory(name="前の名")
    told = complaints(submit(office, address_of(row), typed | REASON))
    assert any(word in text for text in told), told
    assert AgencySettings.objects.get().version == row.version + 1


@pytest.mark.parametrize("sender", ["監査室", "a@example.jp\nBcc: b@example.org"])
def test_what_is_no_sender_is_refused(office, settings, sender):
    settings.SENDER_IS_SET = False
    row = AgencySettingsFactory()
    told = complaints(submit(office, address_of(row), {"sender": sender} | REASON))
    assert told
    assert AgencySettings.objects.get().sender == ""


def test_sender_of_the_settings_sends_unless_the_environment_has_one(office, settings):
    row = AgencySettingsFactory(sender="監査室 <kansa@example.jp>")
    assert agency.sender() == "register@example.org"
    page = office.get(address_of(row)).content.decode()
    assert 'name="sender"' not in page
    assert "register@example.org" in page
    assert "DEFAULT_FROM_EMAIL" in page
    settings.SENDER_IS_SET = False
    assert agency.sender() == "監査室 <kansa@example.jp>"
    assert 'name="sender"' in office.get(address_of(row)).content.decode()


def test_sender_that_is_posted_against_the_environment_is_not_taken(office):
    row = AgencySettingsFactory(sender="kansa@example.jp")
    typed = {"name": "後の名", "sender": "other@example.jp"} | REASON
    assert submit(office, address_of(row), typed).status_code == 302
    assert AgencySettings.objects.get().sender == "kansa@example.jp"


def test_period_is_settled_for_a_kind_and_never_below_its_own(office):
    row = AgencySettingsFactory()
    short = rows("retention", {"kind": "audits.Audit", "years": "9"})
    assert "10年以上" in complaints(submit(office, address_of(row), short | REASON))[0]
    unknown = rows("retention", {"kind": "auth.User", "years": "30"})
    assert complaints(submit(office, address_of(row), unknown | REASON))
    two = rows("retention", *[{"kind": "audits.Audit", "years": "30"}] * 2)
    assert submit(office, address_of(row), two | REASON).status_code == 200
    for_ever = rows("retention", {"kind": "audits.Audit", "years": ""})
    assert submit(office, address_of(row), for_ever | REASON).status_code == 302
    assert agency.retention_periods() == {"audits.Audit": None}


def test_logo_is_shown_to_anyone_under_the_address_of_its_bytes(office, client):
    row = AgencySettingsFactory()
    image = SimpleUploadedFile("logo.png", PNG, "image/png")
    assert submit(office, address_of(row), {"file": image} | REASON).status_code == 302
    row.refresh_from_db()
    client.logout()
    address = reverse("logo", args=[row.sha256])
    assert f'src="{address}"' in client.get("/").content.decode()
    answer = client.get(address)
    assert (answer.getvalue(), answer.headers["Content-Type"]) == (PNG, "image/png")
    assert client.get(reverse("logo", args=["0" * 64])).status_code == 404
    assert client.get(f"/{row.file.name}").status_code == 404  # it is no document of a record


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("logo.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("logo.pdf", b"%PDF-1.7\n"),
        ("logo.png", PNG + bytes(300_000)),
    ],
)
def test_what_is_no_small_image_is_no_logo(office, name, data):
    row = AgencySettingsFactory()
    sent = {"file": SimpleUploadedFile(name, data)} | REASON
    assert complaints(submit(office, address_of(row), sent))
    assert AgencySettings.objects.get().file.name == ""


@pytest.mark.parametrize("role", [one.name for one in roles.roles()])
def test_only_the_audit_office_changes_settings(client, role):
    row = AgencySettingsFactory(name="前の名")
    somebody = one_of(role, client)
    somebody.post(address_of(row), {"name": "後の名"} | REASON)
    may_open = somebody.get(address_of(row)).status_code == 200
    may_change = may_open and b"_save" in somebody.get(address_of(row)).content
    assert may_change == (role == roles.AUDIT_OFFICE)
    assert AgencySettings.objects.get().name == "前の名"


def test_settings_take_no_step_and_are_neither_deleted_nor_doubled(admin_client):
    row = AgencySettingsFactory()
    page = admin_client.get(address_of(row)).content.decode()
    for word in ("_step", "duplicate", "_addanother", "deletelink"):
        assert word not in page
    for step in ("publish", "withdraw", "approve"):
        address = reverse("admin:records_agencysettings_step", args=[row.pk, step])
        admin_client.post(address, REASON)
    delete = reverse("admin:records_agencysettings_delete", args=[row.pk])
    admin_client.post(delete, {"post": "yes"} | REASON)
    kept = AgencySettings.objects.get()
    assert (kept.life, kept.visibility, kept.version) == ("registered", "internal", 1)

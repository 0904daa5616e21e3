"""The daily mail: to whom, when, in which language, what it says, and what could not be sent.

It is sent to a real mail server, and read as a mail program would.
"""

import re
from datetime import date, timedelta
from email import message_from_bytes, policy
from io import StringIO
from smtplib import SMTPServerDisconnected
from socket import socket

import pytest
from aiosmtpd.controller import Controller
from django.contrib.auth.models import Group
from django.core.mail.backends.smtp import EmailBackend
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from audits.models import Reminder
from jlis_gov.accounts import roles
from jlis_gov.models import DigestChoice
from organization.models import Contact
from records import agency
from records.mail import Mail
from tests.factories import AuditFactory, DepartmentFactory, FindingFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2017, 3, 15)  # a Wednesday
SUNDAY = "2017-03-12"


class Post:
    """A mail server's side: keeps what it is given, and knows no box at refused.example.org."""

    def __init__(self) -> None:
        self.mails: list = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address.endswith("@refused.example.org"):
            return "550 5.1.1 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append((envelope.rcpt_tos, mail))
        return "250 OK"


@pytest.fixture
def post(settings):
    handler = Post()
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.SITE_URL = "https://register.example.org"
    yield handler
    server.stop()


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


@pytest.fixture
def department():
    return DepartmentFactory(name="情報処理部")


@pytest.fixture
def contact(department):
    return somebody("tanto", roles.CONTACT, department)


@pytest.fixture
def finding(department):
    audit = AuditFactory(subject="部門別監査", schedule_text="平成29年２月８日", internal=True)
    return FindingFactory(
        audit=audit,
        department=department,
        number=3,
        summary="承認の記録がない。",
        due_on=date(2017, 3, 31),
        internal=True,
    )


def somebody(name: str, role: str, *departments, **facts):
    call_command("sync_roles", stdout=StringIO())
    facts = {"last_name": "田中", "first_name": "花子", "email": f"{name}@example.org"} | facts
    user = UserFactory(username=name, is_staff=role == roles.AUDIT_OFFICE, **facts)
    user.groups.add(Group.objects.get(name=role))
    for one in departments:
        Contact.objects.create(user=user, department=one)
    return user


def send(*arguments: str) -> str:
    out = StringIO()
    call_command("send_digest", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def text_of(post: Post, index: int = -1) -> str:
    return post.mails[index][1].get_content().replace("\r\n", "\n")


def test_contact_reads_what_waits_and_where(post, contact, finding):
    assert send() == "毎日のお知らせを1件送信しました。\n"
    [(to, mail)] = post.mails
    assert to == ["tanto@example.org"]
    assert mail["Subject"].strip() == "【わたしの仕事】対応をお待ちしているもの1件"
    assert mail["Auto-Submitted"] == "auto-generated"
    text = text_of(post)
    assert text.startswith("田中 花子 様\n")
    assert "■ 回答をお願いする指摘事項 (1)" in text
    assert "・承認の記録がない。  期限：平成29年３月31日" in text
    assert f"https://register.example.org/findings/{finding.uid}/answer/" in text
    assert "https://register.example.org/my-work/" in text
    assert "https://register.example.org/account/digest/" in text


def test_mail_comes_from_the_sender_of_the_settings(post, contact, finding, monkeypatch):
    monkeypatch.setattr(agency, "sender", lambda: "監査室 <kansa@example.org>")
    send()
    assert post.mails[0][1]["From"].addresses[0].addr_spec == "kansa@example.org"


def test_every_address_in_the_mail_is_one_of_the_site(post, contact, finding, client):
    send()
    client.force_login(contact)
    found = re.findall(r"https://register\.example\.org(/\S*)", text_of(post))
    assert len(found) == 3
    assert {client.get(path).status_code for path in found} == {200}


def test_mail_tells_nothing_that_its_reader_may_not_read(post, contact, finding):
    other = AuditFactory(subject="よその監査", schedule_text="平成29年３月21日", internal=True)
    FindingFactory(audit=other, department=DepartmentFactory(), summary="よその指摘", internal=True)
    AuditFactory(subject="下書きの監査", draft=True)
    send()
    assert "よそ" not in text_of(post)
    assert "下書き" not in text_of(post)


def test_mail_is_in_the_language_of_its_reader(post, contact, finding):
    DigestChoice.objects.create(user=contact, language="en")
    send()
    mail = post.mails[0][1]
    assert mail["Subject"] == "[My work] 1 record waits for you"
    assert text_of(post).startswith("Dear 田中 花子,\n")
    assert "https://register.example.org/en/my-work/" in text_of(post)


def test_nobody_is_told_twice_a_day(post, contact, finding):
    send()
    assert send() == "毎日のお知らせを0件送信しました。\n"
    assert len(post.mails) == 1
    send("--at", "2017-03-14")  # another day
    assert len(post.mails) == 2


def test_no_mail_comes_when_nothing_waits(post, contact):
    send()
    assert post.mails == []


@pytest.mark.parametrize(("weekdays", "is_sent"), [("3", True), ("12457", False), ("", False)])
def test_mail_comes_on_the_chosen_days(post, contact, finding, weekdays, is_sent):
    DigestChoice.objects.create(user=contact, weekdays=weekdays)
    send()
    assert bool(post.mails) is is_sent


def test_who_chose_nothing_is_told_on_working_days(post, contact, finding):
    send("--at", SUNDAY)
    assert post.mails == []


@pytest.mark.parametrize("facts", [{"email": ""}, {"is_active": False}])
def test_who_cannot_be_told_is_left_out(post, department, finding, facts):
    somebody("tanto", roles.CONTACT, department, **facts)
    send()
    assert post.mails == []


def test_dry_run_sends_nothing_and_names_no_finding(post, contact, finding):
    assert send("--dry-run", "--at", "2017-03-16") == "tanto (1)：送信の対象です\n"
    assert post.mails == []
    assert not Mail.objects.exists()


def test_day_ahead_is_only_tried(post, contact, finding):
    with pytest.raises(CommandError):
        send("--at", "2017-03-16")


def test_refused_mail_is_noted_and_the_others_go_out(post, department, finding):
    somebody("aaa", roles.CONTACT, department, email="gone@refused.example.org")
    somebody("bbb", roles.CONTACT, department)
    with pytest.raises(CommandError, match="送信できなかったメールがあります"):
        send()
    assert [to for to, _mail in post.mails] == [["bbb@example.org"]]
    refused = Mail.objects.get(state=Mail.State.REFUSED)
    assert refused.user.username == "aaa"
    assert refused.failure == "550 5.1.1 No such user here"


@pytest.fixture
def refused(post, department, finding):
    user = somebody("aaa", roles.CONTACT, department, email="gone@refused.example.org")
    with pytest.raises(CommandError):
        send()
    return user


@pytest.fixture
def office(client):
    user = somebody("kansa", roles.AUDIT_OFFICE, email="")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def again(client, mail):
    return client.post(f"/admin/records/mail/{mail.pk}/again/", follow=True).text


def test_refused_mail_stands_in_the_work_of_the_office_and_is_sent_again(post, refused, office):
    mail = Mail.objects.get()
    page = office.get("/en/my-work/").text
    assert "Mails that could not be sent" in page
    assert "550 5.1.1 No such user here" in page
    assert f"/admin/records/mail/{mail.pk}/change/" in page
    assert "Send again" in office.get(f"/admin/records/mail/{mail.pk}/change/").text
    assert "It could not be sent this time, either." in again(office, mail)
    refused.email = "new@example.org"
    refused.save()
    assert "The mail was sent." in again(office, mail)
    assert [to for to, _mail in post.mails] == [["new@example.org"]]
    assert "Mails that could not be sent" not in office.get("/en/my-work/").text
    assert office.post(f"/admin/records/mail/{mail.pk}/again/").status_code == 404


def test_mail_of_an_earlier_day_is_worded_anew(post, refused, office, finding, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY + timedelta(days=1))
    refused.email = "new@example.org"
    refused.save()
    assert "The mail was sent." in again(office, Mail.objects.get())
    assert [one.state for one in Mail.objects.all()] == [Mail.State.SENT]


def test_what_is_settled_meanwhile_is_struck_off(post, refused, office, finding):
    Contact.objects.all().delete()
    assert "the mail was struck off" in again(office, Mail.objects.get())
    assert not Mail.objects.exists()


def test_account_without_an_address_is_sent_nothing(post, refused, office):
    refused.email = ""
    refused.save()
    assert "has no e-mail address" in again(office, Mail.objects.get())
    assert Mail.objects.get().state == Mail.State.REFUSED


def test_mail_server_that_is_away_loses_nothing(post, refused, office, settings):
    settings.EMAIL_PORT = 1
    assert "cannot be reached" in again(office, Mail.objects.get())
    assert Mail.objects.get().state == Mail.State.REFUSED
    with pytest.raises(CommandError):
        send()


@pytest.mark.parametrize("role", [roles.CONTACT, roles.SECRETARIAT, roles.EXECUTIVE])
def test_only_the_office_sends_again(post, refused, role):
    other = somebody("other", role)
    other.is_staff = True
    other.save()
    client = Client()
    client.force_login(other)
    mail = Mail.objects.get()
    assert client.post(f"/admin/records/mail/{mail.pk}/again/").status_code == 403
    assert client.get("/admin/records/mail/").status_code == 403
    assert "mail" not in client.get("/en/my-work/").text.split("<main")[1]


def test_nothing_is_sent_by_looking(post, refused, office):
    mail = Mail.objects.get()
    assert office.get(f"/admin/records/mail/{mail.pk}/again/").status_code == 405


class Breaking(EmailBackend):
    def send_messages(self, messages):
        raise SMTPServerDisconnected("gone")


def test_mail_of_which_nobody_knows_is_not_sent_twice(post, contact, finding, settings, office):
    settings.EMAIL_BACKEND = f"{__name__}.Breaking"
    with pytest.raises(CommandError):
        send()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert send() == "毎日のお知らせを0件送信しました。\n"
    assert "Mails that could not be sent" not in office.get("/en/my-work/").text
    Mail.objects.update(changed_at=timezone.now() - timedelta(hours=2))
    assert "Mails that could not be sent" in office.get("/en/my-work/").text
    assert "The mail was sent." in again(office, Mail.objects.get())
    assert len(post.mails) == 1


def test_reminder_that_was_refused_is_sent_again_by_the_office(post, department, finding, office):
    contact = somebody("aaa", roles.CONTACT, department, email="gone@refused.example.org")
    with pytest.raises(CommandError):
        call_command("send_reminders", stdout=StringIO(), stderr=StringIO())
    mail = Mail.objects.get(kind="reminder")
    assert not Reminder.objects.filter(user=contact).exists()
    contact.email = "new@example.org"
    contact.save()
    assert "The mail was sent." in again(office, mail)
    assert "是正期限" in post.mails[0][1]["Subject"]
    assert Reminder.objects.get(user=contact).sent_at is not None


def test_person_chooses_days_and_language(client, contact):
    client.force_login(contact)
    assert client.get("/en/account/digest/").text.count("checked") == 5
    chosen = {"weekdays": ["5", "1"], "language": "en"}
    page = client.post("/en/account/digest/", chosen, follow=True)
    assert "Your choice is kept." in page.text
    kept = DigestChoice.objects.get()
    assert (kept.user, kept.weekdays, kept.language) == (contact, "15", "en")
    client.post("/en/account/digest/", {"language": "ja"})
    assert DigestChoice.objects.get().weekdays == ""


@pytest.mark.parametrize(
    "typed", [{"weekdays": ["8"], "language": "ja"}, {"weekdays": ["1"], "language": "fr"}, {}]
)
def test_what_cannot_be_chosen_changes_nothing(client, contact, typed):
    client.force_login(contact)
    assert client.post("/en/account/digest/", typed).status_code == 400
    assert not DigestChoice.objects.exists()


def test_rows_of_long_ago_go(post, contact, finding):
    send()
    Mail.objects.update(changed_at=timezone.now() - timedelta(days=401), key="digest:0:2015-01-01")
    send("--at", "2017-03-14")
    assert [one.key for one in Mail.objects.all()] == [f"digest:{contact.pk}:2017-03-14"]

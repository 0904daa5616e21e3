"""Evidence is taken from the list as it is filtered, by those who may, and the journal says so."""

import io
import json
import stat
import zipfile
from datetime import date, datetime
from urllib.parse import urlencode

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.html import escape

from audits.models import Audit, InspectionScope
from jlis_gov.accounts import roles
from records import journal
from records.evidence import check, keys
from records.journal import chain
from records.journal.models import JournalEntry
from tests.factories import (
    AuditFactory,
    AuditTargetFactory,
    DrillFactory,
    FindingFactory,
    InspectionReceivedFactory,
    MeetingFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def public_key(settings, tmp_path) -> str:
    """The office's key, in its place."""
    settings.EVIDENCE_KEY_FILE = str(tmp_path / "evidence.pem")
    return keys.make(tmp_path / "evidence.pem")


@pytest.fixture
def audits() -> list[Audit]:
    """Of two years and two regimes; the middle one is the inspector's."""
    return [
        AuditFactory(fiscal_year=2015, schedule_text="平成27年11月８日", internal=True),
        AuditTargetFactory(audit__internal=True).audit,
        AuditFactory(internal=True, regime="external"),
    ]


def somebody(role: str):
    roles.sync()
    user = UserFactory()
    user.groups.add(roles.Group.objects.get(name=role))
    return user


@pytest.fixture
def inspector(audits):
    user = somebody(roles.INSPECTOR)
    InspectionScope.objects.create(
        user=user,
        regime="internal",
        first_fiscal_year=2016,
        last_fiscal_year=2016,
        expires_on=timezone.localdate(),
    )
    return user


def path(kind: str = "audits", query: str = "") -> str:
    return f"/en/evidence/{kind}/{query}"


def taken(client, kind: str = "audits", query: str = "") -> bytes:
    """The bundle that the page makes."""
    response = client.post(path(kind, query))
    assert response["Content-Type"] == "application/zip", response.status_code
    return b"".join(response)  # read to its end, it is closed


def manifest(data: bytes) -> dict:
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        return json.loads(bundle.read(check.MANIFEST))


def run(command: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def test_inspector_takes_what_is_in_his_scope_and_the_journal_says_so(
    client, inspector, audits, public_key, tmp_path
):
    client.force_login(inspector)
    page = client.get(path())
    assert page.context["count"] == 1
    assert public_key in page.text
    data = taken(client)
    assert manifest(data)["records"] == [str(audits[1].uid)]
    entry = JournalEntry.objects.last()
    assert (entry.action, entry.actor) == ("export", inspector.username)
    assert json.loads(entry.payload)["records"] == 1
    file = tmp_path / "bundle.zip"
    file.write_bytes(data)
    said = run("verify_evidence", str(file), "--key", public_key, "--language", "en")
    assert "Signed with the key given" in said


def test_filters_of_the_address_choose_the_records(client, admin_user, audits, public_key):
    client.force_login(admin_user)
    query = "?fiscal_year=2016&regime=external"
    assert client.get(path(query=query)).context["count"] == 1
    told = manifest(taken(client, query=query))
    assert told["records"] == [str(audits[2].uid)]
    assert told["filters"] == {"fiscal_year": "2016", "regime": "external"}
    assert told["conditions"][0].startswith("年度：")


def test_address_that_means_nothing_is_refused_and_makes_nothing(
    client, admin_user, audits, public_key
):
    client.force_login(admin_user)
    before = JournalEntry.objects.count()
    for answer in (client.get(path(query="?regime=x")), client.post(path(query="?regime=x"))):
        assert answer.status_code == 400
    assert client.post(path(query="?fiscal_year=2015&regime=external")).status_code == 409
    assert JournalEntry.objects.count() == before


def test_without_a_key_the_page_says_what_to_do(client, admin_user, audits, settings):
    settings.EVIDENCE_KEY_FILE = ""
    client.force_login(admin_user)
    assert "make_evidence_key" in client.get(path()).text
    answer = client.post(path())
    assert answer.status_code == 409
    assert "make_evidence_key" in answer.text


def test_nobody_else_has_such_a_page(client, audits, public_key):
    assert client.get(path()).status_code == client.post(path()).status_code == 404
    client.force_login(somebody(roles.EXECUTIVE))
    assert client.get(path()).status_code == client.post(path()).status_code == 404
    client.force_login(somebody(roles.AUDIT_OFFICE))
    assert client.get(path("nothing")).status_code == 404


def test_inspector_out_of_time_has_no_such_page(client, inspector, public_key):
    InspectionScope.objects.update(expires_on="2020-03-31")
    client.force_login(inspector)
    assert client.post(path()).status_code == 404


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("findings", FindingFactory),
        ("drills", DrillFactory),
        ("meetings", MeetingFactory),
        ("inspections-received", InspectionReceivedFactory),
    ],
)
def test_every_kind_can_be_taken(client, admin_user, public_key, kind, make):
    made = make()
    client.force_login(admin_user)
    assert manifest(taken(client, kind))["records"] == [str(made.uid)]


def test_page_asks_as_much_for_three_records_as_for_one(
    client, admin_user, public_key, django_assert_num_queries, django_assert_max_num_queries
):
    AuditTargetFactory()
    client.force_login(admin_user)
    taken(client)
    with django_assert_max_num_queries(40) as one:
        taken(client)
    for _number in range(2):
        AuditTargetFactory()
    with django_assert_num_queries(len(one)):
        taken(client)


def test_command_makes_the_same_bytes_again_after_the_register_went_on(
    audits, public_key, tmp_path
):
    at = JournalEntry.objects.last().at.isoformat()
    arguments = ["--kind", "audits", "--filter", "fiscal_year=2016", "--at", at, "--output"]
    said = run("make_evidence", *arguments, str(tmp_path / "one.zip"))
    assert public_key in said
    assert JournalEntry.objects.last().actor == "make_evidence"
    assert stat.S_IMODE((tmp_path / "one.zip").stat().st_mode) == 0o600
    with journal.change(actor="test", reason="訂正"):
        audits[1].subject = "訂正"
        audits[1].save()
    run("make_evidence", *arguments, str(tmp_path / "two.zip"))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def correct(audit: Audit, **facts) -> None:
    with journal.change(actor="test", reason="訂正"):
        for name, value in facts.items():
            setattr(audit, name, value)
        audit.save()


def bundle_of(tmp_path, name: str, *arguments: str, kind: str = "audits") -> bytes:
    path = tmp_path / name
    run("make_evidence", "--kind", kind, *arguments, "--output", str(path))
    return path.read_bytes()


def test_filters_choose_among_the_records_as_they_stood(audits, public_key, tmp_path):
    at = timezone.now().isoformat()
    wanted = ["--filter", "fiscal_year=2016", "--filter", "regime=internal", "--at", at]
    today = bundle_of(tmp_path, "today.zip", "--filter", "regime=internal")
    first = bundle_of(tmp_path, "one.zip", *wanted)
    correct(audits[1], regime="external")
    correct(audits[2], regime="internal")
    AuditFactory(fiscal_year=2016, internal=True)
    assert manifest(first)["records"] == [str(audits[1].uid)]
    assert bundle_of(tmp_path, "two.zip", *wanted) == first
    again = ("--filter", "regime=internal", "--at", manifest(today)["at"])
    assert bundle_of(tmp_path, "again.zip", *again) == today


def test_record_that_was_deleted_later_is_in_it(public_key, tmp_path):
    draft = AuditFactory(draft=True)
    at = timezone.now().isoformat()
    with journal.change(actor="test", reason="誤り"):
        draft.delete()
    assert manifest(bundle_of(tmp_path, "one.zip", "--at", at))["records"] == [str(draft.uid)]


def test_finding_is_sorted_as_of_the_moment_of_the_bundle(public_key, tmp_path):
    finding = FindingFactory(found_on=date(2020, 4, 1))
    at = timezone.now().isoformat()
    with journal.change(actor="test", reason="完了"):
        finding.closed_on, finding.closing_reason = date(2020, 5, 1), "対象業務の廃止"
        finding.save()
    wanted = ("--filter", "measures=pending", "--at", at)
    data = bundle_of(tmp_path, "one.zip", *wanted, kind="findings")
    assert manifest(data)["records"] == [str(finding.uid)]


def test_page_takes_the_moment_of_the_list_that_leads_to_it(
    client, inspector, audits, public_key, tmp_path
):
    moment = timezone.localtime().replace(tzinfo=None).isoformat()
    correct(audits[1], fiscal_year=2015)
    InspectionScope.objects.update(first_fiscal_year=2015)
    client.force_login(inspector)
    query = f"?fiscal_year=2016&_as_of={moment}"
    assert client.get(path(query="?fiscal_year=2016")).context["count"] == 0
    page = client.get(path(query=query))
    assert page.context["count"] == 1
    assert moment[:10] in page.text
    told = manifest(taken(client, query=query))
    assert told["records"] == [str(audits[1].uid)]
    assert told["at"] == chain.utc_text(datetime.fromisoformat(moment).astimezone())
    assert told["filters"] == {"fiscal_year": "2016"}
    link = f"/en/evidence/audits/?{urlencode({'fiscal_year': 2016, '_as_of': moment})}"
    assert f'href="{escape(link)}"' in client.get(f"/en/audits/{query}").text


def test_moment_that_is_none_is_refused(client, admin_user, audits, public_key):
    client.force_login(admin_user)
    for said in ("いつか", "2999-01-01", "0001-01-01T00:00"):
        for answer in (
            client.get(path(), {"_as_of": said}),
            client.post(path(query=f"?_as_of={said}")),
        ):
            assert answer.status_code == 400
    assert not JournalEntry.objects.filter(action="export").exists()
    today = timezone.localdate().isoformat()
    assert client.get(path(), {"_as_of": today}).context["count"] == 3


def test_command_refuses_and_leaves_no_file(audits, public_key, tmp_path, settings):
    output = tmp_path / "bundle.zip"
    for wrong in (
        ["--filter", "regim=internal"],
        ["--filter", "internal"],
        ["--filter", "regime=x"],
        ["--at", "yesterday"],
        ["--at", "0001-01-01T00:00:00+14:00"],
        ["--at", "2001-01-01"],
        ["--at", "2999-01-01T00:00"],
    ):
        with pytest.raises(CommandError):
            run("make_evidence", "--kind", "audits", "--output", str(output), *wrong)
        assert not output.exists(), wrong
    output.write_text("mine")
    with pytest.raises(CommandError):
        run("make_evidence", "--kind", "audits", "--output", str(output))
    assert output.read_text() == "mine"
    settings.EVIDENCE_KEY_FILE = str(tmp_path / "nothing.pem")
    with pytest.raises(CommandError):
        run("make_evidence", "--kind", "audits", "--output", str(tmp_path / "other.zip"))
    assert not (tmp_path / "other.zip").exists()


def test_list_leads_those_who_may_to_the_evidence_of_what_it_shows(client, inspector, audits):
    public = AuditFactory(fiscal_year=2016)
    address = "/en/audits/?regime=internal&sort=schedule"
    link = "/en/evidence/audits/?regime=internal"
    assert str(public.uid) in client.get(address).text
    assert link not in client.get(address).text
    client.force_login(inspector)
    assert f'href="{link}"' in client.get(address).text

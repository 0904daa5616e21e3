"""Anyone has a bundle checked and reads one verdict; nothing of it is kept."""

import hashlib
import os
import re
import tempfile
from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from jlis_gov import bodies
from jlis_gov.accounts import roles
from jlis_gov.evidence import selection
from records import agency
from records.evidence import check, keys
from records.journal import JournalEntry
from tests.factories import AuditFactory, AuditTargetFactory, HandoutFactory
from tests.jlis_gov.evidence.test_evidence import somebody
from tests.journal import unlocked
from tests.records.evidence.bundles import (
    KEY,
    OFFICE,
    STRANGER,
    hostile,
    made,
    order,
    packed,
    resigned,
    unpacked,
)
from tests.records.evidence.test_signed_lies import with_manifest

pytestmark = pytest.mark.django_db
PATH = "/verify/"
MARK, NO_MARK = "✔", "✘"


@pytest.fixture
def office_key(settings, tmp_path) -> str:
    """The office's key in its place."""
    settings.EVIDENCE_KEY_FILE = str(tmp_path / "office.pem")
    return keys.make(tmp_path / "office.pem")


@pytest.fixture
def demonstration_key(settings, tmp_path) -> str:
    settings.EVIDENCE_DEMONSTRATION_KEY_FILE = str(tmp_path / "demonstration.pem")
    return keys.make(tmp_path / "demonstration.pem", is_demonstration=True)


@pytest.fixture
def audit():
    return AuditTargetFactory(department__name="情報処理部").audit


def taken(audit) -> bytes:
    """A bundle of the register's own."""
    return made(order(audit, conditions=("年度：平成28年度",)), keys.office_key())[0]


def checked(client, data: bytes, name: str = "evidence.zip", path: str = PATH):
    return client.post(path, {"bundle": SimpleUploadedFile(name, data)})


def rewrite_journal() -> None:
    """The last entry as somebody with the database at hand could have it."""
    with unlocked():
        last = JournalEntry.objects.latest("sequence").sequence
        JournalEntry.objects.filter(sequence=last).update(hash="0" * 64)


def verdict(answer) -> str:
    return " ".join(answer.text.partition('<p class="verdict-words">')[2].split())[:200]


def test_stranger_is_asked_for_a_file_and_told_how_large_it_may_be(client, settings):
    settings.VERIFY_MAX_MIB = 7
    answer = client.get(PATH)
    assert "7MiBまで" in answer.text
    assert "no-store" in answer["Cache-Control"]
    assert set(answer.cookies) == {"csrftoken"}
    assert "7 MiB at most" in client.get("/en/verify/").text


def test_bundle_of_the_office_is_confirmed(client, audit, office_key):
    data = taken(audit)
    answer = checked(client, data)
    assert (answer.status_code, MARK in verdict(answer)) == (200, True)
    assert "確認できました" in verdict(answer)
    assert NO_MARK not in answer.text
    for words in (office_key, "この機関の鍵です。", "監査　1件", "年度：平成28年度"):
        assert words in answer.text
    assert "見本用" not in answer.text
    result = answer.context["result"]
    assert [file.path for file in result.files if file.is_sound] == [
        *("cover.html", check.RECORDS, check.ENTRIES, check.CHAIN, check.ANCHOR),
        *("check.py", check.MANIFEST, check.SIGNATURE),
        *(name for name in unpacked(data) if name.startswith("records/audit")),
        "records/records.xlsx",
    ]
    assert all(str(file.name) for file in result.files)


def test_verdict_is_told_in_english(client, audit, office_key):
    answer = checked(client, taken(audit), path="/en/verify/")
    assert "Confirmed" in verdict(answer)
    assert "The office" in answer.text
    altered = packed(unpacked(taken(audit)) | {"cover.html": b"x"})
    answer = checked(client, altered, path="/en/verify/")
    assert "Not confirmed" in verdict(answer)
    assert "Cover cover.html: It is not as the manifest says." in answer.text


def test_letter_bears_day_name_digest_and_office(client, audit, office_key, monkeypatch):
    moment = datetime(2016, 11, 7, 15, 30, tzinfo=UTC)  # half past midnight in Tokyo
    monkeypatch.setattr(timezone, "now", lambda: moment)
    answer = checked(client, b"PK", name="../../監査\u202e<b>.zip")
    facts = ["平成28年11月８日（2016年11月8日）", "00:30", agency.current().name]
    facts += ["<dd>監査&lt;b&gt;.zip</dd>", hashlib.sha256(b"PK").hexdigest()]
    text = re.sub(r"\s*(</?dd>)\s*", r"\1", answer.text)
    assert [words for words in facts if words not in text] == []


def test_demonstration_key_proves_nothing_and_says_so_on_cover_and_page(
    client, audit, demonstration_key
):
    data = taken(audit)
    cover = unpacked(data)["cover.html"].decode()
    assert "見本用の鍵で署名されています" in cover
    answer = checked(client, data)
    assert "確認できました" in verdict(answer)
    assert "見本用の鍵で署名されているため、" in answer.text
    assert "作成者の証明にはなりません" in answer.text


def test_cover_of_the_office_says_nothing_of_a_demonstration(audit, office_key):
    cover = unpacked(taken(audit))["cover.html"].decode()
    assert "見本" not in cover
    assert office_key in cover


def test_cover_speaks_to_people_first(audit, office_key, settings):
    settings.SITE_URL = "https://register.example.org"
    wanted = order(audit, page=selection.verify_address(), conditions=("年度：平成28年度",))
    cover = unpacked(made(wanted)[0])["cover.html"].decode()
    people, _heading, technicians = cover.partition("技術担当の方へ")
    assert "https://register.example.org/verify/" in people
    for command in ("python3", "manage.py"):
        assert command not in people
        assert command in technicians
    assert "audits.Audit" not in cover
    assert "記録にある部門" in people
    assert "情報処理部" in people


def test_altered_bundle_is_refused_file_by_file(client, audit, office_key):
    files = unpacked(taken(audit))
    answer = checked(client, packed(files | {"records/audit.csv": b"x"}))
    assert "確認できません" in verdict(answer)
    assert "閲覧用の表 records/audit.csv: 目録の記載と内容が違います。" in answer.text
    wrong = [file.path for file in answer.context["result"].files if file.is_sound is False]
    assert wrong == ["records/audit.csv"]
    place = taken(audit).index(b"records/audit.csv") + 60  # in its content, past the ZIP's header
    answer = checked(client, taken(audit)[:place] + b"x" + taken(audit)[place + 1 :])
    assert answer.context["result"].faults == ["閲覧用の表 records/audit.csv: 壊れています。"]
    answer = checked(client, packed(files | {check.CHAIN: b"null\n"}))
    result = {file.path: file.is_sound for file in answer.context["result"].files}
    assert (result[check.CHAIN], result[check.RECORDS], result["cover.html"]) == (False, None, True)


def test_bundle_of_another_key_is_not_the_office_s(client, audit, office_key):
    files = unpacked(taken(audit))
    answer = checked(client, resigned(files, STRANGER))
    assert "確認できません" in verdict(answer)
    assert answer.context["result"].faults == []
    assert "この機関の鍵ではありません。" in answer.text
    rewrite_journal()
    # Whoever makes a chain of their own learns nothing of the journal.
    assert checked(client, resigned(files, STRANGER)).context["result"].faults == []


def test_register_without_a_key_confirms_nothing(client, audit):
    answer = checked(client, made(order(audit))[0])
    assert "確認できません" in verdict(answer)
    assert "照合する鍵が登録されていません" in answer.text
    assert "manage.py" not in answer.text


def test_key_of_former_days_is_still_the_office_s(client, audit, office_key, settings):
    data = made(order(audit), OFFICE)[0]
    assert "確認できません" in verdict(checked(client, data))
    settings.EVIDENCE_FORMER_KEYS = [KEY]
    assert "確認できました" in verdict(checked(client, data))


def test_journal_that_was_rewritten_since_is_told(client, audit, office_key):
    data = taken(audit)
    rewrite_journal()
    answer = checked(client, data)
    assert "確認できません" in verdict(answer)
    assert "現在の台帳の" in answer.context["result"].faults[0]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no ZIP",
        hostile("../outside"),
        hostile("監査"),
        hostile("a" * 5000 + "/../b"),
        hostile("manifest.json", b'{"kind": "\xff"}'),
        packed({}),
        packed({check.MANIFEST: b"[" * 100_000, check.SIGNATURE: b"{}"}),
    ],
    ids=range(8),
)
def test_hostile_file_gets_a_plain_answer(client, data, office_key):
    answer = checked(client, data)
    assert answer.status_code == 200
    assert "確認できません" in verdict(answer)
    assert len(answer.content) < 100_000
    assert "Traceback" not in answer.text


def test_names_of_a_hostile_manifest_are_shown_as_text(client, audit, office_key):
    files = unpacked(taken(audit))
    facts = {"conditions": ["<script>alert(1)</script>\u202e"], "register": "\ud800"}
    data = with_manifest(files, **facts)
    answer = checked(client, data)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\\u202e" in answer.text


def test_missing_file_is_asked_for(client):
    for data in ({}, {"bundle": "text"}, {"other": SimpleUploadedFile("x.zip", b"x")}):
        answer = client.post(PATH, data)
        assert answer.status_code == 400
        assert "ファイルを選んでください。" in answer.text


def test_form_of_another_site_is_refused():
    stranger = Client(enforce_csrf_checks=True)
    assert checked(stranger, b"x").status_code == 403


def test_nothing_is_kept_and_nothing_is_logged(
    client, audit, office_key, tmp_path, monkeypatch, caplog
):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    seen = []
    read = bodies.NamelessFileHandler.file_complete

    def looked(handler, size):
        seen.extend(os.listdir(folder))
        return read(handler, size)

    monkeypatch.setattr(bodies.NamelessFileHandler, "file_complete", looked)
    data = taken(audit)
    kept = JournalEntry.objects.count()
    with caplog.at_level(0):
        answer = checked(client, data, name="secret-name.zip")
    assert "確認できました" in verdict(answer)
    assert (seen, list(folder.iterdir())) == ([], [])
    assert answer.wsgi_request.FILES["bundle"].file.closed
    assert "secret-name" not in caplog.text
    assert JournalEntry.objects.count() == kept
    assert not answer.wsgi_request.session.accessed


def test_second_file_of_a_form_is_not_taken(client, audit, office_key):
    answer = client.post(
        PATH,
        {
            "bundle": SimpleUploadedFile("one.zip", taken(audit)),
            "other": SimpleUploadedFile("two.zip", b"x"),
        },
    )
    assert set(answer.wsgi_request.FILES) == {"bundle"}
    assert "確認できました" in verdict(answer)


def test_while_one_is_checked_another_is_told_to_wait_and_not_read(client, audit, office_key):
    data = taken(audit)
    with bodies._OPEN:
        for path, words in (
            (PATH, "ほかの資料を確認しています。"),
            ("/en/verify/", "Another file"),
        ):
            answer = checked(client, data, path=path)
            assert (answer.status_code, answer["Retry-After"]) == (503, "30")
            assert words in answer.text
            assert not answer.wsgi_request._read_started
        assert client.get(PATH).status_code == 200
    assert "確認できました" in verdict(checked(client, data))
    assert "確認できました" in verdict(checked(client, data))  # whoever is done lets others


def test_file_that_is_too_large_is_refused_unread_and_told_the_limit(client, settings):
    settings.VERIFY_MAX_MIB = 2
    most = 2 * bodies.FORM_MAX
    assert checked(client, b"x" * most).status_code == 200
    answer = checked(client, b"x" * (most + bodies.AROUND))
    assert answer.status_code == 413
    assert "１件2MiBまで" in answer.text
    assert not answer.wsgi_request._read_started


def test_only_a_form_that_is_posted_there_may_be_large(client):
    large = {"CONTENT_LENGTH": str(bodies.FORM_MAX + 1)}
    for method, path in (("PUT", PATH), ("GET", PATH), ("POST", "/verify"), ("POST", "/")):
        answer = client.generic(method, path, b"x", "text/plain", **large)
        assert answer.status_code == 413, (method, path)


def test_page_asks_as_much_for_three_records_as_for_one(
    client, office_key, django_assert_max_num_queries, django_assert_num_queries
):
    audits = [AuditFactory() for _number in range(3)]
    one, three = (made(order(*some), keys.office_key())[0] for some in (audits[:1], audits))
    checked(client, one)
    with django_assert_max_num_queries(3) as asked:
        checked(client, one)
    with django_assert_num_queries(len(asked)):
        checked(client, three)


def test_document_is_named_by_its_title(client, office_key, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    handout = HandoutFactory(title="議案書", file=SimpleUploadedFile("gian.pdf", b"%PDF-1.4"))
    data = made(order(handout.meeting, model=type(handout.meeting)), keys.office_key())[0]
    answer = checked(client, data)
    [document] = [one for one in answer.context["result"].files if one.title]
    assert (document.title, document.is_sound) == ("議案書", True)
    assert str(document.name) == "添付文書"


def test_page_is_led_to_from_every_page_and_from_the_evidence(client, admin_user, office_key):
    AuditFactory()
    assert 'href="/verify/"' in client.get("/").text
    client.force_login(admin_user)
    page = client.get("/evidence/audits/").text
    assert page.count('href="/verify/"') == 2


def test_inspector_reads_no_command_where_there_is_no_key(client):
    AuditFactory()
    client.force_login(somebody(roles.AUDIT_OFFICE))
    page = client.get("/evidence/audits/").text
    assert "監査室にお問い合わせください。" in page
    assert "make_evidence_key" not in page


def test_large_file_is_read_from_its_beginning(client, office_key):
    data = BytesIO(b"x" * 3 * bodies.FORM_MAX)
    answer = client.post(PATH, {"bundle": data})
    assert "確認できません" in verdict(answer)

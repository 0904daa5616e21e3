"""A file that was chosen in a form is not lost when the form is sent back."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core import signing
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from meetings.models import Handout, Meeting
from records import journal
from records.papers import pending
from tests.admin_forms import (
    address_of,
    assert_accepted,
    complaints,
    filled,
    new_meeting,
    page_forms,
    rows,
    shown,
    submit,
)
from tests.factories import BodyFactory, HandoutFactory, SessionFactory, UserFactory

pytestmark = pytest.mark.django_db
TESTS = Path(__file__).resolve().parents[1]
PDF = b"%PDF-1.4 \x00\xff"


@pytest.fixture
def control():
    return BodyFactory(name="内部統制委員会", numbering="yearly")


@pytest.fixture
def meeting(control) -> Meeting:
    return SessionFactory(body=control, number=1).meeting


def chosen(content: bytes = PDF, name: str = "議案 第１号.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def again(response) -> dict:
    """What a browser sends of a page that was sent back, tokens of files included."""
    data = {}
    for form in page_forms(response):
        data |= shown(form)
        for field in form:
            if token := getattr(field.value(), "token", ""):
                data[f"{field.html_name}-kept"] = token
                assert token in str(field)  # it stands in the page
    return data


def test_file_is_still_there_when_a_new_meeting_is_sent_back(admin_client, control):
    typed = new_meeting(
        schedule_text="平成28年６月31日", **rows("sessions", {"body": control.pk})
    ) | rows("handouts", {"title": "資料", "file": chosen()})
    address = address_of(Meeting, "add")
    response = submit(admin_client, address, typed | {"sessions-0-number": "3"})
    assert complaints(response)
    assert "議案 第１号.pdf" in response.text
    assert not Handout.objects.exists()
    data = again(response) | {"schedule_text": "平成28年６月８日"}
    assert_accepted(admin_client.post(address, data))
    row = Handout.objects.get()
    assert (row.original_name, row.size, row.file.read()) == ("議案 第１号.pdf", len(PDF), PDF)
    row.file.close()


def test_missing_reason_keeps_the_file_through_two_attempts(admin_client, meeting):
    address = address_of(meeting)
    typed = rows("handouts", {"title": "資料", "file": chosen()}) | {"change_reason": ""}
    response = submit(admin_client, address, typed)
    assert complaints(response)
    response = admin_client.post(address, again(response))
    assert complaints(response)
    assert_accepted(admin_client.post(address, again(response) | {"change_reason": "資料の追加"}))
    assert Handout.objects.get().size == len(PDF)


def test_conflict_with_a_colleague_keeps_the_file_in_its_row(admin_client, meeting):
    address = address_of(meeting)
    typed = rows("handouts", {"title": "私の資料", "file": chosen()}) | {"change_reason": "追加"}
    data = filled(admin_client, address, typed)
    other = HandoutFactory(meeting=meeting, title="ほかの方の資料")
    with journal.change(actor="colleague", reason="会場"):
        meeting.venue = "別室"
        meeting.save()
    response = admin_client.post(address, data)
    assert complaints(response)
    assert_accepted(admin_client.post(address, again(response)))
    sizes = dict(Handout.objects.values_list("title", "size"))
    assert sizes == {other.title: None, "私の資料": len(PDF)}


def test_file_that_is_dropped_or_replaced_is_not_taken(admin_client, meeting):
    address = address_of(meeting)
    typed = rows("handouts", {"title": "資料", "file": chosen()}) | {"change_reason": ""}
    data = again(submit(admin_client, address, typed)) | {"change_reason": "追加"}
    dropped = admin_client.post(address, data | {"handouts-0-file-drop": "on"})
    assert "ファイル" in complaints(dropped)
    assert "file-kept" not in dropped.text
    other = {"handouts-0-file": chosen(b"text", "other.txt")}
    assert_accepted(admin_client.post(address, data | other))
    assert Handout.objects.get().original_name == "other.txt"


def test_handout_without_its_file_is_refused_unless_it_is_said_to_be_named_only(
    admin_client, meeting
):
    address = address_of(meeting)
    typed = rows("handouts", {"title": "資料"}) | {"change_reason": "追加"}
    assert "ファイル" in complaints(submit(admin_client, address, typed))
    assert not Handout.objects.exists()
    assert_accepted(submit(admin_client, address, typed | {"handouts-0-named_only": "on"}))
    assert_accepted(submit(admin_client, address, {"venue": "別室", "change_reason": "会場"}))
    assert Handout.objects.get().file.name == ""


def kept_token(user, **changed) -> str:
    token = pending.keep_pending(chosen(), user.pk)
    if not changed:
        return token
    return signing.dumps(signing.loads(token, salt=pending._SALT) | changed, salt=pending._SALT)


@pytest.mark.parametrize("harm", ["another's", "altered", "cleaned", "nonsense", "too old"])
def test_token_is_worth_nothing_to_others_or_without_its_file(
    admin_client, admin_user, meeting, harm, monkeypatch
):
    token = kept_token(UserFactory() if harm == "another's" else admin_user)
    if harm == "altered":
        token = token[:-1] + ("A" if token[-1] != "A" else "B")
    elif harm == "cleaned":
        for name in default_storage.listdir("waiting")[1]:
            default_storage.delete(f"waiting/{name}")
    elif harm == "nonsense":
        token = "x"
    elif harm == "too old":
        monkeypatch.setattr(pending, "LASTS", -pending.LASTS)
    typed = rows("handouts", {"title": "資料"}) | {"handouts-0-file-kept": token}
    response = submit(admin_client, address_of(meeting), typed | {"change_reason": "追加"})
    assert "もう一度選択" in complaints(response)
    assert not Handout.objects.exists()


def test_file_that_waits_for_a_table_is_no_handout(admin_client, admin_user, meeting):
    for name in ("a.csv", "a.pdf"):
        token = pending.keep_pending(chosen(name=name), admin_user.pk, require=lambda _file: None)
        typed = rows("handouts", {"title": "資料"}) | {"handouts-0-file-kept": token}
        response = submit(admin_client, address_of(meeting), typed | {"change_reason": "追加"})
        assert "もう一度選択" in complaints(response)
    assert not Handout.objects.exists()


@pytest.mark.parametrize("letter", ["a", "あ", "𠮷"])
def test_file_with_a_long_name_is_kept_under_all_of_it(admin_client, meeting, letter):
    name = letter * 200 + ".pdf"
    for before in range(2):  # the second time, the storage has the short name already
        row = {"title": "資料", "file": chosen(name=name)}
        typed = rows("handouts", row, before=before) | {"change_reason": "追加"}
        assert_accepted(submit(admin_client, address_of(meeting), typed))
    assert set(Handout.objects.values_list("original_name", flat=True)) == {name}
    stored = set(Handout.objects.values_list("file", flat=True))
    assert len(stored) == 2
    assert all(default_storage.exists(each) and each.endswith(".pdf") for each in stored)


def test_no_address_leads_to_a_file_that_waits(admin_client, admin_user):
    kept_token(admin_user)
    [name] = default_storage.listdir("waiting")[1][-1:]
    for address in (f"/waiting/{name}", f"/documents/waiting/{name}", f"/media/waiting/{name}"):
        assert admin_client.get(address).status_code == 404


def package(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "x")  # dated 1980 each time
    return data.getvalue()


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600
LOCKED = (TESTS / "records" / "imports" / "reading" / "data" / "locked.pdf").read_bytes()
WORD = package("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, "pdf"),
        ("A.PDF", PDF, "pdf"),
        ("a.docx", WORD, "docx"),
        ("a.xlsx", package("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        ("a.pptx", package("[Content_Types].xml", "ppt/presentation.xml"), "pptx"),
        ("a.doc", OLE + "WordDocument".encode("utf-16-le"), "doc"),
        ("a.xls", OLE + "Workbook".encode("utf-16-le"), "xls"),
        ("a.ppt", OLE + "PowerPoint Document".encode("utf-16-le"), "ppt"),
        ("a.csv", "回数,開催年月日\r\n".encode("cp932"), "csv"),
        ("a.txt", "事業報告書".encode("utf-16"), "txt"),
        ("a.txt", "事業報告書\n".encode(), "txt"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "jpeg"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "png"),
        ("a.exe", b"MZ", None),
        ("a.html", b"<p>x", None),
        ("a.svg", b"<svg/>", None),
        ("a", PDF, None),
        ("a.pdf.exe", PDF, None),
        ("a.pdf", b"\xef\xbb\xbf\r\n" + PDF, "pdf"),
        ("a.pdf", LOCKED, None),
        ("a.pdf", PDF + b" /Encrypt in its text", "pdf"),
        ("a.pdf", b"", None),
        ("a.pdf", b"MZ\x90", None),
        ("a.pdf", b"MZ\x90" + PDF, None),
        ("a.pdf", b"<script>x</script>" + PDF, None),
        ("a.docx", b"MZ\x90" + WORD, None),
        ("a.pdf", WORD, None),
        ("a.docx", PDF, None),
        ("a.docx", package("xl/workbook.xml", "[Content_Types].xml"), None),
        (
            "a.docx",
            package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            None,
        ),
        ("a.docx", WORD[:40], None),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), None),
        ("a.xls", OLE + "WordDocument".encode("utf-16-le"), None),
        ("a.txt", b"\x00\x01\x02", None),
        ("a.csv", b"\x81", None),
        ("a.png", b"\xff\xd8\xff", None),
        ("a.zip", WORD, None),
    ],
)
def test_kind_of_a_file_is_told_by_its_name_and_its_content(
    admin_client, meeting, name, content, kind
):
    typed = rows("handouts", {"title": "資料", "file": chosen(content, name)})
    response = submit(admin_client, address_of(meeting), typed | {"change_reason": "追加"})
    if kind is None:
        assert complaints(response)
        assert not Handout.objects.exists()
    else:
        assert_accepted(response)
        assert Handout.objects.get().kind == kind


def test_settings_say_which_kinds_and_how_much(admin_client, meeting, settings):
    settings.ATTACHMENT_KINDS, settings.ATTACHMENT_MAX_MIB = ["zip"], 1
    typed = {"change_reason": "追加"}
    for content, name, said in (
        (PDF, "a.pdf", ".zip"),
        (WORD + b"\x00" * 1024 * 1024, "a.zip", "MB"),
    ):
        row = rows("handouts", {"title": "資料", "file": chosen(content, name)})
        response = submit(admin_client, address_of(meeting), typed | row)
        assert said in complaints(response)
        assert "file-kept" not in response.text
    row = rows("handouts", {"title": "資料", "file": chosen(WORD, "a.zip")})
    assert_accepted(submit(admin_client, address_of(meeting), typed | row))
    settings.ATTACHMENT_KINDS = ["zip", "exe"]
    from django.core.exceptions import ImproperlyConfigured

    from records.papers.file_types import allowed_types

    with pytest.raises(ImproperlyConfigured, match="exe"):
        allowed_types()

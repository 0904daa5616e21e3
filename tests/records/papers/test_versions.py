"""Another file for a paper is another version, and those before stay readable and provable."""

import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.models import Audit, AuditPaper
from records import journal
from records.base import Visibility
from records.history import restore
from records.history.changes import entries_of
from records.journal.models import JournalEntry
from records.papers import kept_name, verify
from tests.admin_forms import (
    address_of,
    assert_accepted,
    complaints,
    filled,
    page_forms,
    shown,
    submit,
)
from tests.factories import AuditClassificationFactory, AuditPaperFactory, UserFactory

pytestmark = pytest.mark.django_db
FIRST, SECOND = b"%PDF-1.4 first", b"%PDF-1.4 second"


def paper_with(content: bytes = FIRST, **facts) -> AuditPaper:
    return AuditPaperFactory(file=ContentFile(content, name="報告書.pdf"), **facts)


def replaced(paper: AuditPaper, content: bytes = SECOND, actor: str = "clerk") -> AuditPaper:
    with journal.change(actor=actor, reason="差替え"):
        paper.file = ContentFile(content, name="報告書（改）.pdf")
        paper.save()
    return paper


def statuses(client, names: list[str]) -> set[int]:
    """What the addresses of files answer; an open file is closed with its answer."""
    answers = [client.get(f"/{name}") for name in names]
    for answer in answers:
        answer.getvalue()
    return {answer.status_code for answer in answers}


def test_first_version_says_who_handed_it_in_and_when(media):
    paper = AuditPaper.objects.get(pk=paper_with().pk)
    entry = JournalEntry.objects.last()
    assert (paper.version, paper.uploaded_by, paper.earlier) == (1, "test", [])
    assert abs((entry.at - paper.uploaded_at).total_seconds()) < 60
    assert paper.sha256 == hashlib.sha256(FIRST).hexdigest()


def test_another_file_is_a_new_row_and_the_earlier_one_stays_as_it_was(media):
    first = AuditPaper.objects.get(pk=paper_with().pk)
    replaced(AuditPaper.objects.get())
    kept, last = AuditPaper.objects.order_by("version")
    assert kept.canonical() == first.canonical()
    assert (last.version, last.series, last.uploaded_by) == (2, first.series, "clerk")
    assert last.uid != first.uid
    assert last.original_name == "報告書（改）.pdf"
    assert list(AuditPaper.objects.current()) == [last]
    assert last.earlier == [kept]
    assert (verify().faults, verify().files) == ([], 2)


def test_file_that_was_stored_before_the_row_is_saved_is_a_version_too(media):
    paper = paper_with()
    with journal.change(actor="clerk"):
        paper.file.save("second.pdf", ContentFile(SECOND), save=False)
        paper.save()
    assert list(AuditPaper.objects.order_by("version").values_list("sha256", flat=True)) == [
        hashlib.sha256(content).hexdigest() for content in (FIRST, SECOND)
    ]


def test_another_title_alone_is_no_version(media):
    paper = AuditPaper.objects.get(pk=paper_with().pk)
    with journal.change(actor="clerk"):
        paper.title = "監査報告書（案）"
        paper.save()
    assert AuditPaper.objects.get().title == "監査報告書（案）"


def test_changed_byte_of_any_version_is_found(media):
    replaced(paper_with())
    for name in AuditPaper.objects.values_list("file", flat=True):
        before = (media / name).read_bytes()
        (media / name).write_bytes(b"?" * len(before))
        [fault] = verify().faults
        assert name in fault
        (media / name).write_bytes(before)
    assert verify().faults == []


def test_earlier_versions_are_hidden_with_the_last(client, media):
    paper = replaced(paper_with(visibility=Visibility.PUBLIC))
    names = list(AuditPaper.objects.values_list("file", flat=True))
    assert statuses(client, names) == {200}
    with journal.change(actor="clerk", reason="非公開"):
        paper.visibility = Visibility.INTERNAL
        paper.save()
    assert statuses(client, names) == {404}
    assert verify().faults == []


def test_earlier_state_is_restored_with_the_version_that_it_had(media):
    paper = paper_with()
    then = entries_of(paper.audit).first()
    replaced(paper)
    with journal.change(actor="clerk", reason="戻す"):
        restore(record=Audit.objects.get(), entry=then)
    kept = AuditPaper.objects.get()
    assert (kept.version, kept.sha256) == (1, hashlib.sha256(FIRST).hexdigest())
    assert verify().faults == []
    with journal.change(actor="clerk", reason="再び"):
        restore(record=Audit.objects.get(), entry=entries_of(paper.audit)[1])
    last = AuditPaper.objects.current().get()
    assert (last.version, last.uploaded_by, len(last.earlier)) == (2, "clerk", 1)


def test_public_paper_of_an_internal_audit_is_refused(media):
    with pytest.raises(ValidationError) as refused:
        paper_with(audit__internal=True, visibility=Visibility.PUBLIC)
    assert set(refused.value.message_dict) == {"visibility"}


def test_versions_of_three_papers_take_as_many_queries_as_of_one(media):
    audit = paper_with().audit
    counts = []
    for number in (1, 3):
        while AuditPaper.objects.current().count() < number:
            paper_with(audit=audit)
        for paper in AuditPaper.objects.current():
            replaced(paper)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            papers = Audit.objects.get().papers.readable_by(UserFactory(staff=True)).current()
            assert all(paper.earlier for paper in papers)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_file_chosen_on_a_row_in_the_admin_makes_a_version(admin_client, media):
    paper = AuditClassificationFactory(audit=paper_with().audit)
    chosen = SimpleUploadedFile("報告書（改）.pdf", SECOND)
    typed = {"papers-0-file": chosen, "change_reason": "差替え"}
    assert_accepted(submit(admin_client, address_of(paper.audit), typed))
    last = AuditPaper.objects.current().get()
    assert (last.version, last.uploaded_by, len(last.earlier)) == (2, "admin", 1)
    page = admin_client.get(address_of(paper.audit))
    assert page.context["inline_admin_formsets"]
    for each in (last, *last.earlier):
        assert each.file.url in page.text
        assert each.sha256[:12] in page.text


def test_paper_is_removed_with_its_versions_and_a_reason(admin_client, media):
    audit = replaced(paper_with(audit__internal=True)).audit
    AuditClassificationFactory(audit=audit)
    typed = {"papers-0-DELETE": "on", "change_reason": ""}
    assert "理由" in complaints(submit(admin_client, address_of(audit), typed))
    assert AuditPaper.objects.count() == 2
    typed["change_reason"] = "誤って登録"
    assert_accepted(submit(admin_client, address_of(audit), typed))
    assert not AuditPaper.objects.exists()
    assert (verify().faults, verify().files) == ([], 2)  # the journal keeps them


def test_page_lists_versions_with_size_and_kind_and_names_accounts_to_no_visitor(client, media):
    paper = replaced(paper_with(visibility=Visibility.PUBLIC), actor="somebody-at-work")
    page = client.get(paper.audit.get_absolute_url()).text
    for each in (paper, *paper.earlier):
        assert each.file.url in page
    assert "PDF" in page
    assert "somebody-at-work" not in page


def again(response) -> dict:
    """What a browser sends of a page that was sent back, tokens of files included."""
    data = {}
    for form in page_forms(response):
        data |= shown(form)
        for field in form:
            if token := getattr(field.value(), "token", ""):
                data[kept_name(field.html_name)] = token
    return data


def test_page_from_before_another_s_version_adds_nothing_and_takes_nothing_back(
    admin_client, media
):
    paper = paper_with()
    AuditClassificationFactory(audit=paper.audit)
    typed = {"subject": "対象業務（訂正）", "change_reason": "訂正"}
    data = filled(admin_client, address_of(paper.audit), typed)
    replaced(paper)
    refused = admin_client.post(address_of(paper.audit), data)
    assert complaints(refused)
    assert_accepted(admin_client.post(address_of(paper.audit), again(refused)))
    assert Audit.objects.get().subject == "対象業務（訂正）"
    assert list(AuditPaper.objects.order_by("version").values_list("version", flat=True)) == [1, 2]


def test_file_chosen_while_another_handed_in_a_version_is_a_paper_of_its_own(admin_client, media):
    paper = paper_with()
    AuditClassificationFactory(audit=paper.audit)
    chosen = SimpleUploadedFile("私の報告書.pdf", SECOND)
    typed = {"papers-0-file": chosen, "change_reason": "差替え"}
    data = filled(admin_client, address_of(paper.audit), typed)
    replaced(paper)
    refused = admin_client.post(address_of(paper.audit), data)
    assert complaints(refused)
    assert_accepted(admin_client.post(address_of(paper.audit), again(refused)))
    names = AuditPaper.objects.current().values_list("original_name", flat=True)
    assert sorted(names) == ["報告書（改）.pdf", "私の報告書.pdf"]
    assert AuditPaper.objects.count() == 3

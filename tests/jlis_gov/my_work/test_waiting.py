"""The page that tells how far a large workbook is, and the file that it hands over."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from records.journal.models import JournalEntry
from records.lists import pages as lists
from records.lists import waiting
from records.lists.rendering import list_workbook
from tests import factories
from tests.exported import body_of, rows_of_sheet, sheets_of

WAITED = "/en/audits/?_export=xlsx&_wait=1"


@pytest.fixture(autouse=True)
def place(settings, tmp_path, monkeypatch):
    """A folder of the test's own for files that wait."""
    monkeypatch.setattr(waiting.tempfile, "gettempdir", lambda: str(tmp_path))
    return tmp_path


@pytest.fixture
def audits(db):
    return [factories.AuditFactory(subject=f"業務{number}") for number in range(3)]


def page_of(client, path=WAITED):
    return b"".join(client.get(path).streaming_content).decode()


def link_in(page):
    [address] = re.findall(r'<p class="waiting-step">The file is ready\. <a href="([^"]+)"', page)
    return unescape(address)


def test_page_tells_how_far_it_is_and_leads_to_the_file(client, audits, monkeypatch):
    monkeypatch.setattr(list_workbook, "SAMPLE", 0)
    page = page_of(client)
    steps = re.findall(r'<progress max="3" value="(\d)" aria-label="([^"]+)"', page)
    assert steps == [
        ("1", "1 of 3 records"),
        ("2", "2 of 3 records"),
        ("3", "The file is put together."),
    ]
    link = link_in(page)
    assert f'<meta http-equiv="refresh" content="0; url={link}">' in unescape(page)
    assert page.rstrip().endswith("</html>")
    waited = [rows_of_sheet(sheet) for sheet in sheets_of(client, link)]
    asked = [rows_of_sheet(sheet) for sheet in sheets_of(client, "/en/audits/?_export=xlsx")]
    assert waited[1] == asked[1]
    answer = client.get(link)
    body_of(answer)
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"


def test_machine_shape_counts_records_and_not_its_lines(client, audits):
    for _number in range(2):
        factories.AuditTargetFactory(audit=audits[0])
    page = page_of(client, WAITED + "&_shape=machine")
    assert 'value="3"' in page
    assert not re.search(r'value="[4-9]"', page)
    assert len(rows_of_sheet(sheets_of(client, link_in(page))[1])) == 1 + 4


def test_nothing_to_write_is_a_file_too(client, db):
    assert len(sheets_of(client, link_in(page_of(client)))) == 2


def test_file_is_his_alone_who_waited_for_it(client, audits):
    office = factories.UserFactory(staff=True)
    client.force_login(office)
    link = link_in(page_of(client))
    body_of(client.get(link))
    for other in (None, factories.UserFactory(staff=True)):
        client.logout()
        if other is not None:
            client.force_login(other)
        assert client.get(link).status_code == 404


@pytest.mark.parametrize("token", ["x", "a:b:c"])
def test_token_that_nobody_gave_is_not_found(client, audits, token):
    assert client.get(f"/en/audits/?_export=xlsx&_made={token}").status_code == 404


def test_file_is_gone_after_a_while(client, audits, place, monkeypatch):
    link = link_in(page_of(client))
    later = timezone.now() + timedelta(seconds=2 * waiting.KEPT + 1)
    monkeypatch.setattr(waiting.time, "time", later.timestamp)
    assert client.get(link).status_code == 404
    page_of(client)
    assert len(list(waiting.folder().iterdir())) == 1


def test_file_that_is_broken_off_leaves_nothing(client, audits):
    response = client.get(WAITED)
    pieces = iter(response.streaming_content)
    next(pieces)
    next(pieces)
    assert len(list(waiting.folder().iterdir())) == 1
    response.close()
    assert list(waiting.folder().iterdir()) == []


def test_folder_that_others_may_enter_is_refused(client, audits, place):
    waiting.folder().chmod(0o755)
    with pytest.raises(PermissionError):
        page_of(client)


def test_taking_internal_records_is_noted_once(client, audits):
    factories.AuditFactory(internal=True)
    client.force_login(factories.UserFactory(staff=True))
    body_of(client.get(link_in(page_of(client))))
    assert JournalEntry.objects.filter(action="export").count() == 1


def test_long_list_offers_to_wait_and_a_short_one_the_file(client, audits, monkeypatch):
    assert "_wait" not in client.get("/en/audits/").text
    monkeypatch.setattr(lists, "AWAITED_FROM", 2)
    page = client.get("/en/audits/").text
    assert 'href="?_export=xlsx&amp;_wait=1"' in page
    assert 'href="?_export=xlsx&amp;_shape=machine&amp;_wait=1"' in page


def test_other_formats_do_not_wait(client, audits):
    response = client.get("/en/audits/?_export=csv&_wait=1")
    assert response["Content-Type"].startswith("text/csv")

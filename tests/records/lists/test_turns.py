"""Large files that anyone may ask for are made one at a time, and whoever cannot wait is told."""

from io import BytesIO
from threading import Event, Thread

import pytest
from django.contrib.auth import get_user_model
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.test import Client

from records.lists import exports
from records.lists.turns import BusyError, Turns
from tests.factories import AuditFactory

pytestmark = pytest.mark.django_db
LIST = "/audits/?_export="


@pytest.mark.parametrize(
    "answer", [HttpResponse, lambda: FileResponse(BytesIO(b"made")), lambda: 1 / 0]
)
def test_what_is_made_or_has_failed_keeps_no_turn(answer):
    turns = Turns(places=0)
    for _number in range(2):
        try:
            turns.make(answer)
        except ZeroDivisionError:
            continue


def test_what_is_being_made_keeps_its_turn_until_it_is_closed_however_often():
    turns = Turns(places=0)
    first = turns.make(lambda: StreamingHttpResponse([b"a", b"b"]))
    with pytest.raises(BusyError):
        turns.make(HttpResponse)
    first.close()
    first.close()
    second = turns.make(lambda: StreamingHttpResponse([b"c"]))
    with pytest.raises(BusyError):
        turns.make(HttpResponse)
    second.close()


def test_whoever_waits_comes_next():
    turns, begun = Turns(places=1, patience=60), Event()
    first = turns.make(lambda: StreamingHttpResponse([b"a"]))
    served = []

    def wait() -> None:
        begun.set()
        served.append(turns.make(HttpResponse))

    waiter = Thread(target=wait)
    waiter.start()
    begun.wait(60)
    first.close()
    waiter.join(60)
    assert len(served) == 1


def test_turn_that_does_not_come_is_told():
    turns = Turns(places=1, patience=0)
    first = turns.make(lambda: StreamingHttpResponse([b"a"]))
    with pytest.raises(BusyError):
        turns.make(HttpResponse)
    first.close()


@pytest.mark.parametrize("wanted", ["csv", "json", "xlsx", "docx"])
def test_visitor_is_told_to_come_again_while_another_s_file_is_made(settings, monkeypatch, wanted):
    settings.EXPORTS_QUEUED_FROM = 1
    monkeypatch.setattr(exports, "EXPORTS", Turns(places=0))
    AuditFactory.create_batch(2)
    client, clerk = Client(), Client()
    clerk.force_login(get_user_model().objects.create_superuser("office"))
    first = client.get(f"{LIST}csv")
    again = client.get(f"{LIST}{wanted}")
    assert (first.status_code, again.status_code) == (200, 503)
    assert int(again["Retry-After"]) > 0
    assert "混み合って" in again.content.decode()
    assert client.get("/healthz").status_code == client.get("/audits/").status_code == 200
    clerk_s = clerk.get(f"{LIST}{wanted}")
    assert b"".join(first.streaming_content)
    last = client.get(f"{LIST}{wanted}")
    assert (clerk_s.status_code, last.status_code) == (200, 200)
    for response in (clerk_s, last):
        response.close()


def test_short_list_waits_for_nobody(settings, monkeypatch):
    settings.EXPORTS_QUEUED_FROM = 2
    monkeypatch.setattr(exports, "EXPORTS", Turns(places=0))
    AuditFactory.create_batch(2)
    first, second = Client().get(f"{LIST}csv"), Client().get(f"{LIST}csv")
    assert (first.status_code, second.status_code) == (200, 200)
    for response in (first, second):
        response.close()

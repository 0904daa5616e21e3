"""The log of requests: routes and numbers, no path, no name; one id in all lines of a request."""

import json
import logging
import re

import pytest
from django.test import Client
from django.utils.log import configure_logging

from jlis_gov import log_settings
from jlis_gov.request_log import HEADER
from tests.factories import MeetingFactory

pytestmark = pytest.mark.django_db
GIVEN = "0f8fad5b-d9cb-469f-a165-70867728950e"


@pytest.fixture
def logged(capsys, settings):
    """Ask for something, and return the answer and the lines of the log, each an object."""

    def ask(client: Client, path: str, *args, **kwargs):
        configure_logging(settings.LOGGING_CONFIG, log_settings.logging(as_json=True))
        response = client.get(path, *args, **kwargs)
        return response, [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    yield ask
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)


def test_request_is_told_by_its_route_and_the_number_of_whoever_asks(logged, admin_user):
    client, meeting = Client(), MeetingFactory()
    client.force_login(admin_user)
    _response, [line] = logged(client, meeting.get_absolute_url(), {"q": "山田太郎"})
    assert line["logger"] == "jlis_gov.requests"
    assert (line["method"], line["status"], line["user"]) == ("GET", 200, admin_user.pk)
    assert line["route"] == "meetings/<uuid:uid>/"
    assert line["ms"] > 0
    assert len(line["request_id"]) == 32
    assert not {"山田太郎", admin_user.username, meeting.get_absolute_url()} & set(
        map(str, line.values())
    )


def test_visitor_has_no_number_and_is_not_looked_up(logged, client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response, [line] = logged(client, "/healthz")
    assert not response.has_header("Vary")
    assert line["user"] is None


def test_path_without_a_route_is_not_told(logged, client):
    _response, [line] = logged(client, "/nothing/token-of-somebody/")
    assert (line["route"], line["status"]) == ("", 404)


@pytest.mark.parametrize(("proxies", "kept"), [(0, False), (1, True)])
def test_id_is_a_proxys_word_only_where_there_is_one(logged, client, settings, proxies, kept):
    settings.PROXY_COUNT = proxies
    _response, [line] = logged(client, "/healthz", headers={HEADER: GIVEN})
    assert (line["request_id"] == GIVEN) == kept


@pytest.mark.parametrize("given", ["short", "x" * 65, "semi;colon-or-more", "改行" * 5])
def test_id_of_another_form_is_not_taken_over(logged, client, settings, given):
    settings.PROXY_COUNT = 1
    _response, [line] = logged(client, "/healthz", headers={HEADER: given})
    assert len(line["request_id"]) == 32


def test_fault_and_its_page_have_the_id_of_the_request(logged, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("no view")

    monkeypatch.setattr("jlis_gov.front.FrontPage.get_context_data", broken)
    response, [fault, request] = logged(Client(raise_request_exception=False), "/")
    assert fault["level"] == "ERROR"
    assert fault["request_id"] == request["request_id"] == response[HEADER]
    assert response[HEADER] in response.content.decode()
    assert (response.status_code, request["status"]) == (500, 500)


def test_log_without_json_has_no_line_for_a_request(client, caplog):
    with caplog.at_level(logging.WARNING):
        client.get("/healthz")
    assert caplog.records == []


def test_time_of_a_line_bears_its_offset(logged, client, capsys, settings):
    _response, [line] = logged(client, "/healthz")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0900", line["at"])
    configure_logging(settings.LOGGING_CONFIG, log_settings.logging(as_json=False))
    logging.getLogger("jlis_gov").error("x")
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0900 ERROR ", capsys.readouterr().err)

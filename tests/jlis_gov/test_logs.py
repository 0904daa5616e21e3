"""No log holds the address of a personal calendar."""

import logging
import sys

import pytest
from django.conf import settings
from django.test import Client
from django.utils.log import configure_logging

from calendars.feeds import personal
from jlis_gov.logs import MaskTokens, masked

TOKEN = "s3cret-Token_of-256-bits"
PATH = f"/feeds/personal/{TOKEN}.ics"


@pytest.mark.parametrize(
    "line",
    [
        f"GET {PATH} HTTP/1.1",
        f"https://register.example{PATH}?x=1",
        f"('{PATH}',)",
        f'"{PATH}"',
    ],
)
def test_token_is_taken_out_of_every_line(line):
    assert TOKEN not in masked(line)
    assert "/feeds/personal/***" in masked(line)


@pytest.mark.parametrize(
    "line",
    [
        f"GET /feeds/personal%2F{TOKEN}.ics HTTP/1.1",
        f"GET /f%65eds/person%61l/{TOKEN}.ics HTTP/1.1",
        f"GET /feeds//personal/{TOKEN}.ics HTTP/1.1",
        f"GET /?url=https%3a%2f%2fregister.example%2ffeeds%2fpersonal%2f{TOKEN}.ics&x=1",
    ],
)
def test_token_is_taken_out_of_an_encoded_address(line):
    assert TOKEN not in masked(line)
    assert masked(line) == line.replace(f"{TOKEN}.ics", "***")


def test_other_addresses_stay():
    line = "GET /feeds/body/council.ics /feeds/personal"
    assert masked(line) == line


@pytest.mark.parametrize("args", [(PATH,), ({"r": PATH},)])
def test_arguments_and_stack_trace_are_masked(args):
    try:
        raise ValueError(PATH)
    except ValueError:
        how = "%(r)s" if isinstance(args[0], dict) else "%s"
        record = logging.LogRecord("x", 40, "x.py", 1, how, args, sys.exc_info())
    assert MaskTokens().filter(record)
    assert TOKEN not in logging.Formatter().format(record)
    assert "ValueError: /feeds/personal/***" in logging.Formatter().format(record)


@pytest.mark.django_db
def test_fault_of_a_personal_calendar_is_logged_without_its_token(capsys, monkeypatch):
    """Django itself logs the path of every answer from 500 on."""

    def broken(token):
        raise RuntimeError(f"no {PATH}")

    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)  # on the captured stderr
    monkeypatch.setattr(personal.Subscription.objects, "known", broken, raising=False)
    assert Client().get(PATH).status_code == 503
    said = capsys.readouterr().err
    assert "Service Unavailable: /feeds/personal/***" in said
    assert "no /feeds/personal/***" in said
    assert TOKEN not in said


@pytest.mark.parametrize("path", ["/sign-in/reset/", "/en/sign-in/reset/", "%2Fsign-in%2Freset%2F"])
def test_link_to_a_new_password_is_masked_and_the_page_that_asks_is_not(path):
    assert masked(f"GET {path}1-d0abc-{TOKEN}/ HTTP/1.1") == f"GET {path}***/ HTTP/1.1"
    assert masked(f"GET {path}sent/ HTTP/1.1") == f"GET {path}sent/ HTTP/1.1"

import io
import json
import sys
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.utils import translation

KEYS = [
    "text",
    "start",
    "end",
    "precision",
    "segments",
    "wording",
    "edtf",
    "warnings",
    "undated",
    "error",
]


@pytest.fixture
def ask(monkeypatch):
    """Give lines to the command; return its answers."""

    def run(*questions):
        lines = [
            question if isinstance(question, str) else json.dumps(question)
            for question in questions
        ]
        source = io.BytesIO("\n".join(lines).encode())
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=source))
        out = io.StringIO()
        with translation.override("en"):
            call_command("read_dates", stdout=out)
        return [json.loads(line) for line in out.getvalue().splitlines()]

    return run


def test_notation_is_answered_with_every_key(ask):
    (answer,) = ask({"text": "平成２９年６月１６日（金）１０：００～１１：３０"})

    assert list(answer) == KEYS
    assert answer == {
        "text": "平成２９年６月１６日（金）１０：００～１１：３０",
        "start": "2017-06-16",
        "end": "2017-06-16",
        "precision": "minute",
        "segments": [
            {
                "label": "",
                "start": "2017-06-16",
                "end": "2017-06-16",
                "precision": "minute",
                "start_time": "10:00",
                "end_time": "11:30",
                "approximate": False,
                "open_start": False,
                "open_end": False,
            }
        ],
        "wording": "平成29年６月16日 10：00～11：30",
        "edtf": "2017-06-16",
        "warnings": [],
        "undated": False,
        "error": None,
    }


def test_open_end_is_null(ask):
    (answer,) = ask({"text": "平成29年３月～"})

    assert (answer["start"], answer["end"], answer["edtf"]) == ("2017-03-01", None, "2017-03/..")
    assert answer["segments"][0]["open_end"]


def test_context_fills_what_is_elided(ask):
    answers = ask(
        {"text": "２月", "fiscal_year": 2016},
        {"text": "２月", "fiscal_year": "2016"},
        {"text": "本年10月頃", "reference": "2017-06"},
        {"text": "４月及び５月", "reference": "2017-06-16"},
        {"text": "29.4.3", "era": "平成"},
        {"text": "２月", "fiscal_year": 2016, "reference": None, "era": None},
    )

    assert [answer["start"] for answer in answers] == [
        "2017-02-01",
        "2017-02-01",
        "2017-10-01",
        "2017-04-01",
        "2017-04-03",
        "2017-02-01",
    ]


def test_undated_wording_is_no_error(ask):
    (answer,) = ask({"text": "随時"})

    assert (answer["undated"], answer["error"], answer["start"], answer["edtf"]) == (
        True,
        None,
        None,
        None,
    )


def test_blank_text_says_nothing(ask):
    (answer,) = ask({"text": ""})

    assert (answer["precision"], answer["segments"], answer["error"]) == (None, [], None)


def test_text_that_is_no_date_has_an_error_and_a_suggestion(ask):
    (answer,) = ask({"text": "平成28年９月１日に公表"})

    assert answer["error"] == "“に公表” was not understood."
    assert (answer["suggestion"], answer["start"], answer["segments"]) == (
        "平成28年９月１日",
        None,
        [],
    )


def test_warnings_are_in_words(ask):
    (answer,) = ask({"text": "平成33年度"})

    assert answer["warnings"] == ["The era had ended: “平成33年度” is 令和３年."]


@pytest.mark.parametrize(
    "line",
    [
        "not JSON",
        "[]",
        '{"texts": 1}',
        '{"text": 1}',
        '{"text": "２月", "fiscal_year": 1.5}',
        '{"text": "２月", "fiscal_year": true}',
        '{"text": "２月", "fiscal_year": 1}',
        '{"text": "２月", "fiscal_year": "x"}',
        '{"text": "２月", "reference": "yesterday"}',
        '{"text": "２月", "reference": 2017}',
        '{"text": "２月", "era": 1}',
        '{"text": "２月", "era": "慶応"}',
        "[" * 100_000,
    ],
)
def test_bad_line_is_answered_with_an_error(ask, line):
    bad, good = ask(line, {"text": "平成28年"})

    assert set(KEYS) <= set(bad)
    assert bad["error"]
    assert good["start"] == "2016-01-01"


def test_empty_lines_are_passed_over(ask):
    assert ask("", "  ") == []

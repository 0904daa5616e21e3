import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.calendars.ical.feed_samples import CASES, feed

GOOD = feed(CASES["several-days"][0])


def run(target) -> str:
    """All that the command says about a sound target."""
    out = StringIO()
    call_command("check_feed", str(target), stdout=out)
    return out.getvalue()


def fail(target) -> str:
    """All that the command says about a target with faults, on which it exits with 1."""
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("check_feed", str(target), stdout=out)
    assert caught.value.returncode == 1
    return f"{out.getvalue()}{caught.value}"


@pytest.fixture
def served():
    """Serves `GOOD`, as the content type that its path names, or cut off."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            is_feed = self.path.endswith(".ics")
            self.send_response(200)
            self.send_header(
                "Content-Type", "text/calendar; charset=utf-8" if is_feed else "text/html"
            )
            self.send_header("Content-Length", str(len(GOOD)))
            self.end_headers()
            self.wfile.write(GOOD[:-9] if "cut" in self.path else GOOD)

        def log_message(self, *args):
            """Keep the test's output clean."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


def test_check_feed_of_a_sound_file_counts_its_events(tmp_path):
    path = tmp_path / "feed.ics"
    path.write_bytes(GOOD)
    assert run(path) == "No fault, 4 events.\n"


def test_check_feed_names_file_and_line_of_each_fault(tmp_path):
    path = tmp_path / "feed.ics"
    path.write_bytes(GOOD.replace(b"\r\nVERSION:2.0\r\n", b"\nVERSION:1.0\r\n"))
    assert fail(path) == (
        f"{path}:1: The line ends with a bare LF, not CRLF.\n"
        f"{path}:2: VERSION has an unknown value.\n"
        "2 faults."
    )


def test_check_feed_reads_an_address(served):
    assert run(f"{served}/all.ics") == "No fault, 4 events.\n"


def test_check_feed_tells_a_wrong_content_type(served):
    assert "It is served as “text/html”" in fail(f"{served}/page")


@pytest.mark.parametrize("path", ["cut.ics", "two words.ics"])
def test_check_feed_of_an_address_that_gives_no_whole_answer_fails(served, path):
    assert f"{served}/{path} cannot be read: " in fail(f"{served}/{path}")


def test_check_feed_of_a_missing_file_fails(tmp_path):
    assert "cannot be read" in fail(tmp_path / "none.ics")

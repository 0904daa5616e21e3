"""Evolution subscribes to a feed: what changes arrives, and a fault of the server loses nothing.

It needs Debian's evolution-data-server, gir1.2-ecal-2.0, python3-gi and dbus.
"""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from calendars.feeds import FeedView
from records import journal
from tests import factories

pytestmark = [pytest.mark.clients, pytest.mark.django_db(transaction=True)]
PYTHON = "/usr/bin/python3"
NEEDS = "import gi; gi.require_version('ECal', '2.0'); from gi.repository import ECal"
PATIENCE = 60  # seconds, after which something is wrong


class Evolution:
    """A calendar program that holds a copy of the feed at an address."""

    def __init__(self, address: str, home: Path) -> None:
        script = Path(__file__).with_name("evolution.py")
        run = home / "run"
        run.mkdir(mode=0o700)
        self.process = subprocess.Popen(
            ["dbus-run-session", "--", PYTHON, str(script), address],
            env=os.environ | {"HOME": str(home), "XDG_RUNTIME_DIR": str(run)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def titles(self) -> list[str]:
        """What it holds, after it was asked to refresh."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def wait_for(self, condition: Callable[[list[str]], bool]) -> list[str]:
        """What it holds once that is so; it refreshes in its own time."""
        end = time.monotonic() + PATIENCE
        while not condition(found := self.titles()):
            assert time.monotonic() < end, found
            time.sleep(0.2)
        return found

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(PATIENCE)
        self.process.stdout.close()


@pytest.fixture
def evolution(live_server, tmp_path) -> Iterator[Evolution]:
    if shutil.which("dbus-run-session") is None:
        pytest.skip("dbus is not installed")
    if subprocess.run([PYTHON, "-c", NEEDS], capture_output=True, check=False).returncode:
        pytest.skip("evolution-data-server with gir1.2-ecal-2.0 and python3-gi is not installed")
    program = Evolution(f"{live_server.url}/feeds/all.ics", tmp_path)
    yield program
    program.close()


def test_evolution_sees_every_change_and_loses_nothing(evolution, monkeypatch):
    body = factories.BodyFactory(name="代表者会議", short_name="代表者会議")
    meeting = factories.MeetingFactory()
    factories.SessionFactory(meeting=meeting, body=body, number=16)
    factories.DrillFactory.create_batch(2)
    assert "代表者会議 第16回" in evolution.wait_for(lambda titles: len(titles) == 3)

    with journal.change(actor="test", reason="renamed"):
        body.short_name = "新代表者会議"
        body.save()
    evolution.wait_for(lambda titles: "新代表者会議 第16回" in titles)

    with journal.change(actor="test", reason="called off"):
        meeting.refresh_from_db()
        meeting.status = "cancelled"
        meeting.save()
    told = evolution.wait_for(lambda titles: "【中止】新代表者会議 第16回" in titles)

    asked = []

    def broken(view, request, **parts):
        asked.append(request.path)
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(FeedView, "answer", broken)
    evolution.wait_for(lambda titles: len(asked) > 1)
    assert evolution.titles() == told

"""Calendar programs subscribe to a feed: what changes arrives, a fault of the server loses nothing.

They are Debian's thunderbird, and its evolution-data-server with gir1.2-ecal-2.0, python3-gi and
dbus.
"""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from calendars.feeds.models import PublishedEvent, Subscription
from calendars.feeds.views import FeedView
from calendars.ical import Variant
from meetings.sources import MeetingSource
from records import journal
from tests import factories
from tests.calendars.feeds.thunderbird import Thunderbird
from tests.calendars.ical.feed_readers import with_icalendar
from tests.record_of_2016 import load_record

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


NAME, NEW_NAME, PUT_OFF, CALLED_OFF = (
    f"{name} 第16回" for name in ("代表者会議", "新会議", "【延期】新会議", "【中止】新会議")
)


class Register:
    """Three events, one of them a meeting that changes."""

    def __init__(self) -> None:
        self.body = factories.BodyFactory(name="代表者会議", short_name="代表者会議")
        self.meeting = factories.MeetingFactory()
        factories.SessionFactory(meeting=self.meeting, body=self.body, number=16)
        factories.DrillFactory.create_batch(2)

    def rename(self) -> None:
        with journal.change(actor="test", reason="renamed"):
            self.body.short_name = "新会議"
            self.body.save()

    def put_off(self) -> None:
        """Postponed, and nobody knows to when."""
        with journal.change(actor="test", reason="put off"):
            self.meeting.refresh_from_db()
            self.meeting.status, self.meeting.schedule_text = "postponed", "未定"
            self.meeting.full_clean()
            self.meeting.save()

    def call_off(self) -> None:
        with journal.change(actor="test", reason="called off"):
            self.meeting.refresh_from_db()
            self.meeting.status = "cancelled"
            self.meeting.save()


@pytest.fixture
def register() -> Register:
    return Register()


@pytest.fixture
def evolution(live_server, tmp_path) -> Iterator[Evolution]:
    if shutil.which("dbus-run-session") is None:
        pytest.skip("dbus is not installed")
    if subprocess.run([PYTHON, "-c", NEEDS], capture_output=True, check=False).returncode:
        pytest.skip("evolution-data-server with gir1.2-ecal-2.0 and python3-gi is not installed")
    program = Evolution(f"{live_server.url}/feeds/all.ics", tmp_path)
    yield program
    program.close()


def test_evolution_sees_every_change_and_loses_nothing(register, evolution, monkeypatch):
    assert NAME in evolution.wait_for(lambda titles: len(titles) == 3)
    register.rename()
    evolution.wait_for(lambda titles: NEW_NAME in titles)
    register.put_off()
    assert len(evolution.wait_for(lambda titles: PUT_OFF in titles)) == 3
    register.call_off()
    told = evolution.wait_for(lambda titles: CALLED_OFF in titles)

    asked = []

    def broken(view, request, **parts):
        asked.append(request.path)
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(FeedView, "answer", broken)
    evolution.wait_for(lambda titles: len(asked) > 1)
    assert evolution.titles() == told


@pytest.fixture(scope="module")
def thunderbird(tmp_path_factory) -> Iterator[Thunderbird]:
    path = shutil.which("thunderbird")
    if path is None:
        pytest.skip("thunderbird is not installed")
    program = Thunderbird(path, tmp_path_factory.mktemp("thunderbird"))
    yield program
    program.close()


@pytest.fixture
def feed(live_server, register, thunderbird) -> Iterator[str]:
    """The address of a feed of three events, to which Thunderbird has subscribed."""
    address = f"{live_server.url}/feeds/all.ics"
    thunderbird.subscribe(address)
    assert len(thunderbird.titles(address)) == 3
    yield address
    thunderbird.unsubscribe(address)


def refreshed(thunderbird: Thunderbird, address: str) -> list[str]:
    thunderbird.refresh(address)
    return thunderbird.titles(address)


def raise_fault(*_arguments, **_more):
    raise RuntimeError("the disk is full")


def test_thunderbird_sees_every_change(thunderbird, feed, register):
    assert NAME in thunderbird.titles(feed)
    register.rename()
    renamed = refreshed(thunderbird, feed)
    assert len(renamed) == 3
    assert NEW_NAME in renamed
    days = {(first, last) for first, last, title in thunderbird.events(feed) if title == NEW_NAME}
    register.put_off()
    assert PUT_OFF in refreshed(thunderbird, feed)
    put_off = {(first, last) for first, last, title in thunderbird.events(feed) if title == PUT_OFF}
    assert put_off == days
    register.call_off()
    called_off = refreshed(thunderbird, feed)
    assert set(called_off) - set(renamed) == {CALLED_OFF}
    assert len(called_off) == 3


def test_thunderbird_goes_on_with_the_last_good_feed(thunderbird, feed, register, monkeypatch):
    told = thunderbird.titles(feed)
    register.rename()
    with monkeypatch.context() as patch:
        patch.setattr(MeetingSource, "published_entries", raise_fault)
        assert refreshed(thunderbird, feed) == told
        assert not thunderbird.is_resting(feed)


@pytest.mark.parametrize("method", ["answer", "dispatch"])  # 503 as text, 500 as a page
def test_thunderbird_keeps_all_when_the_server_fails(
    thunderbird, feed, register, monkeypatch, method
):
    told = thunderbird.titles(feed)
    with monkeypatch.context() as patch:
        patch.setattr(FeedView, method, raise_fault)
        assert refreshed(thunderbird, feed) == told
        assert thunderbird.is_resting(feed)
    thunderbird.restart()  # after a fault it asks no more until then
    assert thunderbird.titles(feed) == told
    register.rename()
    assert NEW_NAME in refreshed(thunderbird, feed)


def test_thunderbird_keeps_all_while_the_server_is_down(thunderbird, register):
    server = LiveServer("localhost")
    address = f"{server.url}/feeds/all.ics"
    thunderbird.subscribe(address)
    told = thunderbird.titles(address)
    server.stop()
    assert len(told) == 3
    assert refreshed(thunderbird, address) == told
    thunderbird.unsubscribe(address)


def test_thunderbird_keeps_a_calendar_that_was_revoked(thunderbird, register, live_server):
    now = timezone.now()
    mine = Subscription(
        user=factories.UserFactory(), name="mine", created_at=now,
        expires_on=timezone.localdate(now) + timedelta(1),
    )  # fmt: skip
    address = f"{live_server.url}/feeds/personal/{mine.new_token()}.ics"
    mine.save()
    thunderbird.subscribe(address)
    told = thunderbird.titles(address)
    assert len(told) == 3
    mine.revoke(now)
    assert refreshed(thunderbird, address) == told
    assert thunderbird.is_resting(address)
    thunderbird.unsubscribe(address)


def test_thunderbird_reads_the_whole_record(thunderbird, live_server):
    load_record()
    for long in Variant:
        address = f"{live_server.url}/feeds/fy2016/all.ics?long={long}"
        thunderbird.subscribe(address)
        found = thunderbird.events(address)
        published = PublishedEvent.objects.in_feed("", [2016]).shown_under(long)
        assert len(found) == published.count() > 0
        with urlopen(address) as response:
            told = with_icalendar(response.read())
        assert found == sorted((min(one.days), max(one.days), one.title) for one in told)
        thunderbird.unsubscribe(address)

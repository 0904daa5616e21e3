"""Publication is pulled by readers, happens once, and never holds one up."""

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.utils import timezone

from calendars.entries import EntryStatus
from calendars.feeds import publishing
from calendars.feeds.models import Publication, PublishedEvent
from records.journal.models import JournalHead
from records.storage import locks as locking
from records.storage.locks import LockedError
from tests.calendars.feeds.feed_site import FakeSource, Site, site_of, uid
from tests.calendars.ical.feed_samples import CASES, MORNING, day, entry, meeting

AUDIT = replace(CASES["several-days"][0], uid=uid("audit"))
MEETING = meeting(day(2017, 6, 16, **MORNING), uid=uid("meeting"))
OTHER = replace(MEETING, location="第２会議室")
BROKEN = entry(day(2016, 9, 2), uid="a\r\nb", keys=frozenset({"fy:2016"}))


def locations(site: Site) -> int:
    """How often the other room stands in the feed of everything."""
    return site.read().count("第２会議室".encode())


@pytest.fixture
def site(db) -> Site:
    """A site whose meeting was told, and has changed since without anybody noticing."""
    site = site_of([AUDIT, MEETING])
    site.touch("meeting", "audits", action="create")
    site.read()
    site.sources[0].all = [AUDIT, OTHER]
    site.sources[0].asked.clear()
    return site


# When it is due


def test_first_request_publishes(db):
    site = site_of([AUDIT])
    assert site.read().count(b"BEGIN:VEVENT") == 4


def test_nothing_is_asked_of_a_source_while_nothing_was_journalled(site):
    assert locations(site) == 0
    assert site.sources[0].asked == []


def test_journalled_change_is_told_with_the_next_request(site):
    site.touch("meeting", "audits")
    assert locations(site) == 1
    assert site.sources[0].asked == [{MEETING.uid}]


def test_change_that_may_concern_anything_asks_for_everything(site):
    site.touch("department", "Everything")
    assert locations(site) == 1
    assert site.sources[0].asked == [None]


def test_change_that_concerns_no_source_asks_for_nothing(site):
    site.touch("officer", "officers")
    assert locations(site) == 0
    assert site.sources[0].asked == []
    assert Publication.current().journal_sequence == JournalHead.current().sequence


def test_new_version_of_the_rendering_draws_everything_but_bumps_nothing_that_is_alike(site):
    before = site.read()
    Publication.objects.update(rendering=0)
    site.sources[0].all = [AUDIT, MEETING]
    assert site.read() == before
    assert site.sources[0].asked == [None]


def test_day_of_expiry_makes_it_due(db):
    site = site_of([replace(MEETING, status=EntryStatus.CANCELLED)])
    site.publish(timezone.now() - timedelta(days=90, minutes=1))
    assert site.read().count(b"BEGIN:VEVENT") == 0


def test_day_before_the_expiry_it_is_not_due(db):
    site = site_of([replace(MEETING, status=EntryStatus.CANCELLED)])
    site.publish(timezone.now() - timedelta(days=89))
    assert site.read().count(b"BEGIN:VEVENT") == 1


# When it fails


def test_source_that_fails_leaves_the_last_good_bytes(site, caplog):
    before, etag = site.read(), site.fetch("all.ics")["ETag"]
    site.touch("meeting", "audits")
    site.sources[0].fault = RuntimeError("the source is broken")
    response = site.fetch("all.ics")
    assert (response.status_code, response["ETag"]) == (200, etag)
    assert response.getvalue() == before
    assert "the source is broken" in caplog.text


def test_feed_keeps_its_name_while_the_source_fails(db):
    site = site_of([MEETING])
    before = site.read("body/management-council.ics")
    site.sources[0].fault = RuntimeError("the source is broken")
    assert site.read("body/management-council.ics") == before


def test_failure_is_retried_after_a_pause(site, caplog):
    site.touch("meeting", "audits")
    site.sources[0].fault = RuntimeError("broken")
    site.read()
    site.sources[0].fault = None
    assert locations(site) == 0
    Publication.objects.update(failed_at=timezone.now() - publishing.PAUSE)
    assert locations(site) == 1
    assert Publication.current().failed_at is None


def test_failure_before_anything_was_published_is_503_in_plain_text(db, caplog):
    site = site_of([AUDIT])
    site.sources[0].fault = RuntimeError("broken")
    response = site.fetch("all.ics")
    assert response.status_code == 503
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Retry-After"]
    assert response.content


def test_bytes_that_fail_the_strict_check_are_not_published(site, caplog):
    before = site.read()
    site.touch("meeting", "audits")
    site.touch("x", "Everything")
    site.sources[0].all = [OTHER, BROKEN]
    assert site.read() == before
    assert "PublicationError" in caplog.text
    assert not PublishedEvent.objects.filter(entry__uid=BROKEN.uid).exists()


def test_publication_that_fails_changes_nothing(site):
    site.sources[0].all = [OTHER, BROKEN]
    with pytest.raises(publishing.PublicationError):
        site.publish(everything=True)
    assert locations(site) == 0


# Two workers, and a reader during an import


class Worker(threading.Thread):
    """Runs `work` on a connection of its own; `join` raises what it raised."""

    def __init__(self, work) -> None:
        super().__init__()
        self.work, self.result, self.fault = work, None, None
        self.start()

    def run(self) -> None:
        try:
            self.result = self.work()
        except BaseException as fault:
            self.fault = fault
        finally:
            connections.close_all()

    def join(self, timeout=30) -> object:
        super().join(timeout)
        assert not self.is_alive()
        if self.fault:
            raise self.fault
        return self.result


class SlowSource(FakeSource):
    """Waits, once asked, until the test lets it go on."""

    def __init__(self, *entries) -> None:
        super().__init__("audits", *entries)
        self.reached, self.go_on = threading.Event(), threading.Event()

    def published_entries(self, uids=None):
        self.reached.set()
        assert self.go_on.wait(30)
        return super().published_entries(uids)


@pytest.fixture
def own_connections(transactional_db, tmp_path) -> Iterator[None]:
    """Each thread has a connection of its own, as workers have.

    An SQLite database in memory has one lock for readers and writers, so it moves to a file.
    """
    if connection.vendor != "sqlite":
        yield
        return
    path = str(tmp_path / "register.sqlite3")
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
    in_memory, at_first = connections["default"], connections.settings["default"]
    connections.settings["default"] = at_first | {"NAME": path}
    del connections["default"]
    yield
    connections["default"].close()
    connections.settings["default"], connections["default"] = at_first, in_memory


@pytest.mark.django_db(transaction=True)
class TestWorkers:
    @pytest.fixture
    def told(self, own_connections) -> tuple[Site, SlowSource]:
        """A site whose meeting was told and is now journalled as changed."""
        source = SlowSource(AUDIT, MEETING)
        site = Site(source)
        source.go_on.set()
        site.touch("meeting", "audits", action="create")
        site.read()
        source.all = [AUDIT, OTHER]
        source.asked.clear()
        source.reached.clear()
        source.go_on.clear()
        site.touch("meeting", "audits")
        return site, source

    def test_worker_that_comes_second_serves_what_was_told(self, told):
        site, source = told
        first = Worker(site.read)
        assert source.reached.wait(30)
        second = site.read()
        source.go_on.set()
        assert "第２会議室".encode() in first.join()
        assert "第２会議室".encode() not in second
        assert len(source.asked) == 1

    def test_reader_waits_while_nothing_was_ever_told(self, own_connections, monkeypatch):
        source, waiting = SlowSource(MEETING), threading.Semaphore(0)
        site = Site(source)

        def lock(number):
            waiting.release()
            return locking.lock(number)

        monkeypatch.setattr(publishing, "lock", lock)
        first = Worker(site.read)
        assert source.reached.wait(30)
        second = Worker(site.read)
        found = [waiting.acquire(timeout=10) for _worker in (first, second)]
        source.go_on.set()
        assert first.join() == second.join() == site.read()
        assert found == [True, True]
        assert len(source.asked) == 1

    def test_many_workers_publish_once(self, told):
        site, source = told
        source.go_on.set()
        workers = [Worker(site.read) for _ in range(8)]
        for worker in workers:
            worker.join()
        assert locations(site) == 1
        assert len(source.asked) == 1
        event = PublishedEvent.objects.get(entry__uid=MEETING.uid)
        assert event.sequence == 1

    def test_reader_does_not_wait_for_an_import(self, told, caplog):
        site, source = told
        source.go_on.set()
        begun, done = threading.Event(), threading.Event()

        def importing() -> None:
            with transaction.atomic():
                JournalHead.lock()
                begun.set()
                assert done.wait(30)

        worker = Worker(importing)
        try:
            assert begun.wait(30)
            body = site.read()  # it would wait for 5 seconds, and then fail
            is_waiting = worker.is_alive()
        finally:
            done.set()
            worker.join()
        assert is_waiting
        # PostgreSQL's writers do not keep others from publishing.
        assert ("第２会議室".encode() in body) == (connection.vendor == "postgresql")
        assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
        assert locations(site) == 1

    def test_patience_is_as_before_after_a_lock_that_was_taken(self, told):
        site, source = told
        if connection.vendor != "sqlite":
            pytest.skip("only SQLite has it")
        first = Worker(site.read)
        assert source.reached.wait(30)
        with pytest.raises(LockedError):
            site.publish()
        with connection.cursor() as cursor:
            [patience] = cursor.execute("PRAGMA busy_timeout").fetchone()
        source.go_on.set()
        first.join()
        assert patience == 1000 * settings.DATABASES["default"]["OPTIONS"]["timeout"]

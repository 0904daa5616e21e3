"""A site whose sources yield what a test gives them; feeds are asked for as a client does."""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.test import RequestFactory
from django.urls import URLResolver
from django.urls.resolvers import RoutePattern

from calendars import urls
from calendars.entries import Entry
from calendars.feeds import publishing
from calendars.feeds import views as feeds
from records.journal.models import JournalEntry, JournalHead

TITLES = {
    "kind:meeting": "会議",
    "kind:audit": "監査",
    "body:management-council": "経営審議委員会",
    "department:admin": "管理部",
    "regime:internal": "内部監査",
}
# Far ahead of the clock, which the view reads: by that nothing is due to expire.
NOON = datetime(2098, 6, 30, 3, tzinfo=UTC)
NAMESPACE = UUID(int=5)


def uid(name: str) -> str:
    """A record's uid, the same for the same name."""
    return str(uuid5(NAMESPACE, name))


class FakeSource:
    """Tells what it was given; a `fault` is raised instead, `asked` is what it was asked for."""

    def __init__(self, name: str, *entries: Entry) -> None:
        self.name, self.all = name, list(entries)
        self.fault: Exception | None = None
        self.asked: list[set[str] | None] = []
        self.readers: list[object] = []  # of what is internal

    def published_entries(self, uids=None) -> list[Entry]:
        if self.fault:
            raise self.fault
        self.asked.append(uids if uids is None else {str(uid) for uid in uids})
        return [one for one in self.all if uids is None or UUID(one.uid) in uids]

    def affected(self, touched):
        if any(kind == "test.Everything" for kind, _uid in touched):
            return None
        return {uid for kind, uid in touched if kind == f"test.{self.name}"}

    def visible_uids(self, viewer):
        return {UUID(one.uid) for one in self.all if one.is_public or viewer in self.readers}

    def title_of(self, key):
        if self.fault:
            raise self.fault
        return TITLES.get(key)


class Site:
    """Feeds of these sources, and a journal that says what is touched."""

    def __init__(self, *sources: FakeSource) -> None:
        self.sources = sources
        self.feeds = feeds.Feeds(
            sources=sources,
            title="会議・監査・訓練",
            publisher=lambda: "J-LIS",
            kinds={"meetings": "kind:meeting", "audits": "kind:audit"},
            groups=("body", "department", "regime"),
        )

    def touch(self, name: str, kind: str, action: str = "change") -> None:
        """Journal something about the record of this name, as the door would."""
        with transaction.atomic():
            head = JournalHead.lock()
            head.sequence, previous = head.sequence + 1, head.hash
            head.hash = f"{head.sequence:064}"
            JournalEntry.objects.create(
                sequence=head.sequence, at=NOON, action=action, record_type=f"test.{kind}",
                record_id=1, record_uid=uid(name), schema=1, format=2, digest="",
                previous_hash=previous, hash=head.hash,
            )  # fmt: skip
            head.save()

    def publish(self, now: datetime = NOON, **how) -> list[tuple[str, str]]:
        """Publish, and return what subscribers are told: act and title."""
        changes = publishing.publish(self.feeds, now=now, **how)
        return [(str(change.type), change.title) for change in changes]

    def fetch(self, path: str, query: str = "", method: str = "GET", user=None, **headers: str):
        """The response to /feeds/`path`; nothing is published redraw by it unless it is due."""
        patterns = urls.feed_patterns(self.feeds)
        match = URLResolver(RoutePattern("feeds/"), patterns).resolve(f"feeds/{path}")
        address = f"/feeds/{path}{query}"
        request = RequestFactory().generic(method, address, headers=headers)
        request.user = user
        return match.func(request, *match.args, **match.kwargs)

    def read(self, path: str = "all.ics", query: str = "") -> bytes:
        """The bytes of a feed that is there."""
        response = self.fetch(path, query)
        assert response.status_code == 200
        return response.getvalue()


def site_of(entries: Iterable[Entry]) -> Site:
    """A site with one source, `audits`."""
    return Site(FakeSource("audits", *entries))

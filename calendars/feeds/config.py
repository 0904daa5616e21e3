"""The configuration of a site's feeds; `sources` come in as Django's sitemaps do."""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from calendars.entries import Source
from calendars.feeds.models import PublishedFeed

_log = logging.getLogger(__name__)


def name_by(publisher: str, name: str) -> str:
    """A calendar's name, with its publisher where there is one."""
    return f"{name}（{publisher}）" if publisher else name


@dataclass(frozen=True, slots=True)
class Feeds:
    """A site's feeds: their sources, names and keys.

    `kinds` maps a feed's name in the URL to a key (`{"meetings": "kind:meeting"}`); `groups` are
    key prefixes with one feed per key (`body` → `/feeds/body/<slug>.ics` → `body:<slug>`). `title`
    names the feed of everything, `publisher` tells who publishes them, when that is published: it
    ends every calendar's name. Feeds of the keys that are `unannounced` are unknown until something
    public was in them. `by_choice` maps the keys of what only those calendars of one's own hold
    that name them to the names of their sources.
    """

    sources: Sequence[Source]
    title: str
    publisher: Callable[[], str]
    kinds: Mapping[str, str] = field(default_factory=dict)
    groups: Sequence[str] = ()
    unannounced: Collection[str] = ()
    by_choice: Mapping[str, str] = field(default_factory=dict)

    def title_of(self, key: str) -> str | None:
        """The name of a key, the feed's title for the empty one; None for an unknown key."""
        if not key:
            return self.title
        titles = (source.title_of(key) for source in self.sources)
        return next((str(title) for title in titles if title), None)

    def is_known(self, key: str) -> bool:
        """True unless the feed is unannounced and never held anything, as the ledger has it.

        One that did stays, empty if need be: a calendar program keeps what an unknown one held.
        """
        return key not in self.unannounced or PublishedFeed.objects.filter(key=key).exists()

    def path_of(self, key: str, year: int | None = None) -> str:
        """The path of the feed with this key, the empty one for everything; perhaps of one year."""
        named = {kind: name for name, kind in {"all": "", **self.kinds}.items()}
        group, _colon, slug = key.partition(":")
        of = {"year": year} if year else {}
        if key in named:
            return reverse("feeds:feed", kwargs=of | {"name": named[key]})
        return reverse("feeds:feed", kwargs=of | {"group": group, "slug": slug})

    def known_title_of(self, key: str) -> str | None:
        """The name of a key; where the sources fail, the one that was last published."""
        try:
            return self.title_of(key)
        except Exception:
            _log.exception("The sources cannot say what %s is called", key)
            published = PublishedFeed.objects.filter(key=key).exclude(title="")
            return published.order_by("-changed").values_list("title", flat=True).first()

"""Feeds: the ledger of published events, publishing, views, personal calendars."""

from calendars.feeds import personal, publishing, responses, views
from calendars.feeds.clients import subscribe_links
from calendars.feeds.config import Feeds
from calendars.feeds.ledger import Change, ChangeType, Ledger
from calendars.feeds.models import (
    Publication,
    PublishedEntry,
    PublishedEvent,
    PublishedFeed,
    PublishedKey,
    PublishedPiece,
    Subscription,
)
from calendars.feeds.personal import PersonalFeedView
from calendars.feeds.publishing import PublicationError, publish, publish_if_stale
from calendars.feeds.recent import recent_changes
from calendars.feeds.responses import not_found
from calendars.feeds.single import EntryView
from calendars.feeds.subscriptions import digest, new_token, token_for
from calendars.feeds.totals import update_totals
from calendars.feeds.verification import verify_ledger
from calendars.feeds.views import FeedView

__all__ = [
    "Change",
    "ChangeType",
    "EntryView",
    "FeedView",
    "Feeds",
    "Ledger",
    "PersonalFeedView",
    "Publication",
    "PublicationError",
    "PublishedEntry",
    "PublishedEvent",
    "PublishedFeed",
    "PublishedKey",
    "PublishedPiece",
    "Subscription",
    "digest",
    "new_token",
    "not_found",
    "personal",
    "publish",
    "publish_if_stale",
    "publishing",
    "recent_changes",
    "responses",
    "subscribe_links",
    "token_for",
    "update_totals",
    "verify_ledger",
    "views",
]

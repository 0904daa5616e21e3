"""Feeds: the ledger of what subscribers were told, publishing, views, calendars of one's own."""

from calendars.feeds import personal, publishing, responses, views
from calendars.feeds.clients import ways
from calendars.feeds.ledger import Act, Change, Ledger
from calendars.feeds.models import (
    Publication,
    PublishedEntry,
    PublishedEvent,
    PublishedFeed,
    PublishedKey,
    PublishedPiece,
    Subscription,
)
from calendars.feeds.news import latest_news
from calendars.feeds.personal import PersonalFeedView
from calendars.feeds.publishing import PublicationError, publish, publish_if_stale
from calendars.feeds.responses import not_found
from calendars.feeds.single import EntryView
from calendars.feeds.subscriptions import digest, new_token, token_for
from calendars.feeds.sums import update_sums
from calendars.feeds.verification import verify_ledger
from calendars.feeds.views import Feeds, FeedView

__all__ = [
    "Act",
    "Change",
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
    "latest_news",
    "new_token",
    "not_found",
    "personal",
    "publish",
    "publish_if_stale",
    "publishing",
    "responses",
    "token_for",
    "update_sums",
    "verify_ledger",
    "views",
    "ways",
]

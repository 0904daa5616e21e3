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
from calendars.feeds.publishing import PublicationError, keep_up, publish
from calendars.feeds.responses import not_found
from calendars.feeds.single import EntryView
from calendars.feeds.subscriptions import digest, new_token, token_for
from calendars.feeds.sums import sum_up
from calendars.feeds.verification import hold_ledger
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
    "hold_ledger",
    "keep_up",
    "latest_news",
    "new_token",
    "not_found",
    "personal",
    "publish",
    "publishing",
    "responses",
    "sum_up",
    "token_for",
    "views",
    "ways",
]

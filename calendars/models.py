"""The ledger, and calendars of one's own, where Django looks for them."""

from calendars.feeds.models import (
    Publication,
    PublishedEntry,
    PublishedEvent,
    PublishedFeed,
    PublishedKey,
    PublishedPiece,
)
from calendars.feeds.subscriptions import Subscription

__all__ = [
    "Publication",
    "PublishedEntry",
    "PublishedEvent",
    "PublishedFeed",
    "PublishedKey",
    "PublishedPiece",
    "Subscription",
]

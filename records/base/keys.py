"""The keys that rows may have."""

from typing import Any

from django.db.models import BigIntegerField


def is_key(value: Any) -> bool:
    """Return True if a row may have this key; Django asks the database for whatever was sent."""
    text = str(value)
    return text.isascii() and text.isdigit() and int(text[:20]) <= BigIntegerField.MAX_BIGINT

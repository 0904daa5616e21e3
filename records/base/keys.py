"""The keys that rows may have."""

from typing import Any

from django.db.models import BigIntegerField

LONGEST = len(str(BigIntegerField.MAX_BIGINT))  # digits


def is_key(value: Any) -> bool:
    """Return True if a row may have this key; Django asks the database for whatever was sent."""
    text = str(value)
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST
    return is_number and int(text) <= BigIntegerField.MAX_BIGINT

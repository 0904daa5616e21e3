"""The right to reorganise."""

from typing import Any

from organization.models import Department, Reorganisation
from records.base import may


def may_reorganise(user: Any) -> bool:
    """Return True if `user` keeps departments and reorganisations, and may approve and publish."""
    kept = ("view", "add", "change", "approve", "publish")
    return may(user, Department, *kept) and may(user, Reorganisation, *kept)

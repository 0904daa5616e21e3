"""Mails that go out at most once, and what is known of each: sent, refused, or not known."""

from records.mail.models import Mail
from records.mail.sending import NOT_SENT, Outcome, send_once

__all__ = ["NOT_SENT", "Mail", "Outcome", "send_once"]

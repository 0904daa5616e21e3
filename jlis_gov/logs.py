"""Filters of what no log may hold: addresses that open something, traces of no use."""

import logging
import re

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http.multipartparser import MultiPartParserError

from records.storage import fault_of

AMISS = (BadRequest, SuspiciousOperation, MultiPartParserError)
LONGEST_LINE = 500  # characters


def _typed(*words: str) -> str:
    """A pattern of the path of `words`, any of its characters written as itself or in per cent."""
    either = ("".join(f"(?:{letter}|%{ord(letter):02x})" for letter in word) for word in words)
    slash = "(?:/|%2f)+"
    return f"{slash}{slash.join(either)}{slash}"


_SECRET = rf"{_typed('feeds', 'personal')}|{_typed('sign-in', 'reset')}(?=\w+-)"
_TOKEN = re.compile(rf"({_SECRET})[^\s/?#&\"'<>]+", re.IGNORECASE)


def masked(text: str) -> str:
    """`text` without the tokens of personal calendars and of links to a new password."""
    return _TOKEN.sub(r"\1***", text)


class MaskTokens(logging.Filter):
    """Lets every line pass, its message and its stack trace masked."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = masked(record.exc_text)
        return True


class WithoutTrace(logging.Filter):
    """Lets every line pass; without its stack trace where that tells nothing of our program.

    So it is with what a visitor sent amiss (a wrong Host, a damaged session or form) and with a
    database or a disk that fails: one line says so, however often it happens.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, AMISS) or fault_of(error):
            message = record.getMessage()
            line = message if str(error) in message else f"{message} ({error})"
            record.msg, record.args = " ".join(line.split())[:LONGEST_LINE], ()
            record.exc_info = record.exc_text = None
        return True

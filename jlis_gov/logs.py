"""What no log may hold: the address of a personal calendar is its password."""

import logging
import re

_SLASH = "(?:/|%2F)+"
_TOKEN = re.compile(rf"({_SLASH}feeds{_SLASH}personal{_SLASH})[^\s/?#&\"'<>]+", re.IGNORECASE)


def masked(text: str) -> str:
    """`text` with the token of every personal calendar's address taken out."""
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

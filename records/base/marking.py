"""Marks what is Japanese on a page of another language, so that it is read out as Japanese."""

import re
from typing import Any

from django.utils import translation
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

_LETTER = "[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]"
_JAPANESE = re.compile(rf"{_LETTER}(?:[-.\w（）]*{_LETTER})?")


def is_japanese() -> bool:
    """Return True if the page is read in Japanese."""
    return (translation.get_language() or "ja").startswith("ja")


def has_japanese(text: str) -> bool:
    """Return True if anything in `text` is Japanese."""
    return _JAPANESE.search(text) is not None


def marked(text: Any, tag: str = "span") -> SafeString:
    """`text` as HTML; each run of Japanese in it is a `tag` of that language.

    On a Japanese page there is nothing to mark. HTML is taken as it is.
    """
    escaped = conditional_escape(text)
    if is_japanese() or hasattr(text, "__html__"):
        return escaped
    found = _JAPANESE.sub(rf'<{tag} lang="ja">\g<0></{tag}>', escaped)
    return mark_safe(found)  # noqa: S308 (escaped above)

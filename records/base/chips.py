"""The one way in which a page shows a state: a chip with its words and a shape of its own."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString


def chip(words: Any, state: str) -> SafeString:
    """`words` as a chip; the style sheets know the shape and colour of each `state`.

    The shape stands beside the words, so that nobody needs the colour to tell states apart.
    """
    return format_html('<span class="badge badge-{}">{}</span>', state, words)

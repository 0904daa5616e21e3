"""Validators of text: characters that no record may hold, whatever brings them."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LINE_BREAK = "\n"
# They turn the text after them around, so that a reader sees another order than is kept.
BIDI_CONTROLS = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_LAST_OF_PLANES = "".join(
    chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17)
)
_ACTING = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff\\ufdd0-\\ufdef"
    f"{''.join(sorted(BIDI_CONTROLS))}{_LAST_OF_PLANES}]"
)


def one_kind_of_line_break(text: str) -> str:
    """`text` with line feeds only: browsers send CR LF."""
    return text.replace("\r\n", LINE_BREAK).replace("\r", LINE_BREAK)


def control_characters(text: str, *, multiline: bool) -> list[str]:
    """The characters in `text` that act instead of being read.

    They are Unicode Cc, surrogates, line and paragraph separators, the controls of writing
    direction that embed, override or isolate, and noncharacters, which no XML may hold. Line feeds
    count only where `multiline` is false.
    """
    allowed = LINE_BREAK if multiline else ""
    return [char for char in _ACTING.findall(text) if char not in allowed]


def validate_text(text: str, *, multiline: bool) -> None:
    """Raise `ValidationError` naming the control characters in `text`, if any."""
    found = control_characters(text, multiline=multiline)
    if found:
        names = ", ".join(sorted({f"U+{ord(char):04X}" for char in found}))
        raise ValidationError(
            _("Control characters cannot be kept (%(names)s). Please remove them."),
            code="control_characters",
            params={"names": names},
        )

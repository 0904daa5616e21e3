"""What no record may hold, whatever form, command or import brings it."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LINE_BREAK = "\n"
# They turn the text after them around, so that a reader sees another order than is kept.
BIDI_CONTROLS = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


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
    return [char for char in text if char not in allowed and _acts(char)]


def _acts(char: str) -> bool:
    code = ord(char)
    is_noncharacter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    is_control = unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}
    return is_control or is_noncharacter or char in BIDI_CONTROLS


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

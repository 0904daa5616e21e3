"""What no record may hold, whatever form, command or import brings it."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LINE_BREAK = "\n"


def control_characters(text: str, *, multiline: bool) -> list[str]:
    """The control characters (Unicode Cc, surrogates, line and paragraph separators) in `text`.

    Line feeds count only where `multiline` is false.
    """
    allowed = LINE_BREAK if multiline else ""
    return [
        char
        for char in text
        if char not in allowed and unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}
    ]


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

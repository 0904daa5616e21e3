"""Checks of settings: each takes a text and raises `ValidationError` with what to do."""

import re
import struct
import unicodedata
from collections.abc import Iterator
from email.headerregistry import Address
from email.utils import getaddresses
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

MOST_REMINDERS, LONGEST_AHEAD = 10, 365
LOGO_KINDS = ("png", "jpeg")
MOST_LOGO_KIB, MOST_LOGO_PIXELS = 256, 2_000
_SENDER = _("Please give one address, alone or after a name: 監査室 <kansa@example.jp>")
_DAYS = _("Please give days before the due date from 1 to %(most)d, at most %(count)d: 30, 7, 1")
_SEPARATORS = re.compile(r"[、,，・\s]+")
_START_OF_FRAME = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # markers of JPEG that hold the size


def validate_sender(text: str) -> None:
    """Refuse what is not one address of e-mail, with or without a name before it."""
    found = getaddresses([text])
    if len(found) != 1 or any(unicodedata.category(char)[0] == "C" for char in text):
        raise ValidationError(_SENDER, code="sender")
    name, address = found[0]
    try:
        validate_email(address)
        Address(display_name=name, addr_spec=address)
    except (ValidationError, ValueError, IndexError) as error:
        raise ValidationError(_SENDER, code="sender") from error


def days_of(text: str) -> tuple[int, ...]:
    """The days that a text lists, the farthest first. Raises `ValidationError`."""
    words = [word for word in _SEPARATORS.split(unicodedata.normalize("NFKC", text)) if word]
    is_number = all(re.fullmatch("[0-9]{1,3}", word) for word in words)
    days = sorted({int(word) for word in words}, reverse=True) if is_number else []
    if not days or len(days) > MOST_REMINDERS or not 1 <= days[-1] <= days[0] <= LONGEST_AHEAD:
        params = {"most": LONGEST_AHEAD, "count": MOST_REMINDERS}
        raise ValidationError(_DAYS, params=params, code="days")
    return tuple(days)


def validate_days(text: str) -> None:
    """Refuse what lists no days."""
    days_of(text)


def validate_logo(file: Any) -> None:
    """Refuse a file chosen in a form that is no small PNG or JPEG; its kind is known by then."""
    if file.kind not in LOGO_KINDS:
        raise ValidationError(_("A logo is a PNG or a JPEG image."), code="kind")
    if file.size > MOST_LOGO_KIB * 1024:
        message = _("A logo has at most %(most)d KiB.")
        raise ValidationError(message, params={"most": MOST_LOGO_KIB}, code="size")
    if not all(1 <= side <= MOST_LOGO_PIXELS for side in _size_of(b"".join(file.chunks()))):
        message = _("A logo is an image of at most %(most)d pixels in width and height.")
        raise ValidationError(message, params={"most": MOST_LOGO_PIXELS}, code="pixels")


def _size_of(image: bytes) -> tuple[int, int]:
    """The width and height that a PNG or JPEG says it has; 0 where it says none."""
    if image.startswith(b"\x89PNG"):
        is_told = image[12:16] == b"IHDR" and len(image) >= 24
        return struct.unpack(">II", image[16:24]) if is_told else (0, 0)
    frames = (place for marker, place in _jpeg_segments(image) if marker in _START_OF_FRAME)
    place = next(frames, len(image))
    if len(image) < place + 9:
        return 0, 0
    height, width = struct.unpack(">HH", image[place + 5 : place + 9])
    return width, height


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int]]:
    """The markers of a JPEG with their places, up to the image itself."""
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        yield marker, place
        if marker == 0xDA:
            return
        place += 2 + int.from_bytes(data[place + 2 : place + 4])

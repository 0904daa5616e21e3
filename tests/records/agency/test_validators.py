"""What the settings take and refuse, whoever brings it."""

import struct

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from records.agency.validators import days_of, validate_logo, validate_sender

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 240, 60) + bytes(9)
JPEG = b"\xff\xd8\xff\xe0\x00\x04AB\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 60, 240) + bytes(5)


def logo(data, kind="png"):
    file = SimpleUploadedFile(f"logo.{kind}", data)
    file.kind = kind
    return file


@pytest.mark.parametrize(
    "text", ["kansa@example.jp", "監査室 <kansa@example.jp>", '"A, B" <a.b@example.jp>']
)
def test_sender_is_an_address_perhaps_after_a_name(text):
    validate_sender(text)


@pytest.mark.parametrize(
    "text",
    [
        *("監査室", "kansa@", "@example.jp", "a@example.jp, b@example.jp", "<>"),
        *("kansa@example.jp\nBcc: x@example.org", "監査室\r\nBcc: x <a@example.jp>"),
        *("監査室\x00 <a@example.jp>", "a@example.jp b@example.jp", "監査室 <a@example.jp> x"),
    ],
)
def test_what_is_no_sender_is_refused(text):
    with pytest.raises(ValidationError):
        validate_sender(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("30, 7, 1", (30, 7, 1)),
        ("１、７、30", (30, 7, 1)),
        ("14", (14,)),
        ("7 7,7", (7,)),
    ],
)
def test_days_are_read_in_any_order_and_width(text, days):
    assert days_of(text) == days


@pytest.mark.parametrize(
    "text", ["", "、", "0", "366", "-7", "7日", "1.5", "1 2 3 4 5 6 7 8 9 10 11", "9999999"]
)
def test_what_lists_no_days_is_refused(text):
    with pytest.raises(ValidationError):
        days_of(text)


@pytest.mark.parametrize(("data", "kind"), [(PNG, "png"), (JPEG, "jpeg")])
def test_logo_is_a_small_image(data, kind):
    validate_logo(logo(data, kind))


@pytest.mark.parametrize(
    ("data", "kind", "code"),
    [
        (b"%PDF-1.7", "pdf", "kind"),
        (PNG + bytes(256 * 1024), "png", "size"),
        (PNG.replace(struct.pack(">I", 240), struct.pack(">I", 2001)), "png", "pixels"),
        (PNG.replace(struct.pack(">I", 240), bytes(4)), "png", "pixels"),
        (PNG[:20], "png", "pixels"),
        (JPEG[:10], "jpeg", "pixels"),
        (b"\xff\xd8\xff\xe0\x00\x00" * 9, "jpeg", "pixels"),
    ],
)
def test_other_files_and_large_images_are_no_logo(data, kind, code):
    with pytest.raises(ValidationError) as refused:
        validate_logo(logo(data, kind))
    assert refused.value.code == code

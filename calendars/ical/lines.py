"""Bytes to content lines, and every fault that only the bytes show (RFC 5545, section 3.1)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from calendars.ical.text import MAX_OCTETS

BOM = b"\xef\xbb\xbf"

# Sought in the file as a whole: a sound feed of 3,000 events has 70,000 lines and none of these.
_BYTE_FAULTS = (
    ("bare-lf", re.compile(rb"(?<!\r)\n"), _("The line ends with a bare LF, not CRLF.")),
    ("blank", re.compile(rb"(?m)^[ \t]*\r?\n|^[ \t]+\Z"), _("The line is blank.")),
    (
        "too-long",
        re.compile(rb"(?m)^[^\n]{%d}(?!\r?$)[^\n]*" % MAX_OCTETS),
        _("The line has {octets} octets; 75 is the limit."),
    ),
    (
        "orphan-fold",
        re.compile(rb"\A[ \t]"),
        _("The first line begins with a space, as if it continued another."),
    ),
    (
        "fold-in-character",
        re.compile(rb"(?<=\n)[ \t](?=[\x80-\xbf])"),
        _("A fold splits a UTF-8 character."),
    ),
    (
        "fold-in-escape",
        re.compile(rb"(?<=[^\\]\\)(?:\\\\)*\r?\n([ \t])"),
        _("A fold splits an escape."),
    ),
    ("no-crlf", re.compile(rb"[^\n]\Z"), _("The last line does not end with CRLF.")),
)
_BETWEEN_LINES = re.compile(rb"\r?\n(?![ \t])")
_FOLD = re.compile(rb"\r?\n[ \t]")
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f]")
_PARAMETER = r';(?:[A-Za-z0-9-]+)=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*'
_LINE = re.compile(rf"([A-Za-z0-9-]+)((?:{_PARAMETER})*):(.*)", re.DOTALL)
_PARAMETER_PARTS = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:])*)')


class Fault(NamedTuple):
    """What is wrong, on which line of the file (1 is the first), with a code that never changes."""

    line: int
    code: str
    message: Any

    def __str__(self) -> str:
        return f"{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One unfolded line; names are in capitals, values as written."""

    number: int
    name: str
    parameters: dict[str, str]
    value: str


def read_lines(data: bytes) -> tuple[list[ContentLine], list[Fault]]:
    """The content lines of a file and the faults of its bytes, in the order of the lines."""
    if not data:
        return [], [Fault(1, "empty", _("The body is empty."))]
    faults: list[Fault] = []
    if data.startswith(BOM):
        faults.append(Fault(1, "bom", _("A byte order mark stands before the first line.")))
        data = data.removeprefix(BOM)
    faults += _byte_faults(data)
    content = [_content_line(number, joined, faults) for number, joined in _unfold(data)]
    return [line for line in content if line], sorted(faults, key=lambda fault: fault.line)


def _byte_faults(data: bytes) -> Iterator[Fault]:
    for code, pattern, words in _BYTE_FAULTS:
        line, counted = 1, 0
        for found in pattern.finditer(data):
            place = found.start(found.lastindex or 0)
            line, counted = line + data.count(b"\n", counted, place), place
            octets = len(found[0].removesuffix(b"\r"))
            yield Fault(line, code, format_lazy(words, octets=octets))


def _unfold(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each content line that is not blank, with the number of the line it begins on."""
    number = 1
    for part in _BETWEEN_LINES.split(data):
        joined = _FOLD.sub(b"", part) if b"\n" in part else part
        if joined.strip(b" \t"):
            yield number, joined
        number += part.count(b"\n") + 1


def _content_line(number: int, joined: bytes, faults: list[Fault]) -> ContentLine | None:
    try:
        text = joined.decode()
    except UnicodeDecodeError:
        faults.append(Fault(number, "not-utf-8", _("The line is not UTF-8.")))
        return None
    if _CONTROL.search(text):
        faults.append(Fault(number, "control", _("The line has a control character.")))
    match = _LINE.fullmatch(text)
    if match is None:
        faults.append(Fault(number, "no-property", _("The line is not “NAME:value”.")))
        return None
    name, parameters, value = match.groups()
    pairs = _PARAMETER_PARTS.findall(parameters)
    return ContentLine(number, name.upper(), {n.upper(): v.strip('"') for n, v in pairs}, value)

"""Bytes to content lines, and every fault that only the bytes show (RFC 5545, section 3.1)."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from calendars.ical.text import MAX_OCTETS, ends_in_escape

BOM = b"\xef\xbb\xbf"

# A line that has none of the faults below, for sure: most lines do, and need no closer look.
_SOUND = re.compile(rb"[ \t]?[^\x00-\x20\x80-\xbf][^\r]{0,%d}(?<!\\)\r" % (MAX_OCTETS - 2))
_BETWEEN_LINES = re.compile(rb"\r?\n(?![ \t])")
_FOLD = re.compile(rb"\r?\n[ \t]")
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f]")
_PARAMETER = r';(?:[A-Za-z0-9-]+)=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*'
_LINE = re.compile(rf"([A-Za-z0-9-]+)((?:{_PARAMETER})*):(.*)", re.DOTALL)
_PARAMETER_PARTS = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:])*)')


class Fault(NamedTuple):
    """A fault: its line in the file (1 is the first), a code that never changes, a message."""

    line: int
    code: str
    message: Any

    def __str__(self) -> str:
        return f"{self.line}: {self.message}"


class ContentLine(NamedTuple):
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
    if b"\n" in data and b"\r\n" not in data:  # told once, not for each line
        faults.append(Fault(1, "bare-lf", _("Every line ends with a bare LF, not CRLF.")))
        data = data.replace(b"\n", b"\r\n")
    lines = data.split(b"\n")
    for number, line in enumerate(lines, start=1):
        if number == 1 or not _SOUND.fullmatch(line):
            faults += _line_faults(number, line, lines[number : number + 1])
    content = list(_content_lines(data, faults))
    return content, sorted(faults, key=lambda fault: fault.line)


def _line_faults(number: int, line: bytes, following: list[bytes]) -> Iterator[Fault]:
    if not following:  # what stands behind the last LF
        if line:
            yield Fault(number, "no-crlf", _("The last line does not end with CRLF."))
            yield from _content_faults(number, line)
        return
    if not line.endswith(b"\r"):
        yield Fault(number, "bare-lf", _("The line ends with a bare LF, not CRLF."))
    line = line.removesuffix(b"\r")
    yield from _content_faults(number, line)
    if _continues(following[0]) and ends_in_escape(line):
        yield Fault(number + 1, "fold-in-escape", _("A fold splits an escape."))


def _content_faults(number: int, line: bytes) -> Iterator[Fault]:
    if not line.strip(b" \t"):
        yield Fault(number, "blank", _("The line is blank."))
    if len(line) > MAX_OCTETS:
        words = _("The line has {octets} octets; 75 is the limit.")
        yield Fault(number, "too-long", format_lazy(words, octets=len(line)))
    if not _continues(line):
        return
    if number == 1:
        words = _("The first line begins with a space, as if it continued another.")
        yield Fault(number, "orphan-fold", words)
    elif line[1:2] and line[1] & 0xC0 == 0x80:
        yield Fault(number, "fold-in-character", _("A fold splits a UTF-8 character."))


def _continues(line: bytes) -> bool:
    return line.startswith((b" ", b"\t"))


def _content_lines(data: bytes, faults: list[Fault]) -> Iterator[ContentLine]:
    """Each property, unfolded; the faults of its line, and of what is none, go to `faults`."""
    following = 1
    for part in _BETWEEN_LINES.split(data):
        number, following = following, following + part.count(b"\n") + 1
        try:
            text = (_FOLD.sub(b"", part) if b"\n" in part else part).decode()
        except UnicodeDecodeError:
            faults.append(Fault(number, "not-utf-8", _("The line is not UTF-8.")))
            continue
        if not text.strip(" \t"):
            continue  # told already
        if _CONTROL.search(text):
            faults.append(Fault(number, "control", _("The line has a control character.")))
        parts = _parts(text)
        if parts is None:
            faults.append(Fault(number, "no-property", _("The line is not “NAME:value”.")))
            continue
        name, parameters, value, is_repeated = parts
        if is_repeated:
            words = format_lazy(_("{name} has a parameter twice."), name=name)
            faults.append(Fault(number, "repeated", words))
        yield ContentLine(number, name, parameters, value)


@lru_cache(maxsize=1024)  # most lines of an event are those of the one before
def _parts(line: str) -> tuple[str, dict[str, str], str, bool] | None:
    """Name, parameters and value of a property, True if one is repeated; None if it is none."""
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    name, parameters, value = match.groups()
    pairs = _PARAMETER_PARTS.findall(parameters)
    given = {name.upper(): value.strip('"') for name, value in pairs}
    return name.upper(), given, value, len(given) < len(pairs)

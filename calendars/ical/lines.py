"""Bytes to content lines, and every fault that only the bytes show (RFC 5545, section 3.1)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from calendars.ical.text import MAX_OCTETS

BOM = b"\xef\xbb\xbf"

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


@dataclass(slots=True)
class _Physical:
    number: int
    data: bytes

    @property
    def continues(self) -> bool:
        """True for a line that a fold has opened."""
        return self.data[:1] in (b" ", b"\t")


def read_lines(data: bytes) -> tuple[list[ContentLine], list[Fault]]:
    """The content lines of a file and the faults of its bytes, in the order of the lines."""
    if not data:
        return [], [Fault(1, "empty", _("The body is empty."))]
    faults: list[Fault] = []
    if data.startswith(BOM):
        faults.append(Fault(1, "bom", _("A byte order mark stands before the first line.")))
        data = data.removeprefix(BOM)
    physical = list(_physical_lines(data, faults))
    faults += _fold_faults(physical)
    content = [_content_line(number, joined, faults) for number, joined in _unfold(physical)]
    return [line for line in content if line], sorted(faults, key=lambda fault: fault.line)


def _physical_lines(data: bytes, faults: list[Fault]) -> Iterator[_Physical]:
    *lines, rest = data.split(b"\n")
    for number, raw in enumerate(lines, start=1):
        if not raw.endswith(b"\r"):
            faults.append(Fault(number, "bare-lf", _("The line ends with a bare LF, not CRLF.")))
        line = raw.removesuffix(b"\r")
        faults += _line_faults(number, line)
        if line.strip(b" \t"):
            yield _Physical(number, line)
    if rest:
        number = len(lines) + 1
        faults.append(Fault(number, "no-crlf", _("The last line does not end with CRLF.")))
        faults += _line_faults(number, rest)
        yield _Physical(number, rest)


def _line_faults(number: int, line: bytes) -> Iterator[Fault]:
    if not line.strip(b" \t"):
        yield Fault(number, "blank", _("The line is blank."))
    if len(line) > MAX_OCTETS:
        words = _("The line has {octets} octets; 75 is the limit.")
        yield Fault(number, "too-long", format_lazy(words, octets=len(line)))


def _fold_faults(physical: list[_Physical]) -> Iterator[Fault]:
    if physical and physical[0].continues:
        words = _("The first line begins with a space, as if it continued another.")
        yield Fault(physical[0].number, "orphan-fold", words)
    for before, line in pairwise(physical):
        if not line.continues:
            continue
        if line.data[1:2] and line.data[1] & 0xC0 == 0x80:
            words = _("A fold splits a UTF-8 character.")
            yield Fault(line.number, "fold-in-character", words)
        if _open_escape(before.data):
            yield Fault(line.number, "fold-in-escape", _("A fold splits an escape."))


def _open_escape(data: bytes) -> bool:
    return (len(data) - len(data.rstrip(b"\\"))) % 2 == 1


def _unfold(physical: list[_Physical]) -> Iterator[tuple[int, bytes]]:
    number, parts = 0, []
    for line in physical:
        if line.continues and parts:
            parts.append(line.data[1:])
            continue
        if parts:
            yield number, b"".join(parts)
        number, parts = line.number, [line.data]
    if parts:
        yield number, b"".join(parts)


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

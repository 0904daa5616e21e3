"""Text as iCalendar writes it: cleaned, escaped, folded (RFC 5545, sections 3.1 and 3.3.11).

The library's own escaping turns a literal ``\\N`` into a line break and its folding can split an
escape, so both are done here.
"""

import re

MAX_OCTETS = 75

_BREAKS = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_WHITE = re.compile("[ \n]+")
_SPACES = re.compile("[ \t]{2,}|\t")
_NAME_CHARACTERS = str.maketrans({",": "、", ";": "；", "\\": "＼", "\n": " "})


def clean(text: str) -> str:
    """`text` without what loses a whole feed in some client: control characters, lone surrogates.

    Every kind of line break becomes a newline, tabs and runs of spaces one space (a fold among
    spaces would look like a blank line); both ends are stripped.
    """
    if text.isprintable() and "  " not in text:
        return text.strip()
    return _SPACES.sub(" ", _UNWRITABLE.sub("", _BREAKS.sub("\n", text))).strip()


def one_line(text: str) -> str:
    """Cleaned text on one line, for titles, places and categories."""
    cleaned = clean(text)
    return _WHITE.sub(" ", cleaned) if "\n" in cleaned else cleaned


def calendar_name(text: str) -> str:
    """One line without the characters that calendar names cannot carry (``,`` ``;`` ``\\``)."""
    return one_line(text).translate(_NAME_CHARACTERS)


def escape(text: str) -> str:
    """A TEXT value; `text` has been cleaned."""
    escaped = text.replace("\\", r"\\").replace(";", r"\;").replace(",", r"\,")
    return escaped.replace("\n", r"\n")


def fold(line: str) -> bytes:
    """One content line as bytes: CRLF at the end, each physical line of at most 75 octets.

    No fold falls inside a UTF-8 character or inside an escape.
    """
    data = line.encode()
    parts, start, room = [], 0, MAX_OCTETS
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:
            end -= 1
        if ends_in_escape(data[start:end]):
            end -= 1
        parts.append(data[start:end])
        start, room = end, MAX_OCTETS - 1  # the space that opens a continuation counts
    parts.append(data[start:])
    return b"\r\n ".join(parts) + b"\r\n"


def ends_in_escape(data: bytes) -> bool:
    """True where the last of `data` is a backslash that escapes what follows."""
    return (len(data) - len(data.rstrip(b"\\"))) % 2 == 1

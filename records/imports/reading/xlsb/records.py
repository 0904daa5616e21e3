"""The records that the parts of a binary workbook consist of ([MS-XLSB], 2.1.4)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from records.imports.reading.errors import TabularError
from records.imports.reading.xlsx.package import DAMAGED, Package


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its kind, and the bytes of what it says; reading past them is a `TabularError`."""

    kind: int
    data: bytes

    def byte(self, at: int) -> int:
        """A number of one byte."""
        return _slice(self.data, at, 1)[0]

    def short(self, at: int) -> int:
        """A number of two bytes."""
        return int.from_bytes(_slice(self.data, at, 2), "little")

    def number(self, at: int) -> int:
        """A number of four bytes."""
        return int.from_bytes(_slice(self.data, at, 4), "little")

    def double(self, at: int) -> float:
        """A number with a fraction, of eight bytes."""
        (value,) = struct.unpack("<d", _slice(self.data, at, 8))
        return float(value)

    def packed(self, at: int) -> float:
        """A number that is whole, or of which 34 bits were left out (RkNumber, 2.5.122)."""
        value = self.number(at)
        (number,) = struct.unpack("<d", (value & ~3).to_bytes(8, "little")[:4].rjust(8, b"\0"))
        if value & 2:
            number = (value >> 2) - (1 << 30 if value & 1 << 31 else 0)
        return number / 100 if value & 1 else float(number)

    def text(self, at: int) -> tuple[str, int]:
        """A text with its length before it (XLWideString), and where it ends."""
        end = at + 4 + 2 * self.number(at)
        return decoded(_slice(self.data, at + 4, end - at - 4)), end


def decoded(units: bytes) -> str:
    """The text of some bytes."""
    return units.decode("utf-16-le", "surrogatepass")


def records(parts: Package, name: str) -> Iterator[Record]:
    """The records of a part, which may not be there. Raises `TabularError` where they are cut."""
    data = parts.data(name) if name else b""
    at = 0
    while at < len(data):
        kind, at = _variable(data, at, 2)
        size, at = _variable(data, at, 4)
        parts.count(1)
        yield Record(kind, _slice(data, at, size))
        at += size


def _variable(data: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends."""
    value = 0
    for place in range(most):
        (byte,) = _slice(data, at + place, 1)
        value |= (byte & 0x7F) << 7 * place
        if not byte & 0x80:
            return value, at + place + 1
    return value, at + most


def _slice(data: bytes, at: int, size: int) -> bytes:
    if at + size > len(data):
        raise TabularError(DAMAGED)
    return data[at : at + size]

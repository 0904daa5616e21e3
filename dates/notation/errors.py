"""Refusals while a text is read, by the place of their part in it."""

from typing import Protocol

from dates.messages import ErrorCode, Value


class Placed(Protocol):
    """Anything that stands in the text, from `first` to before `last`."""

    @property
    def first(self) -> int: ...

    @property
    def last(self) -> int: ...


class Unreadable(Exception):  # noqa: N818 - becomes a NotationError once the text is at hand
    """A part of the text that cannot be what it says.

    `fix` is the day of the week that a wrong one beside a date should be.
    """

    def __init__(self, code: ErrorCode, place: Placed, fix: str = "", **values: Value) -> None:
        self.code, self.place, self.values = code, place, values
        self.fix = fix
        self.others: tuple[Unreadable, ...] = ()
        super().__init__(code)


class KeptAsWords(Unreadable):
    """A text that the grammar takes but that names days only in part: it is kept as words."""

    def __init__(self, place: Placed) -> None:
        super().__init__(ErrorCode.NO_DATE, place)

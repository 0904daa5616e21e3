"""What is asked before internal records are handed over, wherever that is.

Who has it asked is the house's: a page's reader is asked whether it is still them; of a command
nothing is.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_guard: ContextVar[Callable[[], None] | None] = ContextVar("export_guard", default=None)


@contextmanager
def before_exports(guard: Callable[[], None]) -> Iterator[None]:
    """Have `guard` called before each handing over; what it raises prevents it."""
    token = _guard.set(guard)
    try:
        yield
    finally:
        _guard.reset(token)


def check_export() -> None:
    """Call the guard, where there is one: internal records are about to be handed over."""
    if (guard := _guard.get()) is not None:
        guard()

"""Large files that anyone may ask for, made one at a time in each process."""

from collections.abc import Callable
from threading import BoundedSemaphore

from django.http import HttpResponseBase

PLACES = 3  # for those who wait; each keeps a thread from others
PATIENCE = 60  # seconds of waiting after which one is asked to come again
RETRY_AFTER = 30  # seconds; as long as a large file may take


class BusyError(RuntimeError):
    """Too many wait already, or the turn does not come."""


class Turns:
    """One turn at a time, and a few places to wait for it."""

    def __init__(self, *, places: int = PLACES, patience: float = PATIENCE) -> None:
        self._turn, self._places = BoundedSemaphore(1), BoundedSemaphore(places)
        self.patience = patience

    def make(self, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
        """The answer, made when it is its turn; one that is still being made keeps the turn.

        Raises `BusyError`.
        """
        self._wait()
        try:
            response = answer()
        except BaseException:
            self._turn.release()
            raise
        self._release_after(response)
        return response

    def _wait(self) -> None:
        if self._turn.acquire(blocking=False):
            return
        if not self._places.acquire(blocking=False):
            raise BusyError
        try:
            if not self._turn.acquire(timeout=self.patience):
                raise BusyError
        finally:
            self._places.release()

    def _release_after(self, response: HttpResponseBase) -> None:
        if not response.streaming or hasattr(response, "file_to_stream"):
            self._turn.release()  # it is made already
            return
        close, released = response.close, list[bool]()

        def close_and_release() -> None:
            try:
                close()
            finally:
                if not released:
                    released.append(True)
                    self._turn.release()

        response.close = close_and_release  # type: ignore[method-assign]  # Django has no hook


EXPORTS = Turns()

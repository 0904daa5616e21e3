"""One stranger at a time sends a large file, and not for ever."""

import time

from waitress.adjustments import Adjustments

from jlis_gov import receiving
from jlis_gov.receiving import Lease, Parser

HEAD = b"POST /verify/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"


def test_right_to_send_is_one_s_and_ends_once():
    first, second = Lease(), Lease()
    assert (bool(first), bool(second)) == (True, False)
    second.end()  # of one that has none nothing ends
    assert not Lease()
    first.end()
    first.end()
    third = Lease()
    assert third
    assert not Lease()
    third.end()


def test_stranger_who_is_too_slow_is_refused_and_lets_others(monkeypatch):
    parser = Parser(Adjustments())
    parser.received(HEAD)
    assert parser.is_asking
    parser.lease = Lease()
    parser.allow(2_000_000)
    assert parser.received(b"x" * 10) == 10
    assert not parser.completed
    late = time.monotonic() + receiving.PATIENCE + 1
    monkeypatch.setattr(time, "monotonic", lambda: late)
    assert parser.received(b"x" * 10) == 10
    assert (parser.completed, parser.error.code) == (True, 408)
    parser.close()
    lease = Lease()
    assert lease
    lease.end()

"""What is lost when writers are killed: `python -m bench.faults [KILLS]`.

Some writers at a time make changes of two records each, and tell when one is kept; all of them are
killed by SIGKILL at moments that nobody chose. Then what was told to be kept must be there, no
change may be there by half, and the journal must verify. On a SQLite file of its own, or on the
PostgreSQL server that DATABASE_URL names (`bash .ci/postgres python -m bench.faults 300`, which
throws its database away and so runs without fsync: what is proved is that of processes, not of a
power cut).
"""

import os
import random
import signal
import sys
import time
from collections import Counter
from contextlib import suppress
from itertools import count
from typing import NamedTuple

from django.db import connections

from bench import ready  # noqa: F401 (it comes first)
from bench.feed import make_database
from organization.models import Department
from records import journal
from records.papers import verify

WRITERS = 4  # at a time
LONGEST = 0.4  # seconds from the first change that is kept to the first kill
APART = 0.01  # seconds between one kill and the next, at most
VERIFIED_EVERY = 100  # kills; the whole journal


class Found(NamedTuple):
    """What was there after all the kills."""

    kept: int  # changes told to be kept
    untold: int  # changes that were kept, but the writer was killed before it told
    lost: int
    halved: int
    complaints: int  # of the journal


def write(numbers: count, reported: int) -> None:
    """Make changes until killed; tell the number of each that is kept."""
    for number in numbers:
        with journal.change(actor="bench", reason=f"変更{number}"):
            for side in ("left", "right"):
                Department(slug=f"{side}-{number}", name=f"第{number}部", order=number).save()
        os.write(reported, b"%d\n" % number)


def started(numbers: count, reported: int) -> int:
    """A process that makes changes with these numbers."""
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            write(numbers, reported)
        os._exit(1)
    return child


def kill(writer: int) -> None:
    """As `kill -9`; a writer that ended by itself would make the proof void."""
    os.kill(writer, signal.SIGKILL)
    _pid, status = os.waitpid(writer, 0)
    if not os.WIFSIGNALED(status):
        raise RuntimeError("a writer ended before it was killed")


def killed(first: int, writers: int) -> set[int]:
    """Start so many writers and kill them; the changes, from `first` on, that they told of."""
    connections.close_all()  # no connection may be shared with a child
    heard, reported = os.pipe()
    working = [started(count(first + place, writers), reported) for place in range(writers)]
    os.close(reported)
    with os.fdopen(heard, "rb") as lines:
        kept = {int(lines.readline())}
        time.sleep(random.uniform(0, LONGEST))
        for writer in random.sample(working, writers):
            kill(writer)
            time.sleep(random.uniform(0, APART))
        return kept | {int(line) for line in lines if line.endswith(b"\n")}


def there(first: int = 1) -> Counter[int]:
    """How many records of each change from `first` on are there."""
    found = Department.objects.filter(order__gte=first)
    return Counter(found.values_list("order", flat=True))


def endured(kills: int) -> Found:
    """Kill so many writers, look at their changes after each, and at all of them in the end."""
    reported: set[int] = set()
    done = complaints = lost = 0
    while done < kills:
        writers = min(WRITERS, kills - done)
        first = max([0, *reported, *there(max(reported, default=0))]) + 1
        new = killed(first, writers)
        lost += len(new - set(there(first)))
        reported |= new
        if done // VERIFIED_EVERY != (done + writers) // VERIFIED_EVERY:
            complaints += len(verify().faults)
        done += writers
    kept = there()
    lost = max(lost, len(reported - set(kept)))
    halved = sum(records != 2 for records in kept.values())
    return Found(
        len(reported), len(set(kept) - reported), lost, halved, complaints + len(verify().faults)
    )


def main() -> None:
    """Print what was found; exit with 1 if anything was lost."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    make_database()
    began = time.monotonic()
    found = endured(kills)
    print(f"{kills:,} kills; of {found.kept:,} changes told to be kept {found.lost} lost,")
    print(f"{found.halved} there by half; {found.complaints} complaints of the journal;")
    print(f"{found.untold} kept untold; {time.monotonic() - began:.0f} seconds")
    sys.exit(any((found.lost, found.halved, found.complaints)))


if __name__ == "__main__":
    main()

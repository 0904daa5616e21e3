"""What is lost when a writer is killed: `python -m bench.faults [KILLS]`.

Writers make changes of two records each and tell when one is kept; each is killed by SIGKILL at a
moment that nobody chose. Then what was told to be kept must be there, no change may be there by
half, and the journal must verify. On a SQLite file of its own, or on the PostgreSQL server that
DATABASE_URL names (`bash .ci/postgres python -m bench.faults 300`, which throws its database away
and so runs without fsync: what is proved is that of processes, not of a power cut).
"""

import os
import random
import signal
import sys
import time
from contextlib import suppress
from typing import NamedTuple

from django.db import connections

from bench import ready  # noqa: F401 (it comes first)
from bench.feed import make_database
from organization.models import Department
from records.journal import entries as journal
from records.papers import verify

LONGEST = 0.05  # seconds from the first change that is kept to the kill
VERIFIED_EVERY = 50  # kills


class Found(NamedTuple):
    """What was there after all the kills."""

    kept: int  # changes told to be kept
    lost: int
    halved: int
    complaints: int  # of the journal


def write(first: int, told: int) -> None:
    """Make changes until killed; tell the number of each that is kept."""
    for number in range(first, sys.maxsize):
        with journal.change(actor="bench", reason=f"変更{number}"):
            for side in ("left", "right"):
                Department(slug=f"{side}-{number}", name=f"第{number}部", order=number).save()
        os.write(told, b"%d\n" % number)


def killed(first: int) -> int:
    """Start a writer and kill it; the last change that it told of."""
    connections.close_all()  # no connection may be shared with a child
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            write(first, told)
        os._exit(1)
    os.close(told)
    with os.fdopen(heard, "rb") as lines:
        last = int(lines.readline())
        time.sleep(random.uniform(0, LONGEST))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return max([last, *map(int, (line for line in lines if line.endswith(b"\n")))])


def sides(first: int) -> dict[int, int]:
    """How many records of each change from `first` on are there."""
    found: dict[int, int] = {}
    for order in Department.objects.filter(order__gte=first).values_list("order", flat=True):
        found[order] = found.get(order, 0) + 1
    return found


def endured(kills: int) -> Found:
    """Kill so many writers."""
    first, kept, lost, halved, complaints = 1, 0, 0, 0, 0
    for number in range(1, kills + 1):
        last = killed(first)
        there = sides(first)
        kept += last - first + 1
        lost += sum(there.get(each, 0) == 0 for each in range(first, last + 1))
        halved += sum(count != 2 for count in there.values())
        first = max(last, *there) + 1
        if number % VERIFIED_EVERY == 0 or number == kills:
            complaints += len(verify().faults)
    return Found(kept, lost, halved, complaints)


def main() -> None:
    """Print what was found; exit with 1 if anything was lost."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    make_database()
    found = endured(kills)
    print(f"{kills:,} kills; of {found.kept:,} changes told to be kept {found.lost} lost,")
    print(f"{found.halved} there by half; {found.complaints} complaints of the journal")
    sys.exit(any((found.lost, found.halved, found.complaints)))


if __name__ == "__main__":
    main()

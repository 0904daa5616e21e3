"""What taking a list away costs, beside django-import-export: `python -m bench.export [ROWS]`.

Needs `pip install -r bench/requirements.txt` and Linux, and makes a database of its own as
`bench.feed` does (`bash .ci/postgres python -m bench.export` on PostgreSQL). Both ways write the
same meetings, in turn, each in a process of its own; the other one reads plain columns and words no
date. Times are those of the processor, the database server's included, for others may be at work on
the machine; memory is by how much the process grew. It exits with 1 if a limit is missed.
"""

import json
import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

from bench import ready, register  # noqa: F401 (ready comes first)
from bench.feed import IS_SQLITE, make_database
from bench.table import Row, tell

ROWS = 100_000
A_YEAR = 30_000  # of which a sitting's number is never more than a smallint
Cost = dict[str, float]


def cost(way: str) -> Cost:
    """What `bench.taking` measures of a way."""
    command = [sys.executable, "-m", "bench.taking", way]
    environment = os.environ | {"DATABASE_URL": database_url()}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def database_url() -> str:
    """The address of the database that was made."""
    asked = os.environ["DATABASE_URL"]
    if IS_SQLITE:
        return asked
    return urlunsplit(urlsplit(asked)._replace(path="/" + connection.settings_dict["NAME"]))


def beside(what: str, ours: Cost, theirs: Cost, times: int) -> Row:
    """Our time beside theirs."""
    ratio = theirs["seconds"] / ours["seconds"]
    figure = f"{ours['seconds']:.1f} s; django-import-export {theirs['seconds']:.1f} s"
    return Row(what, f"{figure}; {ratio:.1f}×", f"≥ {times}×", ratio >= times)


def grown(what: str, few: Cost, many: Cost) -> Row:
    """The memory for a tenth of the rows beside that for all."""
    before, after = few["mebibytes"], many["mebibytes"]
    return Row(what, f"{before:.1f} → {after:.1f} MiB", "≤ 1.5×", after <= before * 1.5)


def measure(rows: int) -> list[Row]:
    """Every row of the table."""
    make_database()
    few = rows // 10
    register.fill(2016, few)
    register.analyse()
    small = {way: cost(way) for way in ("csv", "xlsx")}
    for year, filled in enumerate(range(few, rows, A_YEAR), start=2017):
        register.fill(year, min(A_YEAR, rows - filled))
    register.analyse()
    full = {way: cost(way) for way in ("csv", "peer-csv", "xlsx", "peer-xlsx")}
    first, share = full["csv"]["first"], full["peer-xlsx"]["mebibytes"] / full["xlsx"]["mebibytes"]
    memory = " MiB; django-import-export ".join(
        f"{full[way]['mebibytes']:.1f}" for way in ("xlsx", "peer-xlsx")
    )
    growing = f"{few:,} → {rows:,} rows"
    return [
        beside(f"CSV, {rows:,} rows", full["csv"], full["peer-csv"], 10),
        Row("first byte", f"{first * 1000:.0f} ms", "≤ 50 ms", first <= 0.05),
        grown(f"CSV, memory for {growing}", small["csv"], full["csv"]),
        beside(f"XLSX, {rows:,} rows", full["xlsx"], full["peer-xlsx"], 4),
        Row(f"XLSX, memory for {rows:,} rows", f"{memory} MiB", "≤ 1/5", share >= 5),
        grown(f"XLSX, memory for {growing}", small["xlsx"], full["xlsx"]),
    ]


if __name__ == "__main__":
    tell(measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS), connection.vendor)

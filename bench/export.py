"""What taking a list away costs, beside django-import-export: `python -m bench.export [ROWS]`.

Needs `pip install -r bench/requirements.txt`, and makes a database of its own as `bench.feed` does.
Both ways write the same meetings, in turn; the other one reads plain columns and words no date.
Times are those of the processor, for others may be at work on the machine. It exits with 1 if a
limit is missed.
"""

import gc
import sys
import time
import tracemalloc
from collections.abc import Callable

from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory

from bench import ready, register  # noqa: F401 (ready comes first)
from bench.feed import APPLICATION, Row
from bench.peer_export import MeetingResource
from meetings.models import Meeting

ROWS = 100_000
CSV, XLSX = "/meetings/?_export=csv", "/meetings/?_export=xlsx&_shape=machine"


def taken(path: str) -> float:
    """Have the application answer and let the bytes go; the processor's seconds to the first."""
    began = time.process_time()
    asked = RequestFactory().get(path, headers={"Host": "localhost"})
    status: list[str] = []
    response = APPLICATION(asked.environ, lambda said, _headers: status.append(said))
    first = 0.0
    for _piece in response:
        first = first or time.process_time() - began
    response.close()
    if status[0][:3] != "200":
        raise RuntimeError(f"{path}: {status[0]}")
    return first


def peer(kind: str) -> None:
    """The same meetings by django-import-export."""
    meetings = Meeting.objects.visible_to(None).current().with_sessions()
    MeetingResource().export(meetings.by_date(newest_first=True)).export(kind)


def seconds(way: Callable[[], object]) -> float:
    """The processor's time."""
    gc.collect()
    began = time.process_time()
    way()
    return time.process_time() - began


def peak(way: Callable[[], object]) -> float:
    """The most that Python holds on the way, in MiB."""
    gc.collect()
    tracemalloc.start()
    way()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 2**20


def faster(what: str, path: str, kind: str, times: int) -> Row:
    """Ours beside theirs."""
    ours, theirs = seconds(lambda: taken(path)), seconds(lambda: peer(kind))
    figure = f"{ours:.1f} s; django-import-export {theirs:.1f} s; {theirs / ours:.1f}×"
    return Row(what, figure, f"≥ {times}×", theirs / ours >= times)


def measure(rows: int) -> list[Row]:
    """Every row of the table."""
    call_command("migrate", verbosity=0)
    few = rows // 10
    register.fill(2016, few)
    taken(CSV)
    held = peak(lambda: taken(CSV))
    workbook, theirs = peak(lambda: taken(XLSX)), peak(lambda: peer("xlsx"))
    register.fill(2017, rows - few)
    first = min(taken(CSV) for _round in range(3))
    times = [
        faster(f"CSV, {rows:,} rows", CSV, "csv", 10),
        Row("first byte", f"{first * 1000:.0f} ms", "≤ 50 ms", first <= 0.05),
        faster(f"XLSX, {rows:,} rows", XLSX, "xlsx", 4),
    ]
    grown = peak(lambda: taken(CSV))
    flat = Row(
        f"CSV, memory for {few:,} → {rows:,} rows",
        f"{held:.1f} → {grown:.1f} MiB",
        "≤ 1.5×",
        grown <= held * 1.5,
    )
    figure = f"{workbook:.1f} MiB; django-import-export {theirs:.1f} MiB"
    small = Row(f"XLSX, memory for {few:,} rows", figure, "≤ 1/5", workbook <= theirs / 5)
    return [*times, flat, small]


def main() -> None:
    """Print the table in Markdown; exit with 1 if a limit is missed."""
    rows = measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
    print(f"| {connection.vendor} | measured | limit | |\n|---|---|---|---|")
    for row in rows:
        kept = "kept" if row.is_kept else "MISSED"
        print(f"| {row.what} | {row.figure} | {row.limit} | {kept} |")
    sys.exit(not all(row.is_kept for row in rows))


if __name__ == "__main__":
    main()

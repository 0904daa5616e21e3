"""One way of taking a list away, in a process of its own: `python -m bench.taking WAY`.

Prints what it cost as JSON: processor time in `seconds`, that until the first byte in `first`, and
in `mebibytes` by how much the process grew at most (Linux). Everything is imported and tried with
an empty list before, so that only the rows are measured.
"""

import gc
import json
import sys
from collections.abc import Callable
from pathlib import Path

from django.test import RequestFactory

from bench import ready  # noqa: F401 (it comes first)
from bench.feed import APPLICATION, spent
from bench.peer_export import MachineResource, MeetingResource
from meetings.models import Meeting

NOTHING = "&q=there-is-no-such-word"
PATHS = {"csv": "/meetings/?_export=csv", "xlsx": "/meetings/?_export=xlsx&_shape=machine"}
RESOURCES = {"csv": MeetingResource, "xlsx": MachineResource}
ROUNDS = 3  # of which the quickest first byte counts


def pieces(path: str, until: int | None = None) -> float:
    """Have the application answer, let the bytes go; the processor's seconds to the first.

    Only `until` pieces are read where a number is given.
    """
    began = spent()
    asked = RequestFactory().get(path, headers={"Host": "localhost"})
    status: list[str] = []
    response = APPLICATION(asked.environ, lambda line, _headers: status.append(line))
    first = 0.0
    for number, _piece in enumerate(response, start=1):
        first = first or spent() - began
        if number == until:
            break
    response.close()
    if status[0][:3] != "200":
        raise RuntimeError(f"{path}: {status[0]}")
    return first


def peer(kind: str, *, nothing: bool = False) -> None:
    """The same meetings by django-import-export, in the order in which it pages quickest."""
    meetings = Meeting.objects.visible_to(None).current().with_sessions().order_by("pk")
    RESOURCES[kind]().export(meetings.none() if nothing else meetings).export(kind)


def resident(what: str) -> float:
    """MiB of the process in memory: `VmRSS` now, `VmHWM` at most since the peak was reset."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(what)).split()[1]) / 1024


def cost(way: Callable[[], object]) -> dict[str, float]:
    """What a way takes and by how much the process grows on it."""
    gc.collect()
    before = resident("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # resets the peak
    began = spent()
    way()
    return {"seconds": spent() - began, "mebibytes": resident("VmHWM") - before}


def main() -> None:
    """Measure the way that is named: csv, xlsx, peer-csv or peer-xlsx."""
    name = sys.argv[1]
    kind = name.removeprefix("peer-")
    if name != kind:
        peer(kind, nothing=True)
        print(json.dumps(cost(lambda: peer(kind))))
        return
    path = PATHS[kind]
    pieces(path + NOTHING)
    found = cost(lambda: pieces(path))
    if kind == "csv":  # a workbook goes out once it is whole
        found["first"] = min(pieces(path, until=1) for _round in range(ROUNDS))
    print(json.dumps(found))


if __name__ == "__main__":
    main()

"""The journal verified together with every file that it names."""

from collections.abc import Iterable
from dataclasses import replace

from records.journal import Anchor, Verdict, verify_entries
from records.papers.checking import faults, named
from records.storage import snapshot


def verify(anchors: Iterable[Anchor] = ()) -> Verdict:
    """Verify the journal against `anchors`, every live row against it, and every file.

    Reads one moment of the database, then every file that it names; the service may go on.
    """
    with snapshot():
        found, files = verify_entries(anchors), named()
    number = len({file.name for file in files})
    return replace(found, files=number, faults=[*found.faults, *faults(files)])

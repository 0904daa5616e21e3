"""A stranger's file, checked by the bundle's own program in a process of its own.

What the file says is never parsed here: a hostile one can end that process, not the register.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from typing import IO, Any

from records.evidence import check
from records.evidence.verifier import signer_of

try:
    import resource
except ImportError:  # not on Unix
    resource = None  # type: ignore[assignment]

SECONDS = 60
MEMORY = 1024 * 1024 * 1024  # bytes of address space


@dataclass(slots=True)
class Examination:
    """The result of a check, of bounded size.

    `names` are those of files in the bundle's order, documents cut short, `name_count` of how many;
    `faults` the first of `fault_count`. `entries` are handed over, `disposed` of them without their
    content, in a chain of `last` entries that ends in `hash`; before the one numbered `opaque` no
    link can be checked. `told` is what the manifest says, `signer` the public half of the key that
    signed it, empty where none did.
    """

    faults: list[check.Fault] = field(default_factory=list)
    fault_count: int = 0
    names: list[str] = field(default_factory=list)
    name_count: int = 0
    entries: int = 0
    disposed: int = 0
    opaque: int = 0
    last: int = 0
    hash: str = check.GENESIS
    told: dict[str, Any] = field(default_factory=dict)
    signer: str = ""

    def fault(self, file: str, code: str, **values: Any) -> None:
        """Note what else is wrong."""
        self.faults.append(check.Fault(file, code, values))
        self.fault_count += 1


def examine(file: IO[bytes]) -> Examination:
    """Check a bundle, its signature included, in a file that the system knows, too."""
    found = _summary(file)
    if found is None:
        examination = Examination()
        examination.fault("", "stopped")
        return examination
    faults = [check.Fault(**fault) for fault in found.pop("faults")]
    examination = Examination(faults=faults, **found)
    if check.SIGNATURE in examination.names:
        try:
            examination.signer = signer_of(file)
        except ValueError:
            examination.fault(check.SIGNATURE, "signature")
    return examination


def _summary(file: IO[bytes]) -> dict[str, Any] | None:
    """What the program says; None where it came to no end."""
    file.flush()
    file.seek(0)
    command = [sys.executable, "-I", check.__file__, "--json", "-"]
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    with subprocess.Popen(  # noqa: S603 (nothing of it is the stranger's but standard input)
        command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=kept
    ) as process:
        if hasattr(resource, "prlimit"):  # Linux
            resource.prlimit(process.pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
        try:
            said, _nothing = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            return None
    done = process.returncode in (check.WRONG, check.UNCONFIRMED)
    return json.loads(said) if done and said else None

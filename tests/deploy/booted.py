"""Run by a systemd that has started a host: install the units, try each, tell of it as JSON.

It stands alone: the host has nothing of the tests.
"""

import json
import re
import socket
import subprocess
import time
from pathlib import Path

TIMER = re.compile(r"jlis-gov-job@(\w+)\.timer")
REQUEST = (
    "GET {} HTTP/1.1\r\nHost: register.example.go.jp\r\n"
    "X-Forwarded-Proto: https\r\nConnection: close\r\n\r\n"
)


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def ask(path: str) -> int:
    """The status that the service answers with at its socket."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(120)
        client.connect("/run/jlis-gov/http.sock")
        client.sendall(REQUEST.format(path).encode())
        return int(client.recv(99).split()[1])


def result_of(job: str) -> str:
    unit = f"jlis-gov-job@{job}.service"
    run("systemctl", "start", unit)
    return run("systemctl", "show", "--property=Result", "--value", unit).strip()


def status_after_a_stop() -> int:
    """The socket outlives the service, and starts it for who comes."""
    run("systemctl", "stop", "jlis-gov.service")
    return ask("/healthz")


def main() -> None:
    env = Path("/etc/jlis-gov/env")
    env.write_text(re.sub("EMAIL_URL=.*", "EMAIL_URL=consolemail://", env.read_text()))
    operators = Path("/etc/jlis-gov/jobs")
    operators.write_text(operators.read_text() + "OPERATORS=operator@example.org\n")
    told: dict[str, object] = {"said": run("/src/deploy/install.sh", "activate")}
    timers = run("systemctl", "list-timers", "--all", "--no-legend", "--no-pager", "jlis-gov*")
    told["timers"] = sorted(set(TIMER.findall(timers)))
    told["ready"] = ask("/readyz")
    told["jobs"] = {job: result_of(job) for job in [*told["timers"]] if job != "doctor"}
    told["jobs"]["doctor"] = result_of("doctor")
    result_of("no_such_job")
    failure = "jlis-gov-failure@jlis-gov-job@no_such_job.service.service"
    for _time in range(60):
        told["failure"] = run("journalctl", "--unit", failure, "--output=cat", "--no-pager")
        if "Finished" in told["failure"] or "Failed" in told["failure"]:
            break
        time.sleep(0.5)
    told["after_a_stop"] = status_after_a_stop()
    print(json.dumps(told))  # noqa: T201 (its reader is the test)


if __name__ == "__main__":
    main()

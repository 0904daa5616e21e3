"""Units and timers as shipped: systemd understands them, and they are as often as is due."""

import os
import re
import shutil
import subprocess
from datetime import datetime
from itertools import pairwise

import pytest

from jlis_gov.doctor import jobs
from tests.conftest import program
from tests.deploy.conftest import DEPLOY

UNITS = DEPLOY / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
TIMERS = {path.stem.partition("@")[2]: path for path in UNITS.glob("*.timer")}
EXPOSED_AT_MOST = 1.5  # of 10, as `systemd-analyze security` counts


def analyze(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [program("systemd-analyze"), *arguments]
    here = os.environ | {"TZ": "Asia/Tokyo"}  # it tells moments of UTC beside those of here
    return subprocess.run(command, env=here, capture_output=True, text=True, check=False)


def test_units_are_understood(tmp_path):
    """With programs in the places that they name, and in containers' place, too."""
    for name in ("deploy/job", ".venv/bin/gunicorn", "docker"):
        path = tmp_path / "current" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(0o755)
    copies = []
    for path in (*SERVICES, *UNITS.glob("*.socket"), *UNITS.glob("*.timer")):
        copies.append(tmp_path / path.name)
        text = path.read_text().replace("/opt/jlis-gov/current", f"{tmp_path}/current")
        copies[-1].write_text(text)
    assert analyze("verify", "--man=no", *copies).stderr == ""
    drop_in = tmp_path / "jlis-gov-job@.service.d" / "compose.conf"
    drop_in.parent.mkdir()
    text = (UNITS / "compose.conf").read_text().replace("/usr/bin/docker", "{0}/docker")
    drop_in.write_text(text.format(tmp_path / "current"))
    assert analyze("verify", "--man=no", tmp_path / "jlis-gov-job@.service").stderr == ""


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.stem)
def test_unit_exposes_little(unit):
    told = analyze("security", "--offline=true", "--no-pager", unit).stdout
    assert float(re.search(r"Overall exposure level for \S+: ([\d.]+)", told)[1]) <= EXPOSED_AT_MOST


def elapses(timer: str) -> list[datetime]:
    """The next 400 moments of a timer."""
    expression = re.search(r"^OnCalendar=(.+)$", TIMERS[timer].read_text(), re.MULTILINE)[1]
    told = analyze("calendar", "--iterations=400", "--base-time=2016-04-01", expression).stdout
    found = re.findall(r"\(in UTC\): \w+ (\S+ \S+) UTC", told)
    return [datetime.fromisoformat(moment) for moment in found]


def test_every_command_that_is_due_has_a_timer():
    assert set(TIMERS) == set(jobs.due()) | {"doctor"}


@pytest.mark.parametrize("name", sorted(jobs.due()))
def test_timer_comes_as_often_as_its_command_is_due(name):
    moments = elapses(name)
    assert len(moments) == 400
    assert max(later - sooner for sooner, later in pairwise(moments)) == jobs.due()[name]


def test_timers_catch_up_after_the_host_was_off_and_start_what_they_are_named_after():
    for path in TIMERS.values():
        assert "\nPersistent=yes\n" in path.read_text()
        assert "Unit=" not in path.read_text()
    assert elapses("doctor")[0].hour == 21  # UTC: six in the morning in Japan


def test_log_rotation_is_understood(tmp_path):
    command = shutil.which("logrotate", path="/usr/sbin:/usr/bin") or program("logrotate")
    arguments = [command, "--debug", "--state", tmp_path / "state", DEPLOY / "logrotate.conf"]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert (done.returncode, "error:" in done.stderr) == (0, False), done.stderr
    assert "(90 rotations)" in done.stderr

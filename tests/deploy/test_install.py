"""`install.sh` on a Debian of its own, made for it: installed, run again, and serving."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from jlis_gov.doctor import jobs
from tests.conftest import program as find
from tests.deploy.conftest import ROOT

pytestmark = pytest.mark.slow

PREPARED = [
    "python3",
    "python3-venv",
    "fonts-noto-cjk",
    "libpangoft2-1.0-0",
    "ca-certificates",
    "systemd-sysv",
    "dbus",
]
# How this machine reaches packages: by its proxy or mirror, if it has one, does the root, too.
REACHING = ("PIP_", "SSL_CERT_FILE", "http_proxy", "https_proxy", "no_proxy")
INSIDE = """
set -e
mount --bind "$2" "$1/src"
mount -t proc proc "$1/proc"
mount --bind /dev "$1/dev"
shift 2
exec chroot "$0" "$@"
"""
BOOTED = """
[Unit]
SuccessAction=poweroff
FailureAction=poweroff
[Service]
Type=oneshot
ExecStart=/usr/bin/python3 /root/booted.py
StandardOutput=truncate:/root/said
StandardError=inherit
TimeoutStartSec=5min
[Install]
WantedBy=multi-user.target
"""


class Debian:
    """A root of Debian 12 in which commands are run, with the project at /src."""

    def __init__(self, root: Path, source: Path) -> None:
        self.root, self.source = root, source

    def run(self, *command: str, **environment: str) -> str:
        """What it prints; it must succeed."""
        done = self.try_to_run(*command, **environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def try_to_run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        reaching = {k: v for k, v in os.environ.items() if k.startswith(REACHING)}
        inside = reaching | environment | {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}
        unshare = ["unshare", "--mount", "--propagation", "private", "bash", "-c", INSIDE]
        places = [str(self.root)] * 2 + [str(self.source)]
        return subprocess.run(
            [*unshare, *places, *command], env=inside, capture_output=True, text=True, check=False
        )

    def boot(self, unit: str, program: Path) -> dict[str, Any]:
        """What `program` prints as JSON, started by a systemd that starts this root as a host."""
        shutil.copy(program, self.root / "root" / program.name)
        system = self.root / "etc/systemd/system"
        (system / "booted.service").write_text(unit)
        (system / "multi-user.target.wants").mkdir(exist_ok=True)
        (system / "multi-user.target.wants" / "booted.service").symlink_to("../booted.service")
        nspawn = [find("systemd-nspawn"), "--quiet", "--boot", "--register=no", "--keep-unit"]
        places = [f"--directory={self.root}", f"--bind-ro={self.source}:/src", "--console=pipe"]
        done = subprocess.run(
            [*nspawn, *places],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
        )
        said = (self.root / "root" / "said").read_text()
        assert said.startswith("{"), said + done.stdout[-2000:] + done.stderr
        return json.loads(said)

    def mode(self, path: str) -> str:
        return self.run("stat", "--format", "%a %U:%G", path).strip()


@pytest.fixture(scope="module")
def debian(tmp_path_factory) -> Debian:
    """A new root, with the packages that take long, and a copy of the project."""
    mmdebstrap = find("mmdebstrap")
    if os.geteuid():
        pytest.skip("a root of Debian is made by root")
    folder = tmp_path_factory.mktemp("debian")
    sources = [
        *Path("/etc/apt/sources.list.d").glob("debian.sources"),
        Path("/etc/apt/sources.list"),
    ]
    there = [str(path) for path in sources if path.exists()]
    include = f"--include={','.join(PREPARED)}"
    options = ["--quiet", "--variant=minbase", "--dpkgopt=force-unsafe-io", include]
    command = [mmdebstrap, *options, "bookworm", str(folder / "root"), *there]
    subprocess.run(command, check=True, capture_output=True)
    left_out = shutil.ignore_patterns(".git", ".venv", ".*_cache", "staticfiles", "db.sqlite3*")
    shutil.copytree(ROOT, folder / "source", ignore=left_out)
    (folder / "root" / "src").mkdir()
    certificates = Path("etc/ssl/certs/ca-certificates.crt")
    if (Path("/") / certificates).exists():
        shutil.copy(Path("/") / certificates, folder / "root" / certificates)
    return Debian(folder / "root", folder / "source")


def test_register_is_installed_and_a_second_run_changes_nothing(debian):
    assert debian.try_to_run("/src/deploy/install.sh", "activate").returncode == 1  # nothing built
    said = debian.run("/src/deploy/install.sh")
    assert "The public half of the key of evidence" in said
    assert debian.mode("/etc/jlis-gov/env") == "640 root:jlis-gov"
    assert debian.mode("/etc/jlis-gov/evidence.pem") == "600 jlis-gov:jlis-gov"
    assert debian.mode("/var/lib/jlis-gov") == "750 jlis-gov:jlis-gov"
    assert debian.mode("/var/lib/jlis-gov/db.sqlite3") == "640 jlis-gov:jlis-gov"
    env = (debian.root / "etc/jlis-gov/env").read_text()
    current = os.readlink(debian.root / "opt/jlis-gov/current")
    key = (debian.root / "etc/jlis-gov/evidence.pem").read_text()
    assert "\nSECRET_KEY=\n" not in env

    said = debian.run("/src/deploy/install.sh")
    assert said == ""
    assert (debian.root / "etc/jlis-gov/env").read_text() == env
    assert (debian.root / "etc/jlis-gov/evidence.pem").read_text() == key
    assert os.readlink(debian.root / "opt/jlis-gov/current") == current
    assert len(list((debian.root / "opt/jlis-gov/releases").iterdir())) == 1

    assert debian.run("/usr/local/sbin/jlis-gov", "check", "--deploy", "--fail-level", "WARNING")
    assert debian.run("/opt/jlis-gov/current/deploy/job", "backup")
    [made] = (debian.root / "var/backups/jlis-gov").glob("*.zip")
    assert debian.mode(f"/var/backups/jlis-gov/{made.name}") == "600 jlis-gov:jlis-gov"

    told = debian.boot(BOOTED, Path(__file__).with_name("booted.py"))
    assert told["jobs"] == dict.fromkeys([*sorted(jobs.due()), "doctor"], "success")
    assert sorted(told["timers"]) == sorted(told["jobs"])
    assert told["ready"] == 200
    assert "To: operator@example.org" in told["failure"]
    assert "Unknown command: 'no_such_job'" in told["failure"]
    assert told["after_a_stop"] == 200

"""`install.sh` on a Debian of its own, made for it: installed, run again, and serving."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import program
from tests.deploy.conftest import ROOT, free_port

pytestmark = pytest.mark.slow

PREPARED = ["python3", "python3-venv", "fonts-noto-cjk", "libpangoft2-1.0-0", "ca-certificates"]
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
SERVE = """
set -e
cd /opt/jlis-gov/current
setpriv --reuid jlis-gov --regid jlis-gov --init-groups \
    .venv/bin/gunicorn --config python:jlis_gov.serving --bind 127.0.0.1:$PORT &
for _time in $(seq 60); do
    if python3 deploy/healthcheck.py 2>/dev/null; then kill %1; wait %1; exit 0; fi
    sleep 0.5
done
exit 1
"""


class Debian:
    """A root of Debian 12 in which commands are run, with the project at /src."""

    def __init__(self, root: Path, source: Path) -> None:
        self.root, self.source = root, source

    def run(self, *command: str, **environment: str) -> str:
        """What it prints; it must succeed."""
        reaching = {k: v for k, v in os.environ.items() if k.startswith(REACHING)}
        inside = reaching | environment | {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}
        unshare = ["unshare", "--mount", "--propagation", "private", "bash", "-c", INSIDE]
        places = [str(self.root)] * 2 + [str(self.source)]
        done = subprocess.run(
            [*unshare, *places, *command], env=inside, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def mode(self, path: str) -> str:
        return self.run("stat", "--format", "%a %U:%G", path).strip()


@pytest.fixture(scope="module")
def debian(tmp_path_factory) -> Debian:
    """A new root, with the packages that take long, and a copy of the project."""
    mmdebstrap = program("mmdebstrap")
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
    address = {"PORT": str(free_port()), "ALLOWED_HOSTS": "register.example.go.jp"}
    url = f"http://127.0.0.1:{address['PORT']}/readyz"
    debian.run("bash", "-c", SERVE, HEALTHCHECK_URL=url, **address)

    debian.run("/opt/jlis-gov/current/deploy/job", "backup")
    assert len(list((debian.root / "var/backups/jlis-gov").glob("*.zip"))) == 1

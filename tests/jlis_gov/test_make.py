"""The two commands: they are what the README says, and they do what it promises."""

import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.conftest import program

ROOT = Path(__file__).resolve().parents[2]
# Nothing that this test run set may decide what the commands do.
ENVIRONMENT = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
PLAIN_BLOCK = re.compile(
    r"^```sh\n# [^\n]*\bmake (\w+)\b[^\n]*\n(.*?)^```", re.DOTALL | re.MULTILINE
)
PASSWORD = re.compile(r"^  \S+ +([\w-]{20})$", re.MULTILINE)


def commands_of_make(target: str) -> list[str]:
    """The commands that make would run on a fresh clone, less the stamps that it keeps."""
    result = subprocess.run(
        [program("make"), "--dry-run", "--always-make", target],
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [line for line in result.stdout.splitlines() if not line.startswith("touch ")]


@pytest.mark.parametrize("readme", ["README.md", "README.ja.md"])
@pytest.mark.parametrize("target", ["run", "test"])
def test_plain_commands_of_the_readme_are_those_of_make(readme, target):
    blocks = dict(PLAIN_BLOCK.findall((ROOT / readme).read_text(encoding="utf-8")))
    assert blocks[target].splitlines() == commands_of_make(target)


@pytest.mark.parametrize("readme", ["README.md", "README.ja.md"])
def test_readme_lists_every_variable_that_settings_read(readme):
    files = ("settings.py", "sign_in_settings.py")
    settings = "".join((ROOT / "jlis_gov" / name).read_text() for name in files)
    read = set(re.findall(r'env\.\w+\(\s*"(\w+)"', settings))
    rows = re.findall(
        r"^\| `([A-Z_]+)` \|", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(rows) == sorted(read)


@pytest.mark.parametrize("readme", ["README.md", "README.ja.md"])
def test_readme_names_every_command_of_the_project(readme):
    text = (ROOT / readme).read_text(encoding="utf-8")
    first_cells = re.findall(r"^\| (`(?!python )[a-z_]+[ `].*?) \|", text, re.MULTILINE)
    named = {name for cell in first_cells for name in re.findall(r"`([a-z_]+)", cell)}
    ours = {path.stem for path in ROOT.glob("*/management/commands/[a-z]*.py")}
    assert named == ours - {"create_first_account"}


@pytest.mark.parametrize("readme", ["README.md", "README.ja.md"])
def test_files_that_the_readme_links_are_there(readme):
    text = (ROOT / readme).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_dependency_is_pinned_and_has_its_reason(name):
    lines = (ROOT / name).read_text().splitlines()
    pinned = re.compile(r"[\w-]+(\[[\w,]+\])?==[\w.]+ +# \S.*")
    others = [line for line in lines if not pinned.fullmatch(line)]
    assert [line for line in others if not line.startswith(("#", "-r "))] == []


PINNED = re.compile(r"^([\w.-]+)(?:\[\w+\])?==([\w.]+)", re.MULTILINE)
LOCKED = re.compile(
    r"^([\w.-]+)(?:\[\w+\])?==([\w.]+)[^\n]*((?:\n    --hash=sha256:[0-9a-f]{64}[^\n]*)*)",
    re.MULTILINE,
)


def test_locks_hold_what_is_required_and_hashes_of_every_package():
    locks = {
        name: {
            package.lower(): (version, hashes)
            for package, version, hashes in LOCKED.findall((ROOT / f"{name}.lock").read_text())
        }
        for name in ("requirements", "requirements-extras", "requirements-dev")
    }
    for name, locked in locks.items():
        assert [package for package, (_version, hashes) in locked.items() if not hashes] == []
        required = PINNED.findall((ROOT / f"{name}.txt").read_text())
        assert {package.lower(): version for package, version in required}.items() <= {
            package: version for package, (version, _hashes) in locked.items()
        }.items()
    # What serves is what was tested.
    assert locks["requirements"].items() <= locks["requirements-extras"].items()
    assert locks["requirements-extras"].items() <= locks["requirements-dev"].items()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """What a test run started in the background ignores, its children would ignore, too."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@contextmanager
def make_run(folder: Path, port: int, printed: list[str]) -> Iterator[None]:
    """`make run` until the server listens; then the body; then Ctrl-C, and the rest it printed."""
    process = subprocess.Popen(
        # The packages are there already: take their stamp as fresh.
        [program("make"), "run", f"PORT={port}", "--assume-old=.venv/installed"],
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # a terminal sends Ctrl-C to the whole group
    )
    try:
        for line in process.stdout:
            printed.append(line)
            if "Listening at" in line:
                yield
                break
        else:
            pytest.fail("".join(printed))
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        printed.append(process.communicate(timeout=30)[0])
    assert process.returncode == -signal.SIGINT  # a shell says 130, and make no word


def fetch(port: int, path: str) -> str:
    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        return answer.read().decode()


@pytest.mark.slow
def test_make_run_serves_and_a_second_run_loses_nothing(clone):
    port, first, second = free_port(), [], []
    with make_run(clone, port, first):
        assert fetch(port, "/healthz") == '{"status": "ok"}'
        front_page = fetch(port, "/")
        static_file = re.search(r'href="(/static/[^"]+\.css)"', front_page)[1]
        assert len(fetch(port, static_file)) > 0
    profile = (clone / ".env").read_bytes()
    with make_run(clone, port, second):
        assert fetch(port, "/") == front_page
    assert (clone / ".env").read_bytes() == profile
    assert len(PASSWORD.findall("".join(first))) == 1
    assert PASSWORD.findall("".join(second)) == []
    assert "Traceback" not in "".join(first + second)

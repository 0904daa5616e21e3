"""The dates run alone: without Django, and as their README says."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dates

ROOT = Path(dates.__file__).parent
# None in sys.modules makes every import of it fail.
WITHOUT_DJANGO = 'import sys\nsys.modules["django"] = None\n'


def run(code: str) -> str:
    command = [sys.executable, "-W", "error", "-c", WITHOUT_DJANGO + code]
    return subprocess.run(
        command, cwd=ROOT.parent, check=True, capture_output=True, text=True
    ).stdout


def test_dates_are_read_and_worded_where_importing_django_fails():
    code = """
import importlib, pkgutil
import dates
for module in pkgutil.walk_packages(dates.__path__, "dates."):
    importlib.import_module(module.name)
try:
    import django
except ImportError:
    print("alone")
print(dates.word(dates.read("H28.9.1", fiscal_year=2016).schedule))
print(*(name for name in sys.modules if name.startswith("django.")))
"""
    assert run(code).splitlines() == ["alone", "平成28年９月１日", ""]


def test_what_the_readme_shows_is_so():
    """Each line of the example whose comment begins with an arrow has this value."""
    (example,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    lines = list(filter(None, example.splitlines()))
    shown = [line.split("  # → ") for line in lines]
    code = [f"print({line[0]})" if len(line) == 2 else line[0] for line in shown]
    said = [line[1] for line in shown if len(line) == 2]
    assert len(lines) == 14
    assert run("\n".join(code)).splitlines() == said


def test_public_names_are_those_of_the_package():
    assert all(hasattr(dates, name) for name in dates.__all__)
    assert len(set(dates.__all__)) == len(dates.__all__)


def others() -> Iterator[Path]:
    """The Python of the other packages; migrations keep the names they were written with."""
    for room in sorted(ROOT.parent.glob("[a-z]*/")):
        if room.name not in ("dates", "tests"):
            yield from (path for path in room.rglob("*.py") if "migrations" not in path.parts)


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def test_other_packages_import_from_the_package_alone():
    names = [(path, name) for path in others() for name in imported(path)]
    assert any(name == "dates" for _path, name in names)
    assert [pair for pair in names if pair[1].startswith("dates.")] == []

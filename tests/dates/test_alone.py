"""The dates run alone: without Django, and as their README says."""

import re
import subprocess
import sys
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
    assert len(lines) == 10
    assert run("\n".join(code)).splitlines() == said


def test_public_names_are_those_of_the_package():
    assert all(hasattr(dates, name) for name in dates.__all__)
    assert len(set(dates.__all__)) == len(dates.__all__)

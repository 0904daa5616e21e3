"""A copy of the project that a test may write to, and a day to stand on."""

import shutil
import sys
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of the project in an empty folder, with this environment's packages."""
    left_out = shutil.ignore_patterns(".*", "db.sqlite3*", "media", "staticfiles", "__pycache__")
    shutil.copytree(ROOT, tmp_path / "clone", ignore=left_out)
    (tmp_path / "clone" / ".venv").symlink_to(sys.prefix)
    return tmp_path / "clone"


@pytest.fixture
def today(monkeypatch) -> date:
    """1 November 2016, wherever a page asks for today."""
    day = date(2016, 11, 1)
    monkeypatch.setattr(timezone, "localdate", lambda *args: day)
    return day

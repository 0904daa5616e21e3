"""A copy of the project that a test may write to."""

import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of the project in an empty folder, with this environment's packages."""
    left_out = shutil.ignore_patterns(".*", "db.sqlite3*", "media", "staticfiles", "__pycache__")
    shutil.copytree(ROOT, tmp_path / "clone", ignore=left_out)
    (tmp_path / "clone" / ".venv").symlink_to(sys.prefix)
    return tmp_path / "clone"

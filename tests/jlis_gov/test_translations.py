"""Compiled translations are committed, because a fresh machine has no msgfmt."""

import gettext
import subprocess
from pathlib import Path

import pytest

from tests.conftest import program

ROOT = Path(__file__).resolve().parents[2]


def read(path: Path) -> dict:
    """Return what a compiled file translates, less its header."""
    with path.open("rb") as file:
        catalog = dict(gettext.GNUTranslations(file)._catalog)
    catalog.pop("", None)
    return catalog


@pytest.mark.parametrize(
    "source", sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po")), ids=lambda path: path.parts[-3]
)
def test_compiled_translations_are_those_of_their_source(source, tmp_path):
    compiled = tmp_path / "django.mo"
    command = [program("msgfmt"), "--check", "--output-file", str(compiled), str(source)]
    subprocess.run(command, check=True)
    assert read(source.with_suffix(".mo")) == read(compiled)

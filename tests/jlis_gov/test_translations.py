"""Every text has its Japanese, and the compiled files are committed: few machines have msgfmt."""

import gettext
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import program

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    [*ROOT.glob("locale/*/LC_MESSAGES/*.po"), *ROOT.glob("jlis_gov/phrases/*/LC_MESSAGES/*.po")]
)


def read(path: Path) -> dict:
    """Return what a compiled file translates, less its header."""
    with path.open("rb") as file:
        catalog = dict(gettext.GNUTranslations(file)._catalog)
    catalog.pop("", None)
    return catalog


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_compiled_translations_are_those_of_their_source(source, tmp_path):
    compiled = tmp_path / "django.mo"
    command = [program("msgfmt"), "--check", "--output-file", str(compiled), str(source)]
    subprocess.run(command, check=True)
    assert read(source.with_suffix(".mo")) == read(compiled)


def listed(source: Path, kind: str) -> list[str]:
    """Return the texts of one kind: "--untranslated", or "--only-fuzzy" (a guess of msgmerge)."""
    command = [program("msgattrib"), "--no-obsolete", "--no-wrap", kind, str(source)]
    texts = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.findall(r'^msgid ((?:".*"\n)+)', texts, re.MULTILINE)
    return [text for text in ("".join(re.findall('"(.*)"', lines)) for lines in found) if text]


def test_every_text_has_its_japanese(clone):
    program("xgettext")
    command = [sys.executable, "manage.py", "makemessages", "--locale", "ja", "--verbosity", "0"]
    subprocess.run(
        [*command, "--ignore", "tests", "--ignore", "bench", "--settings", "tests.settings"],
        cwd=clone,
        check=True,
    )
    source = clone / "locale" / "ja" / "LC_MESSAGES" / "django.po"
    assert listed(source, "--untranslated") == []
    assert listed(source, "--only-fuzzy") == []

"""The user guide: its pages are reached, its links lead somewhere, its labels are on screens."""

import gettext
import re
from pathlib import Path

import django
import pytest
from django.core.management import get_commands
from django.urls import resolve

from jlis_gov.accounts.roles import roles

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "ja"
PAGES = sorted(GUIDE.rglob("*.md"))
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
LABEL = re.compile(r"\*\*([^*]+)\*\*")
PATH = re.compile(r"`(/[^`]*)`")
COMMAND = re.compile(r"manage\.py (\w+)")
CATALOGUES = [
    ROOT / "locale",
    ROOT / "jlis_gov" / "phrases",
    Path(django.__file__).parent / "contrib" / "admin" / "locale",
]
MOST_BYTES = 3 * 1024 * 1024  # of all pictures together: people clone them


def shown() -> set[str]:
    """Every Japanese text that the pages can show."""
    texts: set[str] = set()
    for folder in CATALOGUES:
        with (folder / "ja" / "LC_MESSAGES" / "django.mo").open("rb") as file:
            texts.update(gettext.GNUTranslations(file)._catalog.values())
    return texts


def test_every_role_has_its_page():
    titles = {path.read_text().splitlines()[0] for path in GUIDE.glob("roles/*.md")}
    assert {f"# {role.name}" for role in roles()} <= titles


def test_index_links_every_page():
    linked = set(LINK.findall((GUIDE / "README.md").read_text()))
    assert {str(path.relative_to(GUIDE)) for path in PAGES} - {"README.md"} <= linked


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_names_what_there_is(page):
    text = page.read_text()
    assert [to for to in LINK.findall(text) if not (page.parent / to).exists()] == []
    assert set(LABEL.findall(text)) - shown() == set()
    assert set(COMMAND.findall(text)) - set(get_commands()) == set()
    for path in PATH.findall(text):
        resolve(path)


def test_every_picture_is_shown_and_all_are_small():
    shown_pictures = {
        (page.parent / to).resolve() for page in PAGES for to in LINK.findall(page.read_text())
    }
    kept = set((GUIDE / "images").glob("*.png"))
    assert kept <= shown_pictures
    assert sum(path.stat().st_size for path in kept) < MOST_BYTES

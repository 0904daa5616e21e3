"""Each page loads the style sheets it uses and no others, five at most."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST = 5
TAG = re.compile(r"\{[%{].*?[%}]\}", re.DOTALL)
ATTRIBUTE = re.compile(r'\s(class|id)="((?:\{[%{].*?[%}]\}|[^"])*)"', re.DOTALL)
SHEET = re.compile(r"css/([a-z_]+)\.css")
STYLES = re.compile(r"\{% block styles %\}(.*?)\{% endblock styles %\}", re.DOTALL)
SHEETS_OF_THE_OFFICE = {"admin", "bulk", "desk", "django", "import", "plan", "reorganise"}

# Names that Python writes into the pages, by the sheet that has them.
WRITTEN = {"records/waiting.html": {".waiting-step"}, "records/list.html": {".cell-name"}}


def names_in(style: str) -> set[str]:
    """The classes and ids in a style sheet, each with its sign: .month, #results."""
    selectors = re.sub(r"/\*.*?\*/|\{[^{}]*\}", "{}", style, flags=re.DOTALL)
    return set(re.findall(r"[.#][A-Za-z][\w-]*", selectors))


SHEETS = {
    path.stem: names_in(path.read_text())
    for path in sorted((ROOT / "static/css").glob("*.css"))
    if path.stem not in SHEETS_OF_THE_OFFICE and not path.stem.startswith("office")
}
TEMPLATES = {
    str(path.relative_to(ROOT / "templates")): path.read_text()
    for path in sorted((ROOT / "templates").rglob("*.html"))
    if "admin" not in path.parts  # the office's, with Django's own sheets
}


def parent(name: str) -> str:
    found = re.match(r'\{% extends "([^"]+)" %\}', TEMPLATES[name])
    return found[1] if found else ""


def lineage(name: str) -> list[str]:
    """The template and those it extends, up to the frame of all pages."""
    return [name, *lineage(parent(name))] if name in TEMPLATES else []


def with_includes(name: str) -> set[str]:
    found = re.findall(r'\{% include "([^"]+)"', TEMPLATES[name])
    return {name}.union(*(with_includes(one) for one in found))


def loaded(name: str) -> list[str]:
    """The sheets that a page loads: those of all pages, and the nearest block of its own."""
    frame = SHEET.findall(TEMPLATES["base.html"])
    blocks = (STYLES.search(TEMPLATES[one]) for one in lineage(name))
    return frame + SHEET.findall(next(block[1] for block in blocks if block))


def used(name: str) -> set[str]:
    """The classes and ids on a page, the frame's too, without those that a variable names."""
    templates = set().union(*(with_includes(one) for one in lineage(name)))
    words = set(WRITTEN.get(name, ()))
    for one in templates:
        for attribute, value in ATTRIBUTE.findall(TEMPLATES[one]):
            sign = {"class": ".", "id": "#"}[attribute]
            words |= {sign + word for word in re.findall(r"[A-Za-z][\w-]*", TAG.sub(" ", value))}
    return words


PAGES = [name for name in TEMPLATES if lineage(name)[1:] and lineage(name)[-1] == "base.html"]


def test_there_are_pages():
    assert {"jlis_gov/front.html", "records/list.html", "calendars/year.html"} <= set(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_page_loads_five_style_sheets_at_most_each_once(page):
    sheets = loaded(page)
    assert len(sheets) <= MOST
    assert len(set(sheets)) == len(sheets)
    assert set(sheets) <= SHEETS.keys()


@pytest.mark.parametrize("page", PAGES)
def test_page_loads_no_style_sheet_of_which_it_uses_nothing(page):
    names = used(page)
    frame = SHEET.findall(TEMPLATES["base.html"])
    for sheet in loaded(page):
        others = set().union(*(SHEETS[one] for one in loaded(page) if one != sheet))
        assert sheet in frame or (SHEETS[sheet] - others) & names, sheet


@pytest.mark.parametrize("page", PAGES)
def test_page_loads_every_style_sheet_that_alone_knows_one_of_its_names(page):
    known = set().union(*(SHEETS[sheet] for sheet in loaded(page)))
    styled = set().union(*SHEETS.values())
    assert used(page) & styled - known == set()


@pytest.mark.parametrize(
    "sheet", sorted((ROOT / "static/css").glob("*.css")), ids=lambda one: one.stem
)
def test_sheet_is_short_and_leaves_colours_to_the_tokens(sheet):
    style = sheet.read_text()
    assert len(style.splitlines()) < 300
    colours = re.findall(r":[^;{]*(#[0-9a-fA-F]{3,8}|rgba?\()", style)
    assert sheet.stem == "base" or colours == []


def test_sheets_use_no_variable_that_none_of_them_sets():
    styles = "".join(path.read_text() for path in (ROOT / "static/css").glob("*.css"))
    assert set(re.findall(r"var\((--[\w-]+)", styles)) <= set(re.findall(r"(--[\w-]+):", styles))

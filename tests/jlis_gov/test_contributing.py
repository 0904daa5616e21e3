"""CONTRIBUTING.md names files, commands and things that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
QUOTED = re.findall(r"`([^`]+)`", TEXT)


def in_code(name: str) -> bool:
    """Return True if a module of the rooms defines or uses the name."""
    word = re.compile(rf"\b{re.escape(name)}\b")
    rooms = (
        *("dates", "records", "organization", "calendars", "meetings", "audits"),
        *("oversight", "jlis_gov"),
    )
    return any(
        word.search(path.read_text(encoding="utf-8"))
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
    )


def test_contributing_tells_how_to_add_what_people_add():
    assert re.findall(r"^## (.+)$", TEXT, re.MULTILINE) == [
        *("Add a kind", "Add a notation", "Add a format", "Add a role"),
    ]


def test_every_path_that_contributing_names_is_there():
    paths = [one for one in QUOTED if "/" in one]
    assert len(paths) > 20
    assert [one for one in paths if not (ROOT / one).exists()] == []


def test_every_target_that_contributing_names_is_in_the_makefile():
    makefile = (ROOT / "Makefile").read_text()
    targets = {one.split()[1] for one in QUOTED if one.startswith("make ")}
    assert targets == {"run", "check", "test", "lock"}
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)


def test_every_name_that_contributing_uses_is_in_the_code():
    names = [one for one in QUOTED if re.fullmatch(r"[A-Za-z][A-Za-z_]+", one)]
    assert [one for one in names if not in_code(one)] == []


def test_glossary_has_forty_terms_at_most_and_each_is_in_the_code():
    rows = [line for line in GLOSSARY.splitlines() if line.startswith("| ")][1:]
    assert 30 <= len(rows) <= 40
    names = [re.search(r"`(\w+)` \|$", row)[1] for row in rows]
    assert [name for name in names if not in_code(name)] == []
    assert len(set(names)) == len(names)


def test_nobody_is_spoken_of_as_a_man_or_a_woman():
    word = re.compile(r"\b(?:he|his|him|himself|she|her|hers|herself)\b", re.IGNORECASE)
    tops = (one for one in ROOT.iterdir() if not one.name.startswith((".", "staticfiles")))
    files = [path for top in tops for path in ([top] if top.is_file() else top.rglob("*"))]
    told = [
        f"{path.relative_to(ROOT)}: {line}"
        for path in files
        if path.suffix in {".py", ".md", ".html", ".po"}
        and not {"migrations", "data"} & set(path.parts)
        and path != Path(__file__)
        for line in path.read_text(encoding="utf-8").splitlines()
        if word.search(line)
    ]
    assert told == []

"""The rooms of docs/adr/0001 as the syntax trees have them: no circles, and one way into each room.

Imports count wherever they stand: at module level, under TYPE_CHECKING and inside functions.
"""

import ast
from functools import cache
from pathlib import Path

import pytest

from bench.shape import Module, circles, modules

ROOT = Path(__file__).resolve().parents[2]
FOUND = modules(ROOT)
# Django finds these by their names, and they hold what it asks for there.
DJANGOS_OWN = {"management", "templatetags", "migrations"}
# Circles that stay, each with its reason; at most three.
ALLOWED_CIRCLES: dict[frozenset[str], str] = {}


def rooms() -> dict[str, Module]:
    """The rooms: `dates`, and every package directly below an app, by its dotted name."""
    packages = {
        name: module
        for name, module in FOUND.items()
        if (ROOT / Path(*name.split("."), "__init__.py")).is_file()
    }
    return {name: module for name, module in packages.items() if name == "dates" or _is_room(name)}


def _is_room(name: str) -> bool:
    app, _dot, package = name.partition(".")
    return app != "dates" and package != "" and "." not in package and package not in DJANGOS_OWN


def room_of(name: str) -> str | None:
    """The room that a module stands in; None for one that lies flat in its app."""
    parts = name.split(".")
    candidates = (parts[0], ".".join(parts[:2]))
    return next((one for one in candidates if one in ROOMS), None)


ROOMS = rooms()


def exported(room: str) -> set[str]:
    """What a room's `__init__` names in `__all__`."""
    for node in ROOMS[room].tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


@cache
def imported_from(name: str) -> list[ast.ImportFrom]:
    """What a module imports from other modules by their whole names."""
    nodes = (node for node in ast.walk(FOUND[name].tree) if isinstance(node, ast.ImportFrom))
    return [node for node in nodes if node.module and not node.level]


def graph(found: dict[str, Module]) -> dict[str, set[str]]:
    """Each module with all that it imports, wherever the import stands."""
    return {name: set().union(*module.imports.values()) for name, module in found.items()}


def test_no_modules_import_each_other_in_a_circle():
    found = [group for group in circles(graph(FOUND)) if frozenset(group) not in ALLOWED_CIRCLES]
    assert found == []
    assert len(ALLOWED_CIRCLES) <= 3


def test_circle_is_found_wherever_its_imports_stand(tmp_path):
    package = tmp_path / "audits"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "a.py").write_text(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import audits.b\n"
    )
    (package / "b.py").write_text("def late():\n    from audits import a\n    return a\n")
    assert circles(graph(modules(tmp_path))) == [{"audits.a", "audits.b"}]


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_room_says_in_one_sentence_what_it_is(room):
    words = ast.get_docstring(ROOMS[room].tree)
    assert words
    first = words.split("\n\n")[0]
    assert first.endswith(".")
    assert ". " not in first.replace("\n", " ")


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_nothing_of_a_room_is_imported_from_outside_but_what_it_exports(room):
    names = exported(room)
    found = []
    for name in FOUND:
        if room_of(name) == room or name.endswith(".models"):  # where Django looks for tables
            continue
        for node in imported_from(name):
            inside = node.module.startswith(f"{room}.")
            unknown = {alias.name for alias in node.names} - names
            if inside or (node.module == room and unknown):
                found.append(f"{name}:{node.lineno}: {ast.unparse(node)}")
    assert found == []

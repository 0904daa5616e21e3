"""The arrows of docs/adr/0001-rooms-and-arrows.md, where import-linter cannot see them.

It reads imports. A room is also named in strings: foreign keys and permissions ("audits.Audit",
"audits.view_audit"), routes ("audits:list", "admin:audits_audit_change"), templates
("audits/list.html"), get_model("audits", …), app_label="audits", `{% load %}`, `perms.audits`.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][
    0
]["layers"]


def rooms_below(layers: list[str]) -> dict[str, set[str]]:
    """Map each room to those it may know: itself and every room of a lower layer."""
    tiers = [[room.strip() for room in layer.split("|")] for layer in layers]
    return {
        room: {room, *(below for lower in tiers[depth + 1 :] for below in lower)}
        for depth, tier in enumerate(tiers)
        for room in tier
    }


MAY_KNOW = rooms_below(LAYERS)
ROOM = f"({'|'.join(MAY_KNOW)})"
NAMES_A_ROOM = re.compile(
    rf"{ROOM}[.][A-Za-z_][\w.]*"  # a model, a permission, a dotted path
    rf"|{ROOM}:[\w:-]+"  # a route
    rf"|admin:{ROOM}_\w+"  # a route of the admin
    rf"|(?:admin/)?{ROOM}/[\w./-]+\.\w+"  # a template or a static file
)
ROOM_ARGUMENTS = {"app_label", "content_type__app_label", "to_app", "namespace"}
IN_TEMPLATES = re.compile(
    rf"""["']{ROOM}[:/][\w:./-]+["']"""  # {{% url %}}, {{% include %}}, {{% extends %}}
    rf"""|["']admin:{ROOM}_\w+["']"""
    rf"""|\bperms\.{ROOM}\b"""
)
LOAD = re.compile(r"{%-?\s*load\s+(.*?)\s*-?%}", re.DOTALL)


def rooms_in_python(source: str) -> Iterator[tuple[int, str]]:
    """Yield (line, room) for each room that a string of the source names."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if match := NAMES_A_ROOM.fullmatch(node.value):
                yield node.lineno, next(filter(None, match.groups()))
        elif isinstance(node, ast.Call):
            yield from ((node.lineno, name) for name in _bare_rooms(node) if name in MAY_KNOW)


def _bare_rooms(call: ast.Call) -> Iterator[object]:
    called = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if called in {"get_model", "get_app_config"} and call.args:
        yield getattr(call.args[0], "value", None)
    for keyword in call.keywords:
        if keyword.arg in ROOM_ARGUMENTS:
            yield getattr(keyword.value, "value", None)


def rooms_in_template(source: str, libraries: dict[str, str]) -> Iterator[tuple[int, str]]:
    """Yield (line, room) for each room that a template names; `libraries` maps tags to rooms."""
    for match in IN_TEMPLATES.finditer(source):
        yield source.count("\n", 0, match.start()) + 1, next(filter(None, match.groups()))
    for match in LOAD.finditer(source):
        line = source.count("\n", 0, match.start()) + 1
        yield from ((line, libraries[word]) for word in match[1].split() if word in libraries)


def violations(room: str, name: str, found: Iterator[tuple[int, str]]) -> list[str]:
    """Say which of the rooms found in file `name` the room must not know."""
    return [
        f"{name}:{line}: {room} must not know {other}"
        for line, other in found
        if other not in MAY_KNOW[room]
    ]


def tag_libraries() -> dict[str, str]:
    return {path.stem: path.parts[-3] for path in ROOT.glob("*/templatetags/[a-z]*.py")}


def template_room(path: Path) -> str | None:
    """The room of a template below templates/; those outside a room's folder compose."""
    parts = path.relative_to(ROOT).parts[1:]
    return next((part for part in parts[:2] if part in MAY_KNOW), None)


@pytest.mark.parametrize("room", MAY_KNOW)
def test_strings_of_a_room_point_down_only(room):
    found = []
    for path in sorted((ROOT / room).rglob("*.py")):
        name = str(path.relative_to(ROOT))
        found += violations(room, name, rooms_in_python(path.read_text()))
    assert found == []


def test_templates_of_a_room_point_down_only():
    found = []
    for path in sorted((ROOT / "templates").rglob("*.*")):
        if room := template_room(path):
            names = rooms_in_template(path.read_text(), tag_libraries())
            found += violations(room, str(path.relative_to(ROOT)), names)
    assert found == []


def test_every_template_stands_in_the_one_folder():
    """A benchmark's rival brings its own."""
    assert sorted(ROOT.glob("*/templates")) == [ROOT / "bench" / "templates"]


@pytest.mark.parametrize("room", sorted(set(MAY_KNOW) - {"jlis_gov"}))
def test_routes_are_named_after_their_room(room):
    urls = ROOT / room / "urls.py"
    if urls.exists():
        assert f'app_name = "{room}"' in urls.read_text().splitlines()


def test_arrows_are_those_of_the_contract():
    assert rooms_below(["top", "a | b", "low"]) == {
        "top": {"top", "a", "b", "low"},
        "a": {"a", "low"},
        "b": {"b", "low"},
        "low": {"low"},
    }


@pytest.mark.parametrize(
    ("source", "rooms"),
    [
        ('models.ForeignKey("audits.Audit", on_delete=PROTECT)', ["audits"]),
        ('user.has_perm("meetings.view_meeting")', ["meetings"]),
        ('reverse("calendars:month", args=[1])', ["calendars"]),
        ('reverse_lazy("admin:audits_audit_change")', ["audits"]),
        ('apps.get_model("organization", "Department")', ["organization"]),
        ('Permission.objects.filter(content_type__app_label="audits")', ["audits"]),
        ('template_name = "meetings/list.html"', ["meetings"]),
        ('change_form_template = "admin/audits/audit/change_form.html"', ["audits"]),
        ('import_string("records.journal.entries.change")', ["records"]),
        ('path("audits/", views.index)', []),
        ('"""Audits and meetings: see audits.models for both."""', []),
        ('Entry(keys={"kind:meeting", "department:1"})', []),
        ('models.ForeignKey("self", on_delete=PROTECT)', []),
        ('_("meetings")', []),
    ],
)
def test_room_named_in_python_is_found(source, rooms):
    assert [room for _, room in rooms_in_python(source)] == rooms


@pytest.mark.parametrize(
    ("source", "rooms"),
    [
        ("{% url 'audits:detail' audit.uid %}", ["audits"]),
        ('{% include "meetings/agenda.html" %}', ["meetings"]),
        ('{% extends "base.html" %}', []),
        ("{% if perms.audits.view_finding %}", ["audits"]),
        ("{% load i18n wareki %}", ["calendars"]),
        ("{% load era from wareki %}", ["calendars"]),
        ('<a href="{% url "admin:records_entry_changelist" %}">', ["records"]),
        ("{% load i18n %}{% translate 'audits' %}", []),
    ],
)
def test_room_named_in_a_template_is_found(source, rooms):
    assert [room for _, room in rooms_in_template(source, {"wareki": "calendars"})] == rooms


@pytest.mark.parametrize(
    ("room", "source", "other"),
    [
        ("audits", 'link("meetings.Meeting")', "meetings"),
        ("organization", 'link("calendars.Entry")', "calendars"),
        ("records", 'link("jlis_gov.urls")', "jlis_gov"),
    ],
)
def test_planted_violation_is_told(room, source, other):
    found = violations(room, "x.py", rooms_in_python(source))
    assert found == [f"x.py:1: {room} must not know {other}"]


@pytest.mark.parametrize(
    ("room", "source"),
    [("audits", 'link("organization.Department")'), ("jlis_gov", 'link("audits.Audit")')],
)
def test_arrow_that_points_down_is_no_violation(room, source):
    assert violations(room, "x.py", rooms_in_python(source)) == []

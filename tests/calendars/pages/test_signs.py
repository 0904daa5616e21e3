"""Kinds are told apart by texture, which is the same on every page."""

from types import SimpleNamespace

from calendars.pages.signs import kinds
from tests.calendars.pages.test_grid import entry

NAMES = ("meeting", "audit", "drill", "inspection")
SOURCES = [
    SimpleNamespace(title_of=lambda key, own=f"kind:{name}": own.upper() if key == own else None)
    for name in NAMES
]


def signs(*names):
    return kinds(SOURCES, [entry(name, keys=(f"kind:{name}", "fy:2016")) for name in names])


def test_kinds_stand_in_the_order_of_the_sources_with_textures_of_their_own():
    found = signs("drill", "inspection", "audit", "meeting", "unknown")
    assert [one.name for one in found] == list(NAMES)
    assert len({one.angle for one in found}) == len(NAMES)
    assert len({len(one.gaps) for one in found}) == len(NAMES)


def test_texture_of_a_kind_does_not_depend_on_what_else_is_on_the_page():
    assert signs("drill") == [one for one in signs(*NAMES) if one.name == "drill"]

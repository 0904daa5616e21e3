"""The user guide: a page for each role, each reached from the index."""

import re
from pathlib import Path

from jlis_gov.roles import roles

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "ja"
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")


def test_every_role_has_its_page():
    titles = {path.read_text().splitlines()[0] for path in GUIDE.glob("roles/*.md")}
    assert {f"# {role.name}" for role in roles()} <= titles


def test_index_links_every_page_and_every_link_leads_somewhere():
    linked = set(LINK.findall((GUIDE / "README.md").read_text()))
    pages = {str(path.relative_to(GUIDE)) for path in GUIDE.rglob("*.md")} - {"README.md"}
    assert pages <= linked
    for page in GUIDE.rglob("*.md"):
        dead = [to for to in LINK.findall(page.read_text()) if not (page.parent / to).exists()]
        assert dead == [], page

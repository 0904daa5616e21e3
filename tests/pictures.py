"""Pictures of the README and the user guide, taken by the browser tests on their way.

`SCREENSHOTS=1 .venv/bin/pytest -m browser` takes them anew, which needs ImageMagick to make them
small; otherwise nothing is written.
"""

import os
import subprocess
from pathlib import Path

from playwright.sync_api import Page, ViewportSize

from tests.conftest import program

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "ja" / "images"
README = ROOT / "docs" / "images"
SCREEN: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
COLOURS = "64"  # enough for pages of few colours, and a third of the bytes


def take(
    page: Page, name: str, of: str = "", into: Path = GUIDE, size: ViewportSize = SCREEN
) -> None:
    """Keep what the screen shows as `name`.png, scrolled to the element `of` where one is named."""
    if not os.environ.get("SCREENSHOTS"):
        return
    usual, path = page.viewport_size, into / f"{name}.png"
    page.set_viewport_size(size)
    if of:
        page.locator(of).first.evaluate("element => element.scrollIntoView()")
    page.screenshot(path=path, animations="disabled")
    page.set_viewport_size(usual)
    reduced = ["+dither", "-colors", COLOURS, "-strip", f"PNG8:{path}"]
    subprocess.run([program("convert"), path, *reduced], check=True)

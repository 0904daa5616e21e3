"""Pictures of the user guide, taken by the browser tests on their way.

`SCREENSHOTS=1 .venv/bin/pytest -m browser` takes them anew; otherwise nothing is written.
"""

import os
from pathlib import Path

from playwright.sync_api import Page

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "ja" / "images"
SCREEN = {"width": 1280, "height": 800}


def take(page: Page, name: str, of: str = "") -> None:
    """Keep what the screen shows as `name`.png, scrolled to the element `of` where one is named."""
    if not os.environ.get("SCREENSHOTS"):
        return
    usual = page.viewport_size
    page.set_viewport_size(SCREEN)
    if of:
        page.locator(of).first.evaluate("element => element.scrollIntoView()")
    page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")
    page.set_viewport_size(usual)

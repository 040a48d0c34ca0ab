"""Renew the picture of the README: `python docs/picture.py runs/demo/report.html` (needs Chromium)."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).with_name("picture.png")
FIGURE = "#fig-recognition"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def draw(report: Path) -> None:
    """Photograph the recognition figure of a report, without the table that unfolds below it."""
    browser_path = next(path for path in map(shutil.which, BROWSERS) if path)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1040, "height": 900}, device_scale_factor=1.5)
        page.goto(report.resolve().as_uri())
        page.add_style_tag(content=f"{FIGURE} details {{ display: none }} {FIGURE} {{ padding: 1.5rem }}")
        page.locator(f"{FIGURE} svg.main-svg").first.wait_for()
        page.locator(FIGURE).screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    draw(Path(sys.argv[1]))

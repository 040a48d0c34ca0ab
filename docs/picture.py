"""Renew the picture of the README, of the page that `parley serve` opens: `python -m docs.picture`."""

import shutil
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from dashboards.live.app import make

PICTURE = Path(__file__).with_name("picture.png")
SHOWN = "?scenario=kosovo-2007/baseline&runs=1000&view=recognition"
SIZE = {"width": 1280, "height": 880}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def draw() -> None:
    """Photograph the top of the page."""
    browser_path = next(path for path in map(shutil.which, BROWSERS) if path)
    server = make_server("127.0.0.1", 0, make().server, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE, device_scale_factor=1.5, reduced_motion="reduce")
        page.goto(f"http://127.0.0.1:{server.server_port}/{SHOWN}")
        page.locator("#answers svg.main-svg").first.wait_for()
        page.locator("#main:not(.busy)").wait_for()
        page.wait_for_timeout(1500)  # what is drawn last has no event of its own
        page.screenshot(path=PICTURE)
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    draw()

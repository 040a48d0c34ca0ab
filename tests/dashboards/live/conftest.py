"""One server and one page for the tests of the dashboard; whatever the page complains of fails them."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.serving import make_server

from cli.serve import _score
from dashboards.live.answers import Answers
from dashboards.live.app import make


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The dashboard, served from a thread."""
    server = make_server("127.0.0.1", 0, make(answers=Answers(score=_score)).server, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def opened(browser: Any, address: str) -> Iterator[Any]:
    """Opens an address in a window of its own: `opened(query, width, scheme)`."""
    contexts = []

    def at(query: str = "", width: int = 1400, scheme: str = "light") -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.bad = []
        page.on("console", lambda m: page.bad.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: page.bad.append(str(e)))
        own = (address, "data:", "blob:")
        page.on("request", lambda r: page.bad.append(r.url) if not r.url.startswith(own) else None)
        page.goto(f"{address}/{query}")
        page.locator("#answers .findings, #answers .about").first.wait_for()
        settled(page)
        return page

    yield at
    for context in contexts:
        for page in context.pages:
            assert page.bad == []
        context.close()


def settled(page: Any) -> None:
    """Wait until nothing is on its way."""
    page.wait_for_timeout(250)
    page.locator("#main:not(.busy)").wait_for()
    page.locator("#status", has_text="worlds").wait_for()

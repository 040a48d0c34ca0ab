"""Fixtures of the views: made-up results, and one browser for all tests that need one."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace as Space
from typing import Any

import pytest

from tests.dashboards.fake import make, make_bare

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def results() -> Space:
    """Made-up results of a full case."""
    return make()


@pytest.fixture
def bare() -> Space:
    """Made-up results of a case that has positions and nothing else."""
    return make_bare()


@pytest.fixture
def maker() -> Callable[..., Space]:
    """The maker of results itself, for tests that need two of them."""
    return make


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One headless Chromium for all tests of this folder."""
    if not CHROMIUM.exists():
        pytest.skip("needs chromium at /usr/bin/chromium")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield running
        running.close()

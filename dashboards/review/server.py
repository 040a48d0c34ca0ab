"""The server of a desk: shows the page, and writes the coder's file whenever something changes on it.

It answers to this machine's names only, so that no other page in the browser can reach it by a name of its
own, and saves only what comes with the word that the page was given.
"""

import hmac
import json
import secrets
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dash
import flask
from dash import html

from dashboards import serving
from dashboards.review.desk import Desk
from dashboards.review.page import page
from sources.coding import coding_from, read_coding, write_coding
from sources.faults import SourceError

LARGEST = 32 * 1024 * 1024
"""Bytes of a coding that are taken."""

PATH = "/coding"


class Keeper:
    """Keeps a coder's file: each change is written whole, in turn, and only upon the one before it."""

    def __init__(self, desk: Desk, out: Path) -> None:
        """Start from the desk's coding."""
        self.desk, self.out = desk, out
        self.revision = 0
        self.token = secrets.token_urlsafe(24)
        self._lock = threading.Lock()
        self._seen = self._on_disk()

    def keep(self, given: Any) -> int:
        """Write what a page sends; returns the revision that it now has.

        Raises:
            SourceError: no coding, one that does not fit the desk, or one that misses a later change.
        """
        if not isinstance(given, dict) or set(given) != {"revision", "coding"}:
            raise SourceError(["the page sends no coding"])
        coding = self.desk.checked(coding_from(given["coding"], "page"))
        with self._lock:
            if given["revision"] != self.revision:
                raise SourceError(["it was changed in another window; reload this page"])
            if self._on_disk() != self._seen:
                raise SourceError([f"{self.out} was changed by another program; reload this page"])
            write_coding(coding, self.out)
            self._seen = self._on_disk()
            self.revision += 1
            return self.revision

    def current(self) -> tuple[Desk, int]:
        """The desk with what is kept."""
        with self._lock:
            seen = self._on_disk()
            coding = read_coding(self.out) if seen is not None else self.desk.coding
            if seen != self._seen:
                self._seen = seen
                self.revision += 1  # windows that do not know what is there may not write over it
            return Desk(**{**vars(self.desk), "coding": coding}), self.revision

    def _on_disk(self) -> bytes | None:
        return self.out.read_bytes() if self.out.exists() else None


def make(desk: Desk, out: Path, hosts: frozenset[str]) -> dash.Dash:
    """The app of a desk that writes to `out`; hosts : the names it answers to, without ports."""
    keeper = Keeper(desk, out)
    app = dash.Dash(
        "parley-review",
        assets_folder="",
        update_title="",
        title=f"Coding: {desk.coder}",
        include_assets_files=False,
    )
    app.layout = html.Div()
    app.interpolate_index = _shown(keeper, app.title)  # type: ignore[method-assign]
    serving.guard(app, hosts, largest=LARGEST)

    def _keep() -> Any:
        word = flask.request.headers.get("X-Parley", "")
        if not hmac.compare_digest(word.encode(), keeper.token.encode()):
            return {"faults": ["this page is of an earlier start of the server; reload it"]}, 403
        try:
            return {"revision": keeper.keep(json.loads(flask.request.get_data()))}
        except SourceError as error:
            return {"faults": list(error.faults)}, 409
        except (ValueError, OSError) as error:
            return {"faults": [str(error)]}, 400

    def _unreadable(error: SourceError) -> flask.Response:
        return flask.Response("\n".join(error.faults) + "\n", 500, mimetype="text/plain")

    app.server.register_error_handler(SourceError, _unreadable)
    app.server.add_url_rule(PATH, view_func=_keep, methods=["PUT"])
    return app


def _shown(keeper: Keeper, title: str) -> Callable[..., str]:
    """What fills the index page: the desk as it is kept now."""

    def index(**parts: str) -> str:
        desk, revision = keeper.current()
        served = {"path": PATH, "token": keeper.token, "revision": revision}
        return page(desk, title, served, parts, serving.nonce())

    return index

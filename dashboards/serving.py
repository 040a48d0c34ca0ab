"""Serving: what every page that is served from this machine keeps to, whoever made it."""

import secrets
from collections.abc import Collection
from typing import Any

import dash
import flask

LARGEST = 4 * 1024 * 1024
"""Bytes of a request that are taken."""

LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
"""The names of this machine."""


def guard(app: dash.Dash, hosts: Collection[str], *, images: str = "data:", largest: int = LARGEST) -> None:
    """Make an app answer to these names only, to its own pages only, and say so to the browser.

    No other page in the browser can reach it by a name of its own (DNS rebinding) or from its own origin, and
    a page of ours loads nothing from elsewhere and is shown in no frame.
    images : where pictures may come from besides this server
    """
    known = frozenset(hosts) | LOCAL
    server = app.server
    server.config["MAX_CONTENT_LENGTH"] = largest

    def before() -> Any:
        host = flask.request.host.rsplit(":", 1)[0].strip("[]")
        if host not in known:
            return flask.Response("unknown host\n", 421, mimetype="text/plain")
        own = flask.request.host_url.rstrip("/")
        if flask.request.headers.get("Origin", own) != own:
            return flask.Response("another page's origin\n", 403, mimetype="text/plain")
        return None

    def after(response: flask.Response) -> flask.Response:
        nonce = flask.g.get("nonce", "")
        scripts = " ".join(["'self'", *app.csp_hashes(), *([f"'nonce-{nonce}'"] if nonce else [])])
        response.headers["Content-Security-Policy"] = (
            f"default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
            f"img-src 'self' {images}; "
            "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    server.before_request(before)
    server.after_request(after)


def nonce() -> str:
    """A word by which the policy of this answer knows a script of ours."""
    flask.g.nonce = secrets.token_urlsafe(16)
    return str(flask.g.nonce)

"""Serving a page from this machine, or one clear message why not."""

from typing import Any

from cli.refusal import Refused


def serving(app: Any, host: str, port: int) -> Any:
    """A server of a WSGI app that listens; 0 takes any port that is free."""
    import logging

    from werkzeug.serving import make_server

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    try:
        return make_server(host, port, app, threaded=True)
    except (OSError, SystemExit) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "it is taken"
        raise Refused(
            f"--port: {host}:{port} cannot be served at: {why.lower()}; --port 0 takes a free one"
        ) from None

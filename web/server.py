"""The server under the window: Werkzeug's, a thread a connection, with limits."""

from __future__ import annotations

import socket
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from config.loader import Config
from storage.database import Database
from web.app import Window

_SECONDS = 20


class Handler(WSGIRequestHandler):
    """One connection: gives up on a silent client, tells nobody what it runs on."""

    timeout = _SECONDS

    def version_string(self) -> str:
        """The Server header."""
        return "shuzhi"


class QuietHandler(Handler):
    """The same without a line for every request."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - Werkzeug's word
        """Say nothing of what went well."""
        if type == "error":
            super().log(type, message, *args)


def make(listener: socket.socket, database: Database, config: Config, *, quiet: bool = False) -> BaseWSGIServer:
    """A server on a listening socket; `serve_forever()` runs it, `shutdown()` from another thread ends it."""
    host, port = listener.getsockname()[:2]
    handler = QuietHandler if quiet else Handler
    window = Window(database, config)
    return make_server(host, port, window, threaded=True, request_handler=handler, fd=listener.fileno())


def serve(listener: socket.socket, database: Database, config: Config, *, quiet: bool = False) -> None:
    """Answer until Ctrl-C."""
    make(listener, database, config, quiet=quiet).serve_forever()

"""`shuzhi web`: the window, opened for as long as the command runs. cli.py adds it to its app."""

from __future__ import annotations

import socket
from typing import Annotated, Protocol

import typer
from rich.console import Console

from config.loader import Config
from models.errors import InputError
from storage.database import Database

app = typer.Typer()


class Options(Protocol):
    """What stands before the command."""

    quiet: bool

    def load(self) -> Config:
        """The configuration."""
        ...

    def open(self, config: Config) -> Database:
        """The database."""
        ...

    @property
    def out(self) -> Console:
        """Where results go."""
        ...


@app.command("web")
def look(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(help="Address to listen at; web.host.", show_default=False)] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Its port; web.port. 0: any free one.")] = None,
) -> None:
    """Show what was told, series and articles in a browser; changes nothing, ends with Ctrl-C."""
    from web.server import serve

    options: Options = context.obj
    config = options.load()
    listener = _listen(host or config.settings.web.host, config.settings.web.port if port is None else port)
    with listener, options.open(config) as database:
        address, number = listener.getsockname()[:2]
        shown = f"[{address}]" if ":" in address else address
        options.out.print(f"http://{shown}:{number}/", markup=False, soft_wrap=True)
        serve(listener, database, config, quiet=options.quiet)


def _listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections, before anything else is done.

    Raises:
        InputError: the address cannot be listened at.
    """
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        listener.listen(64)
    except OSError as error:
        raise InputError(f"{host}:{port}", f"cannot listen there: {error.strerror or error}") from None
    return listener

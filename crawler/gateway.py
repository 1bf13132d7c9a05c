"""The browser's only way out: a proxy on loopback that connects to what the guard admits, and to nothing else.

A browser looks names up and follows redirects by itself, past every check of ours. So it is told to send all it asks
for through here, loopback included; each connection is made to an address that was resolved and judged here.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from types import TracebackType
from urllib.parse import urlsplit

from crawler.guard import Guard

_HEAD = 65_536
_PIECE = 65_536


class Gateway:
    """`async with Gateway(guard) as port`: serves while the block runs."""

    def __init__(self, guard: Guard) -> None:
        self.guard = guard
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> int:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_HEAD)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None  # noqa: S101 - for the type checker
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            method, target, _ = head.split("\r\n", 1)[0].split(" ", 2)
            tunnel = method == "CONNECT"
            parts = urlsplit(f"//{target}" if tunnel else target)
            port = parts.port or (443 if tunnel else 80)
            if parts.hostname and (far := await self._connect(parts.hostname, port)):
                far_reader, far_writer = far
                if tunnel:
                    writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
                else:
                    far_writer.write(_forwarded(head, method, target).encode("latin-1"))
                await asyncio.gather(_pipe(reader, far_writer), _pipe(far_reader, writer))
        writer.close()

    async def _connect(self, host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        loop = asyncio.get_running_loop()
        with contextlib.suppress(OSError):
            for _, _, _, _, address in await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM):
                if self.guard.admits(host, port, str(address[0])):
                    return await asyncio.open_connection(str(address[0]), port)
        return None


def _forwarded(head: str, method: str, target: str) -> str:
    """A request to a proxy as the request to the server: its own path, one request a connection."""
    parts = urlsplit(target)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    kept = [
        line
        for line in head.split("\r\n")[1:-2]
        if line.partition(":")[0].lower() not in {"connection", "proxy-connection", "keep-alive"}
    ]
    return "\r\n".join([f"{method} {path} HTTP/1.1", *kept, "Connection: close", "", ""])


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while piece := await reader.read(_PIECE):
            writer.write(piece)
            await writer.drain()
    with contextlib.suppress(ConnectionError, OSError, RuntimeError):
        writer.close()

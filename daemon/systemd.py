"""Words to systemd: ready, alive, reloading, stopping. Silent where nobody listens."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from contextlib import suppress


def tell(words: str, env: Mapping[str, str] | None = None) -> bool:
    """Send `words` (READY=1, WATCHDOG=1, STATUS=...) to $NOTIFY_SOCKET; whether there was one."""
    address = (os.environ if env is None else env).get("NOTIFY_SOCKET", "")
    if not address:
        return False
    if address.startswith("@"):
        address = "\0" + address[1:]
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as out:
        out.sendto(words.encode(), address)
        return True
    return False


def watchdog_seconds(env: Mapping[str, str] | None = None) -> float | None:
    """How often systemd wants to hear that we live (half of what it waits); None where it does not watch."""
    given = os.environ if env is None else env
    try:
        wait = int(given.get("WATCHDOG_USEC", "")) / 2_000_000
    except ValueError:
        return None
    return wait if given.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid()) else None

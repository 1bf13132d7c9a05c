"""Where requests may go: public addresses only, unless a source's own hosts are declared private.

A name is judged by what it resolves to, at the moment of connecting, so neither a redirect nor a name that changes its
address between two look-ups leads inside. `Resolver` is what the network connects through.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from twisted.internet.address import IPv4Address as TxIPv4
from twisted.internet.address import IPv6Address as TxIPv6
from twisted.internet.interfaces import IHostnameResolver
from zope.interface import implementer  # type: ignore[import-untyped]

from models.source import Source

_NAT64 = ip_network("64:ff9b::/96")
_INSIDE = (ip_network("64:ff9b:1::/48"), ip_network("fec0::/10"))  # NAT64 of one's own network; site-local of old
_PORTS = {"http": 80, "https": 443}


def is_public(address: str) -> bool:
    """Whether an IP address lies on the public Internet; IPv4 wrapped in IPv6 is judged by what it wraps."""
    ip: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if any(ip in network for network in _INSIDE):
            return False
        if wrapped is None and ip in _NAT64:
            wrapped = IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(str(wrapped))
    return ip.is_global and not ip.is_multicast


def host_and_port(url: str) -> tuple[str, int]:
    """The host (lower case, without brackets) and port an address leads to."""
    parts = urlsplit(url)
    return (parts.hostname or "").lower(), parts.port or _PORTS.get(parts.scheme, 0)


@dataclass(slots=True)
class Guard:
    """Which hosts one run may reach at private addresses, by source, and which names it was refused."""

    private: dict[str, frozenset[tuple[str, int]]] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, sources: Iterable[Source]) -> Guard:
        """Only the hosts and ports that a source with `allow_private` names itself."""
        return cls({source.id: _named(source) for source in sources if source.allow_private})

    def permits(self, source: str | None, url: str) -> bool:
        """Whether this source may ask for `url`, as far as its address tells. None: it is a host's robots.txt.

        A host that is private to another source is refused too, whatever its name resolves to.
        """
        host, port = host_and_port(url)
        owners = {name for name, hosts in self.private.items() if (host, port) in hosts}
        if owners:
            return source is None or source in owners
        try:
            return is_public(host)
        except ValueError:
            return not (host == "localhost" or host.endswith(".localhost"))

    def admits(self, host: str, port: int, address: str) -> bool:
        """Whether a connection to `host` may be made at the `address` it resolved to."""
        if is_public(address) or any((host.lower(), port) in hosts for hosts in self.private.values()):
            return True
        self.refused.add(host.lower())
        return False


def _named(source: Source) -> frozenset[tuple[str, int]]:
    named = {host_and_port(url) for url in source.urls}
    for host in source.hosts:
        named |= {host_and_port(f"http://{host}"), host_and_port(f"https://{host}")}
    return frozenset(named)


@implementer(IHostnameResolver)
class Resolver:
    """Looks names up in the loop's own executor and shows only the addresses that the current guard admits."""

    def __init__(self) -> None:
        self.guard = Guard()

    def resolveHostName(  # noqa: N802 - Twisted's name
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Any = None,  # noqa: ARG002, N803
        transportSemantics: str = "TCP",  # noqa: ARG002, N803
    ) -> Any:
        """Twisted's protocol: begin, one call for each address, complete."""
        resolutionReceiver.resolutionBegan(self)
        task = asyncio.ensure_future(self._resolve(resolutionReceiver, hostName, portNumber))
        task.add_done_callback(lambda done: done.exception())
        return self

    async def _resolve(self, receiver: Any, host: str, port: int) -> None:
        loop = asyncio.get_running_loop()
        try:
            rows = await loop.run_in_executor(None, partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError):
            rows = []
        for family, _, _, _, address in rows:
            if not self.guard.admits(host, port, str(address[0])):
                continue
            kind = TxIPv4 if family == socket.AF_INET else TxIPv6
            receiver.addressResolved(kind("TCP", str(address[0]), port))
        receiver.resolutionComplete()

"""Whose turn it is: so many visits at once, and never two at one host, whose pace only one process can keep."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager


class Turns:
    """`async with turns.at(hosts)`: the block runs when all of the hosts and one of `most` places are free."""

    def __init__(self, most: int) -> None:
        self._hosts: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.allow(most)

    def allow(self, most: int) -> None:
        """So many at once from now on, beside those that are at it."""
        self._places = asyncio.Semaphore(most)

    @asynccontextmanager
    async def at(self, hosts: Iterable[str]) -> AsyncIterator[None]:
        """Wait for the hosts, each in its turn, then for a place: who waits for a host keeps nobody else waiting."""
        async with AsyncExitStack() as held:
            for host in sorted(set(hosts)):  # in one order, so that no two wait for each other
                await held.enter_async_context(self._hosts[host])
            await held.enter_async_context(self._places)
            yield

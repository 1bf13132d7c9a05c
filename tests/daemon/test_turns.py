"""Turns: hosts one at a time, places as many as there are."""

from __future__ import annotations

import asyncio

import pytest

from daemon.turns import Turns


async def order(turns: Turns, visits: list[tuple[str, ...]]) -> tuple[int, int]:
    """The most visits that were at it together, and the most at one host."""
    now: list[tuple[str, ...]] = []
    most = at_one = 0

    async def visit(hosts: tuple[str, ...]) -> None:
        nonlocal most, at_one
        async with turns.at(hosts):
            now.append(hosts)
            most = max(most, len(now))
            at_one = max(at_one, *(sum(host in other for other in now) for host in hosts))
            await asyncio.sleep(0.01)
            now.remove(hosts)

    await asyncio.wait_for(asyncio.gather(*map(visit, visits)), 5)
    return most, at_one


@pytest.mark.parametrize(
    ("visits", "most"),
    [
        ([("a",), ("a",), ("a",)], 1),
        ([("a",), ("b",), ("c",)], 2),
        ([("a", "b"), ("b", "a"), ("b",), ("a",), ("c", "a", "b")], 2),
        ([("a",), ("a",), ("b",), ("b",)], 2),
    ],
)
def test_no_two_visits_at_one_host(visits: list[tuple[str, ...]], most: int) -> None:
    """However hosts are shared, none waits for ever and a host is visited once at a time."""
    together, at_one = asyncio.run(order(Turns(2), visits))
    assert (together <= most, at_one) == (True, 1)
    if len({host for hosts in visits for host in hosts}) == len(visits):
        assert together == most


def test_more_places_from_now_on() -> None:
    """A configuration taken anew may allow more at once."""

    async def both() -> tuple[int, int]:
        turns = Turns(1)
        turns.allow(3)
        return await order(turns, [("a",), ("b",), ("c",)])

    assert asyncio.run(both()) == (3, 1)

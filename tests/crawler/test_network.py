"""The desk over which the network's thread talks with the caller's."""

from __future__ import annotations

import asyncio
import threading

import pytest

from crawler.network import Desk, network


def test_what_waits_is_taken_together_and_in_order() -> None:
    """One call takes all that came for it meanwhile; questions between them are answered in their turn."""
    desk, taken, done = Desk(network().loop()), list[list[int]](), list[str]()

    def take(some: list[int]) -> None:
        assert threading.current_thread() is threading.main_thread()
        taken.append(list(some))

    def other(some: list[int]) -> None:
        done.append(f"other {some}")

    async def work() -> int:
        calls = [desk.hand(take, 1), desk.hand(take, 2), desk.ask(done.append, "asked"), desk.hand(take, 3)]
        calls += [desk.hand(other, 4), desk.hand(take, 5), desk.hand(take, 6)]
        await asyncio.gather(*calls)
        return 7

    assert desk.serve(work()) == 7
    assert [number for some in taken for number in some] == [1, 2, 3, 5, 6]
    assert done == ["asked", "other [4]"]
    assert taken[-1] == [5, 6]


def test_who_cannot_take_ends_the_work() -> None:
    """An error of the caller's side is raised there, whoever waited; the next desk works."""
    desk = Desk(network().loop())

    def take(some: list[int]) -> None:
        raise OSError(f"disk full at {some}")

    async def work() -> None:
        await asyncio.gather(desk.hand(take, 1), desk.hand(take, 2))

    with pytest.raises(OSError, match="disk full"):
        desk.serve(work())
    assert Desk(network().loop()).serve(asyncio.sleep(0, "well")) == "well"

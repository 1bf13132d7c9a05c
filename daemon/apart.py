"""Work in a process of its own, which can be cut off: a hung site or a reader gone mad takes nothing else with it.

The process leads a group; cutting it off ends everything it started. It ends by itself when the daemon dies.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from models.report import Report

_GRACE = 2.0
"""Seconds between asking a process to end and ending it."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How work ended: its Report, or what went wrong (`cut` where it took too long)."""

    report: Report | None
    problem: str = ""
    cut: bool = False


async def run_apart(work: Callable[..., Report], *words: Any, timeout: float) -> Ended:  # noqa: ASYNC109 the point of it
    """`work(*words)` in a new process, for `timeout` seconds at most. Both must be picklable.

    Cancelling cuts it off too.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(theirs, os.getpid(), work, words), daemon=False)
    await asyncio.to_thread(process.start)
    theirs.close()
    answer = asyncio.get_running_loop().run_in_executor(None, _receive, ours)
    try:
        return await asyncio.wait_for(asyncio.shield(answer), timeout)
    except TimeoutError:
        return Ended(None, f"cut off after {timeout:g} seconds", cut=True)
    finally:
        _end(process.pid)
        await asyncio.to_thread(process.join, _GRACE)
        _end(process.pid, signal.SIGKILL)
        await asyncio.to_thread(process.join)
        with suppress(Exception):
            await answer
        process.close()
        ours.close()


def _receive(ours: Connection) -> Ended:
    try:
        answer = ours.recv()
    except (EOFError, OSError):
        return Ended(None, "the process died")
    assert isinstance(answer, Ended)  # noqa: S101 only _child writes to this pipe
    return answer


def _child(theirs: Connection, parent: int, work: Callable[..., Report], words: tuple[Any, ...]) -> None:
    """The new process: leads a group, watches its parent, works, answers."""
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    threading.Thread(target=_die_with, args=(parent,), daemon=True).start()
    try:
        answer = Ended(work(*words))
    except Exception as error:  # noqa: BLE001 whatever it is, the daemon tells it and goes on
        answer = Ended(None, f"{type(error).__name__}: {error}"[:1000])
    with suppress(BrokenPipeError):  # the daemon was killed meanwhile; what was done is kept
        theirs.send(answer)
    theirs.close()


def _die_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    _end(os.getpid(), signal.SIGKILL)


def _end(pid: int | None, how: signal.Signals = signal.SIGTERM) -> None:
    """Signal the group that `pid` leads; before it leads one, `pid` alone."""
    if pid is None:
        return
    try:
        os.killpg(pid, how)
    except ProcessLookupError:
        with suppress(ProcessLookupError):
            os.kill(pid, how)
    except PermissionError:
        pass

"""The thread in which Scrapy lives, and the counter over which it talks with the thread that called.

Scrapy's reactor can be started once in a process and must never wait. So it gets a thread of its own, started with
the first run and shared by all later ones; what may block (the database, the caller's progress bar) runs in the
caller's thread, handed over one call at a time.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections import deque
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Any, ParamSpec, TypeVar

from crawler.guard import Resolver

R = TypeVar("R")
T = TypeVar("T")
P = ParamSpec("P")

_START_SECONDS = 30
_STOP_SECONDS = 30


class Network:
    """The reactor's thread. One in a process; `network()` gives it."""

    def __init__(self) -> None:
        self.resolver = Resolver()
        self.turn = threading.Lock()  # runs take turns
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()

    def loop(self) -> asyncio.AbstractEventLoop:
        """The running event loop; starts it the first time."""
        with self._lock:
            if self._loop is None:
                started: Future[asyncio.AbstractEventLoop] = Future()
                threading.Thread(target=self._main, args=(started,), name="crawler", daemon=True).start()
                self._loop = started.result(_START_SECONDS)
        return self._loop

    def _main(self, started: Future[asyncio.AbstractEventLoop]) -> None:
        try:
            loop = _new_loop()
            asyncio.set_event_loop(loop)
            for name in ("scrapy", "twisted"):  # what went wrong is told in the Report
                logging.getLogger(name).addHandler(logging.NullHandler())
            from twisted.internet import asyncioreactor

            asyncioreactor.install(loop)  # type: ignore[no-untyped-call]
            from twisted.internet import reactor as installed

            reactor: Any = installed
            reactor.installNameResolver(self.resolver)
            loop.call_soon(started.set_result, loop)
            reactor.run(installSignalHandlers=False)
        except BaseException as error:  # noqa: BLE001 - whoever waits must learn of it
            if not started.done():
                started.set_exception(error)


@dataclass(slots=True, eq=False)
class _Call:
    """Something to be done in the caller's thread, or where `items` are given: to be done with all of them at once."""

    call: Callable[..., Any]
    answers: list[asyncio.Future[Any]]
    items: list[Any] | None = None

    def joins(self, other: _Call) -> bool:
        """Take `other` along, if it is the same thing to be done with another item."""
        if self.items is None or other.items is None or self.call != other.call:
            return False
        self.items += other.items
        self.answers += other.answers
        return True

    def done(self) -> Any:
        """Do it."""
        return self.call() if self.items is None else self.call(self.items)


class Desk:
    """Calls from the network's thread, done in the caller's."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._calls: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        self._waiting: deque[_Call | None] = deque()

    async def ask(self, call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Have `call` done in the caller's thread and wait for its answer without stopping the network."""
        answer: asyncio.Future[R] = self._loop.create_future()
        self._calls.put(_Call(partial(call, *args, **kwargs), [answer]))
        return await answer

    async def hand(self, take: Callable[[list[T]], None], item: T) -> None:
        """Have `take` done with `item` in the caller's thread; it takes what has come meanwhile along, in order."""
        answer: asyncio.Future[None] = self._loop.create_future()
        self._calls.put(_Call(take, [answer], [item]))
        await answer

    def serve(self, work: Coroutine[Any, Any, R]) -> R:
        """Run `work` on the network and answer its calls here until it is done.

        An exception out of a call, or KeyboardInterrupt, ends the work and is raised here.
        """
        ended = threading.Event()
        done = asyncio.run_coroutine_threadsafe(_until_ended(work, ended), self._loop)
        done.add_done_callback(lambda _: self._calls.put(None))
        try:
            for call in iter(self._next, None):
                value = call.done()
                self._loop.call_soon_threadsafe(_settle, call.answers, value)
        except BaseException:
            done.cancel()
            ended.wait(_STOP_SECONDS)  # the next run must not meet this one
            raise
        return done.result()

    def _next(self) -> _Call | None:
        """What is to be done next, with all that waits directly behind it and can be done in one go."""
        waiting = self._waiting
        while not waiting or not self._calls.empty():  # nobody else takes from it
            waiting.append(self._calls.get())
        call = waiting.popleft()
        while call is not None and waiting and (other := waiting[0]) is not None and call.joins(other):
            waiting.popleft()
        return call


def _new_loop() -> asyncio.AbstractEventLoop:
    """uvloop's, which turns a tenth more pages, where there is one for this platform."""
    try:
        import uvloop
    except ImportError:  # pragma: no cover - Windows
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


async def _until_ended(work: Coroutine[Any, Any, R], ended: threading.Event) -> R:
    try:
        return await work
    finally:
        ended.set()


def _settle(answers: Iterable[asyncio.Future[Any]], value: Any) -> None:
    for answer in answers:
        if not answer.done():
            answer.set_result(value)


_NETWORK = Network()


def network() -> Network:
    """The process's network."""
    return _NETWORK

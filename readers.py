"""Kept pages -> Readings, on all cores, in the order given.

    pages ─► batches of 8 ─► [reader process] reading.Reader ─► Readings, in order, as many together as are ready

A page that takes too long is given up, one that brings its reader down (memory, a crash in C) takes only itself with
it: the reader is replaced and the others go on. Which reader had a page makes no difference to what is read.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import selectors
import signal
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue

from config.loader import Config
from models.errors import ReadError
from reading import Reader, Reading
from storage.pages import Kept

_GRACE = 5.0
"""Seconds beyond the limit after which a reader that does not answer is killed: it hangs where no signal reaches."""

_WARMING_UP = 60.0
"""Seconds that a new reader may take until it is ready."""

_SELDOM = 10_000, 20, 20
"""When a reader looks for garbage: a page leaves little that is not freed at once, and memory stays as flat."""

_STARTS = 3
"""So many readers in a row that end before they are ready are no accident."""

_LEFT = 2
"""A reader with no more pages than this in hand is given the next batch, so that it never waits for one."""

_TOGETHER = 16
"""No more Readings than this are handed out together."""

_PATIENCE = 0.25
"""Seconds that Readings wait for others: each lot is a transaction, and costs as much as telling another page."""

_PAUSE = 0.1
"""Seconds until somebody with nothing to do looks again."""


def _serve(pipe: Connection, config: Config) -> None:
    """A reader process: None once it is ready; pages in, Readings out, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    arrived: SimpleQueue[list[Kept]] = SimpleQueue()
    # By a thread: else parent and reader could each wait for the other to empty a full pipe.
    threading.Thread(target=_receive, args=(pipe, arrived), daemon=True).start()
    reader = Reader(config)
    reader.tokenizer.tokens("数字经济")  # loads the dictionaries
    gc.freeze()  # they stay, and need not be walked again and again
    gc.set_threshold(*_SELDOM)
    with contextlib.suppress(OSError):  # the parent is gone
        pipe.send(None)
        while batch := arrived.get():
            for kept in batch:
                # The parent has the page; sending it back would cost more than all the rest.
                pipe.send(replace(reader.read(kept), kept=None))  # type: ignore[arg-type]


def _receive(pipe: Connection, arrived: SimpleQueue[list[Kept]]) -> None:
    with contextlib.suppress(EOFError, OSError):
        while True:
            arrived.put(pipe.recv())
    arrived.put([])


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    hands: deque[Kept] = field(default_factory=deque)
    since: float = field(default_factory=time.monotonic)
    ready: bool = False


class _Pool:
    """Readers with at most a batch each in hand, started when there is something for them."""

    def __init__(self, config: Config, size: int) -> None:
        self.config = config
        self.size = size
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(
            ["__main__", "extract.article", "extract.figures", "extract.tokens", "reading"]
        )
        self.workers: list[_Worker] = []
        self.answers = selectors.DefaultSelector()  # one for all: a reading costs no more than looking at it
        self.stillborn = 0

    @property
    def is_free(self) -> bool:
        """Whether somebody can take a batch."""
        return len(self.workers) < self.size or any(len(worker.hands) <= _LEFT for worker in self.workers)

    def give(self, batch: Sequence[Kept]) -> None:
        """Have a batch read by whoever has least to do, or by somebody new."""
        worker = min(self.workers, key=lambda w: len(w.hands), default=None)
        if worker is None or (worker.hands and len(self.workers) < self.size):
            worker = self._start()
            self.workers.append(worker)
        self._hand(worker, batch)

    def _start(self) -> _Worker:
        ours, theirs = self.context.Pipe()
        process = self.context.Process(target=_serve, args=(theirs, self.config), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self.answers.register(ours, selectors.EVENT_READ, worker)
        return worker

    def _hand(self, worker: _Worker, batch: Sequence[Kept]) -> None:
        if not worker.hands and worker.ready:
            worker.since = time.monotonic()
        worker.hands.extend(batch)
        with contextlib.suppress(BrokenPipeError):  # its death is noticed by `collect`
            worker.pipe.send(list(batch))

    def collect(self) -> Iterator[Reading]:
        """Whatever arrives within a moment.

        Raises:
            ReadError: readers end before they are ready; no page is to blame, and none is given up.
        """
        if not any(worker.hands for worker in self.workers):
            return
        ready = self.answers.select(timeout=0.5)
        while ready:
            for key, _ in ready:
                yield from self._take(key.data)
            ready = self.answers.select(timeout=0)
        limit = self.config.settings.read.seconds_per_page
        for worker in list(self.workers):
            patience = limit + _GRACE if worker.ready else _WARMING_UP
            if worker.hands and time.monotonic() - worker.since > patience:
                yield from self._replace(worker, "too_slow", f"took more than {limit:g} seconds")

    def _take(self, worker: _Worker) -> Iterator[Reading]:
        """What a reader says: that it is ready, or a Reading; or it is no more."""
        try:
            reading = worker.pipe.recv()
        except (EOFError, ConnectionResetError):
            yield from self._replace(worker, "crashed", "brought the reader down")
            return
        worker.since = time.monotonic()
        if worker.ready:
            yield replace(reading, kept=worker.hands.popleft())
        worker.ready, self.stillborn = True, 0

    def _replace(self, worker: _Worker, problem: str, message: str) -> Iterator[Reading]:
        """Another reader for what is left; the page that its reader had is given up, if there was one."""
        self.answers.unregister(worker.pipe)
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        if not worker.ready:
            self.stillborn += 1
            if self.stillborn >= _STARTS:
                raise ReadError("readers", f"{_STARTS} of them ended before they were ready to read a page")
        elif worker.hands:
            yield Reading(kept=worker.hands.popleft(), problem=problem, message=message)
        new = self.workers[self.workers.index(worker)] = self._start()
        if worker.hands:
            self._hand(new, worker.hands)

    def close(self) -> None:
        self.answers.close()
        for worker in self.workers:
            worker.pipe.close()
            worker.process.kill()
            worker.process.join()


class _Source:
    """Pages as they come."""

    def __init__(self, pages: Iterable[Kept | None]) -> None:
        self._pages = iter(pages)
        self.ended = False

    def take(self, number: int) -> list[Kept]:
        """The next pages, up to so many; fewer where it ended or has no more for the moment."""
        found: list[Kept] = []
        while len(found) < number:
            try:
                kept = next(self._pages)
            except StopIteration:
                self.ended = True
                break
            if kept is None:
                break
            found.append(kept)
        return found


def together(pages: Iterable[Kept | None], config: Config) -> Iterator[list[Reading]]:
    """Read `pages`, however many, on `read.workers` processes: in the order given, all at once that are ready.

    None among the pages says that there are no more for the moment; whoever gives them says it at his own pace.
    """
    settings = config.settings.read
    workers, size = settings.workers or os.cpu_count() or 1, settings.batch
    source, pool = _Source(pages), _Pool(config, workers)
    first = source.take(workers * size)
    if source.ended:
        size = max(1, min(size, -(-len(first) // workers)))  # few pages: still something for every core
    held, order, done = deque(first), deque[int](), dict[int, Reading]()
    handed = time.monotonic()
    try:
        while held or order or not source.ended:
            # A slow page at the head must not let the finished ones behind it fill the memory.
            while len(order) < 8 * workers * size and pool.is_free:
                batch = [held.popleft() for _ in range(min(size, len(held)))] or source.take(size)
                if not batch:
                    break
                order.extend(kept.number for kept in batch)
                pool.give(batch)
            if not order and not source.ended:
                time.sleep(_PAUSE)
            done.update((reading.kept.number, reading) for reading in pool.collect())
            ready = _ready(order, done)
            if ready < min(_TOGETHER, len(order)) and time.monotonic() - handed < _PATIENCE:
                continue
            while ready:
                some = min(_TOGETHER, ready)
                ready -= some
                yield [done.pop(order.popleft()) for _ in range(some)]
            handed = time.monotonic()
    finally:
        pool.close()


def _ready(order: Iterable[int], done: dict[int, Reading]) -> int:
    """How many at the head of `order` are done."""
    return next((place for place, number in enumerate(order) if number not in done), len(done))


def readings(pages: Iterable[Kept], config: Config) -> Iterator[Reading]:
    """Read `pages`, however many, on `read.workers` processes; in the order given, whatever finishes first."""
    return chain.from_iterable(together(pages, config))

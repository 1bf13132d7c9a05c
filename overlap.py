"""Two jobs at once: one in this thread, one beside it that ends when the first one has.

with Beside(work) as beside:     # work(beside) runs in a thread of its own
    ...
beside.report                    # what it did, once the block is left
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from models.report import Report


class StoppedError(Exception):
    """The block was left by an exception: nobody waits for the rest."""


class Beside:
    """Work in a thread beside a block. What it raises is raised when the block is left."""

    def __init__(self, work: Callable[[Beside], Report]) -> None:
        self.report = Report()
        self._work = work
        self._ended, self._stopped = threading.Event(), threading.Event()
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="beside", daemon=True)

    def goes_on(self) -> bool:
        """Whether the block goes on, so that more may come.

        Raises:
            StoppedError: the block was left by an exception.
        """
        ended = self._ended.is_set()  # asked first: who stops says so before he ends
        if self._stopped.is_set():
            raise StoppedError
        return not ended

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            self._stopped.set()
        self._ended.set()
        try:
            self._thread.join()
        except BaseException:  # Ctrl-C while the rest is worked off
            self._stopped.set()
            self._thread.join()
            raise
        if kind is None and self._error is not None:
            raise self._error

    def _run(self) -> None:
        try:
            self.report = self._work(self)
        except StoppedError:
            pass
        except BaseException as error:  # noqa: BLE001 - told where somebody waits for it
            self._error = error


@dataclass(slots=True)
class Sum:
    """What several jobs did so far, shown as one; they may tell from any thread."""

    show: Callable[[Report], None]
    _parts: dict[str, Report] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, job: str) -> Callable[[Report], None]:
        """Where the job called `job` tells what it did."""

        def told(report: Report) -> None:
            with self._lock:
                self._parts[job] = report
                whole = Report()
                for part in self._parts.values():
                    whole.counts.update(part.counts)
                self.show(whole)

        return told

"""What one source's walk counts and tells, and how nothing that goes wrong with a part of it ends the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePath
from time import monotonic
from traceback import extract_tb

from crawler.counter import Shelf
from crawler.failures import Kind

_PACE = 0.1  # seconds


@dataclass(slots=True)
class Tally:
    """Counts of one source, told to the run's Report as they come."""

    shelf: Shelf
    counts: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)

    def count(self, name: str, number: int = 1) -> None:
        """So many more of `name`."""
        self.counts[name] += number
        self.shelf.report.add(name, number)

    def fail(self, kind: Kind, url: str, message: str) -> None:
        """One more failure."""
        self.failures[kind.value] += 1
        self.shelf.report.fail(kind.value, url, message)

    async def tell(self) -> None:
        """Let whoever watches see the Report, not more often than eyes can follow."""
        now = monotonic()
        if self.shelf.progress and now - self.shelf.shown >= _PACE:
            self.shelf.shown = now
            await self.shelf.desk.ask(self.shelf.progress, self.shelf.report)

    @contextmanager
    def spared(self, subject: str) -> Iterator[None]:
        """A mistake of ours within costs `subject` alone. Errors of the shelf do not pass here: they end the run."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever it is, the rest of the run goes on
            self.fail(Kind.INTERNAL, subject, _told(error))


def _told(error: Exception) -> str:
    last = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error}"[:300] + f" ({PurePath(last.filename).name}:{last.lineno})"

"""What a run did, and what it could not do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that went wrong without stopping the run: `kind` is a short word, `subject` the url, file or key."""

    kind: str
    subject: str
    message: str


@dataclass(slots=True)
class Report:
    """Counts by name (pages, articles, figures, events ...) and the failures, in order.

    The one mutable model: a run adds to it as it goes.
    """

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, name: str, number: int = 1) -> None:
        """Count `number` more of `name`."""
        self.counts[name] += number

    def fail(self, kind: str, subject: str, message: str) -> None:
        """Record one failure."""
        self.failures.append(Failure(kind, subject, message))

    def merge(self, other: Report) -> None:
        """Take over everything that `other` recorded."""
        self.counts.update(other.counts)
        self.failures.extend(other.failures)
        self.notes.extend(other.notes)

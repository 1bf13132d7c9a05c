"""The history of one series, asked once where it is short.

Most series are: then two questions to the shelf answer all that comparing one figure may ask, and the rest is sorting.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from alerts.history import LIMIT, History
from models.metric import Observation


class Glance:
    """`History` of `series`, read whole where it holds fewer than `LIMIT` observations."""

    def __init__(self, history: History, series: str) -> None:
        self._history = history
        self._series = series
        dated = history.before(series, date.max)
        undated = history.ending(series, None)
        whole = len(dated) < LIMIT and len(undated) < LIMIT
        self._dated: Sequence[Observation] | None = dated if whole else None
        self._undated = undated

    def in_article(self, series: str, article: str) -> Sequence[Observation]:
        """See `History`."""
        if self._dated is None or series != self._series:
            return self._history.in_article(series, article)
        found = [o for o in (*self._dated, *self._undated) if o.article == article]
        return sorted(found, key=lambda o: o.figure.start)

    def ending(self, series: str, last: date | None) -> Sequence[Observation]:
        """See `History`."""
        if series != self._series:
            return self._history.ending(series, last)
        if last is None:
            return self._undated
        if self._dated is None:
            return self._history.ending(series, last)
        return [o for o in self._dated if o.figure.period.last == last]

    def before(self, series: str, last: date, window: str | None = None) -> Sequence[Observation]:
        """See `History`."""
        if self._dated is None or series != self._series:
            return self._history.before(series, last, window)
        return [o for o in self._dated if _end(o) < last and window in {None, o.figure.period.window}]

    def after(self, series: str, last: date, window: str | None = None) -> Sequence[Observation]:
        """See `History`."""
        if self._dated is None or series != self._series:
            return self._history.after(series, last, window)
        found = [o for o in self._dated if _end(o) > last and window in {None, o.figure.period.window}]
        return sorted(found, key=_end)  # the nearest end first; of one day the latest published stays first


def _end(observation: Observation) -> date:
    return observation.figure.period.last or date.min

"""A history kept in memory: for tests, for rereading without a database, and as the meaning of `History` in code."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from alerts.history import LIMIT
from models.metric import Observation

_Row = tuple[int, int, str, Observation]  # last day, publication day turned round, id: the order of every answer


def _row(observation: Observation) -> _Row:
    last = observation.figure.period.last
    return (last.toordinal() if last else 0, -observation.published.toordinal(), observation.id, observation)


def _key(row: _Row) -> tuple[int, int, str]:
    return row[:3]


class Memory:
    """`History` over lists; `add` is what the shelf does when a figure was told."""

    def __init__(self, observations: Iterable[Observation] = ()) -> None:
        self._series: dict[str, list[_Row]] = defaultdict(list)
        self._windows: dict[tuple[str, str], list[_Row]] = defaultdict(list)
        self._articles: dict[tuple[str, str], list[Observation]] = defaultdict(list)
        self._ids: set[str] = set()
        for observation in observations:
            self.add(observation)

    def add(self, observation: Observation) -> None:
        """Remember an observation; one that is known already changes nothing."""
        if observation.id in self._ids:
            return
        self._ids.add(observation.id)
        row = _row(observation)
        insort(self._series[observation.series], row, key=_key)
        insort(self._windows[observation.series, observation.figure.period.window], row, key=_key)
        insort(self._articles[observation.series, observation.article], observation, key=lambda o: o.figure.start)

    def in_article(self, series: str, article: str) -> Sequence[Observation]:
        """See `History`."""
        return self._articles[series, article][:LIMIT]

    def ending(self, series: str, last: date | None) -> Sequence[Observation]:
        """See `History`."""
        rows, day = self._series[series], last.toordinal() if last else 0
        start = bisect_left(rows, day, key=lambda row: row[0])
        stop = bisect_right(rows, day, key=lambda row: row[0])
        return [row[3] for row in rows[start : min(stop, start + LIMIT)]]

    def before(self, series: str, last: date, window: str | None = None) -> Sequence[Observation]:
        """See `History`."""
        rows = self._series[series] if window is None else self._windows[series, window]
        dated = bisect_right(rows, 0, key=lambda row: row[0])
        found: list[Observation] = []
        stop = bisect_left(rows, last.toordinal(), key=lambda row: row[0])
        while stop > dated and len(found) < LIMIT:  # day by day backwards, each day's latest publication first
            start = bisect_left(rows, rows[stop - 1][0], key=lambda row: row[0])
            found.extend(row[3] for row in rows[start:stop])
            stop = start
        return found[:LIMIT]

    def after(self, series: str, last: date, window: str | None = None) -> Sequence[Observation]:
        """See `History`."""
        rows = self._series[series] if window is None else self._windows[series, window]
        start = bisect_right(rows, last.toordinal(), key=lambda row: row[0])
        return [row[3] for row in rows[start : start + LIMIT]]

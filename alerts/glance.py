"""What is known while the figures of one page are told: a history of earlier pages, and the page itself so far.

Most series are short, and one question to the shelf brings all of those that a page speaks of; the rest is sorting.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from heapq import merge
from typing import Protocol

from alerts.history import LIMIT
from models.metric import Observation


class Shelf(Protocol):
    """The history before a page. Answers as `History` does; `whole` brings short series at once."""

    def whole(self, series: Iterable[str]) -> Mapping[str, list[Observation] | None]:
        """All that is held of each series, in no order; None for one that holds `LIMIT` or more."""
        ...

    def ending(self, series: str, last: date | None) -> Sequence[Observation]:
        """See `History`."""
        ...

    def before(self, series: str, last: date, window: str | None = None) -> Sequence[Observation]:
        """See `History`."""
        ...

    def after(self, series: str, last: date, window: str | None = None) -> Sequence[Observation]:
        """See `History`."""
        ...

    def find(self, observation: str) -> Observation | None:
        """The observation of that id."""
        ...


class Glance:
    """`History` of one page's figures; `add` what the page told, in the order of its text."""

    def __init__(self, shelf: Shelf, series: Iterable[str] = ()) -> None:
        """`series` are those that will be asked for, as far as that is known."""
        self._shelf = shelf
        self._held: dict[str, list[Observation]] = {}  # in the order of `before`; of long series the page's own
        self._long: set[str] = set()
        self._here: defaultdict[str, list[Observation]] = defaultdict(list)
        self._look(series)

    def _look(self, series: Iterable[str]) -> None:
        for name, found in self._shelf.whole(series).items():
            if found is None:
                self._long.add(name)
            self._held[name] = sorted(found or (), key=_backwards)

    def _known(self, series: str) -> list[Observation]:
        if series not in self._held:
            self._look((series,))
        return self._held[series]

    def add(self, observation: Observation) -> None:
        """Know this figure from now on."""
        self._here[observation.series].append(observation)
        known = self._known(observation.series)
        known.append(observation)
        known.sort(key=_backwards)

    def in_article(self, series: str, article: str) -> Sequence[Observation]:
        """See `History`; an article stands on one page, so this is what was added."""
        return [other for other in self._here[series] if other.article == article][:LIMIT]

    def ending(self, series: str, last: date | None) -> Sequence[Observation]:
        """See `History`."""
        found = [other for other in self._known(series) if other.figure.period.last == last]
        if series in self._long:
            found = list(merge(found, self._shelf.ending(series, last), key=_backwards))
        return found[:LIMIT]

    def before(self, series: str, last: date, window: str | None = None) -> Sequence[Observation]:
        """See `History`."""
        found = [other for other in self._known(series) if _is_end(other, window) and _end(other) < last]
        if series in self._long:
            found = list(merge(found, self._shelf.before(series, last, window), key=_backwards))
        return found[:LIMIT]

    def after(self, series: str, last: date, window: str | None = None) -> Sequence[Observation]:
        """See `History`."""
        found = [other for other in self._known(series) if _is_end(other, window) and _end(other) > last]
        found.sort(key=_forwards)
        if series in self._long:
            found = list(merge(found, self._shelf.after(series, last, window), key=_forwards))
        return found[:LIMIT]

    def find(self, observation: str) -> Observation | None:
        """The observation of that id, as it is known here."""
        given = (other for known in self._held.values() for other in known if other.id == observation)
        return next(given, None) or self._shelf.find(observation)


def _end(observation: Observation) -> date:
    return observation.figure.period.last or date.min


def _is_end(observation: Observation, window: str | None) -> bool:
    """Whether its period has an end, and the shape asked for."""
    period = observation.figure.period
    return period.last is not None and (window is None or window == period.window)


def _backwards(observation: Observation) -> tuple[int, int, str]:
    """The nearest end first, of one day the latest published."""
    return -_end(observation).toordinal(), -observation.published.toordinal(), observation.id


def _forwards(observation: Observation) -> tuple[int, int, str]:
    return _end(observation).toordinal(), -observation.published.toordinal(), observation.id

"""What is known while figures are told: a history of earlier pages, and what was told since.

    shelf ─► Lot     the series that some pages speak of, asked for once, and what these pages told so far
              └──► Glance   all of it that came before one of the pages: `History` for its figures

Most series are short, and one question to the shelf brings all of those that a lot of pages speaks of; the rest is
sorting.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from heapq import merge
from typing import Protocol

from alerts.history import LIMIT
from models.metric import Observation

Placed = tuple[int, Observation]
"""The number of the page that an observation stands on, which is its place in the order of arrival; and it."""

Held = Callable[[], Iterable[Placed]]
"""All that is held of a series, in no order; unpacked when it is called, and not kept longer than needed."""

Whole = Callable[[Iterable[str]], Mapping[str, Held | None]]
"""What is held of each series; None for one that is too long to be had whole."""


class Shelf(Protocol):
    """The history before a page, for series too long to be had whole. Answers as `History` does."""

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


class Lot:
    """What is known while the figures of `pages` are told, page after page in the order of arrival."""

    def __init__(
        self, whole: Whole, series: Iterable[str] = (), pages: Collection[int] = (), long: set[str] | None = None
    ) -> None:
        """`series` are those that will be asked for, as far as that is known; `long` are known not to be short.

        What the shelf holds of `pages` themselves stems from an earlier reading, and is told anew. Series found to be
        long are added to `long`: what is treated so is answered the same, with more questions.
        """
        self._whole = whole
        self._pages = frozenset(pages)
        self._held: dict[str, Held | None] = {}
        self._told: defaultdict[str, list[Observation]] = defaultdict(list)
        self.long = set() if long is None else long
        self._look(series)

    def _look(self, series: Iterable[str]) -> None:
        wanted = list(series)
        known = dict.fromkeys(self.long.intersection(wanted))
        self._held |= {**known, **self._whole(name for name in wanted if name not in known)}
        self.long.update(name for name in wanted if self._held[name] is None)

    def before(self, page: int, series: str) -> list[Observation]:
        """What is known of a series from before a page, in the order of `History.before`.

        Of a long series only what was told since.
        """
        if series not in self._held:
            self._look((series,))
        held = self._held[series]
        found = [other for number, other in (held() if held else ()) if number < page and number not in self._pages]
        return sorted([*found, *self._told[series]], key=_backwards)

    def add(self, observation: Observation) -> None:
        """Know this figure from now on; those of a page are added before the next page is asked about."""
        self._told[observation.series].append(observation)


class Glance:
    """`History` for the figures of one page: what came before it, and what it told itself, in the order of its text."""

    def __init__(self, lot: Lot, shelf: Shelf, page: int) -> None:
        """`shelf` is the history before `page`."""
        self._lot, self._shelf, self._page = lot, shelf, page
        self._seen: dict[str, list[Observation]] = {}
        self._here: defaultdict[str, list[Observation]] = defaultdict(list)

    def _known(self, series: str) -> list[Observation]:
        found = self._seen.get(series)
        if found is None:
            found = self._seen[series] = self._lot.before(self._page, series)
        return found

    def add(self, observation: Observation) -> None:
        """Know this figure from now on."""
        self._here[observation.series].append(observation)
        insort(self._known(observation.series), observation, key=_backwards)
        self._lot.add(observation)

    def in_article(self, series: str, article: str) -> Sequence[Observation]:
        """See `History`; an article stands on one page, so this is what was added."""
        return [other for other in self._here[series] if other.article == article][:LIMIT]

    def ending(self, series: str, last: date | None) -> Sequence[Observation]:
        """See `History`."""
        found = [other for other in self._known(series) if other.figure.period.last == last]
        if series in self._lot.long:
            found = _united(found, self._shelf.ending(series, last), _backwards)
        return found[:LIMIT]

    def before(self, series: str, last: date, window: str | None = None) -> Sequence[Observation]:
        """See `History`."""
        found = [other for other in self._known(series) if _is_end(other, window) and _end(other) < last]
        if series in self._lot.long:
            found = _united(found, self._shelf.before(series, last, window), _backwards)
        return found[:LIMIT]

    def after(self, series: str, last: date, window: str | None = None) -> Sequence[Observation]:
        """See `History`."""
        found = [other for other in self._known(series) if _is_end(other, window) and _end(other) > last]
        found.sort(key=_forwards)
        if series in self._lot.long:
            found = _united(found, self._shelf.after(series, last, window), _forwards)
        return found[:LIMIT]

    def find(self, observation: str) -> Observation | None:
        """The observation of that id, as it is known here."""
        given = (other for known in self._seen.values() for other in known if other.id == observation)
        return next(given, None) or self._shelf.find(observation)


_Key = Callable[[Observation], tuple[int, int, str]]


def _united(told: Sequence[Observation], held: Sequence[Observation], key: _Key) -> list[Observation]:
    """What was told since and what is held, in order; some of it may be on the shelf already."""
    known = {other.id for other in told}
    return list(merge(told, (other for other in held if other.id not in known), key=key))


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

"""In which order the days of a list run, and whether they have passed a day. Pure.

Lists are untidy: items pinned at the top, a block of popular articles at the end, a day typed wrong. No single day
decides, and what stands apart from the others is not taken for the list's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

_TAIL = 3  # so many items at the end of a page speak for the pages after it
_ENOUGH = 3  # an order is believed once so many steps run its way
_CLEAR = 4  # and so many times as many as run the other
_NEAR = 3  # days; a weekend is no pause
_OLD_PAGES = 2  # in a row, wholly before the window
_LIKE_PAGES = 5  # the same, where nothing speaks against their falling: pages of one and the same day
_RECENT = timedelta(days=120)
_MONTH = timedelta(days=30)


@dataclass(slots=True)
class Order:
    """The days of one list, page after page.

    `oldest` is the earliest day of the list's own; `falls` and `rises` count the steps to an earlier and a later day.
    """

    falls: int = 0
    rises: int = 0
    oldest: date | None = None
    last: date | None = None
    old_pages: int = 0
    _middle: date | None = None

    def add(self, days: Sequence[date], since: date | None) -> None:
        """The days of the next page, in the list's order."""
        if self._middle is None:
            days = _unpinned(days)
        if not days:
            return
        runs = _runs(days)
        longest = max(runs, key=len)
        for run in runs if len(longest) * 2 >= len(days) else [days]:
            for earlier, later in pairwise(run):
                self._step(earlier, later)
        middle = sorted(days)[len(days) // 2]
        if self._middle is not None:
            self._step(self._middle, middle)
        self._middle = middle
        self.last = max(longest[-_TAIL:])
        own = min(day for run in runs if run is longest or len(run) >= _TAIL for day in run)
        self.oldest = min(own, self.oldest or own)
        self.old_pages = self.old_pages + 1 if since is not None and all(day < since for day in days) else 0

    def _step(self, earlier: date, later: date) -> None:
        self.falls += later < earlier
        self.rises += later > earlier

    @property
    def falling(self) -> bool:
        """Whether the list runs from new to old."""
        return self.falls >= _ENOUGH and self.falls >= _CLEAR * self.rises

    @property
    def rising(self) -> bool:
        """Whether it runs from old to new: then what is wanted stands at its end."""
        return self.rises > 2 * self.falls

    def passed(self, days: Sequence[date], since: date) -> bool:
        """Whether a list that falls lies before `since` from here on: this page's own days end before it.

        Where the days jump across `since`, what follows the jump may be another list: only the next page can tell.
        """
        if self.old_pages:
            return self.falling or (self.old_pages >= _OLD_PAGES and self.falls > 0 and not self.rises)
        if not self.falling:
            return False
        inside = max(place for place, day in enumerate(days) if day >= since)
        after = days[inside + 1 :]
        if len(after) < _TAIL:
            return False
        rhythm = _unpinned(days[: inside + 1])
        return days[inside] - after[0] <= _longest(rhythm if len(rhythm) > _TAIL else after)

    @property
    def left(self) -> bool:
        """Whether a list in no order has been old for so long that it is not worth turning any further."""
        enough = _OLD_PAGES if self.rises else _LIKE_PAGES
        return self.old_pages >= enough and not self.rising

    def horizon(self, today: date) -> date:
        """The latest day that a day without a year can mean on the next page."""
        if self.last is None or not self.falling or self.last > today - _RECENT:
            return today
        return self.last + _MONTH


def _unpinned(days: Sequence[date]) -> Sequence[date]:
    """The days without those pinned at the top: what stands before the newest, if that is the lesser part."""
    newest = days.index(max(days)) if days else 0
    return days[newest:] if newest * 2 < len(days) else days


def _longest(days: Sequence[date]) -> timedelta:
    """The longest step between neighbours that is no jump: three times what most of them keep within."""
    steps = sorted(abs(later - earlier) for earlier, later in pairwise(days))
    return max(timedelta(days=_NEAR), _NEAR * steps[(len(steps) * 2 - 1) // 3] if steps else timedelta(0))


def _runs(days: Sequence[date]) -> list[list[date]]:
    """The days, cut where one jumps.

    >>> d = date.fromisoformat
    >>> [len(run) for run in _runs([d("2023-02-10"), d("2023-02-10"), d("2023-02-09"), d("2013-02-01")])]
    [3, 1]
    """
    longest = _longest(days)
    runs = [[days[0]]]
    for earlier, later in pairwise(days):
        if abs(later - earlier) > longest:
            runs.append([])
        runs[-1].append(later)
    return runs

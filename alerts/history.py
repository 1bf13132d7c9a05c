"""What deciding about one figure needs to know of those before it: the shelf answers, the room asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from models.metric import Observation

LIMIT = 32
"""No answer holds more observations than this, however long the history grows."""


class History(Protocol):
    """The observations told so far, asked by series and by the last day of the period they speak of.

    Every answer holds at most `LIMIT` observations and is one walk down an index, so that the cost of one more
    article does not grow with the archive: `(series, article)` for the first question, `(series, last, published)`
    and `(series, window, last, published)` for the others. `window` is `Period.window`. Readings that a later reading
    of the same page replaced are left out.
    """

    def in_article(self, series: str, article: str) -> Sequence[Observation]:
        """What the same article said of the series, in the order of the text."""
        ...

    def ending(self, series: str, last: date | None) -> Sequence[Observation]:
        """Those whose period ends on that very day (None: no end is known), the latest published first."""
        ...

    def before(self, series: str, last: date, window: str | None = None) -> Sequence[Observation]:
        """Those whose period ends before the day, the nearest end first, then the latest published first.

        With `window`, only periods of that shape; `before(series, date.max)` asks for the latest of all.
        """
        ...

    def after(self, series: str, last: date, window: str | None = None) -> Sequence[Observation]:
        """Those whose period ends after the day, the nearest end first, then the latest published first."""
        ...

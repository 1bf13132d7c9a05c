"""The time a figure speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

Span = tuple[date | None, date | None]
"""First and last day of a window, both included; None where it is open."""


class PeriodKind(StrEnum):
    """The kind of window; windows of one kind may be compared with one another."""

    ASOF = "asof"  # an instant: first == last
    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    QUARTERS = "quarters"  # cumulative from 1 January: 前三季度, 上半年 of two quarters is HALF
    MONTH = "month"
    MONTHS = "months"  # cumulative or any run of months: 1—8月
    DAY = "day"
    RANGE = "range"  # any other span: 2018—2021年, “十三五”期间
    DEADLINE = "deadline"  # until `last`; first is None
    NONE = "none"  # no period can be told: 前期


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both included, and the words it was read from.

    `implicit` marks a period nobody wrote: an undated stock is as of publication, a plan inherits its year.
    """

    first: date | None
    last: date | None
    kind: PeriodKind
    text: str | None = None
    implicit: bool = False

    @property
    def span(self) -> Span:
        """The window alone, without its words: what makes two periods the same."""
        return self.first, self.last

    @property
    def key(self) -> str:
        """The window alone, in words: 2022-01-01..2022-12-31."""
        return f"{self.first or ''}..{self.last or ''}"

    @property
    def window(self) -> str:
        """The shape of the window, whatever its year: what makes two periods of different years alike.

        `at` a moment, `by` a deadline, `none` where nothing is known, the months of a span of whole months (`01-12` a
        calendar year, `01-09` three quarters, `01-12+3` four years), else its length in days (`7d`).
        """
        if self.last is None:
            return "none" if self.first is None else "from"
        if self.first is None:
            return "by"
        if self.first == self.last:
            return "at"
        if self.first.day == 1 and (self.last + timedelta(days=1)).day == 1:
            years = self.last.year - self.first.year
            return f"{self.first.month:02}-{self.last.month:02}" + (f"+{years}" if years else "")
        return f"{(self.last - self.first).days + 1}d"

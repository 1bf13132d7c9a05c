"""Windows of the calendar: years, halves, quarters, months and days as first and last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from models.period import PeriodKind


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day, both included, and the kind of window.

    `named` is the wider stretch the words name where the period is only its edge: 年底 is 31 December as a period, and
    names November and December. `year` is the year that words without one may lean on later.
    """

    first: date
    last: date
    kind: PeriodKind
    named: tuple[date, date] | None = None


def safe_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_end(year: int, month: int) -> date:
    """The last day of a month; months beyond December run into later years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)  # noqa: PLR2004


def month_start(year: int, month: int) -> date:
    """The first day of a month; months below 1 run into earlier years."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def add_months(day: date, months: int) -> date:
    """The same day some months later (earlier if negative), or the last of that month.

    >>> add_months(date(2021, 1, 31), 1)
    datetime.date(2021, 2, 28)
    """
    start = month_start(day.year, day.month + months)
    return min(start + timedelta(days=day.day - 1), month_end(start.year, start.month))


def year(number: int) -> Window:
    """A calendar year."""
    return Window(date(number, 1, 1), date(number, 12, 31), PeriodKind.YEAR)


def years(first: int, last: int) -> Window:
    """From 1 January of one year to 31 December of another."""
    if first == last:
        return year(first)
    return Window(date(first, 1, 1), date(last, 12, 31), PeriodKind.RANGE)


def half(number: int, which: int) -> Window:
    """The first (1) or second (2) half of a year."""
    return Window(date(number, 6 * which - 5, 1), month_end(number, 6 * which), PeriodKind.HALF)


def quarter(number: int, which: int) -> Window:
    """A quarter of a year; 1 to 4."""
    return Window(date(number, 3 * which - 2, 1), month_end(number, 3 * which), PeriodKind.QUARTER)


def quarters(number: int, count: int) -> Window:
    """The first quarters of a year together: 前三季度. Two are the first half, one is a quarter, four the year."""
    if count == 2:  # noqa: PLR2004
        return half(number, 1)
    if count == 1:
        return quarter(number, 1)
    if count == 4:  # noqa: PLR2004
        return year(number)
    return Window(date(number, 1, 1), month_end(number, 3 * count), PeriodKind.QUARTERS)


def month(number: int, which: int) -> Window:
    """One month."""
    return Window(date(number, which, 1), month_end(number, which), PeriodKind.MONTH)


def months(number: int, first: int, last: int) -> Window:
    """A run of months in one year: 1—8月; 1—12月 is the year, and one month a month."""
    if first == last:
        return month(number, first)
    if (first, last) == (1, 12):
        return year(number)
    return Window(date(number, first, 1), month_end(number, last), PeriodKind.MONTHS)


def day(when: date) -> Window:
    """One day."""
    return Window(when, when, PeriodKind.DAY)


def instant(when: date, named: tuple[date, date] | None = None) -> Window:
    """A moment: the end of a day."""
    return Window(when, when, PeriodKind.ASOF, named)


def shift_years(window: Window, by: int) -> Window:
    """The same window in another year: what 去年同期 makes of 1—8月."""
    last = add_months(window.last, 12 * by)
    if window.last == month_end(window.last.year, window.last.month):
        last = month_end(last.year, last.month)
    return Window(add_months(window.first, 12 * by), last, window.kind)


def five_year_plan(number: int) -> Window | None:
    """The years of a five-year plan: the 14th is 2021 to 2025, the 1st 1953 to 1957."""
    if not 1 <= number <= 20:  # noqa: PLR2004
        return None
    first = 1953 + 5 * (number - 1) if number <= 2 else 1966 + 5 * (number - 3)  # noqa: PLR2004
    return years(first, first + 4)

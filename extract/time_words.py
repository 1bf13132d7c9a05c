"""Words and values that all readers of points of time share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from extract import chronology as cal
from extract.numerals import read_number
from models.period import PeriodKind

MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二两三四五六七八九])"
DASH = r" ?(?:-|—{1,2}|–|~|至|到) ?"
_FIRST_DAYS = 5
_LAST_THIRD = 21
_AHEAD = 10


@dataclass(frozen=True, slots=True)
class Point:
    """A point as read: `window`, the offset after it, and whether the words gave the year themselves."""

    end: int
    window: cal.Window
    dated: bool
    grain: str  # year, half, quarter, month, day


@dataclass(frozen=True, slots=True)
class Now:
    """What words without a year lean on: the day of publication, and the year spoken of nearby (None for none)."""

    published: date
    year: int | None = None
    month: int | None = None


def number(words: str) -> int:
    """A small numeral, Arabic or Chinese."""
    read = read_number(words.replace("两", "二"), 0)
    return int(read.value) if read else 0


def two_digit_year(short: int, published: date) -> int:
    """The century of 19年 or 三三年: no more than ten years ahead of publication."""
    full = published.year // 100 * 100 + short
    return full - 100 if full > published.year + _AHEAD else full


def within_month(window: cal.Window, groups: dict[str, str]) -> cal.Window:
    """A part of a month: 上旬, 月底, 月初, 前4天; the month itself where no part is named."""
    first, last = window.first, window.last
    if "xun" in groups:
        start = {"上": 1, "中": 11, "下": 21}[groups["xun"]]
        end = last if start == _LAST_THIRD else first.replace(day=start + 9)
        return cal.Window(first.replace(day=start), end, PeriodKind.RANGE)
    if "mdays" in groups:
        count = min(number(groups["mdays"]), last.day)
        return cal.Window(first, first.replace(day=count), PeriodKind.RANGE)
    edge = groups.get("medge")
    if edge == "初":
        return cal.Window(first, first.replace(day=_FIRST_DAYS), PeriodKind.RANGE)
    if edge:
        return cal.instant(last, (last - timedelta(days=_FIRST_DAYS), last))
    return window


def edge_of(window: cal.Window, edge: str, grain: str) -> cal.Window:
    """底 and 末 are the last day of what stands before them, 初 its first month."""
    first, last = window.first, window.last
    word = edge.replace("年", "") if edge.startswith("年") and edge != "年" else edge
    if word in ("底", "末", "末期"):
        opening = cal.month_start(last.year, last.month - (grain == "year"))
        return cal.instant(last, (opening, last))
    if word in ("初", "伊始", "初期"):
        return cal.month(first.year, first.month)
    middle = cal.month_end(first.year, 6)
    return cal.instant(middle, (cal.month_start(first.year, 6), cal.month_end(first.year, 7)))

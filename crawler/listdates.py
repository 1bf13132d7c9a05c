"""Dates as the lists of Chinese sites write them. Pure.

Only what stands beside a link is read here, so a bare `02-13` counts. `today` is the latest day a date can mean: a day
without a year is the last one that was not in the future.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from crawler.window import CHINA

_SEP = r"\s*[-/.—–_年]\s*"
_FULL = re.compile(rf"(?<!\d)((?:19|20)\d\d){_SEP}(1[0-2]|0?[1-9])\s*[-/.—–_月]\s*(3[01]|[12]\d|0?[1-9])(?!\d)")
_PACKED = re.compile(r"(?<!\d)(20\d\d)(1[0-2]|0[1-9])(3[01]|[12]\d|0[1-9])(?!\d)")
_SHORT_YEAR = re.compile(r"(?<![\d.])(\d\d)[-/.](1[0-2]|0[1-9])[-/.](3[01]|[12]\d|0[1-9])(?![\d.])")
_DAY_FIRST = re.compile(r"(?<!\d)(3[01]|[12]\d|0[1-9])\s*[/\s]\s*(20\d\d)\s*[-/.年]\s*(1[0-2]|0?[1-9])(?!\d)")
_NO_YEAR = re.compile(r"(?<![\d.\-/:])(1[0-2]|0?[1-9])\s*[-/月]\s*(3[01]|[12]\d|0?[1-9])(?:日|(?![\d.\-/:%]))")
_AGO = re.compile(r"(\d{1,3})\s*(秒钟?|分钟|小时|天|日|周|星期|个?月)之?前")
_DAY_WORD = re.compile(r"(刚刚|今天|今日|昨天|昨日|前天)")
_BACK = {"刚刚": 0, "今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2}
_AGO_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "月": 30, "个月": 30}
_ISO = re.compile(r"^\s*\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_EPOCH_MS = 100_000_000_000


def _full(match: re.Match[str], _: date) -> date:
    return date(int(match[1]), int(match[2]), int(match[3]))


def _short_year(match: re.Match[str], _: date) -> date:
    return date(2000 + int(match[1]), int(match[2]), int(match[3]))


def _day_first(match: re.Match[str], _: date) -> date:
    return date(int(match[2]), int(match[3]), int(match[1]))


def _no_year(match: re.Match[str], today: date) -> date:
    month, dom = int(match[1]), int(match[2])
    this = date(today.year, month, dom)
    return this if this <= today + timedelta(days=1) else date(today.year - 1, month, dom)


def _ago(match: re.Match[str], today: date) -> date:
    return today - timedelta(days=int(match[1]) * _AGO_DAYS.get(match[2], 0))


def _word(match: re.Match[str], today: date) -> date:
    return today - timedelta(days=_BACK[match[1]])


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date]], ...] = (
    (_DAY_FIRST, _day_first),
    (_FULL, _full),
    (_PACKED, _full),
    (_AGO, _ago),
    (_DAY_WORD, _word),
    (_SHORT_YEAR, _short_year),
    (_NO_YEAR, _no_year),
)


def find_day(text: str, today: date) -> date | None:
    """The first day named in `text`, the fullest way of writing first.

    >>> find_day("[02-13]", date(2023, 3, 1))
    datetime.date(2023, 2, 13)
    """
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            try:
                return read(match, today)
            except ValueError:
                continue
    return None


def is_day(text: str, today: date) -> date | None:
    """The day, where `text` is nothing but a date (brackets, a time and a word such as 发布 aside), else None."""
    found = find_day(text, today)
    if found is None:
        return None
    rest = text
    for pattern, _ in _READERS:
        rest = pattern.sub("", rest)
    rest = re.sub(r"\d{1,2}:\d\d(:\d\d)?|发布(日期|时间)?|时间|日期|更新|[\s\[\]()（）【】<>:：|/·,，日号]", "", rest)
    return found if not rest else None


def stamp(value: Any) -> datetime | None:
    """The aware time a feed or JSON list states: RFC 822, ISO 8601, or seconds or milliseconds since 1970.

    A time without a zone is China's. None where the value is no time.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float) or (isinstance(value, str) and re.fullmatch(r"\s*\d{10}(\d{3})?\s*", value)):
        seconds = float(value)
        try:
            return datetime.fromtimestamp(seconds / 1000 if seconds > _EPOCH_MS else seconds, UTC)
        except (OverflowError, ValueError, OSError):
            return None
    text = str(value).strip()
    try:
        found = datetime.fromisoformat(text) if _ISO.match(text) else parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=CHINA)


def day_of(value: Any, today: date) -> date | None:
    """The day in China that a feed or JSON list states, in any way of writing."""
    at = stamp(value)
    if at is not None:
        return china_day(at)
    return find_day(str(value), today) if isinstance(value, str) else None


def china_day(at: datetime) -> date:
    """The day it is in China at an aware time."""
    return at.astimezone(CHINA).date()

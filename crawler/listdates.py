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

from crawler.urls import plausible
from crawler.window import CHINA

_SEP = r"\s*[-/.—–_年]\s*"
_FULL = re.compile(rf"(?<!\d)((?:19|20)\d\d){_SEP}(1[0-2]|0?[1-9])\s*[-/.—–_月]\s*(3[01]|[12]\d|0?[1-9])(?!\d)")
_PACKED = re.compile(r"(?<!\d)(20\d\d)(1[0-2]|0[1-9])(3[01]|[12]\d|0[1-9])(?!\d)")
_SHORT_YEAR = re.compile(r"(?<![\d.])(\d\d)[-/.](1[0-2]|0[1-9])[-/.](3[01]|[12]\d|0[1-9])(?![\d.])")
_DAY_FIRST = re.compile(r"(?<!\d)(3[01]|[12]\d|0[1-9])\s*[/\s]\s*(20\d\d)\s*[-/.年]\s*(1[0-2]|0?[1-9])(?!\d)")
_NO_YEAR = re.compile(r"(?<![\d.\-/:])(?<!\d年)(1[0-2]|0?[1-9])\s*[-/月]\s*(3[01]|[12]\d|0?[1-9])(?:日|(?![\d.\-/:%]))")
_AGO = re.compile(r"(\d{1,3})\s*(秒钟?|分钟|小时|天|日|周|星期|个?月)之?前")
_DAY_WORD = re.compile(r"(刚刚|今天|今日|昨天|昨日|前天)")
_BACK = {"刚刚": 0, "今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2}
_AGO_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "月": 30, "个月": 30}
_ISO = re.compile(r"^\s*\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_NUMBER = re.compile(r"\s*(-?\d{1,16})(?:\.\d*)?\s*")
_IN_JSON = re.compile(r"\s*\\?/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\\?/\s*")  # as .NET writes it
_PACKED_TIME = re.compile(r"((?:19|20|21)\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?")
_EPOCH_MS = 100_000_000_000


def _full(match: re.Match[str], _: date) -> date:
    return date(int(match[1]), int(match[2]), int(match[3]))


def _short_year(match: re.Match[str], _: date) -> date:
    return date(2000 + int(match[1]), int(match[2]), int(match[3]))


def _day_first(match: re.Match[str], _: date) -> date:
    return date(int(match[2]), int(match[3]), int(match[1]))


def _no_year(match: re.Match[str], today: date) -> date:
    month, dom = int(match[1]), int(match[2])
    latest = today + timedelta(days=1)
    return date(latest.year - ((month, dom) > (latest.month, latest.day)), month, dom)


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
    """The first day named in `text`, the fullest way of writing first; none that no page can be of (`plausible`).

    >>> find_day("[02-13]", date(2023, 3, 1))
    datetime.date(2023, 2, 13)
    """
    text = " ".join(text.split())  # room for spaces is left in several places of a pattern: there shall be one at most
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            try:
                day = read(match, today)
            except (ValueError, OverflowError):
                continue
            if plausible(day):
                return day
    return None


def is_day(text: str, today: date) -> date | None:
    """The day, where `text` is nothing but a date (brackets, a time and a word such as 发布 aside), else None."""
    found = find_day(text, today)
    if found is None:
        return None
    rest = " ".join(text.split())
    for pattern, _ in _READERS:
        rest = pattern.sub("", rest)
    rest = re.sub(r"\d{1,2}:\d\d(:\d\d)?|发布(日期|时间)?|时间|日期|更新|[\s\[\]()（）【】<>:：|/·,，日号]", "", rest)
    return found if not rest else None


def stamp(value: Any) -> datetime | None:
    """The aware time a feed or JSON list states: RFC 822, ISO 8601, a number, or a number as .NET wraps it.

    A time without a zone is China's. None where the value is no time, or one that stands for none: 0, 0001-01-01.
    """
    if isinstance(value, bool) or value is None:
        return None
    text = str(value).strip()
    try:
        if match := _IN_JSON.fullmatch(text):
            found = _since_1970(int(match[1]))
        elif match := _NUMBER.fullmatch(text):
            found = _packed(match[1]) or _since_1970(float(text))
        else:
            found = datetime.fromisoformat(text) if _ISO.match(text) else parsedate_to_datetime(text)
        found = found if found.tzinfo else found.replace(tzinfo=CHINA)
        return found if plausible(china_day(found)) else None
    except (ValueError, TypeError, IndexError, OverflowError, OSError):
        return None


def _since_1970(number: float) -> datetime:
    return datetime.fromtimestamp(number / 1000 if abs(number) > _EPOCH_MS else number, UTC)


def _packed(digits: str) -> datetime | None:
    """20230213, 202302131015 or 20230213101500; read as seconds or milliseconds they would lie in no year of the Web.

    >>> _packed("202302131015")
    datetime.datetime(2023, 2, 13, 10, 15, tzinfo=datetime.timezone(datetime.timedelta(seconds=28800)))
    """
    match = _PACKED_TIME.fullmatch(digits)
    if match is None:
        return None
    year, month, dom, hour, minute, second = map(int, match.groups(default="0"))
    try:
        return datetime(year, month, dom, hour, minute, second, tzinfo=CHINA)
    except ValueError:
        return None


def day_of(value: Any, today: date) -> date | None:
    """The day in China that a feed or JSON list states, in any way of writing."""
    at = stamp(value)
    if at is not None:
        return china_day(at)
    return find_day(str(value), today) if isinstance(value, str) else None


def china_day(at: datetime) -> date:
    """The day it is in China at an aware time."""
    return at.astimezone(CHINA).date()

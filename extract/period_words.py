"""Periods that are words of their own: 目前, 年内, 前期, 党的十八大以来, 改革开放以来, and dates of odd punctuation."""

from __future__ import annotations

import re
from datetime import date

from extract import chronology as cal
from extract.period_points import Now, Point
from models.period import PeriodKind

_CURRENT = re.compile(
    r"(?:截至|截止)?(?:目前|当前|现在|至今(?!年)|迄今(?:为止)?|眼下|日前为止|今日为止)|(?:截至|截止)(?:发稿|今(?![年天日后晚月])|日前|现)"
)
_CONGRESS = re.compile(r"党的(?P<n>十[八九]|二十)大以来")
_CONGRESSES = {"十八": date(2012, 11, 8), "十九": date(2017, 10, 18), "二十": date(2022, 10, 16)}
_SINCE_EVENT = re.compile(r"(?P<event>改革开放|新中国成立)(?:以来|[\d四七]{1,2}十?[多余]?年(?:以)?来)")
_EVENTS = {"改革开放": date(1978, 12, 18), "新中国成立": date(1949, 10, 1)}
_THIS_YEAR = re.compile(r"年(?:度)?内(?!蒙)")
_NOT_THIS_YEAR = frozenset("今本明去前多余几一二两三四五六七八九十半")
_EARLIER = re.compile(r"前期(?!工作|研究|准备|费|手续|培育|开发)")
_NOT_EARLIER = frozenset("年月目五半末中提")
_DATE = re.compile(r"(?P<y>\d{4})\.(?P<m>\d{2})-(?P<d>\d{2})(?!\d)")
_MONTH_TO_YEAR = re.compile(r"(?P<y>\d{4})\.(?P<m>0[1-9]|1[0-2])-(?P<y2>\d{4})(?!\d)")
_NUMERAL_YEAR = r"(?:19|20)\d{2}|二[〇零][〇零一二三四五六七八九]{2}"
_YEARS = re.compile(
    rf"(?<![\d.A-Za-z])(?P<one>{_NUMERAL_YEAR})年?(?: ?(?:-{{1,2}}|—{{1,2}}|–|~|至|到) ?)"
    rf"(?P<two>{_NUMERAL_YEAR})(?:年度?)?"
    r"(?![\d.%]|[万亿个家元户人])"
)
_ZERO = "零一二三四五六七八九"


def read_word(text: str, at: int, now: Now) -> Point | None:  # noqa: PLR0911 - one return a word
    """The period word at `at` of a folded text, or None; `grain` is now, deadline, none, relative, day or years."""
    if match := _CURRENT.match(text, at):
        return Point(match.end(), cal.instant(now.published), dated=True, grain="now")
    since = _since_event(text, at, now)
    if since:
        return since
    before = text[at - 1 : at]
    if (match := _THIS_YEAR.match(text, at)) and not before.isdecimal() and before not in _NOT_THIS_YEAR:
        return Point(match.end(), cal.year(now.year or now.published.year), dated=False, grain="deadline")
    if (match := _EARLIER.match(text, at)) and before not in _NOT_EARLIER:
        return Point(match.end(), cal.instant(now.published), dated=False, grain="none")
    if match := _DATE.match(text, at):
        when = cal.safe_date(int(match["y"]), int(match["m"]), int(match["d"]))
        return Point(match.end(), cal.day(when), dated=True, grain="day") if when else None
    if match := _MONTH_TO_YEAR.match(text, at):
        first = cal.month_start(int(match["y"]), int(match["m"]))
        window = cal.Window(first, date(int(match["y2"]), 12, 31), PeriodKind.RANGE)
        return Point(match.end(), window, dated=True, grain="years")
    return _years(text, at)


def _since_event(text: str, at: int, now: Now) -> Point | None:
    if match := _CONGRESS.match(text, at):
        first = _CONGRESSES[match.group("n")]
    elif match := _SINCE_EVENT.match(text, at):
        first = _EVENTS[match.group("event")]
    else:
        return None
    return Point(match.end(), cal.Window(first, now.published, PeriodKind.RANGE), dated=True, grain="relative")


def _years(text: str, at: int) -> Point | None:
    """2018—2021年, 从2016到2018, 二零一六年至二零一八年."""
    match = _YEARS.match(text, at)
    if not match:
        return None
    one, two = _spelled(match["one"]), _spelled(match["two"])
    return Point(match.end(), cal.years(one, two), dated=True, grain="years") if one <= two else None


def _spelled(words: str) -> int:
    return int("".join(c if c not in _ZERO and c != "〇" else str(_ZERO.find(c.replace("〇", "零"))) for c in words))

"""Points of time that are not a year and a part of it.

2022-05-26, “十四五”末, 年底, 上月, 本季度, 昨天, 11日, 80年代.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from extract import chronology as cal
from extract.time_words import DAY, Now, Point, edge_of, number, two_digit_year, within_month

_ISO = re.compile(
    r"(?<![\d.])(?P<y>(?:19|20)\d{2}) ?(?:[-/.](?P<m>1[0-2]|0?[1-9])"
    r"(?:[-/.](?P<d>3[01]|[12]\d|0?[1-9])(?!\d))?)(?![\d.%万亿])"
)
_DOTTED = re.compile(r"(?<![\d.“\"])(?P<m>1[0-2]|[1-9])·(?P<d>3[01]|[12]\d|[1-9])(?![\d一-鿿”\"])")
_BARE_EDGE = re.compile(r"(?P<edge>年底|年末|岁末|年初|年中)")
_PLAN = re.compile(
    r"[“\"‘]?(?P<plan>十[一二三四五六七八九]?|[一二三四五六七八九])五[”\"’]?(?P<tail>时期末|期末|末期|末|时期|期间|以来|(?:前|头)[一两二三四]年|后[一两二三四]年|开局之年|收官之年)?"
)
_MONTHS = re.compile(
    r"(?P<rel>上上个?|上一?个?|本|当|这个|今|下一?个?)月(?:(?P<d>"
    + DAY
    + r")[日号]|(?P<xun>[上中下])旬|(?P<medge>[底末初])|份?前(?P<mdays>"
    + DAY
    + r")[天日])?(?![亮球饼])"
)
_QUARTERS = re.compile(r"(?P<rel>上一?个?|本|当|这个|下一?个?|今)季度?(?<=度)(?P<edge>[底末初])?")
_DAYS = {
    "今天": 0,
    "今日": 0,
    "昨天": -1,
    "昨日": -1,
    "前天": -2,
    "前日": -2,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "后日": 2,
    "当天": 0,
    "当日": 0,
}
_DAYS_RE = re.compile("|".join(_DAYS))
_DAY_ONLY = re.compile(r"(?P<d>3[01]|[12]\d|0?[1-9])日(?![本报常益均])")
_ERA = re.compile(
    r"(?:(?P<c>\d{1,2}|二?十[一二三四五六七八九]?)世纪)?(?P<dec>[1-9]0|[一二三四五六七八九]十)年代(?P<part>[初中末]期?|后期|前期)?|(?P<c2>\d{1,2}|二?十[一二三四五六七八九]?)世纪(?P<half>[初末])?"
)


def read_other(text: str, at: int, now: Now) -> Point | None:
    """The first of these forms that is written at `at` of a folded text, resolved, or None."""
    for reader in _READERS:
        point = reader(text, at, now)
        if point:
            return point
    return None


def _iso(text: str, at: int, now: Now) -> Point | None:
    del now
    match = _ISO.match(text, at)
    if not match:
        return None
    year, month = int(match.group("y")), int(match.group("m"))
    if not match.group("d"):
        return Point(match.end(), cal.month(year, month), dated=True, grain="month")
    when = cal.safe_date(year, month, int(match.group("d")))
    return Point(match.end(), cal.day(when), dated=True, grain="day") if when else None


def _dotted(text: str, at: int, now: Now) -> Point | None:
    match = _DOTTED.match(text, at)
    when = cal.safe_date(now.year or now.published.year, int(match["m"]), int(match["d"])) if match else None
    return Point(match.end(), cal.day(when), dated=False, grain="day") if match and when else None


def _plan(text: str, at: int, now: Now) -> Point | None:
    del now
    match = _PLAN.match(text, at)
    if not match or (text[at] not in '“"‘' and not match.group("tail") and len(match.group("plan")) < 2):  # noqa: PLR2004
        return None
    window = cal.five_year_plan(number(match.group("plan")))
    if not window:
        return None
    tail = match.group("tail") or ""
    if "末" in tail:
        window = cal.instant(window.last, (date(window.last.year, 1, 1), window.last))
    elif tail == "开局之年":
        window = cal.year(window.first.year)
    elif tail == "收官之年":
        window = cal.year(window.last.year)
    elif tail.startswith(("前", "头")):
        window = cal.years(window.first.year, window.first.year + number(tail[1]) - 1)
    elif tail.startswith("后"):
        window = cal.years(window.last.year - number(tail[1]) + 1, window.last.year)
    end = match.end() - (2 if tail == "以来" else 0)
    return Point(end, window, dated=True, grain="plan")


def _bare_edge(text: str, at: int, now: Now) -> Point | None:
    match = _BARE_EDGE.match(text, at)
    if not match or text[at - 1 : at].isdecimal():
        return None
    # 年末 is what bulletins say of the year that has ended, 年底 what plans say of the one that has begun
    ended = match.group("edge") == "年末" and now.year is None and now.published.month <= _BULLETINS
    ended = ended and not text.startswith(("前", "之前", "以前"), match.end()) and text[at - 1 : at] not in ("到", "至")
    window = edge_of(cal.year(now.year or now.published.year - ended), match.group("edge").replace("岁", "年"), "year")
    return Point(match.end(), window, dated=False, grain="year")


def _shift(word: str) -> int:
    return -2 if word.startswith("上上") else -1 if word.startswith("上") else 1 if word.startswith("下") else 0


def _relative_month(text: str, at: int, now: Now) -> Point | None:
    match = _MONTHS.match(text, at)
    if not match:
        return None
    start = cal.month_start(now.published.year, now.published.month + _shift(match.group("rel")))
    groups = {key: value for key, value in match.groupdict().items() if value is not None}
    if "d" in groups:
        when = cal.safe_date(start.year, start.month, number(groups["d"]))
        return Point(match.end(), cal.day(when), dated=True, grain="day") if when else None
    return Point(match.end(), within_month(cal.month(start.year, start.month), groups), dated=True, grain="month")


def _relative_quarter(text: str, at: int, now: Now) -> Point | None:
    match = _QUARTERS.match(text, at)
    if not match:
        return None
    index = now.published.year * 4 + (now.published.month - 1) // 3 + _shift(match.group("rel"))
    window = cal.quarter(index // 4, index % 4 + 1)
    if match.group("edge"):
        window = edge_of(window, match.group("edge"), "quarter")
    return Point(match.end(), window, dated=True, grain="quarter")


def _relative_day(text: str, at: int, now: Now) -> Point | None:
    match = _DAYS_RE.match(text, at)
    if match:
        return Point(
            match.end(), cal.day(now.published + timedelta(days=_DAYS[match.group()])), dated=True, grain="day"
        )
    match = _DAY_ONLY.match(text, at)
    if not match or (text[at - 1 : at] in tuple("0123456789月一二三四五六七八九十节首第-—至到") and at):
        return None
    which, published = number(match.group("d")), now.published
    start = cal.month_start(published.year, published.month - (which - published.day > 20))  # noqa: PLR2004
    when = cal.safe_date(start.year, start.month, which)
    return Point(match.end(), cal.day(when), dated=False, grain="day") if when else None


def _era(text: str, at: int, now: Now) -> Point | None:
    match = _ERA.match(text, at)
    if not match or text[at - 1 : at].isdecimal():
        return None
    if match.group("c2"):
        first = (number(match.group("c2")) - 1) * 100
        return (
            Point(match.end(), cal.years(max(first, 1), first + 99), dated=True, grain="era")
            if 0 <= first <= _LAST_CENTURY
            else None
        )
    century = (
        (number(match.group("c")) - 1) * 100
        if match.group("c")
        else two_digit_year(number(match.group("dec")), now.published) // 100 * 100
    )
    first = century + number(match.group("dec"))
    if not 1 <= first <= 2190:  # noqa: PLR2004
        return None
    part = (match.group("part") or "")[:1]
    window = {"初": (0, 2), "前": (0, 3), "中": (4, 6), "末": (7, 9), "后": (6, 9)}.get(part, (0, 9))
    return Point(match.end(), cal.years(first + window[0], first + window[1]), dated=True, grain="era")


_BULLETINS = 3
_LAST_CENTURY = 2100
_READERS = (_iso, _plan, _bare_edge, _relative_month, _relative_quarter, _relative_day, _era, _dotted)

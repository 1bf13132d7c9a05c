"""One point of time as written, year and part of it: 2022年前三季度, 去年底, 3月15日, “十四五”末.

`read_point` matches the words and resolves them; how they combine (ranges, 截至, 前, 以来) is for `extract.periods`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from extract import chronology as cal
from extract.numerals import read_number

_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二两三四五六七八九])"
_DASH = r" ?(?:-|—{1,2}|–|~|至|到) ?"
_RELATIVE_YEARS = {
    "今年": 0, "本年度": 0, "本年": 0, "当年": 0, "这一年": 0, "今": 0, "去年": -1, "上年度": -1, "上年": -1, "上一年度": -1, "上一年": -1, "前年": -2, "大前年": -3,
    "明年": 1, "来年": 1, "次年": 1, "翌年": 1, "下年": 1, "下一年": 1, "后年": 2, "同年": 0, "该年": 0,
}  # fmt: skip
# These are told from the year spoken of: in a bulletin on 2022, printed in 2023, 上年 is 2021. 去年 never is.
_BY_CONTEXT = frozenset({"当年", "同年", "该年", "次年", "翌年", "上年", "上年度", "上一年", "上一年度"})
_REL = "|".join(sorted((w for w in _RELATIVE_YEARS if w != "今"), key=len, reverse=True))
_YEAR = (
    rf"(?:(?P<y4>\d{{4}}) {{0,2}}年度?|(?P<y3>(?<=在)\d{{3}})年|(?P<y0>(?<![\d.])0\d) ?年|(?P<y2>(?<![\d.])\d{{2}}) ?年(?!来|内|间|后|多|左右|以|时间|期|历史|代|龄|之|的|[，。、])|"
    rf"(?P<yc>[〇零一二三四五六七八九]{{4}}|[〇零一二三四五六七八九]{{2}})年|(?P<yr>{_REL}))"
)
_SUB = (
    r"(?:(?P<whole>全年度?|整年|年度)|(?P<half>[上下]半年|前半年|后半年)|(?P<qq>前(?P<nq>[一二两三四1-4])个?季度|前三季(?!度|节|军))|"
    rf"第?(?P<q1>[一二三1-3]){_DASH}第?(?P<q2>[二三四2-4])季度|"
    r"(?:第?(?P<q>[一二三四1-4])|(?P<q0>首))个?季度?(?<=季度)|首季(?P<qs>(?!度))|Q(?P<Q>[1-4])(?:季度)?(?![\dA-Za-z])|"
    rf"(?P<m1>{_MONTH})(?:月份?)?{_DASH}(?P<m2>{_MONTH})月(?!{_DAY}[日号])份?|前(?P<nm>{_MONTH}|两)个?月(?![底末])|"
    rf"(?:第(?P<mth>{_MONTH})个月|(?P<m>{_MONTH}) ?月(?:份|当月)?)(?:[ ]?(?P<d>{_DAY})(?:[日号]|(?= ?(?:至|到|$|[-—~–]{{1,2}} ?\d{{1,2}}[日号])))|(?P<xun>[上中下])旬|(?P<medge>[底末初])|前(?P<mdays>{_DAY})[天日])?)"
)
_EDGE = r"(?P<edge>年底|年末|年初|年中|底|末|伊始|初(?![步级中次期始衷心创审核])|中期|末期|初期)"
_POINT = re.compile(rf"(?:{_YEAR} ?的?{_SUB}|{_YEAR.replace('?P<', '?P<a_')}|{_SUB.replace('?P<', '?P<b_')}){_EDGE}?")
_ISO = re.compile(
    r"(?<![\d.])(?P<y>(?:19|20)\d{2}) ?(?:[-/.](?P<m>1[0-2]|0?[1-9])(?:[-/.](?P<d>3[01]|[12]\d|0?[1-9])(?!\d))?)(?![\d.%万亿])"
)
_DOTTED = re.compile(r"(?<![\d.“\"])(?P<m>1[0-2]|[1-9])·(?P<d>3[01]|[12]\d|[1-9])(?![\d一-鿿”\"])")
_BARE_EDGE = re.compile(r"(?P<edge>年底|年末|岁末|年初|年中)")
_PLAN = re.compile(r"[“\"‘]?(?P<plan>十[一二三四五六七八九]?|[一二三四五六七八九])五[”\"’]?(?P<tail>时期末|期末|末期|末|时期|期间|以来|头三年|开局之年|收官之年)?")
_MONTHS = re.compile(
    r"(?P<rel>上上个?|上一?个?|本|当|这个|今|下一?个?)月(?:(?P<d>" + _DAY + r")[日号]|(?P<xun>[上中下])旬|(?P<medge>[底末初])|份?前(?P<mdays>" + _DAY + r")[天日])?(?![亮球饼])"
)
_QUARTERS = re.compile(r"(?P<rel>上一?个?|本|当|这个|下一?个?|今)季度?(?<=度)(?P<edge>[底末初])?")
_DAYS = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "前日": -2, "明天": 1, "明日": 1, "后天": 2, "后日": 2, "当天": 0, "当日": 0}
_DAYS_RE = re.compile("|".join(_DAYS))
_DAY_ONLY = re.compile(rf"(?P<d>{_DAY})日(?![本报常益均])")
_ERA = re.compile(
    r"(?:(?P<c>\d{1,2}|二?十[一二三四五六七八九]?)世纪)?(?P<dec>[1-9]0|[一二三四五六七八九]十)年代(?P<part>[初中末]期?|后期|前期)?|(?P<c2>\d{1,2}|二?十[一二三四五六七八九]?)世纪(?P<half>[初末])?"
)
_MID_DAYS = 5


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
    return full - 100 if full > published.year + 10 else full


def read_point(text: str, at: int, now: Now) -> Point | None:
    """The point of time written at `at` of a folded text, resolved, or None."""
    match = _POINT.match(text, at)
    if match and match.end() > at:
        found = _resolve(match, now)
        if found:
            return found
    return (
        _iso(text, at) or _plan(text, at) or _bare_edge(text, at, now) or _relative_month(text, at, now)
        or _relative_quarter(text, at, now) or _relative_day(text, at, now) or _era(text, at, now) or _dotted(text, at, now)
    )  # fmt: skip


def _resolve(match: re.Match[str], now: Now) -> Point | None:
    groups = {key.removeprefix("a_").removeprefix("b_"): value for key, value in match.groupdict().items() if value is not None}
    year, dated = _year(groups, now)
    if year == 0:
        return None
    window, grain = _part(groups, year, now, dated=dated)
    if window is None:
        return None
    edge = groups.get("edge")
    if edge:
        window = _edge(window, edge, grain)
    return Point(match.end(), window, dated, grain)


def _year(groups: dict[str, str], now: Now) -> tuple[int, bool]:
    if "y4" in groups or "y3" in groups:
        year = int(groups.get("y4") or groups["y3"])
        return (year, True) if 1 <= year <= 2200 else (0, False)  # noqa: PLR2004
    if "y2" in groups or "y0" in groups:
        return two_digit_year(int(groups.get("y2") or groups["y0"]), now.published), True
    if "yc" in groups:
        digits = "".join(str("零一二三四五六七八九".find(c.replace("〇", "零"))) for c in groups["yc"])
        year = int(digits)
        return (two_digit_year(year, now.published) if len(digits) == 2 else year), True  # noqa: PLR2004
    if "yr" in groups:
        word = groups["yr"]
        base = now.year if word in _BY_CONTEXT and now.year else now.published.year
        return base + _RELATIVE_YEARS[word], True
    return now.year or now.published.year, False


def _part(groups: dict[str, str], year: int, now: Now, *, dated: bool) -> tuple[cal.Window | None, str]:
    """The part of the year; without a year it is the last such part that may have happened."""
    leans = dated or now.year is not None
    if "whole" in groups:
        if groups["whole"] == "年度" and not dated:
            return None, ""
        return cal.year(year if leans else year - (now.published.month <= 3)), "year"  # noqa: PLR2004
    if "half" in groups:
        which = 1 if groups["half"][0] in "上前" else 2
        back = not leans and now.published.month <= 3  # noqa: PLR2004
        return cal.half(year - back, which), "half"
    if "qq" in groups:
        count = number(groups["nq"]) if "nq" in groups else 3
        back = not leans and now.published < cal.quarters(year, count).last - timedelta(days=31)
        return cal.quarters(year - back, count), "quarter"
    if "q1" in groups:
        one, two = number(groups["q1"]), number(groups["q2"])
        if one == 1:
            return cal.quarters(year, two), "quarter"
        return cal.Window(cal.quarter(year, one).first, cal.quarter(year, two).last, cal.PeriodKind.QUARTERS), "quarter"
    if "q" in groups or "q0" in groups or "Q" in groups or "qs" in groups:
        which = number(groups.get("q") or groups.get("Q") or "1")
        back = not leans and cal.quarter(year, which).first > now.published and which > 2  # noqa: PLR2004
        return cal.quarter(year - back, which), "quarter"
    if any(key in groups for key in ("m1", "nm", "m", "mth")):
        return _months(groups, year, now, leans=leans)
    return (cal.year(year), "year") if dated else (None, "")


def _months(groups: dict[str, str], year: int, now: Now, *, leans: bool) -> tuple[cal.Window | None, str]:
    if "m1" in groups:
        first, last = number(groups["m1"]), number(groups["m2"])
        if first > last:
            return cal.Window(cal.month_start(year - 1, first), cal.month_end(year, last), cal.PeriodKind.MONTHS), "month"
        back = not leans and cal.month_start(year, last) > now.published
        return cal.months(year - back, first, last), "month"
    if "nm" in groups:
        return _first_months(number(groups["nm"]), year, now, leans=leans), "month"
    which = number(groups.get("m") or groups["mth"])
    if not leans and which - now.published.month >= 9:  # noqa: PLR2004
        year -= 1
    window = cal.month(year, which)
    if "d" in groups:
        when = cal.safe_date(year, which, number(groups["d"]))
        return (cal.day(when), "day") if when else (None, "")
    return _within_month(window, groups), "day" if "xun" in groups or "mdays" in groups else "month"


def _first_months(count: int, year: int, now: Now, *, leans: bool) -> cal.Window | None:
    """前8个月 is January to August; where those are not over yet, few of them are the months just past."""
    if leans or count <= now.published.month:
        complete = leans or count < now.published.month or now.published.day > 20  # noqa: PLR2004
        if complete:
            return cal.months(year, 1, count)
    if count > 6:  # noqa: PLR2004
        return cal.months(year - 1, 1, min(count, 12))
    end = cal.month_start(now.published.year, now.published.month) - timedelta(days=1)
    first = cal.month_start(end.year, end.month - count + 1)
    return cal.Window(first, end, cal.PeriodKind.MONTHS)


def _within_month(window: cal.Window, groups: dict[str, str]) -> cal.Window:
    first, last = window.first, window.last
    if "xun" in groups:
        start = {"上": 1, "中": 11, "下": 21}[groups["xun"]]
        end = last if start == 21 else first.replace(day=start + 9)  # noqa: PLR2004
        return cal.Window(first.replace(day=start), end, cal.PeriodKind.RANGE)
    if "mdays" in groups:
        count = min(number(groups["mdays"]), last.day)
        return cal.Window(first, first.replace(day=count), cal.PeriodKind.RANGE)
    edge = groups.get("medge")
    if edge == "初":
        return cal.Window(first, first.replace(day=_MID_DAYS), cal.PeriodKind.RANGE)
    if edge:
        return cal.instant(last, (last - timedelta(days=_MID_DAYS), last))
    return window


def _edge(window: cal.Window, edge: str, grain: str) -> cal.Window:
    """底 and 末 are the last day of what stands before them, 初 its first month."""
    first, last = window.first, window.last
    word = edge.replace("年", "") if len(edge) == 2 and edge.startswith("年") else edge  # noqa: PLR2004
    if word in ("底", "末", "末期"):
        opening = cal.month_start(last.year, last.month - (grain == "year"))
        return cal.instant(last, (opening, last))
    if word in ("初", "伊始", "初期"):
        return cal.month(first.year, first.month)
    middle = cal.month_end(first.year, 6)
    return cal.instant(middle, (cal.month_start(first.year, 6), cal.month_end(first.year, 7)))


def _iso(text: str, at: int) -> Point | None:
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


def _plan(text: str, at: int) -> Point | None:
    match = _PLAN.match(text, at)
    if not match or (text[at] not in "“\"‘" and not match.group("tail") and len(match.group("plan")) < 2):  # noqa: PLR2004
        return None
    window = cal.five_year_plan(number(match.group("plan")))
    if not window:
        return None
    tail = match.group("tail") or ""
    if "末" in tail:
        window = cal.instant(window.last, (cal.date(window.last.year, 1, 1), window.last))
    elif tail == "开局之年":
        window = cal.year(window.first.year)
    elif tail == "收官之年":
        window = cal.year(window.last.year)
    elif tail == "头三年":
        window = cal.years(window.first.year, window.first.year + 2)
    end = match.end() - (2 if tail == "以来" else 0)
    return Point(end, window, dated=True, grain="plan")


def _bare_edge(text: str, at: int, now: Now) -> Point | None:
    match = _BARE_EDGE.match(text, at)
    if not match or text[at - 1 : at].isdecimal():
        return None
    window = _edge(cal.year(now.year or now.published.year), match.group("edge").replace("岁", "年"), "year")
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
    return Point(match.end(), _within_month(cal.month(start.year, start.month), groups), dated=True, grain="month")


def _relative_quarter(text: str, at: int, now: Now) -> Point | None:
    match = _QUARTERS.match(text, at)
    if not match:
        return None
    index = now.published.year * 4 + (now.published.month - 1) // 3 + _shift(match.group("rel"))
    window = cal.quarter(index // 4, index % 4 + 1)
    if match.group("edge"):
        window = _edge(window, match.group("edge"), "quarter")
    return Point(match.end(), window, dated=True, grain="quarter")


def _relative_day(text: str, at: int, now: Now) -> Point | None:
    match = _DAYS_RE.match(text, at)
    if match:
        return Point(match.end(), cal.day(now.published + timedelta(days=_DAYS[match.group()])), dated=True, grain="day")
    match = _DAY_ONLY.match(text, at)
    if not match or text[at - 1 : at] in tuple("0123456789月一二三四五六七八九十节首第-—至到") and at:
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
        return Point(match.end(), cal.years(max(first, 1), first + 99), dated=True, grain="era") if 0 <= first <= 2100 else None  # noqa: PLR2004
    century = (number(match.group("c")) - 1) * 100 if match.group("c") else two_digit_year(number(match.group("dec")), now.published) // 100 * 100
    first = century + number(match.group("dec"))
    if not 1 <= first <= 2190:  # noqa: PLR2004
        return None
    part = (match.group("part") or "")[:1]
    window = {"初": (0, 2), "前": (0, 3), "中": (4, 6), "末": (7, 9), "后": (6, 9)}.get(part, (0, 9))
    return Point(match.end(), cal.years(first + window[0], first + window[1]), dated=True, grain="era")

"""One point of time as written, year and part of it: 2022年前三季度, 去年底, 3月15日, “十四五”末.

`read_point` matches the words and resolves them; how they combine (ranges, 截至, 前, 以来) is for `extract.periods`.
"""

from __future__ import annotations

import re
from datetime import timedelta

from extract import chronology as cal
from extract.other_points import read_other
from extract.time_words import DASH, DAY, MONTH, Now, Point, edge_of, number, two_digit_year, within_month
from models.period import PeriodKind

__all__ = ["Now", "Point", "number", "read_point"]

_RELATIVE_YEARS = {
    "今年": 0, "本年度": 0, "本年": 0, "当年": 0, "这一年": 0, "今": 0, "去年": -1, "上年度": -1, "上年": -1,
    "上一年度": -1, "上一年": -1, "前年": -2, "大前年": -3,
    "明年": 1, "来年": 1, "次年": 1, "翌年": 1, "下年": 1, "下一年": 1, "后年": 2, "同年": 0, "该年": 0,
}  # fmt: skip
# These are told from the year spoken of: in a bulletin on 2022, printed in 2023, 上年 is 2021. 去年 never is.
_BY_CONTEXT = frozenset({"当年", "同年", "该年", "次年", "翌年", "上年", "上年度", "上一年", "上一年度"})
_REL = "|".join(sorted((w for w in _RELATIVE_YEARS if w != "今"), key=len, reverse=True))
_YEAR = (
    rf"(?:(?P<y4>\d{{4}})(?: {{0,2}}年度?|(?=Q[1-4]))|(?P<y3>(?<=在)\d{{3}})年|(?P<y0>(?<![\d.])0\d) ?年|"
    r"(?P<y2>(?<![\d./])\d{2})(?:(?=Q[1-4])| ?年(?!来|内|间|后|多|左右|以|时间|期|历史|代|龄|之|的|[，。、]))|"
    rf"(?P<yc>[〇零一二三四五六七八九]{{4}}|[〇零一二三四五六七八九]{{2}})年|(?P<yr>{_REL}))"
)
_SUB = (
    r"(?:(?P<whole>全年度?|整年|年度)|(?P<half>[上下]半年|前半年|后半年)|(?P<qq>前(?P<nq>[一二两三四1-4])个?季度|前三季(?!度|节|军))|"
    rf"第?(?P<q1>[一二三1-3])(?:季度)?(?:{DASH}|、)第?(?P<q2>[二三四2-4])季度|"
    r"(?:第?(?P<q>[一二三四1-4])|(?P<q0>首))个?季度?(?<=季度)|首季(?P<qs>(?!度))|Q(?P<Q>[1-4])(?:季度)?(?![\dA-Za-z])|"
    rf"(?P<m1>{MONTH})(?:月份?)?(?:{DASH}|、)(?P<m2>{MONTH})月(?!{DAY}[日号])份?|前(?P<nm>{MONTH}|两)个?月(?![底末])|"
    rf"(?:第(?P<mth>{MONTH})个月|(?P<m>{MONTH}) ?月(?:份|当月)?)(?:[ ]?(?P<d>{DAY})"
    rf"(?:[日号]|(?= ?(?:至|到|$|[-—~–]{{1,2}} ?\d{{1,2}}[日号])))|"
    rf"(?P<xun>[上中下])旬|(?P<medge>[底末初])|前(?P<mdays>{DAY})[天日])?)"
)
_EDGE = r"(?P<edge>年底|年末|年初|年中|底|末|伊始|初(?![步级中次期始衷心创审核])|中期|末期|初期)"
_POINT = re.compile(rf"(?:{_YEAR} ?的?{_SUB}|{_YEAR.replace('?P<', '?P<a_')}|{_SUB.replace('?P<', '?P<b_')}){_EDGE}?")


def read_point(text: str, at: int, now: Now) -> Point | None:
    """The point of time written at `at` of a folded text, resolved, or None."""
    match = _POINT.match(text, at)
    if match and match.end() > at:
        found = _resolve(match, now)
        if found:
            return found
    return read_other(text, at, now)


def _resolve(match: re.Match[str], now: Now) -> Point | None:
    groups = {
        key.removeprefix("a_").removeprefix("b_"): value
        for key, value in match.groupdict().items()
        if value is not None
    }
    year, dated = _year(groups, now)
    if year == 0:
        return None
    window, grain = _part(groups, year, now, dated=dated)
    if window is None:
        return None
    edge = groups.get("edge")
    if edge:
        window = edge_of(window, edge, grain)
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


def _part(  # noqa: PLR0911 - one return a part of the year
    groups: dict[str, str], year: int, now: Now, *, dated: bool
) -> tuple[cal.Window | None, str]:
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
        return cal.Window(cal.quarter(year, one).first, cal.quarter(year, two).last, PeriodKind.QUARTERS), "quarter"
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
            return cal.Window(cal.month_start(year - 1, first), cal.month_end(year, last), PeriodKind.MONTHS), "month"
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
    return within_month(window, groups), "day" if "xun" in groups or "mdays" in groups else "month"


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
    return cal.Window(first, end, PeriodKind.MONTHS)

"""Periods counted from publication: 近三年, 未来五年, 三年来, 三年内, 两年前, 用三年时间."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from extract import chronology as cal
from extract.period_points import number
from models.period import PeriodKind

_N = r"(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,2})"
_OR = r"(?:[\d一二两三四五六七八九]{1,2} ?(?:-|—|~|至|到) ?)?"
_UNIT = r"(?P<unit>年|个?月|个?季度|周|个星期|天|日)"
_NOT_WORD = r"(?![级度代货轻报鉴饼亮份底末初]|[一二三四]季)"
_PAST = re.compile(
    rf"(?P<how>近|最近|过去|在过去|近些|过往|这|前|上|此前)的? ?{_N} ?(?:多|余)?{_UNIT}多?"
    rf"(?:以?来|间|里|内|时间|中|期间)?{_NOT_WORD}(?!\d)"
)
_NEXT = re.compile(
    rf"(?P<how>未来|今后|下|接下来|后|往后|之后|力争用?|用|争取用?|再用|计划用)的? ?{_OR}{_N} ?(?:多|余)?{_UNIT}"
    rf"(?:左右)?的?(?:以?内|之内|里|时间|中)?{_NOT_WORD}"
)
_SINCE = re.compile(rf"{_N} ?(?:个(?=多|余))?(?:多|余)?{_UNIT}(?P<half>半)?多?(?:时间)?(?:以来|来|间(?!接))")
_WITHIN = re.compile(rf"{_OR}{_N} ?{_UNIT}(?P<half>半)?(?:以内|之内|内(?![部外容地]))")
_AWAY = re.compile(rf"{_N} ?{_UNIT}(?P<half>半)?(?:以|之)?(?P<side>前|后)(?![期沿列三半两十\d])")
_DECADES = re.compile(r"(?P<n>[一二三四五六七八九]?十)(?:几|多|余)(?P<unit>年)前")
_SPENT = re.compile(
    rf"(?:仅|只)?用了? ?(?:不到|近|约)?{_N}(?P<unit>年)(?:左右)?的?时间|{_N.replace('<n>', '<k>')}年时间"
)
_NOT_PERIOD_BEFORE = frozenset("此目以之日年月当")
_NOT_COUNT_BEFORE = frozenset("第年月.")
_YOUNG = 6  # until the end of June the year that has begun is not one of 近三年


@dataclass(frozen=True, slots=True)
class Count:
    """A counted period: its window, or for a deadline only the last day matters; `spent` for 用三年时间.

    `plan` are the whole calendar years that a plan of so many years speaks of, `run` that it runs over them (未来三年).
    """

    end: int
    window: cal.Window | None
    deadline: bool = False
    spent: int = 0
    plan: cal.Window | None = None
    run: bool = False


def read_count(text: str, at: int, published: date) -> Count | None:
    """The counted period that begins at `at` of a folded text, or None.

    Example: 近三年 in an article of February 2023 are the years 2020 to 2022.
    """
    before = text[at - 1 : at]
    for pattern, resolve in _READERS:
        match = pattern.match(text, at)
        if not match:
            continue
        if before.isdecimal() or (
            before in _NOT_COUNT_BEFORE
            and before
            and match.start() == at
            and text[at] not in "近最过在这前上此未今下接后往之力用争再计"
        ):
            return None
        count = resolve(match, published, before)
        if count:
            return count
    return None


def _past(match: re.Match[str], published: date, before: str) -> Count | None:
    how = match["how"]
    if how == "前" and before in _NOT_PERIOD_BEFORE and before:
        return None
    window = _back(number(match["n"]), match["unit"].removeprefix("个"), published, whole=how in ("前", "上", "过去"))
    return Count(match.end(), window) if window else None


def _back(count: int, unit: str, published: date, *, whole: bool) -> cal.Window | None:
    """The last so many years, months, weeks or days; whole years while the new one is young."""
    if unit == "年":
        if whole or published.month <= _YOUNG:
            return cal.years(published.year - count, published.year - 1)
        return _up_to_now(count, published)
    if unit == "月":
        end = cal.month_start(published.year, published.month) - timedelta(days=1)
        first = cal.month_start(end.year, end.month - count + 1)
        same_year = first.year == end.year
        return (
            cal.months(first.year, first.month, end.month) if same_year else cal.Window(first, end, PeriodKind.MONTHS)
        )
    days = {"天": 1, "日": 1, "周": 7, "星期": 7}.get(unit)
    if not days:
        return None
    return cal.Window(published - timedelta(days=days * count), published - timedelta(days=1), PeriodKind.RANGE)


def _up_to_now(count: int, published: date) -> cal.Window:
    """近三年 late in a year: this year and the two before; 一年来 is the twelve months past."""
    first = date(published.year - 1, published.month, 1) if count == 1 else date(published.year - count + 1, 1, 1)
    return cal.Window(first, published, PeriodKind.RANGE)


def _since(match: re.Match[str], published: date, before: str) -> Count | None:
    del before
    count, unit = number(match["n"]), match["unit"].removeprefix("个")
    if unit == "年" and not match["half"]:
        if count > 1 and published.month <= _YOUNG:
            return Count(match.end(), cal.years(published.year - count, published.year - 1))
        return Count(match.end(), _up_to_now(count, published))
    if unit in ("年", "月"):
        months = 12 * count + 6 if unit == "年" else count
        start = cal.add_months(published, -months).replace(day=1)
    elif unit in ("天", "日"):
        start = published - timedelta(days=count)
    else:
        return None
    return Count(match.end(), cal.Window(start, published, PeriodKind.RANGE))


def _next(match: re.Match[str], published: date, before: str) -> Count | None:
    del before
    how, count, unit = match["how"], number(match["n"]), match["unit"].removeprefix("个")
    if how in ("后", "下"):
        return _following(match.end(), count, unit, published)
    last = _later(published, count, unit, 0)
    if not last:
        return None
    spent = count if how == "用" and unit == "年" else 0
    window = cal.Window(published, last, PeriodKind.DEADLINE)
    plan = _plan_years(count, published) if unit == "年" else None
    return Count(match.end(), window, deadline=True, spent=spent, plan=plan, run=how in ("未来", "今后", "接下来"))


def _plan_years(count: int, published: date) -> cal.Window:
    """The years of a plan told early in a year begin with it, those of one told late with the next."""
    first = published.year + (published.month > _YOUNG)
    return cal.years(first, first + count - 1)


def _following(end: int, count: int, unit: str, published: date) -> Count | None:
    """后三天, 下三个月: the days or months that follow, this one not counted."""
    if unit in ("天", "日"):
        one = timedelta(days=1)
        return Count(end, cal.Window(published + one, published + one * count, PeriodKind.RANGE))
    if unit == "月":
        first = cal.month_start(published.year, published.month + 1)
        return Count(end, cal.Window(first, cal.month_end(published.year, published.month + count), PeriodKind.MONTHS))
    return Count(end, cal.years(published.year + 1, published.year + count)) if unit == "年" else None


def _within(match: re.Match[str], published: date, before: str) -> Count | None:
    del before
    count, unit = number(match["n"]), match["unit"].removeprefix("个")
    last = _later(published, count, unit, 6 if match["half"] else 0)
    if not last:
        return None
    plan = _plan_years(count, published) if unit == "年" and count > 1 and not match["half"] else None
    return Count(match.end(), cal.Window(published, last, PeriodKind.DEADLINE), deadline=True, plan=plan)


def _later(start: date, count: int, unit: str, more: int) -> date | None:
    if unit in ("年", "月"):
        return cal.add_months(start, 12 * count + more if unit == "年" else count) - timedelta(days=1)
    if unit in ("天", "日"):
        return start + timedelta(days=count)
    return start + timedelta(days=7 * count) if unit in ("周", "星期") else None


def _away(match: re.Match[str], published: date, before: str) -> Count | None:
    del before
    count, unit = number(match["n"]), match["unit"].removeprefix("个")
    ahead = -count if match["side"] == "前" else count
    if match["half"]:
        return None
    if unit == "年":
        return Count(match.end(), cal.year(published.year + ahead))
    if unit == "月":
        start = cal.month_start(published.year, published.month + ahead)
        return Count(match.end(), cal.month(start.year, start.month))
    return Count(match.end(), cal.day(published + timedelta(days=ahead))) if unit in ("天", "日") else None


def _decades(match: re.Match[str], published: date, before: str) -> Count | None:
    del before
    count = number(match["n"])
    return Count(match.end(), cal.years(published.year - count - 10, published.year - count))


def _spent(match: re.Match[str], published: date, before: str) -> Count | None:
    del published, before
    return Count(match.end(), None, spent=number(match["n"] or match["k"]))


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date, str], Count | None]], ...] = (
    (_PAST, _past),
    (_NEXT, _next),
    (_SINCE, _since),
    (_WITHIN, _within),
    (_AWAY, _away),
    (_SPENT, _spent),
    (_DECADES, _decades),
)

"""Periods in a text, resolved against the day of publication.

    text → fold → `period_places` finds where a period may begin → a word of its own (`period_words`), a point
    (`period_points`) or a count (`period_counts`) → ranges (1月至8月) → what stands around (截至, 到, 前, 以来)

Words without a year lean on the year spoken of before them in the same paragraph, else on publication.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from extract import chronology as cal
from extract.period_counts import Count, read_count
from extract.period_places import next_place
from extract.period_points import Now, Point, number, read_point
from extract.period_words import read_word
from extract.text import fold
from models.period import Period, PeriodKind

__all__ = ["PeriodMention", "find_periods"]


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A period where it stands: `period` is what a figure under it speaks of, `text == whole[start:end]`.

    `window` is the stretch the words name where that is wider than the period: 年底 is the instant of 31 December and
    names November and December; the deadline 年底前 runs from publication. `dated` says that the words gave the year
    themselves, `grain` how finely they speak (year, years, half, quarter, month, day, plan, era, relative, same, now).
    """

    start: int
    end: int
    text: str
    period: Period
    window: tuple[date, date] | None = None
    dated: bool = False
    grain: str = ""

    @property
    def first(self) -> date | None:
        """First day of the stretch the words name."""
        return self.window[0] if self.window else self.period.first

    @property
    def last(self) -> date | None:
        """Last day of the stretch the words name."""
        return self.window[1] if self.window else self.period.last


def find_periods(
    text: str, published: date, *, year: int | None = None, spoken: Period | None = None
) -> list[PeriodMention]:
    """The periods of `text`, in order, resolved against the day of publication.

    `year` is what words without a year lean on where the text itself gives none: a plan of 2023, a section on 2022;
    `spoken` is the window that 去年同期 leans on there.
    Runs in time linear in the length of the text.

    >>> [(p.text, str(p.period.last)) for p in find_periods("截至2022年末，到2025年", date(2023, 2, 1))]
    [('截至2022年末', '2022-12-31'), ('到2025年', '2025-12-31')]
    """
    return _Finder(text, published, year, spoken).run()


_CUT_OFF = re.compile(r"(?:截至到|截止到|截至|截止|截自|迄至) ?$")
_UNTIL = re.compile(r"(?:力争到?|争取到?|预计到|计划到|到|至) ?$")
_SINCE = re.compile(r" ?(?:以来|至今|迄今|起至今|来(?=[，,、\s全我累]))")
_BEFORE = re.compile(r" ?(?:之前|以前|前(?!期|后|列|沿|景|往|来|三|瞻|端|身|提|十|\d|两|半|二|五|一|几))")
_INSIDE = re.compile(r"(?:之内|以内|内(?!蒙|部|容|外))")
_MARK = re.compile(r" ?起? ?(?:-{1,2}|—{1,2}|–|~|至|到) ?")
_AND = re.compile(r" ?(?:与|和) ?(?=[^，。；\n]{2,10}之间)")
_FIRST_YEAR = re.compile(r"(?P<y>(?:19|20)\d{2})(?= ?(?:-|—|–|~|至|到) ?(?:19|20)\d{2} ?年)")
_ONLY_DAY = re.compile(r"(?P<d>3[01]|[12]\d|0?[1-9]|[一二三四五六七八九十]{1,3})[日号]")
_SAME = re.compile(r"(?P<rel>上年|去年|前年|上一年|往年|今年|本年)?同期")
_NO_YEAR = re.compile(r"同期|(?:不变|可比)?价")  # 按上年不变价: prices, not what is spoken of
_BARE_YEAR = re.compile(r" *(?P<y>(?:19|20)\d{2}) *$")
_SETS_YEAR = frozenset({"year", "years", "half", "quarter", "month", "day"})
_LONG = frozenset({"year", "half", "quarter"})  # 全年 told in February is last year, and so is what follows it
_BACKGROUND = frozenset("比较与同继自从")
_DEADLINE_GRAINS = frozenset({"year", "plan", "month", "quarter", "half", "day"})
_FAR_BACK = 3


class _Finder:
    """One pass over one text: where it is, and the year its words lean on."""

    def __init__(self, text: str, published: date, year: int | None, spoken: Period | None = None) -> None:
        self.text, self.folded, self.published, self.given = text, fold(text), published, year
        self.year, self.line_end = year, 0
        self.last: PeriodMention | None = None
        self.spoken = spoken
        self.found: list[PeriodMention] = []

    def run(self) -> list[PeriodMention]:
        bare = _BARE_YEAR.match(self.folded)
        if bare:
            self._add(bare.start("y"), Point(bare.end("y"), cal.year(int(bare["y"])), dated=True, grain="year"))
            return self.found
        at = next_place(self.folded, 0)
        while at is not None:
            self._new_line(at)
            at = next_place(self.folded, self._read(at) or at + 1)
        return self.found

    def _new_line(self, at: int) -> None:
        """A paragraph starts without a year of its own."""
        if at >= self.line_end:
            end = self.folded.find("\n", at)
            self.line_end = len(self.folded) if end < 0 else end + 1
            self.year = self.given

    def _read(self, at: int) -> int | None:
        """The end of what was read at `at`, or None."""
        word = read_word(self.folded, at, self._now())
        if word:
            return self._finish(at, word) if word.grain == "years" else self._word(at, word)
        same = _SAME.match(self.folded, at)
        if same:
            return self._same(same)
        point = self._point(at)
        if point:
            return self._finish(at, point)
        count = read_count(self.folded, at, self.published)
        return self._counted(at, count) if count else None

    def _now(self) -> Now:
        return Now(self.published, self.year)

    def _add(self, start: int, point: Point, period: Period | None = None) -> int:
        """Record a mention, and the year it sets for what follows; yields its end."""
        words, window = self.text[start : point.end], point.window
        period = period or Period(window.first, window.last, window.kind, words)
        named = (self.published, window.last) if period.kind is PeriodKind.DEADLINE else window.named
        mention = PeriodMention(start, point.end, words, period, named, point.dated, point.grain)
        self.found.append(mention)
        if period.kind not in (PeriodKind.DEADLINE, PeriodKind.NONE) and point.grain != "same":
            if self.folded[start - 1 : start] not in ("比", "较"):
                self.last = mention
            if self._sets_year(start, point):
                self.year = window.last.year
        return point.end

    def _sets_year(self, start: int, point: Point) -> bool:
        """A year far back or only compared with (比2015年) is background: what follows does not lean on it."""
        before = self.folded[start - 1 : start]
        near = point.window.last.year >= self.published.year - _FAR_BACK or before in ("", "\n", "。", "；")
        ahead = point.window.last.year > self.published.year + 1
        if _NO_YEAR.match(self.folded, point.end):
            return False
        told = point.dated or (point.grain in _LONG and point.window.last.year != self.published.year)
        return told and point.grain in _SETS_YEAR and near and not ahead and before not in _BACKGROUND

    def _word(self, at: int, point: Point) -> int:
        words = self.text[at : point.end]
        if point.grain == "none":
            return self._add(at, point, Period(None, None, PeriodKind.NONE, words))
        if point.grain == "deadline":
            return self._add(at, point, Period(None, point.window.last, PeriodKind.DEADLINE, words))
        return self._add(at, point)

    def _same(self, match: re.Match[str]) -> int:
        """去年同期 is the window spoken of before, a year earlier; without one it is the year so far."""
        rel = match.group("rel") or ""
        by = {"前年": -2, "今年": 0, "本年": 0, "": 0}.get(rel, -1)
        base = cal.Window(date(self.published.year, 1, 1), self.published, PeriodKind.RANGE)
        spoken = self.last.period if self.last and self.last.period.first else self.spoken
        if spoken and spoken.first and spoken.last:
            base = cal.Window(spoken.first, spoken.last, spoken.kind)
            if rel and spoken.kind is not PeriodKind.RANGE:
                by = min(self.published.year + by - base.last.year, by)
        window = cal.shift_years(base, by)
        return self._add(match.start(), Point(match.end(), window, dated=bool(rel), grain="same"))

    def _point(self, at: int) -> Point | None:
        """A point, or the range it opens: X至Y, where Y leans on X for its year and month."""
        text = self.folded
        one = read_point(text, at, self._now()) or self._first_of_years(at)
        if not one:
            return None
        mark = _MARK.match(text, one.end) or _AND.match(text, one.end)
        two = self._second(one, mark.end()) if mark else None
        window = _join(one.window, two.window) if two else None
        if not two or not window:
            return one
        end = two.end + text.startswith("止", two.end)
        return Point(end, window, one.dated or two.dated, two.grain)

    def _first_of_years(self, at: int) -> Point | None:
        """The 2018 of 2018—2021年."""
        match = _FIRST_YEAR.match(self.folded, at)
        if not match or self.folded[at - 1 : at].isdecimal():
            return None
        return Point(match.end(), cal.year(int(match["y"])), dated=True, grain="year")

    def _second(self, one: Point, at: int) -> Point | None:
        first = one.window.first
        only_day = _ONLY_DAY.match(self.folded, at) if one.grain == "day" else None
        if only_day:
            when = cal.safe_date(first.year, first.month, number(only_day["d"]))
            return Point(only_day.end(), cal.day(when), dated=False, grain="day") if when else None
        leans = first.year if one.dated or one.grain in ("month", "day") else self.year
        return read_point(self.folded, at, Now(self.published, leans))

    def _finish(self, at: int, point: Point) -> int:
        """What stands before and behind a point makes it an instant, a deadline or a window up to now."""
        text, window, published = self.folded, point.window, self.published
        if (since := _SINCE.match(text, point.end)) and window.first <= published:
            up_to = cal.Window(window.first, published, PeriodKind.RANGE)
            return self._add(at, Point(since.end(), up_to, dated=True, grain="relative"))
        if until := _BEFORE.match(text, point.end):
            return self._before(at, Point(until.end(), window, point.dated, point.grain))
        inside = _INSIDE.match(text, point.end) if point.grain == "year" and window.last >= published else None
        if inside:
            return self._deadline(at, Point(inside.end(), window, point.dated, point.grain))
        before = text[max(0, at - 5) : at]
        if cut_off := _CUT_OFF.search(before):
            return self._as_of(at - len(cut_off.group()), point)
        arrives = _UNTIL.search(before) if window.kind is not PeriodKind.RANGE else None
        if arrives and window.last > published and point.grain in _DEADLINE_GRAINS:
            return self._deadline(at - len(arrives.group()), point)
        return self._add(at, point)

    def _before(self, at: int, point: Point) -> int:
        """2025年前 is a deadline; 07年以前, long past, and 2020至2025年前 stay what they are."""
        of_years = point.window.kind is PeriodKind.RANGE and point.grain in ("year", "years")
        if point.window.last > self.published and not of_years:
            return self._deadline(at, point)
        return self._add(at, point)

    def _deadline(self, at: int, point: Point) -> int:
        return self._add(at, point, Period(None, point.window.last, PeriodKind.DEADLINE, self.text[at : point.end]))

    def _as_of(self, at: int, point: Point) -> int:
        """截至 is an instant; one that lies ahead of publication was a year earlier."""
        window, when = point.window, point.window.last
        if when > self.published and not point.dated:
            past = point.grain != "day" or window.first.month > self.published.month
            when = cal.shift_years(window, -1).last if past else when
        elif when > self.published >= window.first:
            when = self.published
        return self._add(at, Point(point.end, cal.instant(when), point.dated, point.grain))

    def _counted(self, at: int, count: Count) -> int | None:
        """近三年, 三年内; 用三年时间 counts from the year spoken of where there is one."""
        spent = self._spent(count.spent) if count.spent else None
        window = spent or count.window
        if not window:
            return None
        point = Point(count.end, window, dated=spent is None, grain="relative")
        if not count.deadline or spent:
            return self._add(at, point)
        if count.plan is None:
            return self._deadline(at, point)
        words, years = self.text[at : point.end], count.plan
        if count.run:
            period, window = Period(years.first, years.last, PeriodKind.RANGE, words), count.window
            named = (window.first, window.last) if window else None
            self.found.append(PeriodMention(at, point.end, words, period, named, point.dated, point.grain))
            return point.end
        return self._add(at, point, Period(None, years.last, PeriodKind.DEADLINE, words))

    def _spent(self, years: int) -> cal.Window | None:
        """继2018年…，仅用3年时间: from the year spoken of, that many years on."""
        if not self.last or not self.last.period.first or self.last.grain not in ("year", "month", "day"):
            return None
        first = self.last.period.first.year
        return cal.years(first, first + years) if first + years <= self.published.year else None


_SHORT = (PeriodKind.MONTH, PeriodKind.DAY)


def _join(one: cal.Window, two: cal.Window) -> cal.Window | None:
    """The window from the start of one to the end of the other, or None if they are the wrong way round."""
    first, last = one.first, two.last
    if last < first:
        if one.kind not in _SHORT or two.kind not in _SHORT or first.year != last.year:
            return None
        first = cal.add_months(first, -12)
    if one.kind is PeriodKind.MONTH and two.kind is PeriodKind.MONTH and first.year == last.year:
        return cal.months(first.year, first.month, last.month)
    if one.kind is PeriodKind.YEAR and two.kind is PeriodKind.YEAR:
        return cal.years(first.year, last.year)
    if one.kind is PeriodKind.QUARTER and two.kind is PeriodKind.QUARTER and first == date(last.year, 1, 1):
        return cal.quarters(last.year, last.month // 3)
    return cal.Window(first, last, PeriodKind.RANGE)

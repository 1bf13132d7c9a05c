"""Periods in a text, resolved against the day of publication.

    text → fold → a scanner finds where a period may begin → a point (`extract.period_points`) or a relative window →
    ranges (2018—2021年, 1月至8月) → what stands before and behind (截至, 到, 前, 以来, 内)

Words without a year lean on the year spoken of before them in the same paragraph, else on publication.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from extract import chronology as cal
from extract.period_points import Now, Point, number, read_point
from extract.period_places import next_place
from extract.text import fold
from models.period import Period, PeriodKind

__all__ = ["PeriodMention", "find_periods"]


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A period where it stands: `period` is what a figure under it speaks of, `text == whole[start:end]`.

    `window` is the stretch the words name where that is wider than the period: 年底 is the instant of 31 December and
    names November and December; the deadline 年底前 runs from publication. `dated` says that the words gave the year
    themselves, `grain` how finely they speak (year, half, quarter, month, day, plan, relative).
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


_N = r"(?P<{0}>\d{{1,2}}|[一二两三四五六七八九十]{{1,2}}|几|数|多)"
_UNIT = r"(?P<unit>年|个?月|个?季度|周|个星期|天|日)"
_AS_OF = re.compile(r"(?:截至到|截止到|截至|截止|截自|到了?|至|迄至) ?(?:了)?$")
_CUT_OFF = re.compile(r"(?:截至到|截止到|截至|截止|截自|迄至) ?$")
_UNTIL = re.compile(r"(?:力争到|争取到|预计到|计划到|到|至) ?$")
_SINCE_BEFORE = re.compile(r"(?:自从|自|从|由) ?$")
_SINCE = re.compile(r" ?(?:以来|至今|迄今|起至今|来(?=[，,、\s全我累]))")
_BEFORE = re.compile(r" ?(?:之前|以前|前(?!期|后|列|沿|景|往|来|三|瞻|端|身|提|十|\d|两|半|二|五|一|几))")
_AFTER = re.compile(r" ?(?:之后|以后|后(?!期|续|者|台|端|备))")
_WITHIN = re.compile(r"(?:年内|(?P<word>今年|本年|明年|月|季度)(?:之内|以?内))")
_RANGE = re.compile(r" ?(?:起)?(?:-{1,2}|—{1,2}|–|~|至|到|与|和|——)(?P<also>) ?")
_RANGE_MARK = re.compile(r" ?(?:起)? ?(?:-{1,2}|—{1,2}|–|~|至|到) ?")
_BETWEEN = re.compile(r" ?(?:与|和|到|至) ?")
_BARE_YEARS = re.compile(
    r"(?<![\d.A-Za-z])(?P<one>(?:19|20)\d{2}|二[〇零][〇零一二三四五六七八九]{2})年?(?: ?(?:-{1,2}|—{1,2}|–|~|至|到) ?)(?P<two>(?:19|20)\d{2}|二[〇零][〇零一二三四五六七八九]{2})(?:年度?)?(?![\d.%]|[万亿个家元户人])"
)
_BARE_YEAR = re.compile(r"^ *(?P<y>(?:19|20)\d{2}) *$")
_SPAN_DATE = re.compile(r"(?P<y>\d{4})\.(?P<m>\d{2})-(?P<d>\d{2})(?!\d)")
_SINCE_MONTH = re.compile(r"(?P<y>\d{4})\.(?P<m>\d{2})-(?P<y2>\d{4})(?!\d)")
_SAME = re.compile(r"(?P<rel>上年|去年|前年|上一年|往年|今年|本年)?同期")
_CURRENT = re.compile(
    r"(?:截至|截止)?(?:目前|当前|现在|至今|迄今(?:为止)?|眼下|日前为止|今日为止)|(?:截至|截止)(?:发稿|今|日前|现)"
)
_LAST_N = re.compile(
    rf"(?P<how>近|最近|过去|这|前|上|连续|此前|在过去|近些|过往)的? ?{_N.format('n')} ?(?P<many>多|余)?{_UNIT}(?:多)?(?:以?来|间|里|内|时间|中|期间)?(?![级度代货轻报鉴饼亮内份底末初]|[一二三四]季|\d)"
)
_N_SINCE = re.compile(
    rf"{_N.format('n')} ?(?:个(?=多|余))?(?P<many>多|余)?{_UNIT}(?P<half>半)?(?P<more>多)?(?:时间)?(?:以来|来|间(?!接))"
)
_NEXT_N = re.compile(
    rf"(?P<how>未来|今后|下|接下来|后|往后|之后|力争用?|用|争取用?|再用|计划用|力争)的? ?{_N.format('n')} ?(?P<many>多|余)?{_UNIT}(?:左右)?(?:以?内|之内|里|时间|中)?(?![级度代货轻报鉴饼亮份底末初]|[一二三四]季)"
)
_IN_N = re.compile(rf"{_N.format('n')} ?{_UNIT}(?P<half>半)?(?:以内|之内|内(?![部外容地]))")
_AWAY_N = re.compile(rf"{_N.format('n')} ?{_UNIT}(?P<half>半)?(?:以|之)?(?P<side>前|后)(?![期沿列三半两十\d])")
_DECADES = re.compile(r"(?P<n>[一二三四五六七八九]?十)(?:几|多|余)(?P<unit>年)前")
_CONGRESS = re.compile(r"党的(?P<n>十[八九]|二十)大以来")
_CONGRESSES = {"十八": date(2012, 11, 8), "十九": date(2017, 10, 18), "二十": date(2022, 10, 16)}
_REFORM = re.compile(r"改革开放(?:\d+年)?以来")
_THIS_YEAR = re.compile(r"年(?:度)?内(?!蒙)")
_EARLIER = re.compile(r"前期")
_TIME_SPENT = re.compile(
    rf"(?:仅|只)?用了? ?(?:不到|近|约)?{_N.format('n')} ?(?:年)(?:左右)?的?时间|{_N.format('k')}年时间"
)


class _Finder:
    """One pass over one text: where it is, and the year its words lean on."""

    def __init__(self, text: str, folded: str, published: date, year: int | None) -> None:
        self.text, self.folded, self.published = text, folded, published
        self.given = year
        self.year, self.line_end = year, 0
        self.last: PeriodMention | None = None
        self.found: list[PeriodMention] = []

    def run(self) -> list[PeriodMention]:
        bare = _BARE_YEAR.match(self.folded)
        if bare:
            self._add(bare.start("y"), bare.end("y"), cal.year(int(bare["y"])), dated=True, grain="year")
            return self.found
        at: int | None = 0
        while (at := next_place(self.folded, at)) is not None:
            self._new_line(at)
            at = self._read(at) or at + 1
        return self.found

    def _new_line(self, at: int) -> None:
        """A paragraph starts without a year of its own."""
        if at >= self.line_end:
            end = self.folded.find("\n", at)
            self.line_end = len(self.folded) if end < 0 else end + 1
            self.year = self.given

    def _read(self, at: int) -> int | None:
        for reader in (self._special, self._ranged, self._pointed, self._relative):
            end = reader(at)
            if end:
                return end
        return None

    def _add(
        self, start: int, end: int, window: cal.Window, *, dated: bool, grain: str, period: Period | None = None
    ) -> int:
        words = self.text[start:end]
        period = period or Period(window.first, window.last, window.kind, words)
        named = window.named if period.kind is not PeriodKind.DEADLINE else (self.published, window.last)
        mention = PeriodMention(start, end, words, period, named, dated, grain)
        self.found.append(mention)
        if period.kind not in (PeriodKind.DEADLINE, PeriodKind.NONE):
            self.last = mention
            compared = self.folded[max(0, start - 1) : start] in ("比", "较", "与", "同")
            if (
                dated
                and not compared
                and grain in ("year", "half", "quarter", "month", "day")
                and window.last.year <= self.published.year + 1
            ):
                self.year = window.last.year
        return end

    def _now(self) -> Now:
        return Now(self.published, self.year)

    def _special(self, at: int) -> int | None:
        """目前, 同期, 前期, 党的十八大以来, and years without 年."""
        text = self.folded
        if match := _CURRENT.match(text, at):
            if text.startswith("现", at) and not match.group().startswith("现在"):
                return None
            return self._add(at, match.end(), cal.instant(self.published), dated=True, grain="now")
        if match := _SAME.match(text, at):
            return self._same(match)
        if match := _CONGRESS.match(text, at):
            window = cal.Window(_CONGRESSES[match.group("n")], self.published, PeriodKind.RANGE)
            return self._add(at, match.end(), window, dated=True, grain="relative")
        if match := _REFORM.match(text, at):
            return self._add(
                at,
                match.end(),
                cal.Window(date(1978, 12, 18), self.published, PeriodKind.RANGE),
                dated=True,
                grain="relative",
            )
        if (
            (match := _THIS_YEAR.match(text, at))
            and not text[at - 1 : at].isdecimal()
            and text[at - 1 : at] not in tuple("今本明去前多余几一二两三四五六七八九十")
        ):
            window = cal.year(self.year or self.published.year)
            period = Period(None, window.last, PeriodKind.DEADLINE, match.group())
            return self._add(at, match.end(), window, dated=False, grain="year", period=period)
        if match := _EARLIER.match(text, at):
            period = Period(None, None, PeriodKind.NONE, match.group())
            if text[at - 1 : at] in tuple("年月目五半末中") or text.startswith(("工作", "研究", "准备"), match.end()):
                return None
            return self._add(at, match.end(), cal.instant(self.published), dated=False, grain="none", period=period)
        if match := _SPAN_DATE.match(text, at):
            when = cal.safe_date(int(match["y"]), int(match["m"]), int(match["d"]))
            return self._add(at, match.end(), cal.day(when), dated=True, grain="day") if when else None
        if (match := _SINCE_MONTH.match(text, at)) and 1 <= int(match["m"]) <= 12:  # noqa: PLR2004
            window = cal.Window(
                cal.month_start(int(match["y"]), int(match["m"])), date(int(match["y2"]), 12, 31), PeriodKind.RANGE
            )
            return self._add(at, match.end(), window, dated=True, grain="year")
        return self._bare_years(at)

    def _bare_years(self, at: int) -> int | None:
        match = _BARE_YEARS.match(self.folded, at)
        if not match:
            return None
        one, two = (_spelled(match.group(name)) for name in ("one", "two"))
        if one > two:
            return None
        window, end = cal.years(one, two), match.end()
        return self._finish(at, end, Point(end, window, dated=True, grain="year"))

    def _same(self, match: re.Match[str]) -> int:
        """去年同期 is the window spoken of before, a year earlier; without one it is the year so far."""
        rel = match.group("rel") or ""
        by = {"前年": -2, "今年": 0, "本年": 0, "": 0}.get(rel, -1)
        if self.last and self.last.period.first and self.last.period.last:
            kind = self.last.period.kind
            base = cal.Window(self.last.period.first, self.last.period.last, kind)
            year = self.published.year + by
            shift = year - base.last.year if rel and kind is not PeriodKind.RANGE else by
            shift = by if shift > 0 else shift
            window = cal.shift_years(base, min(shift, by) if rel else 0)
        else:
            window = cal.shift_years(cal.Window(date(self.published.year, 1, 1), self.published, PeriodKind.RANGE), by)
        keep_last, keep_year = self.last, self.year
        end = self._add(match.start(), match.end(), window, dated=bool(rel), grain="same")
        self.last, self.year = keep_last, keep_year
        return end

    def _ranged(self, at: int) -> int | None:
        """X至Y: the second point leans on the first for its year, and for its month."""
        text = self.folded
        one = read_point(text, at, self._now()) or self._year_of_range(at)
        if not one:
            return None
        mark = _RANGE_MARK.match(text, one.end) or (_BETWEEN.match(text, one.end) if self._between(one.end) else None)
        two = self._second(one, mark.end()) if mark else None
        if not two and one.end == at:
            return None
        if not two:
            return self._finish(at, one.end, one)
        window = _join(one.window, two.window)
        if not window:
            return self._finish(at, one.end, one)
        end = two.end + (1 if text.startswith("止", two.end) else 0)
        return self._finish(at, end, Point(end, window, one.dated or two.dated, two.grain))

    def _between(self, at: int) -> bool:
        return bool(re.compile(r" ?(?:与|和) ?[^，。；\n]{2,10}之间").match(self.folded, at))

    def _year_of_range(self, at: int) -> Point | None:
        """The 2018 of 2018—2021年."""
        match = re.compile(r"(?P<y>(?:19|20)\d{2})(?= ?(?:-|—|–|~|至|到) ?(?:19|20)\d{2} ?年)").match(self.folded, at)
        if not match or self.folded[at - 1 : at].isdecimal():
            return None
        return Point(match.end(), cal.year(int(match["y"])), dated=True, grain="year")

    def _second(self, one: Point, at: int) -> Point | None:
        first = one.window.first
        two = read_point(
            self.folded,
            at,
            Now(self.published, first.year if one.dated or one.grain in ("month", "day") else self.year),
        )
        if two and not (
            two.grain == "day"
            and not two.dated
            and one.grain == "day"
            and self.folded[two.end - 1] in "日号"
            and _only_day(self.folded, at)
        ):
            return two
        match = re.compile(r"(?P<d>3[01]|[12]\d|0?[1-9]|[一二三四五六七八九十]{1,3})[日号]").match(self.folded, at)
        if match and one.grain == "day":
            when = cal.safe_date(first.year, first.month, number(match["d"]))
            return Point(match.end(), cal.day(when), dated=False, grain="day") if when else None
        return two

    def _pointed(self, at: int) -> int | None:
        """The 12-19日 of 4月12-19日."""
        match = re.compile(
            r"(?:(?P<y>\d{4}) ?年)?(?P<m>\d{1,2})月(?P<a>\d{1,2})[日号]? ?(?:-|—|~|至|到) ?(?P<b>\d{1,2})[日号]"
        ).match(self.folded, at)
        del match
        return None

    def _finish(self, at: int, end: int, point: Point) -> int:
        """What stands before and behind a point makes it an instant, a deadline or a window up to now."""
        text, window, published = self.folded, point.window, self.published
        before = text[max(0, at - 5) : at]
        if since := _SINCE.match(text, end):
            if window.first <= published:
                up_to = cal.Window(window.first, published, PeriodKind.RANGE)
                return self._add(at, since.end(), up_to, dated=True, grain="relative")
        if until := _BEFORE.match(text, end):
            if window.last > published or point.window.kind is PeriodKind.RANGE:
                return self._deadline(at, until.end(), window, point)
            if point.grain != "era" and window.kind is not PeriodKind.RANGE:
                return self._add(at, until.end(), window, dated=point.dated, grain=point.grain)
        inside = (
            text.startswith(("内", "之内", "以内"), end) and point.grain == "year" and not text.startswith("内蒙", end)
        )
        if inside and window.last >= published:
            return self._deadline(at, end + (1 if text[end] == "内" else 2), window, point)
        cut_off = _CUT_OFF.search(before)
        if cut_off:
            return self._as_of(at - len(cut_off.group()), end, window, point)
        arrives = _UNTIL.search(before) and not _SINCE_BEFORE.search(before) and not window.kind is PeriodKind.RANGE
        if arrives and window.last > published and point.grain in ("year", "plan", "month", "quarter", "half", "day"):
            words = at - len(_UNTIL.search(before).group())  # type: ignore[union-attr]
            return self._deadline(words, end, window, point)
        return self._add(at, end, window, dated=point.dated, grain=point.grain)

    def _deadline(self, at: int, end: int, window: cal.Window, point: Point) -> int:
        if point.window.kind is PeriodKind.RANGE and point.grain == "year":
            return self._add(at, end, window, dated=point.dated, grain=point.grain)
        period = Period(None, window.last, PeriodKind.DEADLINE, self.text[at:end])
        return self._add(at, end, window, dated=point.dated, grain=point.grain, period=period)

    def _as_of(self, at: int, end: int, window: cal.Window, point: Point) -> int:
        """截至 is an instant; one that lies ahead of publication was a year earlier."""
        when = window.last
        if when > self.published and not point.dated:
            earlier = cal.shift_years(window, -1).last
            when = earlier if point.grain != "day" or window.first.month > self.published.month else when
        elif when > self.published and window.first <= self.published:
            when = self.published
        return self._add(at, end, cal.instant(when), dated=point.dated, grain=point.grain)

    def _relative(self, at: int) -> int | None:
        """近三年, 未来五年, 三年来, 三年内, 两年前."""
        text = self.folded
        for pattern, direction in (
            (_LAST_N, "past"),
            (_NEXT_N, "next"),
            (_N_SINCE, "since"),
            (_IN_N, "in"),
            (_AWAY_N, "away"),
            (_TIME_SPENT, "spent"),
            (_DECADES, "decades"),
        ):
            match = pattern.match(text, at)
            if not match:
                continue
            end = self._count(match, direction)
            if end:
                return end
        return None

    def _count(self, match: re.Match[str], direction: str) -> int | None:
        text, at, end = self.folded, match.start(), match.end()
        if (
            text[at - 1 : at].isdecimal()
            or text[at - 1 : at] in tuple("第年月.")
            and direction in ("since", "in", "away", "spent")
        ):
            return None
        groups = match.groupdict()
        words = groups.get("n") or groups.get("k") or ""
        if words in ("几", "数", "多"):
            return None
        count = number(words)
        if direction == "spent":
            return self._spent(at, end, count)
        unit = match.group("unit").removeprefix("个")
        half = 6 if groups.get("half") else 0
        window = _past(self.published, count, unit, groups) if direction in ("past", "since") else None
        if direction == "past" and (
            groups["how"] == "连续" or (groups["how"] == "前" and text[at - 1 : at] in tuple("此目以之日年月当"))
        ):
            return None
        if direction == "since":
            window = _since(self.published, count, unit, half, months=unit == "月")
        if window:
            return self._add(at, end, window, dated=True, grain="relative")
        if direction in ("next", "in"):
            return self._ahead(at, end, count, unit, half, groups.get("how") or "")
        if direction == "decades":
            years = cal.years(self.published.year - count - 10, self.published.year - count)
            return self._add(at, end, years, dated=True, grain="relative")
        if direction == "away" and unit in ("年", "天", "日", "月") and not half:
            return self._away(at, end, count, unit, match.group("side"))
        return None

    def _ahead(self, at: int, end: int, count: int, unit: str, half: int, how: str) -> int | None:
        start = self.published
        if how in ("后", "下") and unit in ("年", "天", "日", "月"):
            if unit in ("天", "日"):
                window = cal.Window(start + timedelta(days=1), start + timedelta(days=count), PeriodKind.RANGE)
            elif unit == "月":
                first = cal.month_start(start.year, start.month + 1)
                window = cal.Window(first, cal.month_end(start.year, start.month + count), PeriodKind.MONTHS)
            else:
                window = cal.years(start.year + 1, start.year + count)
            return self._add(at, end, window, dated=True, grain="relative")
        last = _later(start, count, unit, half)
        if not last:
            return None
        if (
            "用" in how
            and self.last
            and self.last.period.first
            and "力争" not in how
            and "计划" not in how
            and "争取" not in how
        ):
            return self._spent(at, end, count) if unit == "年" else None
        period = Period(None, last, PeriodKind.DEADLINE, self.text[at:end])
        return self._add(
            at, end, cal.Window(start, last, PeriodKind.DEADLINE), dated=True, grain="relative", period=period
        )

    def _spent(self, at: int, end: int, count: int) -> int | None:
        """继2018年…，仅用3年时间: from the year spoken of, that many years on."""
        if not self.last or not self.last.period.first or self.last.grain not in ("year", "month", "day"):
            return None
        first = self.last.period.first.year
        if first + count > self.published.year:
            return None
        return self._add(at, end, cal.years(first, first + count), dated=False, grain="relative")

    def _away(self, at: int, end: int, count: int, unit: str, side: str) -> int | None:
        sign = -1 if side == "前" else 1
        if unit == "年":
            window = cal.year(self.published.year + sign * count)
        elif unit == "月":
            start = cal.month_start(self.published.year, self.published.month + sign * count)
            window = cal.month(start.year, start.month)
        else:
            window = cal.day(self.published + timedelta(days=sign * count))
        return self._add(at, end, window, dated=True, grain="relative")


def _only_day(text: str, at: int) -> bool:
    return bool(re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]").match(text, at))


def _spelled(words: str) -> int:
    return int(
        "".join(
            c if c.isdecimal() and c.isascii() else str("零一二三四五六七八九".find(c.replace("〇", "零")))
            for c in words
        )
    )


def _join(one: cal.Window, two: cal.Window) -> cal.Window | None:
    """The window from the start of one to the end of the other, or None if they are the wrong way round."""
    first, last = one.first, two.last
    if last < first:
        if (
            one.kind in (PeriodKind.MONTH, PeriodKind.DAY)
            and two.kind in (PeriodKind.MONTH, PeriodKind.DAY)
            and one.first.year == two.last.year
        ):
            first = cal.add_months(first, -12)
        else:
            return None
    kind = PeriodKind.RANGE
    if one.kind is PeriodKind.MONTH and two.kind is PeriodKind.MONTH and first.year == last.year:
        return cal.months(first.year, first.month, last.month)
    if one.kind is PeriodKind.YEAR and two.kind is PeriodKind.YEAR:
        return cal.years(first.year, last.year)
    return cal.Window(first, last, kind)


def _past(published: date, count: int, unit: str, groups: dict[str, str | None]) -> cal.Window | None:
    """近三年 are the last three whole years while the new one is young, else they run up to publication."""
    how = groups.get("how") or ""
    if unit == "年":
        young = published.month <= 6 or how in ("前", "上", "过去")  # noqa: PLR2004
        if young:
            return cal.years(published.year - count, published.year - 1)
        return cal.Window(date(published.year - count + 1, 1, 1), published, PeriodKind.RANGE)
    if unit == "月":
        end = cal.month_start(published.year, published.month) - timedelta(days=1)
        first = cal.month_start(end.year, end.month - count + 1)
        return (
            cal.months(first.year, first.month, end.month)
            if first.year == end.year
            else cal.Window(first, end, PeriodKind.MONTHS)
        )
    if unit in ("天", "日"):
        yesterday = published - timedelta(days=1)
        return cal.Window(published - timedelta(days=count), yesterday, PeriodKind.RANGE)
    if unit in ("周", "星期"):
        return cal.Window(published - timedelta(days=7 * count), published - timedelta(days=1), PeriodKind.RANGE)
    return None


def _since(published: date, count: int, unit: str, half: int, *, months: bool) -> cal.Window | None:
    """三年来 and 3年半以来 run up to publication; 3个多月以来 from the start of that month."""
    if unit == "年" and not half:
        if published.month <= 6:  # noqa: PLR2004
            return cal.years(published.year - count, published.year - 1)
        return cal.Window(
            date(published.year - count, published.month, 1) if count == 1 else date(published.year - count + 1, 1, 1),
            published,
            PeriodKind.RANGE,
        )
    if unit == "年" or months:
        start = cal.add_months(published, -(12 * count + half if unit == "年" else count))
        return cal.Window(start.replace(day=1), published, PeriodKind.RANGE)
    if unit in ("天", "日"):
        return cal.Window(published - timedelta(days=count), published, PeriodKind.RANGE)
    return None


def _later(start: date, count: int, unit: str, half: int) -> date | None:
    if unit in ("年", "月"):
        ahead = 12 * count + half if unit == "年" else count
        return cal.add_months(start, ahead) - timedelta(days=1)
    if unit in ("天", "日"):
        return start + timedelta(days=count)
    return start + timedelta(days=7 * count) if unit in ("周", "星期") else None


def find_periods(text: str, published: date, *, year: int | None = None) -> list[PeriodMention]:
    """The periods of `text`, in order, resolved against the day of publication.

    `year` is what words without a year lean on where the text itself gives none: a plan of 2023, a section on 2022.
    Runs in time linear in the length of the text.

    >>> [(p.text, str(p.period.last)) for p in find_periods("截至2022年末，到2025年", date(2023, 2, 1))]
    [('截至2022年末', '2022-12-31'), ('到2025年', '2025-12-31')]
    """
    return _Finder(text, fold(text), published, year).run()

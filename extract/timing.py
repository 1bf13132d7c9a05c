"""When a figure is of: the period written nearest to it, else what it inherits, else the day of publication.

own clause → earlier in the sentence → paragraph → section → plan or deadline of the year → as of publication
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from extract.context import Paragraph, Section, anchored
from extract.periods import PeriodMention
from models.metric import Measure, Modality
from models.period import Period, PeriodKind

_BASE = re.compile(r"(?:比|较|与|同|和|跟|[高低]于)$")
_OF = re.compile(r"的(?:约|近|超过?)?")
_COMPARED = re.compile(r"(?:比|较|与|同|和|跟|相比|相较于?|高于|低于|快于|慢于|多于|少于|好于|是|相当于|接近|按|以)$")
# 按上年不变价, “十四五”规划目标, 2020年的1.7倍: what prices, which plan, what it is compared with.
_NO_DATE_AFTER = re.compile(
    r"(?:不变|可比)价|价格|(?:发展)?规划(?!期间|以来|实施)|[确制]定的?(?:目标|任务)|目标任务|发展目标"
)
_REACHING = re.compile(r"(?:占|完成|实现|达到?|超过?|超额|对照|围绕)了?$")
_AIM = re.compile(r"(?:预期)?(?:目标|计划|任务|预算)")
_APART = re.compile(r"其中(?:[,，:：]\s*)?$")
_LASTED = re.compile(r"(?:缩短|压缩|减少|提前|延长|节省|用时|耗时|历时|需要?|缩减)(?:了|近|约|至|到|为)?$")
_ORIGIN = re.compile(r"(?:由|从|继|自)(?:最初|原来)?$")
_EARLIER = re.compile(r"前期|此前|最初|原来|起初|当初|原先|过去(?=\D{0,3}$)")
_ADDED = re.compile(r"(?:已|累计)?(?:新增|净增|增加|完成)")
_NEW_PART = re.compile(r"[；;]")
_FLOW = re.compile(
    r"增加值|生产总值|GDP|产值|收入|营收|投资|零售|经济规模|进出口|出口|进口|利润|销售|产量|销量|交易额|成交|货运|客运|流量|业务量|总额|税收|增速|消费|能耗|支出|用电量|贡献|研发经费"
)
_STOCK = re.compile(r"余额|存量|保有|(?<!经济)规模(?:达|$)|累计|总数|用户|基站|市值|估值|资产")
_CUMULATIVE = re.compile(r"累计|累積|总共|迄今|至今")
_ALL_ALONG = re.compile(r"累计(?!完成|实现|新增|增长)")
_SPAN = re.compile(r"(?:用|仅用|经过|历时)?([\d一二两三四五六七八九十]{1,2})年(?:时间|间|多|内)")
_MEAN = re.compile(r"([两二三四五六])年平均")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
WINDOWS = frozenset(
    (
        PeriodKind.YEAR,
        PeriodKind.HALF,
        PeriodKind.QUARTER,
        PeriodKind.QUARTERS,
        PeriodKind.MONTH,
        PeriodKind.MONTHS,
        PeriodKind.RANGE,
    )
)
"""Kinds of periods that figures of a flow run over."""
OF_ONE = "period of this number alone"
OF_PARAGRAPH = "period of the paragraph"
_SINCE = re.compile(r"以?来$")
# 今年以来新增58个，总数达450个: the total is of now.
_STANDS = re.compile(
    r"(?:总数|总量|存量|保有量|总规模|用户|数量)[^，。]{0,4}$|(?:扩大|增加|增长|提高|提升|上升|升|增|扩展|拓展)[到至](?:了|近|约)?$"
)
_YEAR_ON_YEAR = re.compile(r"[比较]上年|同比|[比较]去年(?!底|末)")
_CONTINUES = re.compile(r"^(?:其中|同时|此外|另外|同期|分|从|与此同时|特别是|尤其是|按)")


_YEAR_END = re.compile(r"^(?:年末|年底|期末)$")
_FROM = re.compile(r"(?:由|从)(?:最初|原来|原先|起初|当初)?的?$")


def _year_before(day: date) -> date:
    return date(day.year - 1, 12, 31)


_NO_DAY = date(1971, 1, 1)
_BARE_YEAR = ("全年", "年内", "全年度")
# The day of the news is not the day of its figures.
_DATELINE = re.compile(
    r"[^，。；]{0,24}(?:消息|日?电|讯|获悉|介绍|发布|召开|举行|表示|通报|公布|印发|出台|报道)[^，。；]{0,16}[，,]|[，,][^，。]{0,20}(?:获悉|发布会|介绍|发布了?《)"
)
_AGE = 30  # years: 21世纪 dates nothing


@dataclass(slots=True)
class Clock:
    """The periods of one sentence while its figures are read: `main` is what its figures share."""

    sentence: str
    mentions: Sequence[PeriodMention]
    day: date
    main: Period | None = None
    year: int | None = None
    ahead: bool = False
    before_part: tuple[Period | None] | None = None
    asof: Period | None = None

    def take(  # noqa: C901 - one scan, a rule a line
        self, start: int, end: int, clause: int = 0
    ) -> tuple[Period | None, bool]:
        """The period that the words from `start` to `end` give the number behind them, and whether only to it."""
        found: Period | None = None
        only = False
        if self.before_part is not None and _NEW_PART.search(self.sentence[start:end]):
            (self.main,), self.before_part = self.before_part, None
        skipped = -1
        for mention in self.mentions:
            if not start <= mention.start < end:
                continue
            if mention.start == skipped:  # 比|2020年|同期
                skipped = mention.end
                continue
            lead = self.sentence[max(0, mention.start - 6) : mention.start]
            period = anchored(mention, self.sentence, self.year, self.day)
            if self._is_base(mention, lead, end):
                found, only = period, True
                continue
            if self._dates_nothing(mention, period, lead, end):
                skipped = mention.end
                continue
            if self._of_one(mention, end):
                found, only = period, True
                continue
            if self.asof and self.asof.last and mention.text == "年内" and _ADDED.match(self.sentence, mention.end):
                first = date(self.asof.last.year, 1, 1)
                found, only = Period(first, self.asof.last, PeriodKind.RANGE, mention.text), True
                continue
            if _APART.search(lead) and period.kind in WINDOWS:
                self.before_part = (self.main,)
            if _ORIGIN.search(lead) or period.kind is PeriodKind.NONE:
                if mention.start >= clause:
                    found, only = period, True
                continue
            found, only = self._resolved(mention, period), False
            if found.kind is not PeriodKind.DEADLINE and found.last:
                self.year = found.last.year
        return found, only

    def _of_one(self, mention: PeriodMention, end: int) -> bool:
        """上年同期为5%, 2022年（400亿元）, 年均: a period that only the number right behind it is of."""
        behind = self.sentence[mention.end : end]
        if behind in ("(", "（") or behind.startswith("年均") or mention.text.endswith("年均"):
            return True
        return mention.grain == "same" and mention.dated and len(behind) <= 2  # noqa: PLR2004

    def _is_base(self, mention: PeriodMention, lead: str, end: int) -> bool:
        """与去年同期的690亿条相比, 比2020年的3900万户: the value that something is compared with is of that time."""
        return bool(_BASE.search(lead)) and bool(_OF.fullmatch(self.sentence, mention.end, end))

    def _dates_nothing(self, mention: PeriodMention, period: Period, lead: str, end: int) -> bool:
        """比2018年, 缩短近4天, 21世纪 and the day of the news say nothing of when a figure is of."""
        behind = self.sentence[mention.end : end]
        if (_COMPARED.search(lead) and behind not in ("(", "（")) or _LASTED.search(lead):
            return True
        if _NO_DATE_AFTER.match(behind) or (_REACHING.search(lead) and _AIM.match(behind)):
            return True
        if mention.period.kind is PeriodKind.DAY and _DATELINE.match(self.sentence, mention.end):
            return True
        return bool(period.first and period.last and period.last.year - period.first.year >= _AGE)

    def _resolved(self, mention: PeriodMention, period: Period) -> Period:
        """全年 of a plan is the year under way; 年末 of a fact is the last one over."""
        if period.last is None:
            return period
        if period.kind is PeriodKind.ASOF and period.last > self.day > _NO_DAY and not _YEAR_END.match(mention.text):
            return replace(period, first=None, kind=PeriodKind.DEADLINE)
        if self.ahead and mention.text in _BARE_YEAR and period.last < self.day:
            return replace(period, first=date(self.day.year, 1, 1), last=date(self.day.year, 12, 31))
        if _YEAR_END.match(mention.text) and period.kind is PeriodKind.ASOF and period.last > self.day:
            return replace(period, first=_year_before(period.last), last=_year_before(period.last))
        return period


def is_flow(subject: str, measure: Measure) -> bool:
    """Whether a figure runs over a window (an amount, a growth) rather than stands at an instant."""
    if measure in (Measure.GROWTH, Measure.CHANGE, Measure.INCREMENT):
        return True
    return bool(_FLOW.search(subject)) and not _STOCK.search(subject)


def period_of(  # noqa: C901, PLR0911, PLR0912 - a return a rule, in order
    clock: Clock,
    gap: tuple[int, int],
    clause_start: int,
    *,
    subject: str,
    measure: Measure,
    paragraph: Paragraph,
    section: Section,
) -> tuple[Period | None, str]:
    """The period written for a figure or inherited by it; None where nothing says when.

    `gap` is the stretch of the sentence from the figure before (or the sentence's start) to this one.
    """
    before = clock.sentence[clause_start : gap[1]]
    own, only = clock.take(*gap, clause_start)
    if own is not None:
        if not only:
            clock.main = own
        return own, OF_ONE if only else "period in the clause"
    if _FROM.search(before):
        return Period(None, None, PeriodKind.NONE, "原"), "where it came from"
    if _EARLIER.search(clock.sentence[max(gap[0], clause_start) : gap[1]]) and "来的" not in before[-5:]:
        return Period(None, None, PeriodKind.NONE, "前期"), "an earlier time, not told"
    if clock.main is not None:
        if _CUMULATIVE.search(before) and clock.main.kind in WINDOWS - {PeriodKind.RANGE} and measure is Measure.LEVEL:
            return None, "累计"
        if _SINCE.search(clock.main.text or "") and measure is Measure.LEVEL and _STANDS.search(before):
            return None, "what stands at the end of the window"
        return clock.main, "period of the sentence"
    flow = is_flow(subject, measure) or (measure is Measure.MULTIPLE and bool(_YEAR_ON_YEAR.search(before)))
    if paragraph.period is not None and measure is Measure.LEVEL and _ALL_ALONG.search(before):
        return None, "累计"
    flow = flow or (
        measure is Measure.SHARE and paragraph.period is not None and paragraph.period.kind is PeriodKind.YEAR
    )
    if paragraph.period is not None and (flow or _CONTINUES.match(clock.sentence)):
        return paragraph.period, OF_PARAGRAPH
    if paragraph.asof is not None and (not flow or _CONTINUES.match(clock.sentence)):
        return paragraph.asof, "instant of the paragraph"
    window = paragraph.period or section.window
    if measure is Measure.LEVEL and not flow and window is not None and _counts_at_end(window, subject, clock.day):
        return Period(window.last, window.last, PeriodKind.ASOF, window.text), "end of the window"
    if section.window is not None and flow:
        return section.window, "period of the heading"
    if paragraph.before is not None and flow and measure is not Measure.INCREMENT:
        return paragraph.before, "year of the paragraph before"
    return None, ""


def _counts_at_end(window: Period, subject: str, day: date) -> bool:
    """10月份…业务收入5亿元。用户总数…: what a monthly bulletin counts, it counts at the end of its months."""
    monthly = window.kind in (PeriodKind.MONTH, PeriodKind.MONTHS)
    return monthly and window.last is not None and window.last < day and bool(_STOCK.search(subject))


def undated(modality: Modality, before: str, section: Section, day: date) -> tuple[Period, str]:
    """The period of a figure that nothing dates: the plan's year, or as of publication."""
    year = section.year if section.year and section.future else day.year
    if modality is not Modality.ACTUAL and section.future and section.deadline is not None and section.year is None:
        return replace(section.deadline, text=None, implicit=True), "by the plan's deadline"
    if modality is Modality.PLAN and section.span is not None and section.future:
        return replace(section.span, text=None, implicit=True), "the plan's years"
    if modality is Modality.PLAN:
        return Period(date(year, 1, 1), date(year, 12, 31), PeriodKind.YEAR, None, implicit=True), "the plan's year"
    if modality is Modality.TARGET:
        return Period(
            None, date(year, 12, 31), PeriodKind.DEADLINE, None, implicit=True
        ), "by the end of the plan's year"
    cumulative = _CUMULATIVE.search(before)
    if cumulative:
        return Period(day, day, PeriodKind.ASOF, cumulative.group()), "累计: as of publication"
    return Period(day, day, PeriodKind.ASOF, None, implicit=True), "as of publication"


def spread(period: Period, before: str) -> Period:
    """两年平均增长10%: over the years that the mean is of, up to the end of the time spoken of."""
    mean = _MEAN.search(before)
    if not mean or period.first is None or period.last is None or period.first == period.last:
        return period
    first = date(period.first.year - _DIGITS[mean.group(1)] + 1, period.first.month, 1)
    return Period(first, period.last, PeriodKind.RANGE, mean.group())


def average_window(clock: Clock, gap: tuple[int, int]) -> Period | None:
    """从2018年的…提高至2022年的…，年均增长9.1%: over the years between."""
    before = [m for m in clock.mentions if m.end <= gap[1] and m.period.kind is PeriodKind.YEAR]
    if "年均" not in clock.sentence[gap[0] : gap[1]] or len(before) < 2:  # noqa: PLR2004
        return None
    first, last = before[-2].period, before[-1].period
    if not _ORIGIN.search(clock.sentence[max(0, before[-2].start - 3) : before[-2].start]):
        return None
    return Period(first.first, last.last, PeriodKind.RANGE, "年均")


def multiple_window(clock: Clock, gap: tuple[int, int]) -> Period | None:
    """仅用3年时间翻了一番 after 2018年: from that year to three years on."""
    span = _SPAN.search(clock.sentence[gap[0] : gap[1]])
    if not span:
        return None
    words = span.group(1)
    years = int(words) if words.isdigit() else _DIGITS.get(words, 0)
    base = next(
        (
            m.period
            for m in reversed(clock.mentions)
            if m.end <= gap[0] + span.end() and m.period.kind is PeriodKind.YEAR and m.period.first
        ),
        None,
    )
    if not years or base is None or base.first is None:
        return None
    return Period(base.first, date(base.first.year + years, 12, 31), PeriodKind.RANGE, span.group())

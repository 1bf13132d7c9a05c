"""May two observations of one series be compared? Decided before anything is compared, with the reason.

`alike` says whether they measure one thing at all (what does not is never set against one another); `judge` says what
a difference between two that do is worth.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from alerts.equality import is_open
from models.metric import Comparable, Figure, Measure, Metric, Modality, Nature, Observation, Status
from models.period import Period, PeriodKind

_THINGS = frozenset("个项座处站家户所款种类件套台")
"""Measure words that count whole things: for one subject the writer's choice among them changes nothing."""

_BASES = {
    "nominal": ("现价", "名义", "当年价"),
    "real": ("可比价", "不变价", "实际", "可比口径"),
    "previous": ("环比", "上月", "上季"),
    "begin": ("上年末", "年初", "上年底", "去年底", "去年末"),
    "mean": ("年均", "复合", "月均", "日均", "平均"),
    "year": ("同比", "上年", "去年", "同期"),
}
_CLASH = ({"nominal", "real"}, {"previous", "begin", "mean", "year"})


_SIZES = {Measure.LEVEL, Measure.SHARE, Measure.RANK}
_SO_FAR = re.compile(r"[今本当]年|年内|年度")

SETTLED = frozenset((Status.REVISED, Status.FINAL, Status.BREAK))
"""What a value is called that replaces the first one."""
FIRST = frozenset((Status.PRELIMINARY, Status.ESTIMATED))
"""What a value is called that is to be replaced."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two observations may be compared: `code` names the reason, `reason` says it."""

    comparable: Comparable
    code: str
    reason: str


_NO = Comparable.NO
_CAVEAT = Comparable.CAVEAT


def nature(observation: Observation, metric: Metric | None = None) -> Nature:
    """How the observed thing behaves in time: its metric says so for a level, else the figure itself does."""
    figure = observation.figure
    if figure.measure is Measure.INCREMENT:
        return Nature.CUMULATIVE
    if figure.measure is not Measure.LEVEL:
        return Nature.RATIO
    if metric is not None and metric.nature is not Nature.RATIO:
        return metric.nature
    return Nature.INSTANT if is_moment(figure.period) else Nature.CUMULATIVE


def is_moment(period: Period) -> bool:
    """Whether a period is a moment: 截至5月底, or an undated stock as of its publication."""
    return period.last is not None and period.first == period.last


def is_undated(observation: Observation) -> bool:
    """Whether nobody wrote when it held: an undated stock is as of publication, which is only the latest it can be."""
    period = observation.figure.period
    return period.last is None or (period.implicit and is_moment(period))


def is_premature(observation: Observation) -> bool:
    """Whether the figure speaks of a time that was far from over when it was published, so is hardly a fact.

    今年新建8000个 in February is a plan, whatever its words; in December it is what was built so far. 全年 of a year
    that still runs is an estimate at best, else another year's.
    """
    period, published = observation.figure.period, observation.published
    if period.last is None or period.last <= published or observation.figure.modality is not Modality.ACTUAL:
        return False
    if period.kind is PeriodKind.YEAR and not _SO_FAR.search(period.text or ""):
        return True
    length = (period.last - period.first).days + 1 if period.first else 1
    return (period.last - published).days > max(length // 6, 1)


def same_unit(a: str, b: str) -> bool:
    """Whether two units say the same for one subject: 个 and 项, 家 and 户; never % and 个百分点."""
    return a == b or (a in _THINGS and b in _THINGS)


def alike(a: Observation, b: Observation) -> bool:
    """Whether two observations of one series measure one thing: unit, kind of growth, zone and field of a rank."""
    x, y = a.figure, b.figure
    return (
        same_unit(x.quantity.unit, y.quantity.unit)
        and (x.modality is Modality.ACTUAL) == (y.modality is Modality.ACTUAL)
        and x.zone == y.zone
        and (x.scope is None or y.scope is None or x.scope == y.scope)
        and not _clash(x.basis, y.basis, growth=x.measure not in _SIZES)
    )


def same_period(a: Observation, b: Observation, kind: Nature) -> bool:
    """Whether both speak of one time: for a stock or an aim the last day decides, for the rest the whole window."""
    x, y = a.figure.period, b.figure.period
    if kind is Nature.INSTANT or a.figure.modality is not Modality.ACTUAL:
        return x.last == y.last
    return x.span == y.span


def is_older_vintage(a: Observation, b: Observation) -> bool:
    """Whether `a` is called preliminary and `b`, of the same time, revised or final: whenever each was published."""
    return a.figure.status in FIRST and b.figure.status in SETTLED


def is_before_vintage(a: Observation, b: Observation) -> bool:
    """Whether `a` is the earlier of two statements about one time: by what they are called, else by publication."""
    return is_older_vintage(a, b) or (a.published < b.published and not is_older_vintage(b, a))


def judge(earlier: Observation, later: Observation, kind: Nature) -> Verdict:
    """What a difference from `earlier` to `later` is worth. Both are `alike` and of one series."""
    if later.figure.modality is not Modality.ACTUAL:
        same = earlier.figure.period.last == later.figure.period.last
        return _YES if same else Verdict(_CAVEAT, "deadlines", "aims for different deadlines")
    found = _by_window(earlier.figure, later.figure, kind) or _by_statement(earlier.figure, later.figure)
    return found or (_MOMENTS if kind is Nature.INSTANT else _YES)


_YES = Verdict(Comparable.YES, "same", "windows of one kind")
_MOMENTS = Verdict(Comparable.YES, "same", "counts at a moment")


def _by_window(earlier: Figure, later: Figure, kind: Nature) -> Verdict | None:
    a, b = earlier.period, later.period
    if kind is Nature.INSTANT:
        return None if a.last and b.last else Verdict(_CAVEAT, "undated", "one of the two is not dated")
    if a.window == b.window and a.window not in {"none", "by", "from"} and not _is_unstated(a, b, kind):
        return None
    if kind is Nature.RATIO:
        return Verdict(_CAVEAT, "ratio-windows", f"a ratio over different windows: {_span(b)} against {_span(a)}")
    if a.kind is b.kind and a.kind in {PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF}:
        return Verdict(_CAVEAT, "season", f"different parts of the year: {_span(b)} against {_span(a)}")
    return Verdict(_NO, "windows", f"an amount over {_span(b)} cannot be set against one over {_span(a)}")


def _is_unstated(a: Period, b: Period, kind: Nature) -> bool:
    # An amount without a window may be of a year or of all time: 累计 and 去年 are often left out.
    return kind is Nature.CUMULATIVE and is_moment(a) and is_moment(b)


def _by_statement(earlier: Figure, later: Figure) -> Verdict | None:
    if Status.BREAK in (earlier.status, later.status):
        return Verdict(_CAVEAT, "break", "the way of counting changed in between")
    if is_open(earlier) or is_open(later):
        return Verdict(_CAVEAT, "bound", f"only a bound is stated: {(earlier if is_open(earlier) else later).stated}")
    if earlier.quantity.unit != later.quantity.unit:
        words = f"{earlier.quantity.unit} and {later.quantity.unit}"
        return Verdict(_CAVEAT, "unit", f"counted in different measure words, {words}")
    if _kinds(earlier.basis) != _kinds(later.basis) and (_kinds(earlier.basis) | _kinds(later.basis)) & _CLASH[0]:
        return Verdict(_CAVEAT, "basis", f"of different kinds: {later.basis or '—'} against {earlier.basis or '—'}")
    return None


def _span(period: Period) -> str:
    """A window in words: 2022-01-01..2022-09-30, or the moment, or that it is not stated."""
    if period.last is None:
        return "an undated window"
    if is_moment(period):
        return "an unstated window" if period.implicit else f"the moment {period.last}"
    return f"{period.first or ''}..{period.last}"


@lru_cache(maxsize=4096)  # few words, asked with every figure held
def _kinds(basis: str | None) -> frozenset[str]:
    return frozenset(kind for kind, words in _BASES.items() if basis and any(word in basis for word in words))


@lru_cache(maxsize=4096)
def _clash(a: str | None, b: str | None, *, growth: bool) -> bool:
    """Whether two bases tell figures of two kinds; `growth` says that they are more than what a size is set against."""
    x, y = _kinds(a), _kinds(b)
    if not growth:
        # What a level is set against in its sentence (比上年末) says nothing about the level; a mean is another level.
        x, y = (kinds & {"mean", "nominal", "real"} for kinds in (x, y))
    # 较上年末 holds 上年 and says more than it: the narrower word decides.
    x, y = (k - {"year"} if k & {"begin", "mean"} else k for k in (x, y))
    if not x or not y:
        # 年均 is never read into a figure that does not say so; 同比 is.
        return "mean" in (x | y) or bool((x | y) & {"previous", "begin"})
    return any((x & group) and (y & group) and not (x & y & group) for group in _CLASH)

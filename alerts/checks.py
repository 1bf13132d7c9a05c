"""Checks nobody asked for: figures of one article held against one another and against what is held.

A finding says that something does not fit, or that an aim was reached or missed. It changes no event; unless its
severity says otherwise it is for a person to look at, never a fact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from alerts.comparability import same_unit
from alerts.equality import Interval, agree, stated
from alerts.history import History
from alerts.past import nearest
from alerts.targets import counterpart, progress
from alerts.wording import amount, told
from models.metric import Figure, Measure, Modality, Observation, Severity
from models.period import Period

_SHARE = re.compile(r"^(?P<part>.+?)占(?P<place>全国|全省|全市|全区)?(?P<whole>.*?)(?:的)?(?:比重|比例|份额|比)$")
_GDP = ("地区生产总值", "GDP", "生产总值", "国内生产总值")
_REAL = re.compile(r"增加值|生产总值|GDP|总产值")
_NOMINAL = re.compile(r"现价|名义|当年价")
_YEAR_ON_YEAR = re.compile(r"同比|上年|去年|同期")
_OTHER_BASIS = re.compile(r"环比|年均|复合|可比价|不变价|实际|年初|上年末|上年底|上月|上季")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that does not fit: `kind` names the check, `others` the observations it rests on, `why` says it."""

    kind: str
    observation: str
    others: tuple[str, ...]
    why: str
    severity: Severity = Severity.REVIEW


def findings(observation: Observation, history: History) -> tuple[Finding, ...]:
    """What does not fit about a declared metric's `observation`; `history` holds its article's figures before it."""
    if observation.metric is None or observation.figure.modality is not Modality.ACTUAL:
        return ()
    if _is_repeat(observation, history):
        return ()
    return tuple(found for check in CHECKS if (found := check(observation, history)))


def _is_repeat(observation: Observation, history: History) -> bool:
    """Whether the article has said so further up, and so been asked about it."""
    own = observation.figure
    return any(
        other.figure.start < own.start and other.figure.period.span == own.period.span and agree(other.figure, own)
        for other in history.in_article(observation.series, observation.article)
    )


def implied_previous(observation: Observation, history: History) -> Finding | None:
    """A level and its growth imply the value a year before; another one is held: it was revised in silence.

    2.5万亿元, 同比增长5% implies 2.38万亿元; 2.2万亿元 was held for the year before. Growth of value added is at
    constant prices unless it says 现价, and implies nothing.
    """
    pair = _level_and_growth(observation, history)
    if pair is None:
        return None
    level, growth = pair
    earlier = _year_before(level.figure.period)
    held = [
        other
        for other in (history.ending(level.series, earlier.last) if earlier else ())
        if earlier and other.figure.period.span == earlier.span and other.article != level.article
        if same_unit(other.figure.quantity.unit, level.figure.quantity.unit) and other.figure.zone == level.figure.zone
    ]
    previous = nearest(held)
    implied = _divided(stated(level.figure), _factor(growth.figure)) if previous else None
    if previous is None or implied is None or implied.meets(stated(previous.figure)):
        return None
    between = " to ".join(amount(end, level.figure.quantity.unit) for end in (implied.low, implied.high) if end)
    return Finding(
        kind="implied_previous",
        observation=observation.id,
        others=(growth.id if observation.id == level.id else level.id, previous.id),
        why=f"{told(level)} with {growth.figure.stated} implies {between} a year before, but {told(previous)} is "
        "held: it may have been revised in silence",
    )


def share_of_parts(observation: Observation, history: History) -> Finding | None:
    """A share that is not its part divided by its whole, where both are held for the same period."""
    figure = observation.figure
    match = _SHARE.match(figure.subject) if figure.measure is Measure.SHARE else None
    if match is None or figure.period.last is None:
        return None
    region = "全国" if match["place"] == "全国" else figure.region
    wholes = _GDP if not match["whole"] or match["whole"].upper() == "GDP" else (match["whole"],)
    wholes = (match["part"],) if match["place"] and not match["whole"] else wholes
    part = _same_time(observation, history, f"{figure.region}|{match['part']}|{Measure.LEVEL}")
    whole = next(
        (o for name in wholes if (o := _same_time(observation, history, f"{region}|{name}|{Measure.LEVEL}"))), None
    )
    if part is None or whole is None or part.id == whole.id:
        return None
    ratio = _divided(stated(part.figure), stated(whole.figure))
    if ratio is None or not same_unit(part.figure.quantity.unit, whole.figure.quantity.unit):
        return None
    percent = _times(ratio, _HUNDRED)
    if percent.meets(stated(figure)):
        return None
    between = " to ".join(f"{end:.1f}%" for end in (percent.low, percent.high) if end is not None)
    return Finding(
        kind="share_of_parts",
        observation=observation.id,
        others=(part.id, whole.id),
        why=f"{told(observation)} is not {told(part)} of {told(whole)}, which is {between}",
    )


def aim_outcome(observation: Observation, history: History) -> Finding | None:
    """An aim that this figure is the first to reach, or the first of its deadline or later to miss.

    A level may reach its aim early; a share or rate is held against it only as of the deadline.
    """
    figure, last = observation.figure, observation.figure.period.last
    if last is None:
        return None
    track = counterpart(observation.series)
    ahead = history.after(track, last - timedelta(days=1))[:1]
    for aim in (*ahead, *history.before(track, last)[:1]):
        deadline, found = aim.figure.period.last, progress(observation, aim)
        if found is None or deadline is None or (figure.measure is not Measure.LEVEL and last < deadline):
            continue
        if found.reached or last >= deadline:
            before = (o for o in history.before(observation.series, last) if o.article != observation.article)
            prior = next(before, None)
            if prior is not None and (_past(prior, deadline) or _reaches(prior, aim)):
                continue
            word = "reached" if found.reached else "missed"
            why = f"{told(observation)}: the aim {told(aim)} is {word}"
            severity = Severity.NOTICE if found.reached else Severity.REVIEW
            return Finding(kind=f"aim_{word}", observation=observation.id, others=(aim.id,), why=why, severity=severity)
    return None


def _past(observation: Observation, deadline: date) -> bool:
    last = observation.figure.period.last
    return last is not None and last >= deadline


def _reaches(observation: Observation, aim: Observation) -> bool:
    found = progress(observation, aim)
    return found is not None and found.reached


CHECKS: tuple[Callable[[Observation, History], Finding | None], ...] = (implied_previous, share_of_parts, aim_outcome)


def _level_and_growth(observation: Observation, history: History) -> tuple[Observation, Observation] | None:
    """The level and the growth of one thing over one period, told in the article of `observation`, which is one."""
    figure = observation.figure
    if figure.measure not in {Measure.LEVEL, Measure.GROWTH}:
        return None
    other = Measure.GROWTH if figure.measure is Measure.LEVEL else Measure.LEVEL
    stem, _, _ = observation.series.rpartition("|")
    for candidate in history.in_article(f"{stem}|{other}", observation.article):
        if candidate.figure.period.span != figure.period.span or candidate.figure.zone != figure.zone:
            continue
        level, growth = (observation, candidate) if other is Measure.GROWTH else (candidate, observation)
        if _implies(level.figure, growth.figure):
            return level, growth
    return None


def _implies(level: Figure, growth: Figure) -> bool:
    """Whether the growth is one at current prices over the year before."""
    if growth.quantity.unit != "%" or _OTHER_BASIS.search(growth.basis or ""):
        return False
    if _NOMINAL.search(growth.basis or ""):
        return True
    money = _REAL.search(level.subject) is not None
    return not money and _YEAR_ON_YEAR.search(growth.basis or "") is not None


def _year_before(period: Period) -> Period | None:
    if period.first is None or period.last is None:
        return None
    first, last = (_minus_year(day) for day in (period.first, period.last))
    if (period.last + timedelta(days=1)).day == 1:  # the end of a February moves with the year
        last = _minus_year(period.last + timedelta(days=1)) - timedelta(days=1)
    return replace(period, first=first, last=last, text=None)


def _minus_year(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _factor(growth: Figure) -> Interval:
    """1 + g: 增长10% is 1.095 to 1.105."""
    reach = stated(growth)
    low, high = (None if end is None else 1 + end / _HUNDRED for end in (reach.low, reach.high))
    return Interval(low, high, reach.below)


def _divided(top: Interval, bottom: Interval) -> Interval | None:
    """All quotients of positive intervals; None where a divisor may be zero or below."""
    if bottom.low is None or bottom.low <= 0 or (top.low is not None and top.low < 0):
        return None
    low = None if top.low is None or bottom.high is None else top.low / bottom.high
    high = None if top.high is None else top.high / bottom.low
    return Interval(low, high)


def _times(interval: Interval, factor: Decimal) -> Interval:
    low, high = (None if end is None else end * factor for end in (interval.low, interval.high))
    return Interval(low, high, interval.below)


def _same_time(observation: Observation, history: History, series: str) -> Observation | None:
    span, zone = observation.figure.period.span, observation.figure.zone
    found: Iterable[Observation] = history.ending(series, observation.figure.period.last)
    return nearest([o for o in found if o.figure.period.span == span and o.figure.zone == zone])

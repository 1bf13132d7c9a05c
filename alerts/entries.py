"""An alert as a reader sees it: headline, old and new, difference, evidence, sources. Pure, in either language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from alerts.comparability import is_before_vintage
from alerts.frames import EVENTS, FRAMES, MEASURES
from alerts.plain import line, link
from alerts.wording import difference_words, period_words
from models.alert import Alert
from models.metric import Change, Comparable, Event, Measure, Modality, Observation, Severity

_REGION = re.compile(r"(?:维吾尔|壮族|回族)?(?:特别行政区|自治区|省|市)$")
_AROUND = 110  # code points of a long sentence kept on either side of its figure
_MOVED = frozenset({Event.CHANGED_VALUE, Event.NEW_PERIOD, Event.REVISED, Event.REFINED})


@dataclass(frozen=True, slots=True)
class Reference:
    """Where something was read. `url` is fit for a link, or None."""

    outlet: str
    published: str
    surface: str
    title: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One alert in words; `before`, `mark` and `after` are the evidence sentence around its figure."""

    id: str
    series: str
    event: Event
    severity: Severity
    badge: str
    headline: str
    place: str
    label: str
    new: str
    new_period: str
    old: str = ""
    old_period: str = ""
    joint: str = ""
    delta: str = ""
    caveat: str = ""
    before: str = ""
    mark: str = ""
    after: str = ""
    source: Reference
    others: tuple[Reference, ...] = ()
    originators: int = 1
    why: str = ""


def entry(alert: Alert, language: str) -> Entry:
    """`alert` in words of `language` (zh or en)."""
    own, change, frame = alert.observation, alert.change, FRAMES[language]
    previous, latest = in_time(alert) if change.event in _MOVED | {Event.CONFLICTING} else (None, own)
    before, mark, after = evidence(own)
    return Entry(
        id=alert.id,
        series=own.series,
        event=change.event,
        severity=change.severity,
        badge=frame.to_review if change.severity is Severity.REVIEW else EVENTS[language][change.event],
        headline=headline(alert, language),
        place=place(own, language),
        label=label(own, language),
        new=surface(latest),
        new_period=period_words(latest.figure.period, language),
        old=surface(previous) if previous else "",
        old_period=period_words(previous.figure.period, language) if previous else "",
        joint=_joint(change),
        delta=_delta(alert, language) if previous else "",
        caveat=_caveat(change, latest, previous, language) if previous else "",
        before=before,
        mark=mark,
        after=after,
        source=reference(own, alert.title, language),
        others=_others(alert.others, language),
        originators=change.originators,
        why=reason(alert, language),
    )


def headline(alert: Alert, language: str) -> str:
    """The line that says it all: `北京 数字经济增加值占GDP比重：40.4% → 42.7%，2022年前三季度`."""
    own, change, frame = alert.observation, alert.change, FRAMES[language]
    head = f"{place(own, language)} {label(own, language)}".strip() + frame.colon
    previous, latest = in_time(alert)
    new, when = surface(latest), period_words(latest.figure.period, language)
    mark = frame.review if change.severity is Severity.REVIEW else ""
    if previous is None or change.event not in _MOVED | {Event.CONFLICTING}:
        extra = ""
        if change.event is Event.NEW_METRIC:
            extra = f"{frame.open}{frame.first}{frame.close}"
        elif change.event in {Event.CORROBORATED, Event.UNCHANGED} and change.originators > 1:
            extra = frame.comma + frame.originators.format(change.originators)
        return line(f"{mark}{head}{new}{frame.comma}{when}{extra}", 180)
    old = surface(previous)
    if change.event is Event.CONFLICTING:
        return line(f"{mark}{head}{old} / {new}{frame.comma}{when}{frame.open}{frame.versus}{frame.close}", 180)
    if change.comparable is Comparable.NO:
        then = f"{frame.previously} {old}{frame.comma}{period_words(previous.figure.period, language)}"
        tail = f"{frame.open}{then}{frame.comma}{frame.not_comparable}{frame.close}"
        return line(f"{mark}{head}{new}{frame.comma}{when}{tail}", 180)
    note = f"{frame.open}{EVENTS[language][change.event]}{frame.close}" if change.event is Event.REVISED else ""
    return line(f"{mark}{head}{old} → {new}{note}{frame.comma}{when}", 180)


def in_time(alert: Alert) -> tuple[Observation | None, Observation]:
    """Earlier and later of what was compared, whichever was read first; the earlier is None if there is none to show.

    A late arrival of 5.2万个 when 7.5万个 is held reads 5.2万个 → 7.5万个, never the other way round.
    """
    own, previous = alert.observation, alert.previous
    if previous is None or not is_backwards(alert):
        return previous, own
    return (None, own) if alert.change.comparable in {None, Comparable.NO} else (own, previous)


def is_backwards(alert: Alert) -> bool:
    """Whether the figure is the earlier of the two: an older period, or an older vintage of a revised one."""
    own, previous = alert.observation, alert.previous
    if previous is None:
        return False
    if alert.change.event is Event.REVISED:
        return is_before_vintage(own, previous)
    last, held = own.figure.period.last, previous.figure.period.last
    return alert.change.event is Event.NEW_PERIOD and last is not None and held is not None and held > last


def place(observation: Observation, language: str = "zh") -> str:
    """A region as headlines write it: 北京市 → 北京, 广西壮族自治区 → 广西, 海淀区 stays."""
    region = line(observation.figure.region, 40)
    if region == "全国":
        return FRAMES[language].nationwide
    short = _REGION.sub("", region)
    return short if len(short) > 1 else region


def label(observation: Observation, language: str = "zh") -> str:
    """What is measured: the series' subject, and the measure where the subject does not say it."""
    parts = observation.series.split("|")
    name = line(parts[1] if len(parts) > 1 else observation.figure.subject, 60) or line(observation.figure.subject, 60)
    gap = "" if language == "zh" else " "
    measure = MEASURES[language].get(observation.figure.measure)
    if measure and not name.endswith(measure):
        name += gap + measure
    if observation.figure.modality is not Modality.ACTUAL:
        name += gap + FRAMES[language].target
    return name


def surface(observation: Observation) -> str:
    """The figure as written, on one line, with its unit where a table's header has it."""
    return line(observation.figure.stated, 40)


def evidence(observation: Observation) -> tuple[str, str, str]:
    """The sentence before, at and after the figure; what is far from the figure is cut from a long one."""
    figure = observation.figure
    at = figure.start - figure.sentence_start
    if figure.sentence[at : at + len(figure.surface)] != figure.surface:
        at = figure.sentence.find(figure.surface)
    if at < 0:
        return line(figure.sentence, 2 * _AROUND), "", ""
    before, after = figure.sentence[:at], figure.sentence[at + len(figure.surface) :]
    if len(before) > _AROUND:
        before = "…" + before[-_AROUND:]
    if len(after) > _AROUND:
        after = after[:_AROUND] + "…"
    return line(before), line(figure.surface, 40), line(after)


def reference(observation: Observation, title: str | None, language: str) -> Reference:
    """Where `observation` was read."""
    frame = FRAMES[language]
    return Reference(
        outlet=line(observation.outlet, 60) or frame.unknown_outlet,
        published=observation.published.isoformat(),
        surface=surface(observation),
        title=" · ".join(filter(None, (line(title, 120), line(observation.place, 40)))),
        url=link(observation.url),
    )


def reason(alert: Alert, language: str) -> str:
    """Why this was told, in one sentence."""
    if language == "en":
        return line(alert.change.why, 400)
    change, previous = alert.change, alert.previous
    then = ""
    if previous is not None:
        outlet = f"，{line(previous.outlet, 40)}" if previous.outlet else ""
        then = f"{surface(previous)}（{period_words(previous.figure.period, 'zh')}{outlet}）"
    told = _HISTORY if is_backwards(alert) else _REASONS[change.event]
    return told.format(then=then or "已有数据", n=change.originators) + _doubt(alert)


_REASONS = {
    Event.NEW_METRIC: "此前没有收到过这一指标的数据",
    Event.NEW_PERIOD: "这一时期的数据首次出现，已有{then}",
    Event.CHANGED_VALUE: "时点更晚，数值与{then}不同",
    Event.UNCHANGED: "时点更晚，与{then}一致",
    Event.CORROBORATED: "与{then}时期相同、数值一致，独立来源共{n}个",
    Event.REFINED: "与{then}时期相同、数值相容，写得更精确",
    Event.CONFLICTING: "与{then}说的是同一时期，但数值对不上",
    Event.REVISED: "同一时期的数值经修订，原为{then}",
    Event.REPEAT: "同一篇文章里已经说过",
}


_HISTORY = "这是较早的数据，补录备查；更晚的数据已有{then}"


def _doubt(alert: Alert) -> str:
    if alert.change.severity is Severity.REVIEW and alert.change.event is not Event.CONFLICTING:
        return "；变化出人意料，统计口径可能不同，需人工核对后再下结论"
    if alert.change.comparable is Comparable.NO:
        return "；两者口径或时间段不同，不能相减"
    return ""


def _joint(change: Change) -> str:
    """What stands between old and new: an arrow only where a step from one to the other may be read."""
    if change.event is Event.CONFLICTING:
        return "/"
    return "|" if change.comparable is Comparable.NO else "→"


def _delta(alert: Alert, language: str) -> str:
    change = alert.change
    if change.delta is None or change.comparable is Comparable.NO or alert.observation.figure.measure is Measure.RANK:
        return ""
    # Counts in interchangeable measure words (个/项) differ in the later one's.
    return difference_words(replace(change.delta, unit=change.delta.unit.rsplit("/", 1)[-1]), language)


def _caveat(change: Change, own: Observation, previous: Observation, language: str) -> str:
    """What a reader must know before taking one from the other; empty where they may."""
    frame = FRAMES[language]
    new, old = period_words(own.figure.period, language), period_words(previous.figure.period, language)
    if change.comparable is Comparable.NO:
        return frame.no_difference.format(new=new, old=old)
    if change.comparable is not Comparable.CAVEAT:
        return ""
    alike = own.figure.period.kind is previous.figure.period.kind
    return frame.caveat_scope if alike else frame.caveat.format(new=new, old=old)


def _others(observations: Sequence[Observation], language: str) -> tuple[Reference, ...]:
    """One reference an outlet, the earliest."""
    found: dict[str, Reference] = {}
    for other in sorted(observations, key=lambda o: o.published):
        ref = reference(other, None, language)
        found.setdefault(ref.outlet, ref)
    return tuple(found.values())

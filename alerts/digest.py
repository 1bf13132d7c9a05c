"""A day's events to one Digest: what a person reads each morning. Pure.

A digest covers what became known from the end of the one before (`since`) to its own end (`until`): nothing is told
in two of them, and nothing falls between, however long the machine was off.

    changed   values that moved, were revised, or new periods of tracked series    by topic, region and importance
    review    conflicts and doubts: a person should look
    new       figures of series that held nothing
    confirmed the same value from other outlets, with how many independent originators
    history   what old articles told; never more than a count and a few lines
    targets   deadlines near or past        silent   sources that brought nothing
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from alerts.charts import has_line
from alerts.entries import is_backwards
from models.alert import Alert, Digest, Section, SilentSource, TargetDue, Track
from models.metric import Change, Comparable, Event, Observation, Severity
from models.period import Span

CHANGED = frozenset({Event.CHANGED_VALUE, Event.REVISED, Event.NEW_PERIOD})
CONFIRMED = frozenset({Event.CORROBORATED, Event.REFINED, Event.UNCHANGED})
MOVED = CHANGED | {Event.CONFLICTING}
RANK = {Severity.REVIEW: 0, Severity.NOTICE: 1, Severity.INFO: 2, Severity.SILENT: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a reader takes in: entries over all sections, and charts."""

    items: int = 40
    charts: int = 6


def build(
    day: date,
    told: Sequence[Alert],
    *,
    since: datetime,
    until: datetime,
    series: Mapping[str, Sequence[Observation]] | None = None,
    targets: Iterable[TargetDue] = (),
    silent: Iterable[SilentSource] = (),
    limits: Limits | None = None,
) -> Digest:
    """The digest of `day` from all events `told` (each as an Alert, silent ones too) in since <= told_at < until.

    Alerts told outside that span are left out. `series` gives the observations of each series that may be drawn.
    """
    limits = limits or Limits()
    within = [a for a in told if a.told_at is None or since <= a.told_at < until]
    counts = Counter(str(a.change.event) for a in within)
    parts = {kind: [a for a in within if _kind(a) == kind] for kind in ("changed", "review", "new", "history")}
    sections = _cut(parts, limits.items)
    shown = tuple(a for s in sections for a in s.alerts)
    return Digest(
        day=day,
        alerts=shown,
        counts=tuple(sorted(counts.items())),
        since=since,
        until=until,
        sections=sections,
        confirmed=_confirmed(within),
        targets=tuple(sorted(targets, key=lambda t: t.due)),
        silent=tuple(silent),
        tracks=_tracks(shown, series or {}, limits.charts),
    )


def is_shown(change: Change, observation: Observation) -> bool:
    """Whether an event has a line in a digest: not repeats, nor the quiet ones of figures that nobody tracks."""
    if change.event is Event.REPEAT or change.severity is Severity.SILENT:
        return False
    return observation.metric is not None or change.severity is not Severity.INFO


def _kind(alert: Alert) -> str:
    """The section an alert belongs to: changed, review, new, history, confirmed or none."""
    change = alert.change
    if not is_shown(change, alert.observation):
        return "none"
    if change.event in CONFIRMED:
        return "confirmed"
    if alert.backfill or (is_backwards(alert) and change.severity is not Severity.REVIEW):
        return "history"
    if change.severity is Severity.REVIEW:
        return "review"
    if change.event in MOVED:
        return "changed"
    return "new"


def weight(alert: Alert) -> tuple[object, ...]:
    """What puts one entry before another: severity, tracked, moved, comparable; then topic, region and subject."""
    figure = alert.observation.figure
    return (
        RANK[alert.change.severity],
        alert.observation.metric is None,
        alert.change.event not in MOVED,
        alert.change.comparable is Comparable.NO,
        alert.topics[:1],
        figure.region or "",
        figure.subject,
        alert.id,
    )


def _cut(parts: Mapping[str, Sequence[Alert]], items: int) -> tuple[Section, ...]:
    """Sections in order of reading; what does not fit is counted, history gives way first."""
    room = items
    sections = []
    for kind, alerts in parts.items():
        ordered = sorted(alerts, key=weight)
        if not ordered:
            continue
        # A later section keeps a line at least, else a flood of reviews would hide what changed.
        size = min(len(ordered), max(room, 3))
        room -= size
        sections.append(Section(kind=kind, alerts=tuple(ordered[:size]), omitted=len(ordered) - size))
    return tuple(sections)


def _confirmed(alerts: Iterable[Alert]) -> tuple[Alert, ...]:
    """One entry a series and period, the one that counts most originators."""
    best: dict[tuple[str, Span], Alert] = {}
    for alert in alerts:
        if _kind(alert) != "confirmed" or alert.observation.metric is None:
            continue
        key = (alert.observation.series, alert.observation.figure.period.span)
        if key not in best or alert.change.originators > best[key].change.originators:
            best[key] = alert
    return tuple(sorted(best.values(), key=lambda a: (-a.change.originators, *map(str, weight(a)))))


def _tracks(shown: Iterable[Alert], series: Mapping[str, Sequence[Observation]], charts: int) -> tuple[Track, ...]:
    """The series that moved, in order of reading, where two of its periods can be joined."""
    found: dict[str, Track] = {}
    for alert in shown:
        if alert.change.severity is Severity.REVIEW:
            continue  # a line would state what is only doubted
        key = alert.observation.series
        track = Track(series=key, observations=tuple(series.get(key, ())))
        if key not in found and alert.change.event in CHANGED and has_line(track):
            found[key] = track
    return tuple(found.values())[:charts]

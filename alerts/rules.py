"""Changes worth a message, to whom, and how soon. Pure: `now` and what was sent lately are arguments.

    alert ─ FITS ─► rules that admit it ─ WAITS ─► at once, in the digest, or never ─► one batch a channel and group

`FITS` are the tests a rule sets, one function each; `WAITS` are the reasons for which even a fitting alert pages
nobody and is read in the digest. Each returns a reason in words where it holds back, so that `why-not` can tell it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256

from alerts.equality import agree, stated
from models.alert import Alert
from models.metric import Event, Severity
from models.rule import Group, Rule, When

_LOUDNESS = (Severity.SILENT, Severity.INFO, Severity.NOTICE, Severity.REVIEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What the tests may know beside rule and alert: the time, and the alerts sent at once lately."""

    now: datetime
    lately: Sequence[Alert] = ()
    stale_days: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """How soon an alert is told, on which channels, by which rules, and why (or why not sooner)."""

    alert: Alert
    when: When
    why: str
    channels: tuple[str, ...] = ()
    group: Group = Group.ARTICLE
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Alerts that go out as one message on one channel; `key` is stable, so that a repeat can be recognised."""

    key: str
    channel: str
    alerts: tuple[Alert, ...]


def names_metric(rule: Rule, alert: Alert) -> str | None:
    """The rule's metrics hold that of the figure, or the rule admits untracked ones."""
    metric = alert.observation.metric
    if metric is None:
        return None if rule.untracked and not rule.metrics else "no metric declares the figure"
    return None if not rule.metrics or metric in rule.metrics else f"metric {metric} is not among the rule's"


def names_region(rule: Rule, alert: Alert) -> str | None:
    """The rule's regions hold that of the figure."""
    region = alert.observation.figure.region
    return None if not rule.regions or region in rule.regions else f"region {region} is not among the rule's"


def names_topic(rule: Rule, alert: Alert) -> str | None:
    """The rule's topics hold one of the metric's."""
    return None if not rule.topics or set(rule.topics) & set(alert.topics) else "none of the rule's topics"


def names_event(rule: Rule, alert: Alert) -> str | None:
    """The rule's events hold what was told."""
    event = alert.change.event
    return None if event in rule.events else f"event {event} is not among the rule's"


def is_loud_enough(rule: Rule, alert: Alert) -> str | None:
    """The severity reaches the rule's."""
    severity = alert.change.severity
    loud = _LOUDNESS.index(severity) >= _LOUDNESS.index(rule.severity)
    return None if loud and severity is not Severity.SILENT else f"severity {severity} is below {rule.severity}"


def moved_percent(rule: Rule, alert: Alert) -> str | None:
    """An amount or count moved, for certain, by more than the rule's percent. Shares are left to `moved_points`."""
    if rule.percent is None or (rule.points is not None and _in_points(alert)):
        return None
    least = _least(alert, percent=True)
    if least is None:
        return f"it is not certain that it moved by more than {rule.percent}%"
    return None if least > rule.percent else f"it moved by {least}%, not more than {rule.percent}%"


def moved_points(rule: Rule, alert: Alert) -> str | None:
    """A share or rate moved, for certain, by more than the rule's 个百分点. Amounts are left to `moved_percent`."""
    if rule.points is None or (rule.percent is not None and not _in_points(alert)):
        return None
    least = _least(alert, percent=False) if _in_points(alert) else None
    if least is None:
        return f"it is not certain that it moved by more than {rule.points}个百分点"
    return None if least > rule.points else f"it moved by {least}个百分点, not more than {rule.points}"


def crosses_value(rule: Rule, alert: Alert) -> str | None:
    """The change passed, for certain, one of the rule's values, upwards or downwards."""
    if not rule.crosses:
        return None
    if alert.previous is None:
        return "nothing earlier to have crossed a value from"
    before, after = stated(alert.previous.figure), stated(alert.observation.figure)
    for value in rule.crosses:
        up = before.high is not None and after.low is not None and before.high < value <= after.low
        down = before.low is not None and after.high is not None and after.high < value <= before.low
        if up or down:
            return None
    return "it crossed none of the rule's values"


FITS: tuple[Callable[[Rule, Alert], str | None], ...] = (
    names_metric,
    names_region,
    names_topic,
    names_event,
    is_loud_enough,
    moved_percent,
    moved_points,
    crosses_value,
)


def is_history(rule: Rule, alert: Alert, sent: Sent) -> str | None:
    """Backfill, a reread or an old article pages nobody."""
    del rule
    age = (sent.now.date() - alert.observation.published).days
    if alert.backfill:
        return "history: a backfill, a reread or the first run on its source"
    return f"history: published {age} days ago" if age > sent.stale_days else None


def is_silenced(rule: Rule, alert: Alert, sent: Sent) -> str | None:
    """The rule is silent until a day that has not come."""
    del alert
    until = rule.silent_until
    return f"rule {rule.id} is silent until {until}" if until and sent.now.date() < until else None


def is_flapping(rule: Rule, alert: Alert, sent: Sent) -> str | None:
    """The value was told at once within the rule's quiet days already, as the new one or as the one before."""
    since = sent.now - timedelta(days=rule.quiet_days)
    figure = alert.observation.figure
    for other in sent.lately:
        if other.observation.series != alert.observation.series or other.id == alert.id:
            continue
        if other.told_at is not None and other.told_at < since:
            continue
        known = [other.observation.figure, *([other.previous.figure] if other.previous else [])]
        if any(agree(figure, value) for value in known):
            return f"told within {rule.quiet_days} days already: {other.observation.figure.stated}"
    return None


WAITS: tuple[Callable[[Rule, Alert, Sent], str | None], ...] = (is_history, is_silenced, is_flapping)


def decide(
    alert: Alert, rules: Iterable[Rule], sent: Sent, *, channels: Sequence[str] = (), default: bool = True
) -> Decision:
    """How soon `alert` is told and where; `channels` serve rules that name none.

    Every rule that fits has its say: NEVER mutes, AT_ONCE beats DIGEST. Without any rule, one that admits every
    notice and review stands in (unless `default` is False). What no rule admits is read in the digest.
    """
    rules = tuple(rules) or ((Rule(id="default"),) if default else ())
    admitting, why = [], []
    for rule in rules:
        reason = unfit(rule, alert)
        if reason is None:
            admitting.append(rule)
        else:
            why.append(f"{rule.id}: {reason}")
    muting = next((rule for rule in admitting if rule.when is When.NEVER), None)
    if muting:
        return Decision(alert=alert, when=When.NEVER, why=f"rule {muting.id} mutes it", rules=(muting.id,))
    if alert.change.event is Event.REPEAT:
        return Decision(alert=alert, when=When.NEVER, why="stated again in the same article")
    ready: list[Rule] = []
    for rule in admitting:
        reason = _waits(rule, alert, sent)
        if reason is None:
            ready.append(rule)
        else:
            why.append(f"{rule.id}: {reason}")
    if not ready:
        return Decision(alert=alert, when=When.DIGEST, why="; ".join(why), rules=tuple(r.id for r in admitting))
    return Decision(
        alert=alert,
        when=When.AT_ONCE,
        why=f"admitted by {', '.join(rule.id for rule in ready)}",
        channels=tuple(dict.fromkeys(name for rule in ready for name in rule.channels or channels)),
        group=ready[0].group,
        rules=tuple(rule.id for rule in ready),
    )


def unfit(rule: Rule, alert: Alert) -> str | None:
    """Why `rule` does not admit `alert`; None where it does."""
    return next((reason for test in FITS if (reason := test(rule, alert))), None)


def _waits(rule: Rule, alert: Alert, sent: Sent) -> str | None:
    if rule.when is When.DIGEST:
        return "for the digest"
    return next((reason for test in WAITS if (reason := test(rule, alert, sent))), None)


def batches(decisions: Iterable[Decision]) -> tuple[Batch, ...]:
    """The messages to send at once: one for each channel and group, so that an article of nine figures is one."""
    found: dict[tuple[str, str], list[Alert]] = {}
    for decision in decisions:
        if decision.when is When.AT_ONCE:
            for channel in decision.channels:
                found.setdefault((channel, _group(decision)), []).append(decision.alert)
    return tuple(
        Batch(key=_key(channel, group, alerts), channel=channel, alerts=tuple(alerts))
        for (channel, group), alerts in found.items()
    )


def _group(decision: Decision) -> str:
    observation = decision.alert.observation
    value = {
        Group.ARTICLE: observation.article,
        Group.METRIC: observation.metric or observation.series,
        Group.REGION: observation.figure.region or "",
        Group.NONE: decision.alert.id,
    }[decision.group]
    return f"{decision.group}:{value}"


def _key(channel: str, group: str, alerts: Sequence[Alert]) -> str:
    """The same alerts make the same key on every run."""
    names = "\n".join((channel, group, *sorted(alert.id for alert in alerts)))
    return f"alert-{sha256(names.encode()).hexdigest()[:32]}"


def _in_points(alert: Alert) -> bool:
    delta = alert.change.delta
    return delta is not None and delta.unit == "个百分点"


def _least(alert: Alert, *, percent: bool) -> Decimal | None:
    """By how much it moved at least, without its sign; None where it may not have moved at all."""
    delta = alert.change.delta
    if delta is None:
        return None
    exact = delta.pct if percent else delta.abs
    if exact is not None:
        return abs(exact)
    ends = (delta.pct_min, delta.pct_max) if percent else (delta.abs_min, delta.abs_max)
    low, high = ends
    if low is not None and low >= 0:
        return low
    return -high if high is not None and high <= 0 else None

"""Who hears of which change, and how soon: a rule as `config/alerts.toml` declares it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from models.metric import Event, Severity


class When(StrEnum):
    """How soon somebody hears of it."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    NEVER = "never"


class Group(StrEnum):
    """What goes into one message."""

    ARTICLE = "article"
    METRIC = "metric"
    REGION = "region"
    NONE = "none"


NEWS = (Event.NEW_PERIOD, Event.CHANGED_VALUE, Event.REVISED, Event.CONFLICTING)
"""The events that may be worth a message of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Which changes go where. An empty tuple admits everything; all that is set must hold together.

    `metrics` and `topics` hold ids, `regions` canonical places. `severity` is the least one admitted. `untracked`
    admits figures that no metric declares. `percent` and `points` are thresholds in % and in 个百分点 that the
    difference must exceed for certain, `crosses` are values (in the metric's unit) of which the change must pass one.
    `channels` empty means those of `alerts.channels`. Until `silent_until`, and while a series goes to and fro within
    `quiet_days`, what would be told at once waits for the digest. `when` NEVER mutes what the rule admits.
    """

    id: str
    metrics: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    events: tuple[Event, ...] = NEWS
    severity: Severity = Severity.NOTICE
    untracked: bool = False
    percent: Decimal | None = None
    points: Decimal | None = None
    crosses: tuple[Decimal, ...] = ()
    channels: tuple[str, ...] = ()
    when: When = When.AT_ONCE
    group: Group = Group.ARTICLE
    silent_until: date | None = None
    quiet_days: int = 7

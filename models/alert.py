"""What is told to people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.metric import Change, Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A change worth telling, with its evidence: the observation and the one it was compared with.

    `title` is the article's, `others` are observations of other articles on the same series and period (other
    sources), `topics` the metric's topics by id, `told_at` when the event was told. `backfill` marks history: an old
    article, or the first run on a source; nobody is paged for it.
    """

    id: str
    change: Change
    observation: Observation
    previous: Observation | None = None
    title: str | None = None
    others: tuple[Observation, ...] = ()
    topics: tuple[str, ...] = ()
    told_at: datetime | None = None
    backfill: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetDue:
    """A target whose deadline is near or past, with the latest actual of its series where one is held."""

    target: Observation
    due: date
    latest: Observation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentSource:
    """A source that brought nothing new since `since` (None: never), or only failures, the last of them `problem`."""

    id: str
    name: str
    since: datetime | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A series that moved, for drawing: observations of one series, by period."""

    series: str
    observations: tuple[Observation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Part of a digest: `kind` names what its alerts have in common (changed, review, new, history)."""

    kind: str
    alerts: tuple[Alert, ...]
    omitted: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """All that one day told: `alerts` by importance, and how many events of each kind there were.

    It covers what became known in `since` <= t < `until`. `sections` hold the alerts in the order of reading, cut to
    what a reader takes in; `confirmed` pairs a figure with its number of independent originators (in its change).
    """

    day: date
    alerts: tuple[Alert, ...]
    counts: tuple[tuple[str, int], ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    sections: tuple[Section, ...] = ()
    confirmed: tuple[Alert, ...] = ()
    targets: tuple[TargetDue, ...] = ()
    silent: tuple[SilentSource, ...] = ()
    tracks: tuple[Track, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is put in the outbox: `key` is stable, so that a repeat can be recognised.

    `html` stands alone: its pictures are data URIs, which channels turn into what their readers can show.
    """

    key: str
    channel: str
    subject: str
    text: str
    created_at: datetime
    html: str | None = None


class DeliveryState(StrEnum):
    """Where a message to one recipient stands."""

    PENDING = "pending"  # waits in order behind earlier ones to the same recipient
    DEFERRED = "deferred"  # refused for now by itself; others may pass it
    CLAIMED = "claimed"  # being sent; `due_at` is when the claim lapses
    SENT = "sent"
    DEAD = "dead"  # given up, or refused for good; a person decides


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A message on its way to one recipient. `uncertain`: an earlier attempt may have arrived without our knowing."""

    number: int
    message: Message
    recipient: str
    state: DeliveryState
    due_at: datetime
    attempts: int = 0
    sent_at: datetime | None = None
    problem: str | None = None
    uncertain: bool = False

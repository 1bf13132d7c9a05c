"""What is told to people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from models.metric import Change, Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A change worth telling, with its evidence: the observation and the one it was compared with."""

    id: str
    change: Change
    observation: Observation
    previous: Observation | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """All that one day told: `alerts` by importance, and how many events of each kind there were."""

    day: date
    alerts: tuple[Alert, ...]
    counts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is put in the outbox: `key` is stable, so that a repeat can be recognised."""

    key: str
    channel: str
    subject: str
    text: str
    created_at: datetime
    html: str | None = None

"""Messages out of the outbox to people: dedupe, send, record. The only effect in this room.

    outbox.claim ─► channel.send ─► outbox.sent
                        │ Rejected      ─► outbox.failed, dead
                        │ Deferred      ─► outbox.failed, tried later; others may pass it
                        └ Unavailable   ─► outbox.failed, tried later; what is behind it waits, in order

A message is claimed before it is sent and recorded after it was taken, so it arrives at least once, and exactly once
unless the process is killed between the server's acceptance and the record. Then the claim lapses and it is sent
again, under the same key: mail keeps its Message-ID and a webhook its idempotency key, so the repeat can be told.

`decide` is pure. `deliver` runs every channel in a thread of its own: a dead one delays nobody else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from alerts.channels.base import Channel
from models.alert import Delivery, DeliveryState
from models.errors import Deferred, DeliveryError, Rejected, Unavailable
from models.report import Report


class Outbox(Protocol):
    """What storage keeps of messages on their way; every method is one transaction and may be called from any thread.

    A lane is all that goes through one channel to one recipient. (key, channel, recipient) is unique: putting a
    message a second time changes nothing.
    """

    def claim(self, channel: str, *, now: datetime, lapse: timedelta) -> Delivery | None:
        """The next delivery due on `channel`, now CLAIMED until `now + lapse`; None where none is due.

        Due are PENDING and DEFERRED ones with `due_at <= now`, and CLAIMED ones whose claim has lapsed (returned with
        `uncertain` set). A PENDING or CLAIMED one that is not due holds back every later one of its lane; a DEFERRED
        one holds back nobody. Lowest number first. Two processes never get the same one (`SKIP LOCKED`, or the write
        lock of SQLite). `attempts` is as before this attempt.
        """

    def sent(self, number: int, *, at: datetime) -> None:
        """It was taken: SENT, with one attempt more."""

    def failed(
        self, number: int, *, state: DeliveryState, due_at: datetime, problem: str, uncertain: bool = False
    ) -> None:
        """It was not: `state` (PENDING, DEFERRED or DEAD) and `due_at` as decided, with one attempt more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """How messages are tried again; see the settings table [delivery]."""

    first_wait: timedelta = timedelta(seconds=30)
    longest_wait: timedelta = timedelta(minutes=30)
    jitter: float = 0.2
    give_up: timedelta = timedelta(hours=72)
    claim: timedelta = timedelta(minutes=10)
    pace: int = 60


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a delivery that failed."""

    state: DeliveryState
    due_at: datetime


def decide(delivery: Delivery, error: DeliveryError, *, now: datetime, retry: Retry, chance: float) -> Outcome:
    """What becomes of `delivery`, which failed with `error` at `now`. `chance` in 0..1 is this attempt's dice.

    The wait doubles from `first_wait` to `longest_wait`, shortened or prolonged by up to `jitter`. It is given up when
    it was refused for good, or when the next attempt would lie more than `give_up` after it was written.
    """
    if isinstance(error, Rejected):
        return Outcome(DeliveryState.DEAD, now)
    doubled = retry.first_wait * 2 ** min(delivery.attempts, 30)
    wait = min(doubled, retry.longest_wait) * (1 + retry.jitter * (2 * chance - 1))
    due = now + wait
    if due > delivery.message.created_at + retry.give_up:
        return Outcome(DeliveryState.DEAD, now)
    return Outcome(DeliveryState.DEFERRED if isinstance(error, Deferred) else DeliveryState.PENDING, due)


def deliver(
    outbox: Outbox,
    channels: Mapping[str, Channel],
    *,
    retry: Retry,
    clock: Callable[[], datetime],
    dice: Callable[[], float],
    stop: Callable[[], bool] = lambda: False,
) -> Report:
    """Send what is due, each channel on its own: at most `retry.pace` messages a channel, none after `stop()`.

    Counts `sent`, `retried` and `dead`; each failed attempt is a Failure (kind `delivery` or `dead letter`, the
    subject `channel recipient`).
    """
    report = Report()
    if not channels:
        return report
    with ThreadPoolExecutor(max_workers=len(channels), thread_name_prefix="deliver") as pool:
        passes = [
            pool.submit(drain, outbox, name, channel, retry=retry, clock=clock, dice=dice, stop=stop)
            for name, channel in channels.items()
        ]
        for done in passes:
            report.merge(done.result())
    return report


def drain(
    outbox: Outbox,
    name: str,
    channel: Channel,
    *,
    retry: Retry,
    clock: Callable[[], datetime],
    dice: Callable[[], float],
    stop: Callable[[], bool] = lambda: False,
) -> Report:
    """One pass over one channel; see `deliver`."""
    report = Report()
    try:
        for _ in range(retry.pace):
            if stop():
                break
            delivery = outbox.claim(name, now=clock(), lapse=retry.claim)
            if delivery is None:
                break
            try:
                channel.send(delivery.message, delivery.recipient)
            except DeliveryError as error:
                _failed(outbox, delivery, error, report, retry=retry, now=clock(), chance=dice())
                if isinstance(error, Unavailable) and channel.shared:
                    break
            else:
                outbox.sent(delivery.number, at=clock())
                report.add("sent")
    finally:
        channel.close()
    return report


def _failed(
    outbox: Outbox,
    delivery: Delivery,
    error: DeliveryError,
    report: Report,
    *,
    retry: Retry,
    now: datetime,
    chance: float,
) -> None:
    outcome = decide(delivery, error, now=now, retry=retry, chance=chance)
    uncertain = delivery.uncertain or (isinstance(error, Unavailable) and error.uncertain)
    outbox.failed(
        delivery.number, state=outcome.state, due_at=outcome.due_at, problem=error.message, uncertain=uncertain
    )
    dead = outcome.state is DeliveryState.DEAD
    report.add("dead" if dead else "retried")
    report.fail(
        "dead letter" if dead else "delivery", f"{delivery.message.channel} {delivery.recipient}", error.message
    )

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import ClassVar

from hypothesis import given
from hypothesis import strategies as st

from alerts.channels.base import Channel
from alerts.deliver import Retry, decide, deliver
from models.alert import Delivery, DeliveryState, Message
from models.errors import Deferred, DeliveryError, Rejected, Unavailable
from storage.database import Database
from storage.deliveries import Outbox, every, put

START = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
RETRY = Retry()


@dataclass
class Clock:
    """Virtual time: moves only when it is told to."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Line:
    """A channel that keeps what it took, and fails as `trouble` says for as long as it says."""

    trouble: dict[str, list[DeliveryError]] = field(default_factory=dict)
    down: bool = False
    taken: list[tuple[str, str]] = field(default_factory=list)
    attempts: int = 0
    wait: float = 0.0
    name: ClassVar[str] = "line"
    shared: ClassVar[bool] = True

    def send(self, message: Message, recipient: str) -> None:
        self.attempts += 1
        time.sleep(self.wait)
        if self.down:
            raise Unavailable("line", "refused")
        if self.trouble.get(message.key):
            raise self.trouble[message.key].pop(0)
        self.taken.append((message.key, recipient))

    def close(self) -> None:
        """Nothing is kept open."""


def write(database: Database, keys: Sequence[str], *, at: datetime = START, to: Sequence[str] = ("a@x",)) -> None:
    with database.writing() as connection:
        messages = [Message(key=key, channel="line", subject=key, text=key, created_at=at) for key in keys]
        put(connection, messages, recipients=to)


def states(database: Database) -> dict[str, DeliveryState]:
    with database.reading() as connection:
        return {d.message.key: d.state for d in every(connection)}


def work(
    database: Database, channel: Channel, clock: Clock, *, until: datetime, step: float = 10, seed: int = 1
) -> int:
    """Passes every `step` seconds of virtual time until `until`; returns how many there were."""
    dice, passes = Random(seed), 0  # noqa: S311
    while clock.now < until:
        deliver(Outbox(database), {"line": channel}, retry=RETRY, clock=clock, dice=dice.random)
        clock.now += timedelta(seconds=step)
        passes += 1
    return passes


def test_each_message_is_sent_once_and_in_order(database: Database) -> None:
    """What was taken is recorded and never sent again; putting it in once more changes nothing."""
    channel, clock = Line(), Clock()
    write(database, ["1", "2", "3"], to=("a@x", "b@x"))
    write(database, ["2", "4"], to=("a@x", "b@x"))
    work(database, channel, clock, until=START + timedelta(minutes=5))
    for reader in ("a@x", "b@x"):
        assert [key for key, to in channel.taken if to == reader] == ["1", "2", "3", "4"]
    assert set(states(database).values()) == {DeliveryState.SENT}


def test_two_hours_of_outage(database: Database) -> None:
    """Everything is delivered once, in order, soon after the outage; meanwhile few attempts, and after it no storm."""
    channel, clock = Line(down=True), Clock()
    for minute in range(120):
        write(database, [f"{minute:03}"], at=clock.now)
        work(database, channel, clock, until=START + timedelta(minutes=minute + 1))
    assert channel.taken == []
    during = channel.attempts
    assert 8 <= during <= 20
    channel.down, channel.attempts = False, 0
    work(database, channel, clock, until=clock.now + RETRY.longest_wait * 1.3)
    assert [key for key, _ in channel.taken] == [f"{minute:03}" for minute in range(120)]
    assert channel.attempts == 120


def test_a_pass_is_bounded(database: Database) -> None:
    """No more than `pace` messages go out in one pass."""
    channel, clock = Line(), Clock()
    write(database, [f"{n:03}" for n in range(150)])
    sizes = []
    for _ in range(4):
        before = len(channel.taken)
        work(database, channel, clock, until=clock.now + timedelta(seconds=10))
        sizes.append(len(channel.taken) - before)
    assert sizes == [60, 60, 30, 0]


def test_a_message_refused_for_now_lets_others_pass(database: Database) -> None:
    """4xx twice, then fine: it arrives after the rest, once."""
    channel = Line(trouble={"2": [Deferred("a@x", "451"), Deferred("a@x", "451")]})
    write(database, ["1", "2", "3"])
    work(database, channel, Clock(), until=START + timedelta(minutes=10))
    assert [key for key, _ in channel.taken] == ["1", "3", "2"]


def test_a_message_refused_for_good_is_a_dead_letter(database: Database) -> None:
    """5xx: not tried again, told in the report, and nobody behind it waits."""
    channel, clock = Line(trouble={"1": [Rejected("a@x", "550 no such user")]}), Clock()
    write(database, ["1", "2"])
    report = deliver(Outbox(database), {"line": channel}, retry=RETRY, clock=clock, dice=lambda: 0.5)
    work(database, channel, clock, until=START + timedelta(hours=100), step=3600)
    assert states(database) == {"1": DeliveryState.DEAD, "2": DeliveryState.SENT}
    assert channel.attempts == 2
    assert report.counts == {"dead": 1, "sent": 1}
    assert [(f.kind, f.subject, f.message) for f in report.failures] == [
        ("dead letter", "line a@x", "550 no such user")
    ]


def test_it_is_given_up_loudly(database: Database) -> None:
    """After three days without success it is a dead letter, with the last problem kept."""
    channel, clock = Line(down=True), Clock()
    write(database, ["1"])
    work(database, channel, clock, until=START + timedelta(hours=80), step=600)
    with database.reading() as connection:
        (dead,) = every(connection, DeliveryState.DEAD)
    assert dead.problem == "refused"
    assert dead.attempts == channel.attempts
    assert 100 < channel.attempts < 200


def test_killed_between_acceptance_and_record(database: Database) -> None:
    """The claim lapses and it is sent again, marked uncertain: at least once always."""
    clock = Clock()
    write(database, ["1", "2"])
    killed = Outbox(database).claim("line", now=clock.now, lapse=RETRY.claim)
    assert killed is not None
    channel = Line()
    work(database, channel, clock, until=START + RETRY.claim)
    assert channel.taken == []
    again = Outbox(database).claim("line", now=START + RETRY.claim, lapse=timedelta(0))
    assert again is not None
    assert (again.number, again.uncertain) == (killed.number, True)
    work(database, channel, clock, until=START + RETRY.claim * 2)
    assert [key for key, _ in channel.taken] == ["1", "2"]


def test_a_slow_channel_delays_no_other(database: Database) -> None:
    """Each channel works in a thread of its own."""

    @dataclass
    class Stuck(Line):
        release: threading.Event = field(default_factory=threading.Event)

        def send(self, message: Message, recipient: str) -> None:
            assert self.release.wait(30)
            super().send(message, recipient)

    quick, stuck = Line(), Stuck()
    with database.writing() as connection:
        for name in ("quick", "stuck"):
            messages = [Message(key=str(n), channel=name, subject="", text="", created_at=START) for n in range(20)]
            put(connection, messages, recipients=["a@x"])
    channels = {"stuck": stuck, "quick": quick}
    running = threading.Thread(
        target=deliver,
        args=(Outbox(database), channels),
        kwargs={"retry": RETRY, "clock": Clock(), "dice": lambda: 0.5},
    )
    running.start()
    deadline = time.monotonic() + 20
    while len(quick.taken) < 20 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(quick.taken) == 20
    assert stuck.taken == []
    stuck.release.set()
    running.join(20)
    assert len(stuck.taken) == 20


def test_stop_ends_a_pass_after_the_message_in_hand(database: Database) -> None:
    """Told to stop, nothing more is claimed and what was taken is recorded."""
    channel = Line()
    write(database, [str(n) for n in range(9)])
    deliver(
        Outbox(database),
        {"line": channel},
        retry=RETRY,
        clock=Clock(),
        dice=lambda: 0.5,
        stop=lambda: len(channel.taken) >= 3,
    )
    assert [state for _, state in sorted(states(database).items())].count(DeliveryState.SENT) == 3
    assert DeliveryState.CLAIMED not in states(database).values()


def delivery(attempts: int) -> Delivery:
    message = Message(key="k", channel="line", subject="", text="", created_at=START)
    return Delivery(
        number=1, message=message, recipient="a", state=DeliveryState.CLAIMED, due_at=START, attempts=attempts
    )


@given(attempts=st.integers(0, 500), chance=st.floats(0, 1), late=st.integers(0, 71))
def test_waits_double_up_to_a_bound(attempts: int, chance: float, late: int) -> None:
    """Each wait is twice the one before, never above the longest, moved by jitter alone."""
    now = START + timedelta(hours=late)
    outcome = decide(delivery(attempts), Unavailable("x", ""), now=now, retry=RETRY, chance=chance)
    ideal = min(RETRY.first_wait * 2 ** min(attempts, 30), RETRY.longest_wait)
    assert outcome.state is DeliveryState.PENDING
    assert ideal * 0.79 <= outcome.due_at - now <= ideal * 1.21

"""The outbox emptied onto the channels that the configuration names: part of the hallway."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import SystemRandom

from alerts.channels import CHANNELS, open_channel
from alerts.channels.base import Channel
from alerts.deliver import Retry, deliver
from config.loader import Config
from config.settings import DeliverySettings
from models.alert import Message
from models.errors import ConfigError
from models.report import Report
from storage import digests
from storage.database import Database
from storage.deliveries import Outbox

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Deliverer:
    """Sends what waits. `home` is where the file channel starts from, `env` holds the secrets."""

    config: Config
    database: Database
    home: Path
    env: Mapping[str, str]

    def send(self, clock: Clock, *, only: str | None = None, stop: Callable[[], bool] = lambda: False) -> Report:
        """One pass over every channel (or `only` one) on which something is due; nothing is opened for the others.

        A channel that cannot be opened (a missing secret) is a failure of kind `channel`; its messages wait.
        """
        with self.database.reading() as connection:
            due = [name for name in digests.channels_due(connection, clock()) if only in {None, name}]
        channels, report = self._open(due)
        report.merge(
            deliver(
                Outbox(self.database),
                channels,
                retry=retry(self.config.settings.delivery),
                clock=clock,
                dice=SystemRandom().random,
                stop=stop,
            )
        )
        return report

    def test(self, name: str, now: datetime) -> tuple[str, ...]:
        """Send a test message to every recipient of the channel called `name`, past the outbox; whom it reached.

        Raises:
            models.errors.ConfigError: there is no such channel, or it lacks a setting or secret.
            models.errors.DeliveryError: a recipient was not reached.
        """
        from alerts.channels import recipients
        from alerts.frames import FRAMES

        channel = open_channel(name, self.config.settings.channels, home=self.home, env=self.env)
        frame = FRAMES[self.config.settings.alerts.language]
        text = f"{frame.product}: {name} ✓\n"
        key = f"test/{now.timestamp():.0f}"
        message = Message(key=key, channel=name, subject=f"[{frame.product}] {name} ✓", text=text, created_at=now)
        to = recipients(name, self.config.settings.channels)
        try:
            for recipient in to:
                channel.send(message, recipient)
        finally:
            channel.close()
        return to

    def backlog(self) -> dict[str, int]:
        """How many deliveries stand in each state."""
        with self.database.reading() as connection:
            return digests.backlog(connection)

    def _open(self, names: Iterable[str]) -> tuple[dict[str, Channel], Report]:
        report, found = Report(), {}
        for name in names:
            try:
                found[name] = open_channel(name, self.config.settings.channels, home=self.home, env=self.env)
            except ConfigError as error:
                report.fail("channel", name, "; ".join(problem.message for problem in error.problems))
        return found, report


def retry(settings: DeliverySettings) -> Retry:
    """The settings table [delivery] as delivery wants it."""
    return Retry(
        first_wait=timedelta(seconds=settings.first_wait),
        longest_wait=timedelta(seconds=settings.longest_wait),
        jitter=settings.jitter,
        give_up=timedelta(hours=settings.give_up),
        claim=timedelta(seconds=settings.claim),
        pace=settings.pace,
    )


def check_channels(config: Config, home: Path, env: Mapping[str, str]) -> list[str]:
    """What would keep the channels in use from sending, in words: for the start of the daemon."""
    settings = config.settings
    used = {*settings.alerts.channels, *settings.alerts.operator, *settings.digest.channels}
    used |= {name for rule in config.rules for name in rule.channels}
    problems = []
    for name in sorted(used):
        try:
            open_channel(name, settings.channels, home=home, env=env).close()
        except ConfigError as error:
            problems += [str(problem) for problem in error.problems]
        if name in CHANNELS and not getattr(settings.channels, name).to:
            problems.append(f"settings.toml: channels.{name}.to: names nobody, and the channel is used")
    return problems

"""The ways to reach people, one file each: see docs/add-a-channel.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from alerts.channels.base import Channel
from config.settings import ChannelSettings

CHANNELS = ("console", "file", "smtp", "webhook", "apprise")
"""Every channel's name: its file here, its table in the settings."""


def open_channel(name: str, settings: ChannelSettings, *, home: Path, env: Mapping[str, str]) -> Channel:
    """The channel called `name`; nothing is connected yet.

    `home` is what relative folders start from, `env` holds the secrets.

    Raises:
        models.errors.ConfigError: there is no such channel, or it lacks a setting or secret.
    """
    from alerts.channels.apprise import Apprise
    from alerts.channels.console import Console
    from alerts.channels.file import File
    from alerts.channels.smtp import Smtp
    from alerts.channels.webhook import Webhook
    from models.errors import ConfigError, Problem

    makers: dict[str, Callable[[], Channel]] = {
        "console": lambda: Console(settings.console),
        "file": lambda: File(settings.file, home=home),
        "smtp": lambda: Smtp(settings.smtp, env=env),
        "webhook": lambda: Webhook(settings.webhook, env=env),
        "apprise": lambda: Apprise(settings.apprise, env=env),
    }
    if name not in makers:
        known = ", ".join(CHANNELS)
        raise ConfigError(name, (Problem("settings.toml", f"channels.{name}", f"no such channel; there are {known}"),))
    return makers[name]()


def recipients(name: str, settings: ChannelSettings) -> tuple[str, ...]:
    """Whom the channel called `name` reaches: its `to`; empty for a channel nobody knows."""
    table = getattr(settings, name, None)
    return tuple(table.to) if table is not None else ()

"""The process-wide settings: each declared once, with its default and what it does.

`config/settings.toml` sets them by table (`[crawl]`, `[read]` ...). Secrets never stand there: they come from the
environment variables that a setting names.
"""

from __future__ import annotations

import re
from datetime import time
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"no such time zone: {name!r}; write one like Asia/Shanghai") from None
    return name


def _time(text: str) -> str:
    try:
        time.fromisoformat(text)
    except ValueError:
        raise ValueError(f"no such time of day: {text!r}; write HH:MM") from None
    if len(text) != len("HH:MM"):
        raise ValueError(f"write the time as HH:MM, not {text!r}")
    return text


def _hours(text: str) -> str:
    if text and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d", text):
        raise ValueError(f"no span of hours: {text!r}; write one like 23:00-06:30")
    return text


class Table(BaseModel):
    """A table of settings.toml; a key it does not know is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class GeneralSettings(Table):
    """`[general]`: what everything shares."""

    timezone: Annotated[str, AfterValidator(_zone)] = Field(
        "Asia/Shanghai", description="Zone in which days begin and schedules run."
    )


class StorageSettings(Table):
    """`[storage]`: where pages and figures are kept."""

    url: str = Field(
        "",
        description="SQLAlchemy URL of the database; empty keeps SQLite (WAL) in the home folder. "
        "The environment variable SHUZHI_DATABASE wins over it.",
    )


class CrawlSettings(Table):
    """`[crawl]`: how pages are fetched."""

    contact: str = Field(
        "", description="Address or URL of the operator, sent in the User-Agent so that a site can write to you."
    )
    obey_robots: bool = Field(default=True, description="Whether robots.txt is obeyed.")
    concurrency: int = Field(8, ge=1, le=64, description="Requests in flight at once, over all hosts.")
    per_host: int = Field(2, ge=1, le=16, description="Requests in flight at once to one host.")
    timeout: float = Field(30.0, gt=0, description="Seconds until a request is given up.")
    retries: int = Field(2, ge=0, le=10, description="How often a failed request is tried again.")
    max_page_bytes: int = Field(10_000_000, ge=10_000, description="A larger page is a failure, not read.")
    attachments: bool = Field(
        default=True, description="Whether the PDF and spreadsheet files that an article links are fetched and read."
    )
    max_redirects: int = Field(10, ge=0, le=50, description="Longer chains are a failure.")
    max_list_pages: int = Field(200, ge=1, description="How many pages of one list a run turns at most.")
    window_days: int = Field(
        7, ge=1, description="How many days back `crawl` looks, from today or --until, without --since."
    )
    recheck_days: int = Field(
        3, ge=0, description="How many days a new article is asked for again, now and then, in case it is corrected."
    )
    browser_path: str = Field(
        "", description="Chromium for sources with `browser = true`; empty takes the one on the search path."
    )
    visit_least_minutes: int = Field(30, ge=1, description="The shortest time between two visits to a source.")
    visit_most_minutes: int = Field(1440, ge=1, description="The longest time between two visits to a source.")
    quiet_hours: Annotated[str, AfterValidator(_hours)] = Field(
        "", description="When the daemon leaves all sources alone, in the general time zone: `23:00-06:30`."
    )


class ReadSettings(Table):
    """`[read]`: how pages are read."""

    workers: int = Field(0, ge=0, description="Reader processes; 0 takes one a core.")
    batch: int = Field(8, ge=1, le=500, description="Pages a reader takes at a time.")
    seconds_per_page: float = Field(
        20.0, gt=0, description="A page that takes longer is given up and recorded as a failure."
    )
    max_page_bytes: int = Field(10_000_000, ge=10_000, description="A larger file given by hand is refused.")


class AlertSettings(Table):
    """`[alerts]`: what is told."""

    stale_days: int = Field(
        30, ge=1, description="A figure in an article older than this when first read is history: told quietly."
    )
    language: Literal["zh", "en"] = Field(
        "zh", description="Language of the frame around messages; evidence is always shown as written."
    )
    channels: tuple[str, ...] = Field(
        (), description="Channels that alerts go to at once where no rule names others: console, file, smtp ..."
    )
    operator: tuple[str, ...] = Field(
        (), description="Channels on which the operator hears of broken sources, dead letters and late jobs."
    )


class DigestSettings(Table):
    """`[digest]`: the daily summary."""

    time: Annotated[str, AfterValidator(_time)] = Field(
        "08:00", description="When it is made and sent, HH:MM in general.timezone."
    )
    channels: tuple[str, ...] = Field((), description="Channels it goes to; none makes no digest.")
    empty: Literal["line", "silent"] = Field(
        "line", description="What an empty day does: `line` says so in one line, `silent` sends nothing."
    )
    max_items: int = Field(40, ge=5, description="Entries shown; the rest of a long day is cut with a pointer.")
    charts: int = Field(6, ge=0, le=24, description="Small charts of series that moved, at most.")
    targets_days: int = Field(90, ge=0, description="How many days ahead a target's deadline is told.")
    silent_days: int = Field(7, ge=1, description="A source without a new page for longer is told as silent.")


class DeliverySettings(Table):
    """`[delivery]`: how messages are tried again."""

    first_wait: float = Field(30.0, gt=0, description="Seconds until the first new attempt; each later wait doubles.")
    longest_wait: float = Field(1800.0, gt=0, description="Seconds between attempts at most.")
    jitter: float = Field(0.2, ge=0, le=0.9, description="Share of a wait by which it is shortened or prolonged.")
    give_up: float = Field(72.0, gt=0, description="Hours after which a message becomes a dead letter.")
    claim: float = Field(
        600.0, gt=0, description="Seconds after which a message that a killed process was sending is sent again."
    )
    pace: int = Field(60, ge=1, description="Messages a channel sends in one pass at most, so that no storm follows.")


class ConsoleSettings(Table):
    """`[channels.console]`: standard output."""

    to: tuple[str, ...] = Field(("-",), description="Always `-`.")


class FileSettings(Table):
    """`[channels.file]`: a folder of messages on disk."""

    to: tuple[str, ...] = Field(
        ("outbox",), description="Folders, relative to the home; each message is a file of its own (.eml)."
    )


class SmtpSettings(Table):
    """`[channels.smtp]`: mail."""

    to: tuple[str, ...] = Field((), description="Addresses; each gets a message of its own.")
    sender: str = Field("", description="Address in From, with or without a name: `Shuzhi <shuzhi@example.org>`.")
    host: str = Field("localhost", description="Server that takes the mail.")
    port: int = Field(587, ge=1, le=65535, description="Its port: 587 for starttls, 465 for tls, 25 for none.")
    security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the connection is encrypted; a server that cannot is not written to."
    )
    user: str = Field("", description="Login name; empty logs in nowhere.")
    password_env: str = Field("SHUZHI_SMTP_PASSWORD", description="Environment variable that holds the password.")
    ca_file: str = Field("", description="Certificates to trust instead of the system's, a PEM file.")
    timeout: float = Field(60.0, gt=0, description="Seconds for one whole message, slow servers included.")


class WebhookSettings(Table):
    """`[channels.webhook]`: signed JSON by POST."""

    to: tuple[str, ...] = Field((), description="Addresses, http or https.")
    secret_env: str = Field(
        "SHUZHI_WEBHOOK_SECRET", description="Environment variable that holds the key of the HMAC-SHA256 signature."
    )
    timeout: float = Field(20.0, gt=0, description="Seconds for one message.")


class AppriseSettings(Table):
    """`[channels.apprise]`: everything Apprise speaks."""

    to: tuple[str, ...] = Field(
        (), description="Names of environment variables, each holding an Apprise URL (wecombot://..., tgram://...)."
    )
    timeout: float = Field(20.0, gt=0, description="Seconds for one request.")


class ChannelSettings(Table):
    """`[channels.*]`: one table a channel."""

    console: ConsoleSettings = Field(default_factory=ConsoleSettings)
    file: FileSettings = Field(default_factory=FileSettings)
    smtp: SmtpSettings = Field(default_factory=SmtpSettings)
    webhook: WebhookSettings = Field(default_factory=WebhookSettings)
    apprise: AppriseSettings = Field(default_factory=AppriseSettings)


class DaemonSettings(Table):
    """`[daemon]`: the process that keeps running."""

    crawl_minutes: float = Field(
        0.0,
        ge=0,
        description="Minutes between two visits of a source that sets no interval; "
        "0 lets each source's own pace decide.",
    )
    crawl_timeout: float = Field(1800.0, gt=0, description="Seconds after which the crawl of one source is cut off.")
    crawls: int = Field(2, ge=1, le=32, description="Sources crawled at once.")
    read_timeout: float = Field(3600.0, gt=0, description="Seconds after which a reading run is cut off.")
    deliver_seconds: float = Field(10.0, gt=0, description="Seconds between two looks into the outbox.")
    upkeep_time: Annotated[str, AfterValidator(_time)] = Field(
        "03:30", description="When the database is tidied, HH:MM in general.timezone."
    )
    keep_runs_days: int = Field(90, ge=1, description="How long the record of runs and sent messages is kept.")
    disk_free_mb: int = Field(500, ge=0, description="Less free space in the home is told to the operator.")
    late_minutes: int = Field(30, ge=1, description="A job overdue by more is told to the operator.")
    stop_seconds: float = Field(8.0, gt=0, description="Seconds that running work gets to end after SIGTERM.")
    port: int = Field(0, ge=0, le=65535, description="Local port of /healthz and /metrics; 0 opens none.")


class WebSettings(Table):
    """`[web]`: the window for a browser, `shuzhi web`."""

    host: str = Field(
        "127.0.0.1", description="Address it listens at. Whoever reaches it reads all: there is no login."
    )
    port: int = Field(8350, ge=0, le=65535, description="Its port; 0 takes any free one.")
    hosts: tuple[str, ...] = Field(
        (), description="Names under which it answers, beside localhost and addresses: those of a proxy before it."
    )


class Settings(Table):
    """All of settings.toml."""

    general: GeneralSettings = Field(default_factory=GeneralSettings)
    storage: StorageSettings = Field(default_factory=StorageSettings)
    crawl: CrawlSettings = Field(default_factory=CrawlSettings)
    read: ReadSettings = Field(default_factory=ReadSettings)
    alerts: AlertSettings = Field(default_factory=AlertSettings)
    digest: DigestSettings = Field(default_factory=DigestSettings)
    delivery: DeliverySettings = Field(default_factory=DeliverySettings)
    channels: ChannelSettings = Field(default_factory=ChannelSettings)
    daemon: DaemonSettings = Field(default_factory=DaemonSettings)
    web: WebSettings = Field(default_factory=WebSettings)

    @model_validator(mode="after")
    def _claims_outlast_attempts(self) -> Self:
        slowest = max(self.channels.smtp.timeout, self.channels.webhook.timeout, self.channels.apprise.timeout)
        if self.delivery.claim <= slowest:
            raise ValueError(f"delivery.claim must exceed the timeout of every channel ({slowest:g} seconds)")
        return self


SHIPPED = Path(__file__).resolve().parent
"""The configuration that comes with Shuzhi, used where `--config` names no other."""

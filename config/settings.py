"""The process-wide settings: each declared once, with its default and what it does.

`config/settings.toml` sets them by table (`[crawl]`, `[read]` ...). Secrets never stand there: they come from the
environment variables that a setting names.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"no such time zone: {name!r}; write one like Asia/Shanghai") from None
    return name


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
    max_redirects: int = Field(10, ge=0, le=50, description="Longer chains are a failure.")
    max_list_pages: int = Field(200, ge=1, description="How many pages of one list a run turns at most.")
    window_days: int = Field(7, ge=1, description="How many days back `crawl` looks where --since is not given.")


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


class Settings(Table):
    """All of settings.toml."""

    general: GeneralSettings = Field(default_factory=GeneralSettings)
    storage: StorageSettings = Field(default_factory=StorageSettings)
    crawl: CrawlSettings = Field(default_factory=CrawlSettings)
    read: ReadSettings = Field(default_factory=ReadSettings)
    alerts: AlertSettings = Field(default_factory=AlertSettings)


SHIPPED = Path(__file__).resolve().parent
"""The configuration that comes with Shuzhi, used where `--config` names no other."""

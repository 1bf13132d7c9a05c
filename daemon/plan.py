"""Which jobs there are, and their schedules. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from config.loader import Config
from config.settings import ChannelSettings
from daemon.due import Daily, Every, Schedule
from models.source import Outcome

CRAWL = "crawl:"
DELIVER = "deliver:"
READ, DIGEST, UPKEEP, HEALTH = "read", "digest", "upkeep", "health"
_READ_EVERY = timedelta(minutes=5)  # reading is also asked for whenever a crawl brought pages
_HEALTH_EVERY = timedelta(minutes=1)
_LONGEST_WINDOW = timedelta(days=400)


def plan(config: Config) -> dict[str, Schedule]:
    """Every job by name, with its schedule."""
    settings, zone = config.settings.daemon, config.settings.general.timezone
    jobs: dict[str, Schedule] = {
        f"{CRAWL}{source.id}": Every(timedelta(minutes=source.interval or settings.crawl_minutes))
        for source in config.sources
        if source.enabled
    }
    jobs[READ] = Every(_READ_EVERY)
    # A job a channel: one that hangs must not keep the next look at the others waiting.
    for channel in ChannelSettings.model_fields:
        jobs[f"{DELIVER}{channel}"] = Every(timedelta(seconds=settings.deliver_seconds))
    jobs[HEALTH] = Every(_HEALTH_EVERY)
    jobs[UPKEEP] = Daily(time.fromisoformat(settings.upkeep_time), zone)
    if config.settings.digest.channels:
        jobs[DIGEST] = Daily(time.fromisoformat(config.settings.digest.time), zone)
    return jobs


def window_start(now: datetime, walks: list[Outcome], days: int) -> date:
    """The day from which a source is crawled: `days` back, or further where its last complete walk lies further back.

    So what was published while the machine was off is fetched too. `walks` are newest first.
    """
    usual = now.date() - timedelta(days=days)
    complete = next((walk for walk in walks if walk.complete), None)
    if complete is None:
        return usual
    return min(usual, max(complete.finished_at.date() - timedelta(days=1), (now - _LONGEST_WINDOW).date()))

"""Which jobs there are, and their schedules. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from config.loader import Config
from config.settings import ChannelSettings
from daemon.due import Daily, Every, Quiet, Schedule
from models.source import Outcome, Source

CRAWL = "crawl:"
DELIVER = "deliver:"
READ, DIGEST, UPKEEP, HEALTH = "read", "digest", "upkeep", "health"
_READ_EVERY = timedelta(minutes=5)  # reading is also asked for whenever a crawl brought pages
_HEALTH_EVERY = timedelta(minutes=1)
_LONGEST_WINDOW = timedelta(days=400)


def plan(config: Config, paces: Mapping[str, timedelta]) -> dict[str, Schedule]:
    """Every job by name, with its schedule.

    `paces` says how long after its last visit each source is visited again, as its own history asks for; where it
    says nothing, `crawl.visit_least_minutes`. `daemon.crawl_minutes` overrules it for sources without `interval`.
    """
    settings, zone = config.settings.daemon, config.settings.general.timezone
    jobs: dict[str, Schedule] = {
        f"{CRAWL}{source.id}": visit(config, source, paces.get(source.id))
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


def visit(config: Config, source: Source, pace: timedelta | None) -> Every:
    """When `source` is visited, given the pace of its own history; see `plan`."""
    settings = config.settings
    if settings.daemon.crawl_minutes and not source.interval:
        pace = timedelta(minutes=settings.daemon.crawl_minutes)
    return Every(pace or timedelta(minutes=settings.crawl.visit_least_minutes), _quiet(config))


def _quiet(config: Config) -> Quiet | None:
    begin, _, end = config.settings.crawl.quiet_hours.partition("-")
    if begin == end:
        return None
    return Quiet(time.fromisoformat(begin), time.fromisoformat(end), config.settings.general.timezone)


def window_start(now: datetime, walks: list[Outcome], days: int) -> date:
    """The day from which a source is crawled: `days` back, or further where its last complete walk lies further back.

    So what was published while the machine was off is fetched too. `walks` are newest first.
    """
    usual = now.date() - timedelta(days=days)
    complete = next((walk for walk in walks if walk.complete), None)
    if complete is None:
        return usual
    return min(usual, max(complete.finished_at.date() - timedelta(days=1), (now - _LONGEST_WINDOW).date()))

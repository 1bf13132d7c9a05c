from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.loader import Config
from config.settings import (
    SHIPPED,
    ChannelSettings,
    CrawlSettings,
    DaemonSettings,
    DigestSettings,
    GeneralSettings,
    Settings,
)
from crawler.revisit import interval
from daemon.due import Daily, Every, Quiet, Schedule, latest, next_due
from daemon.plan import plan, visit, window_start
from models.source import Outcome, Source, SourceKind

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BERLIN = "Europe/Berlin"
MOMENTS = st.datetimes(datetime(2015, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
SCHEDULES = st.one_of(
    st.builds(Every, st.timedeltas(timedelta(seconds=1), timedelta(days=3))),
    st.builds(
        Daily,
        st.times().map(lambda t: t.replace(microsecond=0)),
        st.sampled_from([BERLIN, "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"]),
    ),
)


@given(SCHEDULES, st.none() | MOMENTS, MOMENTS)
def test_due_is_never_past_and_never_far(schedule: Schedule, last: datetime | None, now: datetime) -> None:
    """Whatever the clock did, a job is due from now on and within one interval or one day (and what DST adds)."""
    due = next_due(schedule, last, now)
    assert due >= now
    if isinstance(schedule, Every):
        assert due - now <= schedule.interval
    elif last is None or last <= now:
        assert due - now <= DAY + 2 * HOUR


@given(SCHEDULES, MOMENTS)
def test_a_job_that_has_just_run_is_not_due(schedule: Schedule, now: datetime) -> None:
    """Else it would run for ever."""
    assert next_due(schedule, now, now) > now


@given(
    st.times().map(lambda t: t.replace(microsecond=0)), st.sampled_from([BERLIN, "America/New_York", "Asia/Shanghai"])
)
@settings(max_examples=25)
def test_a_daily_job_runs_once_each_local_day(at: time, zone: str) -> None:
    """Over two years with their clock changes, whatever the hour."""
    schedule = Daily(at, zone)
    moment = datetime(2024, 12, 31, 12, tzinfo=UTC)
    days = []
    for _ in range(730):
        moment = next_due(schedule, moment, moment)
        days.append(moment.astimezone(ZoneInfo(zone)).date())
    gaps = Counter((b - a).days for a, b in pairwise(days))
    assert set(gaps) == {1}


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # 02:30 does not exist: 03:30
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # exists twice: the first
        (date(2026, 7, 1), time(8), datetime(2026, 7, 1, 6, tzinfo=UTC)),
    ],
)
def test_hours_that_come_twice_or_never(day: date, at: time, expected: datetime) -> None:
    """A skipped hour is made up after the jump; of a doubled one the first counts."""
    before = datetime.combine(day, time(0), ZoneInfo(BERLIN)).astimezone(UTC)
    assert next_due(Daily(at, BERLIN), before, before) == expected


def test_what_was_missed_is_due_once() -> None:
    """After a week off: at once, and then in its usual turn."""
    daily = Daily(time(8), "Asia/Shanghai")
    last = NOW - 7 * DAY
    assert next_due(daily, last, NOW) == NOW
    assert next_due(daily, NOW, NOW) == latest(daily, NOW) + DAY
    assert next_due(Every(HOUR), last, NOW) == NOW
    assert next_due(Every(HOUR), NOW, NOW) == NOW + HOUR


def test_a_clock_that_goes_back() -> None:
    """Nothing waits longer than its interval, and a digest that was sent is not sent again."""
    assert next_due(Every(HOUR), NOW + 5 * DAY, NOW) == NOW + HOUR
    daily = Daily(time(8), "UTC")
    sent = datetime(2026, 3, 1, 8, tzinfo=UTC)
    assert next_due(daily, sent, sent - HOUR) == sent + DAY


def sources(number: int) -> tuple[Source, ...]:
    intervals = [15, 30, 60, 120, 360, 720, 1440]
    return tuple(
        Source(id=f"s{n:02}", name="", kind=SourceKind.FEED, urls=("https://a.example/",), interval=intervals[n % 7])
        for n in range(number)
    )


def config(number: int = 30, zone: str = BERLIN) -> Config:
    made = Settings(
        general=GeneralSettings(timezone=zone),
        digest=DigestSettings(channels=("smtp",)),
        daemon=DaemonSettings(deliver_seconds=600),
    )
    return Config(root=SHIPPED, settings=made, sources=sources(number))


def test_the_plan_holds_every_job() -> None:
    """A crawl a source, reading, delivery, health, upkeep; a digest where somebody gets it."""
    jobs = plan(config(2), {"s00": timedelta(minutes=15)})
    assert set(jobs) == {"crawl:s00", "crawl:s01", "read", "health", "upkeep", "digest"} | {
        f"deliver:{name}" for name in ChannelSettings.model_fields
    }
    assert jobs["crawl:s00"] == Every(timedelta(minutes=15))
    assert "digest" not in plan(Config(root=SHIPPED, settings=Settings()), {})


def off(downtimes: Sequence[tuple[datetime, datetime]], moment: datetime) -> datetime | None:
    """The end of the downtime that `moment` lies in."""
    return next((end for start, end in downtimes if start <= moment < end), None)


def simulate(
    jobs: dict[str, Schedule], start: datetime, end: datetime, downtimes: Sequence[tuple[datetime, datetime]]
) -> dict[str, list[datetime]]:
    """When each job starts in a year of virtual time: what the daemon does, without doing it.

    A crawl takes 2 minutes, and every hundredth hangs until it is cut off after 30. A restart knows the last starts.
    """
    ran: dict[str, list[datetime]] = {name: [] for name in jobs}
    queue = [(next_due(schedule, None, start), name) for name, schedule in jobs.items()]
    heapq.heapify(queue)
    while queue:
        due, name = heapq.heappop(queue)
        if due >= end:
            continue
        if again := off(downtimes, due):
            last = ran[name][-1] if ran[name] else None
            heapq.heappush(queue, (next_due(jobs[name], last, again), name))
            continue
        ran[name].append(due)
        takes = timedelta(seconds=1)
        if name.startswith("crawl:"):
            takes = timedelta(minutes=30 if len(ran[name]) % 100 == 0 else 2)
        heapq.heappush(queue, (max(next_due(jobs[name], due, due), due + takes), name))
    return ran


def test_a_simulated_year() -> None:
    """30 sources, a zone with DST, downtimes of an hour, a day and a week: each job ran as often as it should."""
    start, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    downtimes = [
        (datetime(2026, 2, 10, 6, 30, tzinfo=UTC), datetime(2026, 2, 10, 7, 30, tzinfo=UTC)),  # over digest time
        (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 29, 12, tzinfo=UTC)),  # over the clock change
        (datetime(2026, 8, 3, 9, tzinfo=UTC), datetime(2026, 8, 10, 9, tzinfo=UTC)),
    ]
    jobs = plan(config(), {s.id: timedelta(minutes=s.interval) for s in config().sources})
    # Health and reading are as frequent as delivery and scheduled alike; a year of minutes would only take longer.
    jobs = {name: schedule for name, schedule in jobs.items() if name not in {"health", "read"}}
    jobs = {name: schedule for name, schedule in jobs.items() if name == "deliver:smtp" or "deliver" not in name}
    ran = simulate(jobs, start, end, downtimes)
    up = (end - start) - sum((b - a for a, b in downtimes), timedelta())
    for name, schedule in jobs.items():
        times = ran[name]
        assert not [t for t in times if off(downtimes, t)]
        if isinstance(schedule, Every):
            ideal = up / schedule.interval
            assert ideal * 0.98 <= len(times) <= ideal + len(downtimes) + 1, name
            assert all(b - a >= schedule.interval for a, b in pairwise(times))
            longest = max(schedule.interval, timedelta(minutes=30))
            gaps = [b - a for a, b in pairwise(times) if not any(a <= s < b for s, _ in downtimes)]
            assert max(gaps) <= longest
        else:
            zone = ZoneInfo(schedule.zone)
            days = Counter(t.astimezone(zone).date() for t in times)
            assert set(days.values()) == {1}
            missing = {date(2026, 1, 1) + DAY * n for n in range(365)} - set(days)
            week = {date(2026, 8, 4) + DAY * n for n in range(6)}
            assert missing - {date(2026, 1, 1)} == week
            assert all(t.astimezone(zone).time() == schedule.at or any(t == end for _, end in downtimes) for t in times)
    for _, up_again in downtimes:
        assert all(
            any(up_again <= t <= up_again + s.interval for t in ran[n]) for n, s in jobs.items() if isinstance(s, Every)
        )


def walk(at: datetime, *, complete: bool = True) -> Outcome:
    return Outcome(source="s", started_at=at, finished_at=at, complete=complete)


@pytest.mark.parametrize(
    ("walks", "days"),
    [
        ([], 7),
        ([walk(NOW - HOUR)], 7),
        ([walk(NOW - 30 * DAY)], 31),
        ([walk(NOW - DAY, complete=False), walk(NOW - 20 * DAY)], 21),
        ([walk(NOW - 900 * DAY)], 400),
    ],
)
def test_the_window_reaches_back_over_a_downtime(walks: list[Outcome], days: int) -> None:
    """What was published while the machine was off is fetched too, within reason."""
    assert window_start(NOW, walks, 7) == NOW.date() - days * DAY


def test_a_wide_window_stays_wide() -> None:
    """An operator who asks for years gets years."""
    assert window_start(NOW, [walk(NOW - HOUR)], 5000) == NOW.date() - 5000 * DAY


@given(st.times(), st.times(), st.sampled_from([BERLIN, "Asia/Shanghai", "Australia/Lord_Howe"]), MOMENTS)
def test_quiet_hours_end(begin: time, end: time, zone: str, now: datetime) -> None:
    """Nothing is due within them, and never later than their end; no hours, no wait."""
    begin, end = begin.replace(microsecond=0, fold=0), end.replace(microsecond=0, fold=0)
    quiet = Quiet(begin, end, zone)
    due = next_due(Every(HOUR, quiet), None, now)
    assert now <= due <= now + DAY + HOUR
    assert quiet.rest(due) == timedelta()
    local = now.astimezone(ZoneInfo(zone)).time()
    within = begin <= local < end if begin <= end else local >= begin or local < end
    assert (due > now) == within


def test_a_year_of_visits_that_follow_the_pace() -> None:
    """Visited as often as it publishes, within bounds, never in the quiet hours, seldom while it fails, soon again."""
    crawl = CrawlSettings(visit_least_minutes=30, visit_most_minutes=720, quiet_hours="23:00-06:30")
    made = Config(root=SHIPPED, settings=Settings(general=GeneralSettings(timezone=BERLIN), crawl=crawl))
    least, most = timedelta(minutes=30), timedelta(hours=12)
    broken = (datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 6, 8, tzinfo=UTC))
    told = {}
    for pages_a_day in (0, 2, 24, 960):
        source = sources(1)[0]
        source = replace(source, interval=0)
        now, visits, end = datetime(2026, 1, 1, tzinfo=UTC), list[Outcome](), datetime(2027, 1, 1, tzinfo=UTC)
        while now < end:
            since = now - visits[-1].started_at if visits else DAY
            bad = broken[0] <= now < broken[1]
            pages = 0 if bad else round(since / DAY * pages_a_day)
            visits.append(Outcome(source="s00", started_at=now, finished_at=now, lists=not bad, pages=pages))
            pace = interval(source, visits[-700:], least=least, most=most)
            now = next_due(visit(made, source, pace), now, now)
        times = [one.started_at for one in visits]
        local = [moment.astimezone(ZoneInfo(BERLIN)).time() for moment in times[1:]]
        assert all(time(6, 30) <= moment < time(23) for moment in local)
        gaps = [b - a for a, b in pairwise(times)]
        assert min(gaps) >= least
        assert max(gaps) <= most + timedelta(hours=8.5)
        assert sum(broken[0] <= moment < broken[1] for moment in times) <= 14 + 5
        assert sum(broken[1] <= moment < broken[1] + DAY for moment in times) >= 1
        told[pages_a_day] = len(times)
    assert 365 <= told[0] <= 2 * 365 + 9  # twice a day at most
    assert told[0] <= told[2] < told[24] < told[960]
    assert 5 * 365 <= told[24] <= 8 * 365  # every three hours, by day
    assert told[960] >= 32 * 350  # every half an hour, by day

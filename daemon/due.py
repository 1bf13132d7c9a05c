"""When a job is due. Pure: last run and now in, the next moment out.

A job that was missed, because the machine was off or another job was long, is due at once and once, not once for each
time it was missed. A clock that goes back delays no job by more than its own interval; one that goes forward makes
what it skipped due once. A daily job runs once each local day, also on days that have its hour twice or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the day in `zone` in which nothing begins: from `begin` to before `end`, over midnight if `end` is less.

    None of the day where both are the same.
    """

    begin: time
    end: time
    zone: str

    def after(self, moment: datetime) -> datetime:
        """`moment`, or the end of the quiet hours that it lies in; in UTC."""
        local = moment.astimezone(ZoneInfo(self.zone))
        now = local.replace(tzinfo=None)
        for day in (now.date() - timedelta(days=1), now.date()):
            begin = datetime.combine(day, self.begin)
            end = datetime.combine(day + timedelta(days=self.end < self.begin), self.end)
            if begin <= now < end:
                # Where clocks go back over the end, the wall shows it twice: the later one is surely past it.
                found = end.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)
                return found if found > moment else end.replace(tzinfo=ZoneInfo(self.zone), fold=1).astimezone(UTC)
        return moment.astimezone(UTC)

    def rest(self, moment: datetime) -> timedelta:
        """How much of the quiet hours is left at `moment`; zero outside them."""
        return self.after(moment) - moment


@dataclass(frozen=True, slots=True)
class Every:
    """Again and again, `interval` after the last start, at once if there was none; never in the `quiet` hours."""

    interval: timedelta
    quiet: Quiet | None = None


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day at a local time in `zone`; the first time it is reached, not at once."""

    at: time
    zone: str


Schedule = Every | Daily


def next_due(schedule: Schedule, last: datetime | None, now: datetime) -> datetime:
    """When the job is due next, not before `now`; `last` is when it started last. Both aware; the answer in UTC."""
    now = now.astimezone(UTC)
    if isinstance(schedule, Every):
        due = now if last is None else max(now, min(last.astimezone(UTC), now) + schedule.interval)
        return due if schedule.quiet is None else schedule.quiet.after(due)
    if last is not None and last < latest(schedule, now):
        return now
    reference = now if last is None else max(last.astimezone(UTC), now)
    return _next(schedule, reference)


def latest(schedule: Daily, now: datetime) -> datetime:
    """The last moment at or before `now` at which a daily job was due."""
    day = now.astimezone(ZoneInfo(schedule.zone)).date() + timedelta(days=1)
    while (moment := _moment(schedule, day)) > now:
        day -= timedelta(days=1)
    return moment


def _next(schedule: Daily, after: datetime) -> datetime:
    day = after.astimezone(ZoneInfo(schedule.zone)).date() - timedelta(days=1)
    while (moment := _moment(schedule, day)) <= after:
        day += timedelta(days=1)
    return moment


def _moment(schedule: Daily, day: date) -> datetime:
    """That day's moment: the first of two where the hour comes twice, as much later as clocks jump where it never does.

    Zones that skip a whole day (Samoa in 2011) give both sides of the gap the same or rising moments, never falling.
    """
    return datetime.combine(day, schedule.at, ZoneInfo(schedule.zone)).astimezone(UTC)

"""What the operator should hear of, before the readers do. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from daemon.status import JobStatus
from models.report import Failure

_BOUNDLESS = ("deliver:", "digest", "upkeep", "health")
"""Jobs that nothing cuts off: crawls and readings have limits of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From when on it is trouble."""

    late: timedelta
    disk_free: int


def troubles(
    now: datetime,
    *,
    jobs: Sequence[JobStatus],
    sources: Mapping[str, str],
    outbox: Mapping[str, int],
    disk_free: int,
    limits: Limits,
) -> tuple[Failure, ...]:
    """Jobs late, stuck or failing, broken sources, dead letters, a full disk: each with a subject that stays the same.

    `sources` says in words what is wrong with each source that is not well.
    """
    found = [
        Failure("late", job.name, f"due since {job.due.isoformat(timespec='minutes')}")
        for job in jobs
        if job.due is not None and not job.running and now - job.due > limits.late
    ]
    found += [
        Failure("job", job.name, job.problem) for job in jobs if job.problem and not job.name.startswith("crawl:")
    ]
    found += [
        Failure("stuck", job.name, f"running since {job.started.isoformat(timespec='minutes')}")
        for job in jobs
        if job.running and job.started and job.name.startswith(_BOUNDLESS) and now - job.started > limits.late
    ]
    found += [Failure("source", source, words) for source, words in sources.items()]
    found += [
        Failure("cut off", job.name, job.problem) for job in jobs if job.problem and job.name.startswith("crawl:")
    ]
    if outbox.get("dead"):
        found.append(Failure("dead letters", "outbox", f"{outbox['dead']} to look at: shuzhi deliveries"))
    if disk_free < limits.disk_free:
        found.append(Failure("disk", "home", f"{disk_free // 1_000_000} MB free"))
    return tuple(found)

"""What the operator should hear of, before the readers do. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from daemon.status import JobStatus
from models.report import Failure
from models.source import Outcome

_IN_A_ROW = 3
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
    walks: Mapping[str, Sequence[Outcome]],
    outbox: Mapping[str, int],
    disk_free: int,
    limits: Limits,
) -> tuple[Failure, ...]:
    """Jobs late, stuck or failing, broken sources, dead letters, a full disk: each with a subject that stays the same.

    `walks` are the last outcomes of each source, newest first; a source is broken when three in a row brought nothing
    but failures.
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
    for source, outcomes in walks.items():
        last = outcomes[:_IN_A_ROW]
        if len(last) == _IN_A_ROW and all(is_broken(outcome) for outcome in last):
            kinds = ", ".join(f"{kind} ({n})" for kind, n in sorted(last[0].failures.items()))
            found.append(Failure("source", source, f"{_IN_A_ROW} visits in a row failed: {kinds}"))
    found += [
        Failure("cut off", job.name, job.problem) for job in jobs if job.problem and job.name.startswith("crawl:")
    ]
    if outbox.get("dead"):
        found.append(Failure("dead letters", "outbox", f"{outbox['dead']} to look at: shuzhi deliveries"))
    if disk_free < limits.disk_free:
        found.append(Failure("disk", "home", f"{disk_free // 1_000_000} MB free"))
    return tuple(found)


def is_broken(outcome: Outcome) -> bool:
    """Whether a visit brought failures and nothing else."""
    return bool(outcome.failures) and outcome.pages == 0 and outcome.listed == 0

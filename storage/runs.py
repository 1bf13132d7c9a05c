"""What each run did, and when."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from models.report import Report
from storage.codec import pack_report, unpack_report
from storage.database import Database
from storage.schema import runs


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a job; `finished_at` is None while it runs, and for ever if it was killed."""

    number: int
    job: str
    started_at: datetime
    finished_at: datetime | None
    report: Report | None


def start(connection: Connection, job: str, now: datetime) -> int:
    """Record that a job starts; returns the run's number."""
    number: int = connection.execute(
        runs.insert().returning(runs.c.number), {"job": job, "started_at": now}
    ).scalar_one()
    return number


def finish(connection: Connection, number: int, now: datetime, report: Report) -> None:
    """Record what it did."""
    values = {"finished_at": now, "report": pack_report(report)}
    connection.execute(update(runs).where(runs.c.number == number).values(values))


@contextmanager
def recorded(database: Database, job: str, clock: Callable[[], datetime]) -> Generator[Report]:
    """A run's Report, kept when the block ends, however that is; of a process that is killed, that it had begun."""
    with database.writing() as connection:
        number = start(connection, job, clock())
    report = Report()
    try:
        yield report
    finally:
        with database.writing() as connection:
            finish(connection, number, clock(), report)


def last(connection: Connection, job: str) -> Run | None:
    """The latest run of a job."""
    found = recent(connection, job, limit=1)
    return found[0] if found else None


def recent(connection: Connection, job: str | None = None, *, limit: int = 50) -> list[Run]:
    """The latest runs, newest first."""
    which = select(runs).order_by(runs.c.started_at.desc(), runs.c.number.desc()).limit(limit)
    if job is not None:
        which = which.where(runs.c.job == job)
    return [
        Run(r.number, r.job, r.started_at, r.finished_at, unpack_report(r.report) if r.report else None)
        for r in connection.execute(which)
    ]

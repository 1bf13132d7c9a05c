"""Tidying: old records go, space comes back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from storage.database import Database
from storage.schema import runs

_LOOSE = 0.25
"""The share of empty pages from which on rewriting the file is worth the time."""


def forget_runs(connection: Connection, before: datetime) -> int:
    """Drop the record of runs that started before that moment, but for the last finished one of each job."""
    last = select(func.max(runs.c.number)).where(runs.c.report.is_not(None)).group_by(runs.c.job)
    return connection.execute(delete(runs).where(runs.c.started_at < before, runs.c.number.not_in(last))).rowcount


def close_open_runs(connection: Connection, now: datetime, prefix: str) -> int:
    """Mark runs that a killed process left open, by jobs that begin with `prefix`, as ended now without a report."""
    done = connection.execute(
        runs.update().where(runs.c.job.startswith(prefix), runs.c.finished_at.is_(None)).values(finished_at=now)
    )
    return done.rowcount


def tidy(database: Database) -> None:
    """Let SQLite fold its log into the file, refresh its statistics, and give space back where much is empty.

    PostgreSQL does all of that by itself.
    """
    if not database.is_sqlite:
        return
    pooled = database.engine.raw_connection()
    try:
        cursor = pooled.cursor()
        cursor.execute("PRAGMA optimize")
        empty = cursor.execute("PRAGMA freelist_count").fetchone()[0]
        total = cursor.execute("PRAGMA page_count").fetchone()[0]
        if total and empty / total > _LOOSE:
            cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.close()
    finally:
        pooled.close()

"""What a digest asks of the shelf, and how far the last one reached."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from models.alert import DeliveryState
from models.metric import Observation
from models.report import Report
from storage.codec import pack_report, unpack_observation, unpack_report
from storage.schema import deliveries, events, observations, pages, runs

JOB = "digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Where the last digest ended: its day, the number of the last event it may have told, and when it was made."""

    day: date
    number: int
    until: datetime


def edge(connection: Connection) -> Edge | None:
    """Where the last digest ended; None before the first."""
    row = connection.execute(
        select(runs.c.started_at, runs.c.report)
        .where(runs.c.job == JOB, runs.c.report.is_not(None))
        .order_by(runs.c.number.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    report = unpack_report(row.report)
    return Edge(day=date.fromisoformat(report.notes[0]), number=report.counts["reached"], until=row.started_at)


def set_edge(connection: Connection, reached: Edge) -> None:
    """Remember where a digest ended, in the transaction that queues it: a run of its own kind."""
    report = Report(counts=Counter(reached=reached.number), notes=[reached.day.isoformat()])
    row = {"job": JOB, "started_at": reached.until, "finished_at": reached.until, "report": pack_report(report)}
    connection.execute(runs.insert(), row)


def last_event(connection: Connection) -> int:
    """The number of the latest event told, 0 where there is none. Readers tell in order, one at a time."""
    return connection.scalar(select(func.max(events.c.number))) or 0


def due_targets(connection: Connection, first: date, last: date) -> list[Observation]:
    """Tracked targets whose deadline lies in first..last, the latest published of each series and deadline."""
    rows = connection.scalars(
        select(observations.c.data)
        .where(
            observations.c.retired_at.is_(None),
            observations.c.metric.is_not(None),
            observations.c.series.like("%|target"),
            observations.c.last.between(first, last),
        )
        .order_by(observations.c.published, observations.c.page, observations.c.start)
    )
    found = [unpack_observation(data) for data in rows]
    return list({(o.series, o.figure.period.last): o for o in found}.values())


def last_pages(connection: Connection) -> dict[str, datetime]:
    """For each source, when it last brought a page."""
    rows = connection.execute(
        select(pages.c.source, func.max(pages.c.fetched_at)).where(pages.c.source.is_not(None)).group_by(pages.c.source)
    )
    return {row[0]: row[1] for row in rows}


def backlog(connection: Connection) -> dict[str, int]:
    """How many deliveries stand in each state."""
    rows = connection.execute(select(deliveries.c.state, func.count()).group_by(deliveries.c.state))
    return {row[0]: row[1] for row in rows}


def channels_due(connection: Connection, now: datetime) -> list[str]:
    """The channels on which some delivery is due."""
    waiting = [state.value for state in (DeliveryState.PENDING, DeliveryState.DEFERRED, DeliveryState.CLAIMED)]
    which = select(deliveries.c.channel).where(deliveries.c.state.in_(waiting), deliveries.c.due_at <= now)
    return list(connection.scalars(which.distinct().order_by(deliveries.c.channel)))

"""Read-only views: what a person, a page or a digest asks of the shelf."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    func,
    or_,
    select,
    true,
    tuple_,
)

from models.alert import Alert
from models.metric import Change, Observation, Severity
from models.period import Span
from models.rule import When
from storage import observations as observation_shelf
from storage.codec import unpack_change, unpack_observation
from storage.schema import Moment, articles, events, observations, pages

_BATCH = 500

_LATELY = 16
"""How many recent messages about one series decide whether it is flapping."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One event with its evidence. `number` grows with every event told; `history` marks what woke nobody.

    `when` says how a loud one reached people, `reason` why it did or did not do so at once.
    """

    number: int
    change: Change
    observation: Observation
    title: str | None
    told_at: datetime
    history: bool
    when: When | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A series in a list: its key, metric, how many observations and the last day any of them speaks of."""

    series: str
    metric: str | None
    observations: int
    last: date | None


def told(
    connection: Connection,
    *,
    since: datetime | None = None,
    severities: Sequence[Severity] = (),
    metric: str | None = None,
    article: str | None = None,
    first_page: int = 0,
) -> Iterator[Told]:
    """Events in order of telling: by the order in which pages arrived, then by the order of the text."""
    wanted: list[ColumnElement[bool]] = [events.c.retired_at.is_(None)]
    if since is not None:
        wanted.append(events.c.told_at >= since)
    if severities:
        wanted.append(events.c.severity.in_([severity.value for severity in severities]))
    if metric is not None:
        wanted.append(events.c.metric == metric)
    if article is not None:
        wanted.append(events.c.article == article)
    place: tuple[int, int] = (first_page, -1)
    while True:
        rows = connection.execute(
            _events().where(*wanted, _beyond(place)).order_by(events.c.page, events.c.start).limit(_BATCH)
        ).all()
        for row in rows:
            yield _told(row)
        if len(rows) < _BATCH:
            return
        place = (rows[-1].page, rows[-1].start)


def one(connection: Connection, observation: str) -> Told | None:
    """What that observation told."""
    row = connection.execute(
        _events().where(events.c.observation == observation, events.c.retired_at.is_(None))
    ).one_or_none()
    return None if row is None else _told(row)


def sent_at_once(connection: Connection, series: str, since: datetime) -> list[Alert]:
    """What was told of a series at once since that moment, the latest first; no more than anybody wants to hear."""
    rows = connection.execute(_SENT_AT_ONCE, {"series": series, "since": since})
    return [alert(connection, _told(row)) for row in rows]


def alert(connection: Connection, told: Told, topics: tuple[str, ...] = ()) -> Alert:
    """An event as people are told it, with the observation it was compared with."""
    before = told.change.compared_to
    return Alert(
        id=told.observation.id,
        change=told.change,
        observation=told.observation,
        previous=observation_shelf.get(connection, before) if before else None,
        title=told.title,
        topics=topics,
        told_at=told.told_at,
        backfill=told.history,
    )


def _told(row: Row[Any]) -> Told:
    return Told(
        number=row.number,
        change=unpack_change(row.data),
        observation=unpack_observation(row.observed),
        title=row.title,
        told_at=row.told_at,
        history=row.history,
        when=When(row.told_when) if row.told_when else None,
        reason=row.reason,
    )


def _beyond(place: tuple[int, int]) -> ColumnElement[bool]:
    page, start = place
    return tuple_(events.c.page, events.c.start) > (page, start)


def _events() -> Select[Any]:
    return (
        select(
            events.c.number,
            events.c.page,
            events.c.start,
            events.c.data,
            events.c.told_at,
            events.c.history,
            events.c.told_when,
            events.c.reason,
            observations.c.data.label("observed"),
            articles.c.title,
        )
        .join(observations, and_(observations.c.id == events.c.observation, observations.c.retired_at.is_(None)))
        .outerjoin(articles, and_(articles.c.page == events.c.page, articles.c.retired_at.is_(None)))
    )


_SENT_AT_ONCE = (
    _events()
    .where(
        events.c.series == bindparam("series", type_=Text),
        events.c.told_at >= bindparam("since", type_=Moment),
        events.c.told_when == When.AT_ONCE.value,
        events.c.retired_at.is_(None),
    )
    .order_by(events.c.told_at.desc(), events.c.number.desc())
    .limit(_LATELY)
)


def series(
    connection: Connection, name: str, *, as_of: date | None = None, seen_by: datetime | None = None
) -> list[Observation]:
    """The observations of a series, by period, then by when they became known.

    `name` is a series key, a metric's id, or words of a key. `as_of` leaves out what was published after that day,
    `seen_by` what we had not seen by that moment.
    """
    which: list[ColumnElement[bool]] = [observations.c.retired_at.is_(None), _named(connection, name)]
    if as_of is not None:
        which.append(observations.c.published <= as_of)
    if seen_by is not None:
        which.append(observations.c.seen_at <= seen_by)
    rows = connection.scalars(
        select(observations.c.data)
        .where(*which)
        .order_by(
            observations.c.series,
            observations.c.last,
            observations.c.first,
            observations.c.published,
            observations.c.page,
            observations.c.start,
        )
    )
    return [unpack_observation(data) for data in rows]


class Vintage(StrEnum):
    """Which statement stands for a period."""

    ALL = "all"
    FIRST = "first"  # what was published first
    LATEST = "latest"  # what was published last


def vintages(found: Sequence[Observation], which: Vintage) -> list[Observation]:
    """Of observations in the order of `series`: all, or for each series and period the first or the latest one."""
    if which is Vintage.ALL:
        return list(found)
    kept: dict[tuple[str, Span], Observation] = {}
    for observation in found:
        key = (observation.series, observation.figure.period.span)
        if which is Vintage.LATEST or key not in kept:
            kept[key] = observation
    return list(kept.values())


def _named(connection: Connection, name: str) -> ColumnElement[bool]:
    """A key exactly; else a metric; else every key that holds the words as one of its parts; else as part of one."""
    for way in (
        observations.c.series == name,
        observations.c.metric == name,
        or_(*(observations.c.series.like(p, escape="\\") for p in _parts(name))),
    ):
        if connection.scalar(select(true()).select_from(observations).where(way).limit(1)):
            return way
    return observations.c.series.contains(name, autoescape=True)


def _parts(name: str) -> tuple[str, str, str]:
    escaped = name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{escaped}|%", f"%|{escaped}|%", f"%|{escaped}"


def all_series(connection: Connection) -> list[SeriesLine]:
    """Every series, the tracked ones first, then by key."""
    number = func.count().label("number")
    rows = connection.execute(
        select(observations.c.series, func.max(observations.c.metric), number, func.max(observations.c.last))
        .where(observations.c.retired_at.is_(None))
        .group_by(observations.c.series)
        .order_by(func.max(observations.c.metric).is_(None), observations.c.series)
    )
    return [SeriesLine(*row) for row in rows]


def counts(connection: Connection) -> dict[str, int]:
    """How many pages, articles, observations and events the shelf holds."""
    return {
        "pages": connection.scalar(select(func.count()).select_from(pages)) or 0,
        "articles": _holding(connection, articles),
        "observations": _holding(connection, observations),
        "events": _holding(connection, events),
    }


def _holding(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table).where(table.c.retired_at.is_(None))) or 0

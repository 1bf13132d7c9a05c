"""Lists to leaf through, a bounded page at a time: what was told lately, series by name, the history of one series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import JSON, ColumnElement, Connection, and_, cast, func, or_, select, type_coerce

from models.metric import Observation, Severity
from storage import reports
from storage.codec import unpack_observation
from storage.reports import SeriesLine, Told
from storage.schema import articles, events, observations


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which events: of any of `severities` (none: all), a metric's id, a part of the region, words that must occur.

    `news` leaves out what old articles told and what no metric tracks.
    Each of `words` must stand in the title of the article, the series or the sentence quoted.
    """

    severities: Sequence[Severity] = ()
    metric: str | None = None
    region: str | None = None
    words: Sequence[str] = ()
    news: bool = False


def latest(connection: Connection, wanted: Wanted, *, before: int | None = None, limit: int = 30) -> list[Told]:
    """At most `limit` events, the one told last first; `before` continues after the event of that number."""
    holding = and_(observations.c.id == events.c.observation, observations.c.retired_at.is_(None))
    query = select(events.c.observation).join(observations, holding).where(events.c.retired_at.is_(None))
    if before is not None:
        query = query.where(events.c.number < before)
    if wanted.severities:
        query = query.where(events.c.severity.in_([severity.value for severity in wanted.severities]))
    if wanted.metric:
        query = query.where(events.c.metric == wanted.metric)
    if wanted.news:
        query = query.where(events.c.history.is_(False), events.c.metric.is_not(None))
    if wanted.region:
        query = query.where(observations.c.region.contains(wanted.region, autoescape=True))
    if wanted.words:
        reading = and_(articles.c.page == events.c.page, articles.c.retired_at.is_(None))
        query = query.outerjoin(articles, reading).where(*(_holds(connection, word) for word in wanted.words))
    found = connection.scalars(query.order_by(events.c.number.desc()).limit(limit)).all()
    return [told for told in (reports.one(connection, name) for name in found) if told is not None]


def _holds(connection: Connection, word: str) -> ColumnElement[bool]:
    data = observations.c.data
    plain = type_coerce(data, JSON) if connection.dialect.name == "sqlite" else cast(data, JSON)
    places = (events.c.series, articles.c.title, plain["figure"]["sentence"].as_string())
    return or_(*(place.icontains(word, autoescape=True) for place in places))


def named_series(
    connection: Connection, words: Sequence[str] = (), *, offset: int = 0, limit: int = 50
) -> list[SeriesLine]:
    """At most `limit` series whose key holds all `words`: those of a metric first, then by key."""
    query = (
        select(observations.c.series, func.max(observations.c.metric), func.count(), func.max(observations.c.last))
        .where(observations.c.retired_at.is_(None))
        .where(*(observations.c.series.icontains(word, autoescape=True) for word in words))
        .group_by(observations.c.series)
        .order_by(func.max(observations.c.metric).is_(None), observations.c.series)
    )
    return [SeriesLine(*row) for row in connection.execute(query.offset(offset).limit(limit))]


def history(connection: Connection, series: str, *, offset: int = 0, limit: int = 100) -> list[Observation]:
    """At most `limit` observations of exactly that series: the latest period first, of one period the latest word."""
    rows = connection.scalars(
        select(observations.c.data)
        .where(observations.c.series == series, observations.c.retired_at.is_(None))
        .order_by(
            observations.c.last.desc().nulls_last(),
            observations.c.first.desc().nulls_last(),
            observations.c.published.desc(),
            observations.c.number.desc(),
        )
        .offset(offset)
        .limit(limit)
    )
    return [unpack_observation(data) for data in rows]

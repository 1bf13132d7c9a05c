"""Observations and what they told, one row a vintage; and history as the alerts room asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Date, Integer, Select, Text, and_, bindparam, not_, select, update

from models.metric import Change, Observation
from models.rule import When
from storage.codec import pack_change, pack_observation, unpack_change, unpack_observation
from storage.schema import Number, events, observations

LIMIT = 32
"""No answer of `History` holds more; see alerts/history.py."""

_HOLDS = observations.c.retired_at.is_(None)
_TOLD = events.c.retired_at.is_(None)


@dataclass(frozen=True, slots=True)
class History:
    """All that was known when the figure at `start` on `page` was read: what earlier pages told, and this one so far.

    A page read again, or one that failed and is read late, is therefore compared with what stood before it in the order
    of arrival, and tells the same as it would have told then. `here`, where given, is what the page's article said up
    to that figure, so that nobody needs to ask for it.
    """

    connection: Connection
    page: int
    start: int
    here: Sequence[Observation] | None = None
    asked: dict[tuple[Any, ...], list[Observation]] = field(default_factory=dict, repr=False)

    def in_article(self, series: str, article: str) -> Sequence[Observation]:
        """What the same article said of the series, in the order of the text."""
        if self.here is not None:
            return [o for o in self.here if o.series == series and o.article == article][:LIMIT]
        return self._some(_IN_ARTICLE, series=series, article=article)

    def ending(self, series: str, last: date | None) -> Sequence[Observation]:
        """Those whose period ends on that very day (None: no end is known), the latest published first."""
        if last is None:
            return self._some(_ENDLESS, series=series)
        return self._some(_ENDING, series=series, last=last)

    def before(self, series: str, last: date, window: str | None = None) -> Sequence[Observation]:
        """Those whose period ends before the day, the nearest end first, then the latest published first."""
        if window is None:
            return self._some(_BEFORE, series=series, last=last)
        return self._some(_BEFORE_ALIKE, series=series, last=last, shape=window)

    def after(self, series: str, last: date, window: str | None = None) -> Sequence[Observation]:
        """Those whose period ends after the day, the nearest end first, then the latest published first."""
        if window is None:
            return self._some(_AFTER, series=series, last=last)
        return self._some(_AFTER_ALIKE, series=series, last=last, shape=window)

    def find(self, observation: str) -> Observation | None:
        """The observation of that id: out of the answers given so far, else from the shelf."""
        given = (o for answer in self.asked.values() for o in answer if o.id == observation)
        return next(given, None) or get(self.connection, observation)

    def _some(self, statement: Select[tuple[str]], **asked: Any) -> list[Observation]:
        # Comparing, checking and telling one figure ask some of the same questions.
        key = (id(statement), *asked.values())
        if key not in self.asked:
            rows = self.connection.scalars(statement, {"page": self.page, "start": self.start, **asked})
            self.asked[key] = [unpack_observation(data) for data in rows.all()]
        return self.asked[key]


def _question(*which: ColumnElement[bool], order: tuple[Any, ...]) -> Select[tuple[str]]:
    """A question to history, built once: building it anew for each figure costs more than the answer."""
    page, start = bindparam("page", type_=Number), bindparam("start", type_=Integer)
    later = and_(observations.c.page == page, observations.c.start >= start)
    known = and_(_HOLDS, not_(observations.c.set_aside), observations.c.page <= page, not_(later))
    return select(observations.c.data).where(*which, known).order_by(*order).limit(LIMIT)


_SERIES = observations.c.series == bindparam("series", type_=Text)
_LAST = bindparam("last", type_=Date)
_SHAPE = observations.c.shape == bindparam("shape", type_=Text)
_LATEST = (observations.c.published.desc(), observations.c.id)
_BACKWARDS = (observations.c.last.desc(), *_LATEST)
_FORWARDS = (observations.c.last, *_LATEST)

_OF_PAGE = select(observations.c.id, observations.c.data).where(
    observations.c.page == bindparam("page", type_=Number), _HOLDS
)
_TOLD_BEFORE = select(events.c.observation, events.c.data).where(
    events.c.page == bindparam("page", type_=Number), _TOLD
)
_INSERT, _INSERT_EVENT = observations.insert(), events.insert()
_ONE = select(observations.c.data).where(observations.c.id == bindparam("id", type_=Text), _HOLDS)
_IN_ARTICLE = _question(
    observations.c.article == bindparam("article", type_=Text), _SERIES, order=(observations.c.start,)
)
_ENDING = _question(_SERIES, observations.c.last == _LAST, order=_LATEST)
_ENDLESS = _question(_SERIES, observations.c.last.is_(None), order=_LATEST)
_BEFORE = _question(_SERIES, observations.c.last < _LAST, order=_BACKWARDS)
_BEFORE_ALIKE = _question(_SERIES, _SHAPE, observations.c.last < _LAST, order=_BACKWARDS)
_AFTER = _question(_SERIES, observations.c.last > _LAST, order=_FORWARDS)
_AFTER_ALIKE = _question(_SERIES, _SHAPE, observations.c.last > _LAST, order=_FORWARDS)


def retire_others(connection: Connection, page: int, keep: Sequence[Observation], now: datetime) -> set[str]:
    """Retire what an earlier reading of `page` found and this one reads differently, with its events.

    Returns the ids of those that this reading found just the same.
    """
    rows = connection.execute(_OF_PAGE, {"page": page}).all()
    if not rows:
        return set()
    new = {o.id: pack_observation(o) for o in keep}
    same = {row.id for row in rows if new.get(row.id) == row.data}
    for row in rows:
        if row.id not in same:
            connection.execute(update(observations).where(observations.c.id == row.id, _HOLDS).values(retired_at=now))
            _retire_event(connection, row.id, now)
    return same


def put(connection: Connection, observation: Observation, *, page: int, now: datetime, set_aside: bool = False) -> None:
    """Keep an observation that is not there yet; with `set_aside` nothing will be compared with it."""
    figure = observation.figure
    row = {
        "id": observation.id,
        "page": page,
        "article": observation.article,
        "start": figure.start,
        "series": observation.series,
        "metric": observation.metric,
        "region": figure.region,
        "first": figure.period.first,
        "last": figure.period.last,
        "shape": figure.period.window,
        "value": str(figure.quantity.value),
        "unit": figure.quantity.unit,
        "published": observation.published,
        "seen_at": observation.seen_at,
        "set_aside": set_aside,
        "data": pack_observation(observation),
        "recorded_at": now,
    }
    connection.execute(_INSERT, row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an observation told, and how it reaches people: at once, in the digest, never, with the reason.

    `history` marks what nobody is to be woken for: a page read again, or one that was old when it arrived.
    """

    change: Change
    history: bool = False
    when: When | None = None
    reason: str = ""


def tell(
    connection: Connection, observation: Observation, told: Told, *, page: int, now: datetime, again: bool = False
) -> None:
    """Keep what the observation told; `again` says that it told something else before, which this replaces."""
    change = told.change
    if again:
        _retire_event(connection, observation.id, now)
    row = {
        "observation": observation.id,
        "page": page,
        "start": observation.figure.start,
        "article": observation.article,
        "series": observation.series,
        "metric": observation.metric,
        "event": change.event.value,
        "severity": change.severity.value,
        "compared_to": change.compared_to,
        "history": told.history,
        "told_when": told.when.value if told.when else None,
        "reason": told.reason,
        "data": pack_change(change),
        "told_at": now,
    }
    connection.execute(_INSERT_EVENT, row)


def get(connection: Connection, observation: str) -> Observation | None:
    """The observation of that id as it holds now."""
    data = connection.scalar(_ONE, {"id": observation})
    return None if data is None else unpack_observation(data)


def change_of(connection: Connection, observation: str) -> Change | None:
    """What that observation told."""
    data = connection.scalar(select(events.c.data).where(events.c.observation == observation, _TOLD))
    return None if data is None else unpack_change(data)


def vintages(connection: Connection, observation: str) -> list[tuple[Observation, datetime, datetime | None]]:
    """Every reading of that figure with when it was recorded and when another replaced it, the oldest first."""
    rows = connection.execute(
        select(observations.c.data, observations.c.recorded_at, observations.c.retired_at)
        .where(observations.c.id == observation)
        .order_by(observations.c.number)
    )
    return [(unpack_observation(row.data), row.recorded_at, row.retired_at) for row in rows]


def metric_of(connection: Connection, series: str) -> str | None:
    """The metric whose series that is, as far as an observation says so."""
    found: str | None = connection.scalar(
        select(observations.c.metric).where(observations.c.series == series, _HOLDS).limit(1)
    )
    return found


def told_before(connection: Connection, page: int) -> dict[str, Change]:
    """What the observations of a page told when it was read before."""
    rows = connection.execute(_TOLD_BEFORE, {"page": page})
    return {row.observation: unpack_change(row.data) for row in rows}


def of_article(connection: Connection, article: str) -> list[Observation]:
    """What an article was found to say, in the order of its text."""
    rows = connection.scalars(
        select(observations.c.data).where(observations.c.article == article, _HOLDS).order_by(observations.c.start)
    )
    return [unpack_observation(data) for data in rows]


def _retire_event(connection: Connection, observation: str, now: datetime) -> None:
    connection.execute(update(events).where(events.c.observation == observation, _TOLD).values(retired_at=now))

"""Observations and what they told, one row a vintage; and history as the alerts room asks for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from itertools import zip_longest
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Date,
    Select,
    Text,
    and_,
    bindparam,
    not_,
    select,
    union_all,
    update,
)

from models.metric import Change, Observation
from models.rule import When
from storage.codec import pack_change, pack_observation, unpack_change, unpack_observation
from storage.schema import Number, events, observations

LIMIT = 32
"""No answer of `History` holds more; see alerts/history.py."""

SHORT = 16
"""A series that holds fewer is had whole. Of a longer one, two or three answers are less than all of it."""

_HOLDS = observations.c.retired_at.is_(None)
_TOLD = events.c.retired_at.is_(None)


@dataclass(frozen=True, slots=True)
class History:
    """All that the pages before `page` told.

    A page read again, or one that failed and is read late, is therefore compared with what stood before it in the order
    of arrival, and tells the same as it would have told then.
    """

    connection: Connection
    page: int
    asked: dict[tuple[Any, ...], list[Observation]] = field(default_factory=dict, repr=False)

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
        """The observation of that id."""
        return get(self.connection, observation)

    def _some(self, statement: Select[tuple[str]], **asked: Any) -> list[Observation]:
        # Comparing, checking and telling the figures of a page ask some of the same questions.
        key = (id(statement), *asked.values())
        if key not in self.asked:
            rows = self.connection.scalars(statement, {"page": self.page, **asked})
            self.asked[key] = [unpack_observation(data) for data in rows.all()]
        return self.asked[key]


Held = Callable[[], list[tuple[int, Observation]]]
"""What is held of a series, in no order, each with its page's number; unpacked when it is called."""


def whole(connection: Connection, series: Iterable[str], *, before: int) -> dict[str, Held | None]:
    """All that the pages before a number told of each series; None for a series that holds `SHORT` or more."""
    found: dict[str, Held | None] = {}
    wanted = list(dict.fromkeys(series))
    while wanted:
        size = _MANY if len(wanted) > _SOME else _SOME
        some, wanted = wanted[:size], wanted[size:]
        asked = {f"series{place}": name for place, name in zip_longest(range(size), some)}
        held: dict[str, list[tuple[int, str]]] = {name: [] for name in some}
        answer: Iterable[Any] = connection.execute(_WHOLE[size], {"page": before, **asked})
        for name, page, data in answer:
            held[name].append((page, data))
        found |= {name: partial(_unpacked, rows) if len(rows) < SHORT else None for name, rows in held.items()}
    return found


def _unpacked(rows: Iterable[tuple[int, str]]) -> list[tuple[int, Observation]]:
    return [(page, unpack_observation(data)) for page, data in rows]


_SOME, _MANY = 16, 64
"""Series asked for together: as many as most articles speak of, and as some articles do."""

_KNOWN = and_(_HOLDS, not_(observations.c.set_aside), observations.c.page < bindparam("page", type_=Number))


def _question(*which: ColumnElement[bool], order: tuple[Any, ...]) -> Select[tuple[str]]:
    """A question to history, built once: building it anew for each figure costs more than the answer."""
    return select(observations.c.data).where(*which, _KNOWN).order_by(*order).limit(LIMIT)


def _question_of_many(number: int) -> CompoundSelect[tuple[str, int, str]]:
    """What is held of several series, no more of each than tells that it is long."""
    found = [
        select(observations.c.series, observations.c.page, observations.c.data)
        .where(observations.c.series == bindparam(f"series{place}", type_=Text), _KNOWN)
        .limit(SHORT)
        .subquery()
        for place in range(number)
    ]
    return union_all(*(select(some.c.series, some.c.page, some.c.data) for some in found))


_WHOLE = {number: _question_of_many(number) for number in (_SOME, _MANY)}
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
            retire_event(connection, row.id, now)
    return same


def put(
    connection: Connection,
    some: Sequence[tuple[int, Observation]],
    *,
    now: datetime,
    set_aside: Collection[str] = (),
) -> None:
    """Keep observations that are not there yet, each with its page's number.

    With those whose id is in `set_aside` nothing will be compared.
    """
    if some:
        connection.execute(_INSERT, [_row(one, page, now, aside=one.id in set_aside) for page, one in some])


def _row(observation: Observation, page: int, now: datetime, *, aside: bool) -> dict[str, Any]:
    figure = observation.figure
    return {
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
        "set_aside": aside,
        "data": pack_observation(observation),
        "recorded_at": now,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an observation told, and how it reaches people: at once, in the digest, never, with the reason.

    `history` marks what nobody is to be woken for: a page read again, or one that was old when it arrived.
    """

    change: Change
    history: bool = False
    when: When | None = None
    reason: str = ""


def tell(connection: Connection, some: Sequence[tuple[int, Observation, Told]], *, now: datetime) -> None:
    """Keep what observations told, each with its page's number; what one told before must have been retired."""
    if some:
        connection.execute(_INSERT_EVENT, [_event(observation, told, page, now) for page, observation, told in some])


def _event(observation: Observation, told: Told, page: int, now: datetime) -> dict[str, Any]:
    change = told.change
    return {
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


def retire_event(connection: Connection, observation: str, now: datetime) -> None:
    """What an observation told holds no more: something else is told in its place, or nothing."""
    connection.execute(update(events).where(events.c.observation == observation, _TOLD).values(retired_at=now))

"""How a source is doing, told from the outcomes of its visits. Pure.

A source that publishes nothing is told from one that cannot be read, and both from one whose lists moved. This is for
the operator; readers are never told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median

from crawler.failures import Kind
from crawler.revisit import fresh
from crawler.window import CHINA
from models.source import Outcome

_IN_A_ROW = 3
_FEW = 3
_PATIENCE = 4  # times its usual pause between articles, until silence is told
_LEAST_SILENCE = timedelta(days=5)
_HALF = 2
_WORST = {Kind.GONE.value: 0, Kind.EMPTY_LIST.value: 1, Kind.CHALLENGE.value: 2}


class State(StrEnum):
    """In words an operator acts upon."""

    NEW = "new"  # never visited
    HEALTHY = "healthy"
    PARTIAL = "partial"  # some list is not read, or half or more of what they name cannot be fetched
    UNREADABLE = "unreadable"  # articles are fetched, but half or more of them hold none that could be read
    SILENT = "silent"  # lists are read, but nothing new for much longer than usual
    MOVED = "moved"  # a list is gone, or holds no article any more
    CHALLENGED = "challenged"  # asks whether we are human
    FAILING = "failing"  # cannot be read at all


_ILL = frozenset({State.PARTIAL, State.UNREADABLE, State.MOVED, State.CHALLENGED, State.FAILING})


@dataclass(frozen=True, slots=True)
class Read:
    """How many of a source's latest articles were tried to read, and how many could not be."""

    tried: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Health:
    """One line of `shuzhi sources`.

    `usual` and `lately` are new articles a day, over the whole history and over the last seven days; None where the
    history is too short. `last_success` is when a list was last read.
    """

    source: str
    state: State
    why: str
    last_success: datetime | None = None
    newest: date | None = None
    usual: float | None = None
    lately: float | None = None


def health(source: str, outcomes: Sequence[Outcome], now: datetime, read: Read = Read()) -> Health:
    """The health of `source`, given all its outcomes in order of time and what became of its latest pages."""
    if not outcomes:
        return Health(source, State.NEW, "never visited")
    good = [outcome for outcome in outcomes if outcome.lists]
    newest = max((outcome.newest for outcome in outcomes if outcome.newest), default=None)
    state, why = _state(outcomes, now)
    if state is State.HEALTHY and read.failed >= _FEW and read.failed * _HALF >= read.tried:
        state, why = State.UNREADABLE, f"{read.failed} of its last {read.tried} articles could not be read"
    return Health(
        source,
        state,
        why,
        good[-1].finished_at if good else None,
        newest,
        _rate(outcomes, None, now),
        _rate(outcomes, timedelta(days=7), now),
    )


def trouble(source: str, outcomes: Sequence[Outcome], now: datetime, read: Read = Read()) -> str | None:
    """What the operator should hear of `source`, given the same as for `health`; None while it is well.

    One bad visit is no trouble, three in a row are; silence is one at once, having been waited for.
    """
    found = health(source, outcomes, now, read)
    before = (
        [health(source, outcomes[:-ago], now, read) for ago in range(1, _IN_A_ROW)]
        if len(outcomes) >= _IN_A_ROW
        else []
    )
    if found.state is State.SILENT or (before and all(one.state in _ILL for one in (found, *before))):
        return f"{found.state}: {found.why}"
    return None


def _state(outcomes: Sequence[Outcome], now: datetime) -> tuple[State, str]:
    last = outcomes[-1]
    if last.lists == 0:
        return _unread(outcomes)
    if last.broken:
        return _broken(last)
    lost = sum(number for kind, number in last.failures.items() if kind != Kind.ENDLESS)
    if lost >= _FEW and lost * _HALF >= last.pages + lost:
        return State.PARTIAL, f"{lost} of {last.pages + lost} articles could not be fetched"
    news = _news(outcomes)
    silence = now.astimezone(CHINA).date() - news[-1] if news else None
    pause = _pause(news)
    if silence and pause and silence > max(_LEAST_SILENCE, pause * _PATIENCE):
        return State.SILENT, f"nothing for {silence.days} days; usually {pause.total_seconds() / 86400:.1f}"
    return State.HEALTHY, ""


def _broken(last: Outcome) -> tuple[State, str]:
    """The worst of the lists that were of no use, while others were read."""
    url, kind = min(last.broken.items(), key=lambda pair: _WORST.get(pair[1], len(_WORST)))
    more = f" and {len(last.broken) - 1} more" if len(last.broken) > 1 else ""
    if kind == Kind.EMPTY_LIST:
        alone = last.lists <= len(last.broken)
        return State.MOVED, "its list holds no article" if alone else f"a list holds no article: {url}{more}"
    state = State.MOVED if kind == Kind.GONE else State.CHALLENGED if kind == Kind.CHALLENGE else State.PARTIAL
    return state, f"a list cannot be read, {kind}: {url}{more}"


def _unread(outcomes: Sequence[Outcome]) -> tuple[State, str]:
    kinds = outcomes[-1].failures
    if kinds.get(Kind.CHALLENGE):
        return State.CHALLENGED, "asks whether we are human"
    if kinds.get(Kind.GONE):
        return State.MOVED, "its list is gone"
    words = ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items())) or "no list could be read"
    return State.FAILING, f"{words}, {_in_a_row(outcomes)} times in a row"


def _in_a_row(outcomes: Sequence[Outcome]) -> int:
    count = 0
    for outcome in reversed(outcomes):
        if outcome.lists:
            break
        count += 1
    return count


def _rate(outcomes: Sequence[Outcome], span: timedelta | None, now: datetime) -> float | None:
    """New articles a day since the second visit; the first brings back the past and says nothing."""
    counted = [o for o in outcomes[1:] if span is None or o.started_at >= now - span]
    if not counted:
        return None
    began = outcomes[0].started_at if span is None else max(outcomes[0].started_at, now - span)
    days = (now - began).total_seconds() / 86400
    return sum(map(fresh, counted)) / days if days >= 1 else None


def _news(outcomes: Sequence[Outcome]) -> list[date]:
    """The days on which something came out, as lists date it; where none does, those of the visits that found it."""
    dated = sorted({outcome.newest for outcome in outcomes if outcome.newest})
    return dated or sorted({o.started_at.astimezone(CHINA).date() for o in outcomes[1:] if fresh(o)})


def _pause(news: Sequence[date]) -> timedelta | None:
    """The usual time between the days on which something new came out."""
    pauses = [(later - earlier).days for earlier, later in pairwise(news)]
    return timedelta(days=median(pauses)) if len(pauses) >= _FEW else None

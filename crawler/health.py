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
from crawler.window import CHINA
from models.source import Outcome

_IN_A_ROW = 3
_FEW = 3
_PATIENCE = 4  # times its usual pause between articles, until silence is told
_LEAST_SILENCE = timedelta(days=5)
_HALF = 2


class State(StrEnum):
    """In words an operator acts upon."""

    NEW = "new"  # never visited
    HEALTHY = "healthy"
    PARTIAL = "partial"  # lists are read, but half or more of what they name cannot be fetched
    SILENT = "silent"  # lists are read, but nothing new for much longer than usual
    MOVED = "moved"  # the list is gone, or holds no article any more
    CHALLENGED = "challenged"  # asks whether we are human
    FAILING = "failing"  # cannot be read at all


_ILL = frozenset({State.PARTIAL, State.MOVED, State.CHALLENGED, State.FAILING})


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


def health(source: str, outcomes: Sequence[Outcome], now: datetime) -> Health:
    """The health of `source`, given all its outcomes in order of time."""
    if not outcomes:
        return Health(source, State.NEW, "never visited")
    good = [outcome for outcome in outcomes if outcome.lists]
    newest = max((outcome.newest for outcome in outcomes if outcome.newest), default=None)
    state, why = _state(outcomes, newest, now)
    return Health(
        source,
        state,
        why,
        good[-1].finished_at if good else None,
        newest,
        _rate(outcomes, None, now),
        _rate(outcomes, timedelta(days=7), now),
    )


def trouble(source: str, outcomes: Sequence[Outcome], now: datetime) -> str | None:
    """What the operator should hear of `source`, given all its outcomes in order of time; None while it is well.

    One bad visit is no trouble, three in a row are; silence is one at once, having been waited for.
    """
    found = health(source, outcomes, now)
    before = [health(source, outcomes[:-ago], now) for ago in range(1, _IN_A_ROW)] if len(outcomes) >= _IN_A_ROW else []
    if found.state is State.SILENT or (before and all(one.state in _ILL for one in (found, *before))):
        return f"{found.state}: {found.why}"
    return None


def _state(outcomes: Sequence[Outcome], newest: date | None, now: datetime) -> tuple[State, str]:
    last = outcomes[-1]
    if last.lists == 0:
        return _unread(outcomes)
    kinds = dict(last.failures)
    if kinds.get(Kind.EMPTY_LIST):
        return State.MOVED, "its list holds no article"
    lost = sum(number for kind, number in kinds.items() if kind != Kind.ENDLESS)
    if lost >= _FEW and lost * _HALF >= last.pages + lost:
        return State.PARTIAL, f"{lost} of {last.pages + lost} articles could not be fetched"
    silence = now.astimezone(CHINA).date() - newest if newest else None
    pause = _pause(outcomes)
    if silence and pause and silence > max(_LEAST_SILENCE, pause * _PATIENCE):
        return State.SILENT, f"nothing for {silence.days} days; usually {pause.total_seconds() / 86400:.1f}"
    return State.HEALTHY, ""


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
    return sum(outcome.pages for outcome in counted) / days if days >= 1 else None


def _pause(outcomes: Sequence[Outcome]) -> timedelta | None:
    """The usual time between the days on which something new came out."""
    days = sorted({outcome.newest for outcome in outcomes if outcome.newest})
    pauses = [(later - earlier).days for earlier, later in pairwise(days)]
    return timedelta(days=median(pauses)) if len(pauses) >= _FEW else None

"""When a source is to be visited again: as often as it publishes, within bounds, less often while it fails. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from models.source import Outcome, Source

_HISTORY = timedelta(days=14)
_PAGES_A_VISIT = 3  # new pages that a visit should find: fewer visits would be late, more would be for nothing


def interval(source: Source, outcomes: Sequence[Outcome], *, least: timedelta, most: timedelta) -> timedelta:
    """The time between two visits to a source, given its outcomes (in order of time).

    Follows the pages found in the last fortnight; doubles with every visit in a row that could read no list. A source
    never visited gets `least`; `interval` in its declaration overrules the pace, not the bounds on failure.
    """
    failed = 0
    for outcome in reversed(outcomes):
        if outcome.lists:
            break
        failed += 1
    pace = timedelta(minutes=source.interval) if source.interval else _pace(outcomes, least, most)
    return max(pace, min(pace * 2 ** min(failed, 16), most)) if failed else pace


def fresh(outcome: Outcome) -> int:
    """The articles of a visit that had come out since the one before."""
    return outcome.pages if outcome.fresh is None else outcome.fresh


def _pace(outcomes: Sequence[Outcome], least: timedelta, most: timedelta) -> timedelta:
    recent = [o for o in outcomes if o.started_at >= outcomes[-1].started_at - _HISTORY]
    if len(recent) < 2:  # noqa: PLR2004 - a pace needs two visits
        return least
    # The first visit brings back what was published before it, so it tells nothing about the pace.
    pages = sum(map(fresh, recent[1:]))
    span = recent[-1].started_at - recent[0].started_at
    if pages == 0:
        return min(most, max(least, span))
    return min(most, max(least, span / pages * _PAGES_A_VISIT))

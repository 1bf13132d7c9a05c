"""The history as one observation may see it: of one kind with it, and not from further down in its own article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from alerts.comparability import alike, is_moment, is_older_vintage, is_undated, same_period
from alerts.equality import agree, is_finer, is_open
from alerts.history import History
from alerts.moves import heads
from models.metric import Nature, Observation


class Past:
    """What was known before `observation`, asked of `history` only when needed."""

    def __init__(self, observation: Observation, history: History, kind: Nature) -> None:
        self.observation = observation
        self.kind = kind
        self._history = history
        self.unlike = False  # whether the series held something that measures another thing

    def _seen(self, found: Iterable[Observation]) -> list[Observation]:
        own, kept = self.observation, []
        for other in found:
            if other.id == own.id or (other.article == own.article and other.figure.start >= own.figure.start):
                continue
            if alike(own, other):
                kept.append(other)
            else:
                self.unlike = True
        return kept

    @cached_property
    def here(self) -> list[Observation]:
        """What the article said of the series further up."""
        return self._seen(self._history.in_article(self.observation.series, self.observation.article))

    @cached_property
    def _ending(self) -> list[Observation]:
        return self._seen(self._history.ending(self.observation.series, self.observation.figure.period.last))

    @cached_property
    def same(self) -> list[Observation]:
        """What speaks of the same time, the latest published first."""
        return [other for other in self._ending if same_period(self.observation, other, self.kind)]

    @cached_property
    def beside(self) -> list[Observation]:
        """What ends on the same day over another window: the fourth quarter beside the year."""
        if self.observation.figure.period.last is None:
            return []
        return [other for other in self._ending if not same_period(self.observation, other, self.kind)]

    @cached_property
    def undated(self) -> list[Observation]:
        """What nobody dated: 前期10个."""
        return self._seen(self._history.ending(self.observation.series, None))

    @cached_property
    def earlier(self) -> list[Observation]:
        """What ended before, the nearest first."""
        last = self.observation.figure.period.last
        return [] if last is None else self._seen(self._history.before(self.observation.series, last))

    @cached_property
    def like(self) -> list[Observation]:
        """What ended before over the same months of an earlier year, the nearest first."""
        period = self.observation.figure.period
        if period.last is None or is_moment(period):
            return []
        return self._seen(self._history.before(self.observation.series, period.last, period.window))

    @cached_property
    def later(self) -> list[Observation]:
        """What ends after, the nearest first.

        An amount or a rate that nobody dated only looks late (as of its publication): it makes nothing else history.
        """
        last = self.observation.figure.period.last
        if last is None:
            return self._seen(self._history.before(self.observation.series, date.max))
        found = self._seen(self._history.after(self.observation.series, last))
        return found if self.kind is Nature.INSTANT else [o for o in found if not is_undated(o)]

    @property
    def is_empty(self) -> bool:
        """Whether the series held nothing of this kind."""
        return not (self.same or self.beside or self.earlier or self.later or self.undated)

    @property
    def elsewhere(self) -> bool:
        """Whether another article told of the series: what one article alone tells is where the series starts."""
        own = self.observation.article
        parts = ("same", "earlier", "later", "beside", "undated")  # by name: each is a question to the shelf
        return any(other.article != own for part in parts for other in getattr(self, part))

    def base(self) -> Observation | None:
        """What to compare with: the nearest earlier of like window, else the nearest earlier, else an undated one."""
        if self.kind is not Nature.INSTANT and self.like:
            return nearest(self.like)
        if self.kind is not Nature.INSTANT:
            dated = [o for o in self.earlier if not is_undated(o)]
            return nearest(dated or self.beside or self.earlier or self.undated)
        return _firmest(self.earlier) or nearest(self.undated)


def _firmest(earlier: Sequence[Observation]) -> Observation | None:
    """The nearest of `earlier`, or what it only bounds: after 231.2万个, 超230万个 says nothing new."""
    near = nearest(earlier)
    if near is None or not is_open(near.figure):
        return near
    before = nearest([o for o in earlier if o.figure.period.last != near.figure.period.last])
    if before is None or is_open(before.figure) or not agree(near.figure, before.figure):
        return near
    return before


def _settled(stated: Sequence[Observation]) -> Observation:
    """The first of `stated`, or what has replaced it: a preliminary value told late is an older vintage."""
    first = stated[0]
    key = first.figure.period.span
    return next((o for o in stated if is_older_vintage(first, o) and o.figure.period.span == key), first)


def nearest(found: Sequence[Observation]) -> Observation | None:
    """The first of `found`, told by whoever states it most exactly: the finest that agrees with the latest vintage."""
    stated = heads(found)
    if not stated:
        return None
    first = best = _settled(stated)
    key = first.figure.period.span
    for other in stated:
        same = other.figure.period.span == key
        if same and is_finer(other.figure, best.figure) and agree(other.figure, first.figure):
            best = other
    return best

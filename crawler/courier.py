"""The articles of one source in one run: fetched, handed to the shelf, and remembered where they could not be had."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from crawler import again
from crawler.arrival import came_out, check_arrival, claimed, is_placeholder
from crawler.counter import Shelf
from crawler.failures import PERMANENT, Kind, Refusal
from crawler.fetch import Answer, Fetcher
from crawler.following import Follower
from crawler.tally import Tally
from crawler.urls import canonical, key
from models.article import Page
from models.report import Failure
from models.source import Debt, Fetched, Further, Kept, Link, Onward, Source

_NOT_MODIFIED = 304
_MOST_DEBTS = 5000
_SETTLE = 10.0
"""Seconds after which what is owed is handed over with the next failure: a run that is killed forgets no more."""


@dataclass(frozen=True, slots=True)
class Errand:
    """An article to be fetched, the key it is known by, and what is remembered of it."""

    link: Link
    key: str
    kept: Kept | None


@dataclass(slots=True)
class Courier:
    """Fetches articles for one source.

    `fresh_since` is the first day of what is new rather than brought back from the past; an undated article counts
    where the whole window is new. `debts` are the articles that are to be asked for again, by key; those `in_hand` have
    arrived and are not kept yet. `settled` is the monotonic time at which what is owed was last handed over.
    """

    source: Source
    shelf: Shelf
    fetcher: Fetcher
    tally: Tally
    fresh_since: date = date.min
    debts: dict[str, Debt] = field(default_factory=dict)
    in_hand: dict[str, Debt] = field(default_factory=dict)
    settled: float = math.inf

    async def remember(self) -> None:
        """Ask the shelf what is owed."""
        owed = await self.shelf.desk.ask(self.shelf.known.debts, self.source.id)
        self.debts = {key(debt.link.url): debt for debt in owed}
        self.settled = -math.inf  # who has not asked must not overwrite

    async def fetch(self, errand: Errand) -> None:
        """Fetch one article and hand it over, or remember that it could not be had."""
        link, former = errand.link, errand.kept
        try:
            answer = await self.fetcher.get(
                link.url,
                self.source,
                etag=former.etag if former else None,
                last_modified=former.last_modified if former else None,
            )
            if answer.status == _NOT_MODIFIED and former is not None:
                await self._unchanged(errand, (errand.key,), replace(former, fetched_at=self.shelf.clock()))
            else:
                check_arrival(link.url, answer)
                await self._hand_over(errand, answer)
        except Refusal as refusal:
            await self._refused(errand, refusal)
        except Exception:
            self._owe(errand.key, link, Kind.INTERNAL)
            raise

    async def settle(self) -> bool:
        """Hand over what is owed from now on; whether all of it could be remembered."""
        self.settled = time.monotonic()
        now = self.shelf.clock()
        owed = {**self.in_hand, **self.debts}
        left = [debt for debt in owed.values() if not again.is_forgiven(debt, now)]
        latest = sorted(left, key=lambda debt: debt.since)[-_MOST_DEBTS:]
        await self.shelf.desk.ask(self.shelf.sink.debts, self.source.id, latest)
        return len(latest) == len(left)

    async def _refused(self, errand: Errand, refusal: Refusal) -> None:
        self.tally.fail(refusal.kind, errand.link.url, refusal.message)
        debt = self._owe(errand.key, errand.link, refusal.kind)
        if refusal.kind in PERMANENT or again.is_gone(debt):
            del self.debts[errand.key]
            failure = Failure(refusal.kind, errand.link.url, refusal.message)
            await self.shelf.desk.ask(self.shelf.sink.gone, errand.link, (errand.key,), failure, debt.tried)
        elif time.monotonic() - self.settled >= _SETTLE:
            await self.settle()

    def _owe(self, name: str, link: Link, kind: Kind) -> Debt:
        debt = self.debts[name] = again.owed(link, kind, self.debts.get(name), self.shelf.clock())
        return debt

    async def _unchanged(self, errand: Errand, keys: Sequence[str], kept: Kept) -> None:
        debt = self.debts.get(errand.key)
        if debt is not None and debt.kind == Kind.PLACEHOLDER:
            raise Refusal(Kind.PLACEHOLDER, errand.link.url, "still answers with a page that came for other articles")
        self.debts.pop(errand.key, None)
        self.tally.count("unchanged")
        kept = replace(kept, titles=again.titled(errand.kept, errand.link))
        await self.shelf.desk.ask(self.shelf.sink.unchanged, keys, kept)

    async def _hand_over(self, errand: Errand, answer: Answer) -> None:
        link, former, now = errand.link, errand.kept, self.shelf.clock()
        url = claimed(answer) or canonical(answer.url)
        keys = tuple(dict.fromkeys((errand.key, key(answer.url), key(url))))
        page = Page(
            url=url,
            body=answer.body,
            fetched_at=now,
            source=self.source.id,
            requested=link.url,
            status=answer.status,
            content_type=answer.content_type,
            headers=answer.headers,
            published=link.published,
        )
        kept = Kept(
            fetched_at=now,
            etag=answer.header("etag"),
            last_modified=answer.header("last-modified"),
            sha256=page.sha256,
            first=former.first if former and former.first else now,
            titles=again.titled(former, link),
            published=came_out(link),
        )
        if former is not None and former.sha256 == page.sha256:
            await self._unchanged(errand, keys, kept)
            return
        debt = self.debts.pop(errand.key, None)  # before anybody may find that this page is no article's
        if debt is not None:
            self.in_hand[errand.key] = debt
        try:
            await self._keep(errand, page, keys, kept)
        except Exception:
            if debt is not None:
                self.debts.setdefault(errand.key, debt)
            raise
        finally:
            self.in_hand.pop(errand.key, None)

    async def _keep(self, errand: Errand, page: Page, keys: tuple[str, ...], kept: Kept) -> None:
        """Hand a page over with what it leads to, unless the article is kept already."""
        shelf = self.shelf
        double, onward = await self._look(errand, keys, page)
        if double:
            self.tally.count("duplicates")
            await shelf.desk.ask(shelf.sink.unchanged, keys, kept)
            return
        shelf.claimed.add(keys)
        further: tuple[Further, ...] = ()
        if shelf.follow is not None:
            further = await Follower(self.source, shelf, self.fetcher, shelf.follow).further(page, keys, onward)
        await shelf.desk.hand(shelf.sink.pages, Fetched(page, keys, kept, further))
        self._count(errand.link, errand.kept)

    def _count(self, link: Link, former: Kept | None) -> None:
        self.tally.count("pages")
        day = came_out(link) or self.shelf.window.since
        if former is None and day is not None and day >= self.fresh_since:
            self.tally.counts["fresh"] += 1

    async def _look(self, errand: Errand, keys: Sequence[str], page: Page) -> tuple[bool, Onward]:
        """Whether this article is kept already, or just being kept, under another address; if not, where it goes on.

        Raises Refusal(PLACEHOLDER) where the page that is kept was meant for another article; that one is owed, too.
        """
        shelf, former = self.shelf, errand.kept
        if former is not None and not former.gone:
            return False, await shelf.desk.ask(self._onward, page)
        onward = Onward()
        names = [name for name in keys if name != errand.key]
        before = next((found for mark in (*names, page.sha256) if (found := shelf.lately.get(mark))), None)
        if before is None:
            shelf.arrived(errand.link, (*keys, page.sha256))  # at once: its twin may come while the shelf is asked
            other, onward = await shelf.desk.ask(self._kept, names, page)
        else:
            other = Kept(fetched_at=page.fetched_at, titles=again.titled(None, before), published=came_out(before))
        if other is None:
            return any(name in shelf.claimed for name in names), onward
        if not is_placeholder(errand.link, other, page.body, page.content_type):
            return True, onward
        if before is not None and before.source == self.source.id:
            self._owe(key(before.url), before, Kind.PLACEHOLDER)
        why = f"answers with a page that came for other articles, {page.url:.100}"
        raise Refusal(Kind.PLACEHOLDER, errand.link.url, why)

    def _kept(self, names: Sequence[str], page: Page) -> tuple[Kept | None, Onward]:
        """What is remembered of a page under one of these keys or with its body; if nothing is, where it goes on."""
        known = self.shelf.known
        found = known.kept(names) if names else {}
        there = [kept for kept in found.values() if not kept.gone]
        if not there and (url := known.same_body(page.sha256)) is not None:
            found = known.kept([key(url)])
            there = [*found.values(), Kept(fetched_at=self.shelf.clock(), sha256=page.sha256)]
        return (there[0], Onward()) if there else (None, self._onward(page))

    def _onward(self, page: Page) -> Onward:
        return self.shelf.follow.onward(page) if self.shelf.follow is not None else Onward()

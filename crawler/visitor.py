"""One source in one run: turns its lists, asks the shelf what is known, has the rest fetched, tells how it went."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import fields
from datetime import timedelta
from hashlib import blake2b

from crawler import again
from crawler.arrival import notes
from crawler.browser import executable
from crawler.counter import Shelf
from crawler.courier import Courier, Errand
from crawler.discover import Found, NotReadable, discover
from crawler.failures import Kind, Refusal
from crawler.fetch import Fetcher
from crawler.listdates import china_day
from crawler.markup import LIST_LIMIT
from crawler.tally import Tally
from crawler.urls import key
from crawler.walk import ListPage, Turn, Walk
from models.source import Debt, Kept, Link, Outcome, Source, SourceKind, Visit

_WAITING = 32  # links that wait for a worker
_DECLARATION = (
    "browser",
    "articles",
    "exclude",
    "hosts",
    "links",
    "dates",
    "next",
    "items",
    "item_url",
    "item_link",
    "item_date",
)
_MARGIN = timedelta(minutes=10)  # clocks differ
_LOOKS = 50  # articles that a visit looks at again without being told to


class Visitor:
    """Walks one source. Nothing that goes wrong with it leaves this class, but for the shelf's own errors."""

    def __init__(self, source: Source, shelf: Shelf, fetcher: Fetcher) -> None:
        self.source, self.shelf, self.fetcher = source, shelf, fetcher
        self.tally = Tally(shelf)
        self.courier = Courier(source, shelf, fetcher, self.tally)
        self.broken: dict[str, str] = {}
        self.moved: set[int] = set()
        self.hitless: dict[str, str] = {}
        self.started = shelf.clock()
        self.errands: asyncio.Queue[Errand] = asyncio.Queue(_WAITING)
        self.form = blake2b(
            repr([(f.name, getattr(source, f.name)) for f in fields(source) if f.name in _DECLARATION]).encode(),
            digest_size=4,
        ).hexdigest()

    async def walk(self) -> None:
        """The whole source, once."""
        with self.tally.spared(self.source.id):
            await self._walk()

    async def _walk(self) -> None:
        shelf = self.shelf
        former = await shelf.desk.ask(shelf.known.outcome, self.source.id)
        today = china_day(self.started)
        seen_before = china_day(former.started_at) if former else today
        self.courier.fresh_since = min(seen_before, today - timedelta(shelf.settings.window_days)) - timedelta(1)
        walk = Walk(self.source, shelf.window, today, shelf.settings.max_list_pages, former)
        workers = [asyncio.ensure_future(self._work()) for _ in range(shelf.settings.per_host)]
        try:
            if shelf.only:
                await self._send([link for link in shelf.only if link.source == self.source.id], workers)
                await self._until_free(self.errands.join(), workers)
                return
            await self.courier.remember()
            await self._turn_all(walk, workers)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
        await self._finish(walk)

    async def _turn_all(self, walk: Walk, workers: Sequence[asyncio.Future[None]]) -> None:
        pages = deque(walk.open())
        while pages:
            page = pages.popleft()
            with self.tally.spared(page.url):
                turn = await self._list(walk, page)
                pages.extend(turn.pages)
                self.tally.count("listed", len(turn.links))
                await self._send(turn.links, workers)
            await self.tally.tell()
        self._judge_hitless()
        if self.tally.counts["lists"]:  # else nobody is there
            owed = [debt.link for debt in self.courier.debts.values() if again.due(debt, self.started)]
            await self._send([link for link in owed if key(link.url) not in self.shelf.claimed], workers)
        await self._until_free(self.errands.join(), workers)

    async def _send(self, links: Sequence[Link], workers: Sequence[asyncio.Future[None]]) -> None:
        for errand in await self._unknown(links):
            await self._until_free(self.errands.put(errand), workers)

    async def _until_free(self, waiting: object, workers: Sequence[asyncio.Future[None]]) -> None:
        """Wait for the queue, but not for workers that the shelf's error has ended."""
        task = asyncio.ensure_future(waiting)  # type: ignore[call-overload]
        try:
            done, _ = await asyncio.wait([task, *workers], return_when=asyncio.FIRST_COMPLETED)
        finally:
            task.cancel()  # which is nothing where it is done
        for worker in done - {task}:
            worker.result()
        await task

    async def _work(self) -> None:
        while True:
            errand = await self.errands.get()
            try:
                with self.tally.spared(errand.link.url):
                    await self.courier.fetch(errand)
                await self.tally.tell()
            finally:
                self.errands.task_done()

    # -- lists

    async def _list(self, walk: Walk, page: ListPage) -> Turn:
        try:
            found = await self._found(walk, page)
            all_known = await self._all_known(found.links)
            turn = walk.turn(page, found, all_known=all_known)
        except Refusal as refusal:
            if refusal.kind is Kind.GONE and page.counted:
                return Turn()  # counted one page too far: the list's end
            self._broke(walk, page, refusal.kind)
            self.tally.fail(refusal.kind, page.url, refusal.message)
            return Turn()
        except NotReadable as error:
            self._broke(walk, page, Kind.LIST)
            self.tally.fail(Kind.LIST, page.url, str(error))
            return Turn()
        except Exception:
            self._broke(walk, page, Kind.INTERNAL)
            raise
        self.tally.count("lists")
        if turn.empty and page.turn == 1:
            self.hitless[page.url] = "holds no link to an article: moved, or filled in by a script?"
        if turn.endless:
            bound = walk.max_pages
            why = f"goes on beyond max_list_pages = {bound}; the rest was not turned"
            self.tally.fail(Kind.ENDLESS, page.url, why)
        return turn

    def _broke(self, walk: Walk, page: ListPage, kind: Kind) -> None:
        walk.broke(page)
        if page.turn == 1:
            self.broken[page.url] = kind.value
            if kind is Kind.GONE:
                self.moved.add(page.root)

    def _judge_hitless(self) -> None:
        """A list without an article has moved, unless it is a feed or one of several searches: those may be empty."""
        if self.source.kind is SourceKind.FEED:
            return
        if self.source.kind is SourceKind.SEARCH and self.tally.counts["listed"]:
            return
        for url, why in self.hitless.items():
            self.broken[url] = Kind.EMPTY_LIST.value
            self.tally.fail(Kind.EMPTY_LIST, url, why)

    async def _found(self, walk: Walk, page: ListPage) -> Found:
        shelf, source = self.shelf, self.source
        if source.browser and executable(shelf.settings) is None:
            raise Refusal(Kind.BROWSER, page.url, "asks for a browser; install shuzhi[browser] and Chromium")
        address = f"{page.url}#{self.form}" + (f":{page.body}" if page.body else "")
        visit = await shelf.desk.ask(shelf.known.visit, address)
        if visit and page.modified and page.modified + _MARGIN < visit.fetched_at:
            return Found(visit.links, visit.further)
        answer = await self.fetcher.get(
            page.url,
            source,
            etag=visit.etag if visit else None,
            last_modified=visit.last_modified if visit else None,
            body=page.body,
            limit=max(LIST_LIMIT, shelf.settings.max_page_bytes) if source.kind is SourceKind.SITEMAP else None,
        )
        if answer.status == 304:  # noqa: PLR2004
            if visit is None:
                raise Refusal(Kind.STATUS, page.url, "304 to a request without conditions")
            return Found(visit.links, visit.further)
        found = discover(answer.body, answer.url, source, walk.horizon(page), answer.content_type)
        if not shelf.plan:
            etag, modified = answer.header("etag"), answer.header("last-modified")
            now = shelf.clock()
            state = Visit(
                url=address,
                source=source.id,
                fetched_at=now,
                etag=etag,
                last_modified=modified,
                links=found.links,
                further=found.further,
            )
            await shelf.desk.ask(shelf.sink.visit, state)
        return found

    async def _all_known(self, links: Sequence[Link]) -> bool:
        if not links or any(link.published for link in links[: len(links) // 2]):
            return False
        keys = [key(link.url) for link in links]
        known = await self.shelf.desk.ask(self.shelf.known.kept, keys)
        return all(name in known or name in self.courier.debts for name in keys)

    async def _unknown(self, links: Sequence[Link]) -> list[Errand]:
        """The links that are to be fetched: not known, owed, changed as their list says, or due for another look."""
        shelf = self.shelf
        keyed: dict[str, Link] = {}
        for link in links:
            name = key(link.url)
            if name in shelf.claimed or name in keyed:
                self.tally.count("duplicates")
            else:
                keyed[name] = link
        errands: list[Errand] = []
        names = list(keyed)
        for start in range(0, len(names), 200):
            part = names[start : start + 200]
            kept = await shelf.desk.ask(shelf.known.kept, part)
            for name in part:
                link, former = keyed[name], kept.get(name)
                debt = self.courier.debts.get(name)
                if not again.wanted(link, former, debt, self.started) and not self._looked_at(link, former, debt):
                    self.tally.count("known")
                else:
                    shelf.claimed.add((name,))
                    errands.append(Errand(link, name, former))
        if shelf.plan:
            self.tally.count("planned", len(errands))
            return []
        if shelf.most is not None:
            errands = errands[: max(0, shelf.most - self.tally.counts["asked"])]
        self.tally.counts["asked"] += len(errands)
        return errands

    def _looked_at(self, link: Link, kept: Kept | None, debt: Debt | None) -> bool:
        """Whether a kept article is young enough to be looked at again, and the visit has looks left."""
        days = timedelta(days=self.shelf.settings.recheck_days)
        if kept is None or debt or self.shelf.plan or not again.is_young(link, kept, self.started, days):
            return False
        self.tally.counts["looks"] += 1
        return self.tally.counts["looks"] <= _LOOKS

    async def _finish(self, walk: Walk) -> None:
        shelf, window = self.shelf, self.shelf.window
        reached, gaps = walk.reached(), walk.gaps()
        settled = shelf.plan or await self.courier.settle()
        # A list that has moved would else make every later visit reach further back on the others, for nothing.
        unseen = any(chain.broken for root, chain in enumerate(walk.chains) if root not in self.moved)
        complete = settled and not unseen and self.tally.counts["lists"] > 0
        outcome = Outcome(
            source=self.source.id,
            started_at=self.started,
            finished_at=shelf.clock(),
            since=window.since,
            until=window.until,
            lists=self.tally.counts["lists"],
            listed=self.tally.counts["listed"],
            pages=self.tally.counts["pages"],
            newest=walk.newest,
            reached=reached,
            gaps=gaps,
            failures=dict(self.tally.failures),
            complete=complete,
            broken=self.broken,
            fresh=self.tally.counts["fresh"],
        )
        if not shelf.plan:
            await shelf.desk.ask(shelf.sink.outcome, outcome)
        shelf.report.notes.extend(notes(outcome, walk.short(), self.tally.counts, plan=shelf.plan))

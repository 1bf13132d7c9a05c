"""One source in one run: turns its lists, asks the shelf what is known, fetches the rest and hands it over."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from crawler.arrival import check_arrival, claimed, notes
from crawler.browser import executable
from crawler.counter import Shelf
from crawler.discover import Found, NotReadable, discover
from crawler.failures import PERMANENT, Kind, Refusal
from crawler.fetch import Answer, Fetcher
from crawler.following import Follower
from crawler.listdates import china_day
from crawler.markup import LIST_LIMIT
from crawler.urls import canonical, key
from crawler.walk import ListPage, Turn, Walk
from models.article import Page
from models.report import Failure
from models.source import Further, Kept, Link, Outcome, Source, SourceKind, Visit

_WAITING = 32  # links that wait for a worker
_DECLARATION = ("articles", "exclude", "hosts", "links", "dates", "next", "items", "item_url", "item_link", "item_date")
_MARGIN = timedelta(minutes=10)  # clocks differ


@dataclass(frozen=True, slots=True)
class _Errand:
    link: Link
    key: str
    kept: Kept | None


class Visitor:
    """Walks one source. Nothing that goes wrong with it leaves this class, but for the shelf's own errors."""

    def __init__(self, source: Source, shelf: Shelf, fetcher: Fetcher) -> None:
        self.source, self.shelf, self.fetcher = source, shelf, fetcher
        self.counts: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()
        self.before: dict[str, Link] = {}
        self.started = shelf.clock()
        self.errands: asyncio.Queue[_Errand] = asyncio.Queue(_WAITING)
        self.form = blake2b(
            repr([(f.name, getattr(source, f.name)) for f in fields(source) if f.name in _DECLARATION]).encode(),
            digest_size=4,
        ).hexdigest()

    async def walk(self) -> None:
        """The whole source, once."""
        shelf = self.shelf
        former = await shelf.desk.ask(shelf.known.outcome, self.source.id)
        today = china_day(self.started)
        walk = Walk(self.source, shelf.window, today, shelf.settings.max_list_pages, former)
        workers = [asyncio.ensure_future(self._work()) for _ in range(shelf.settings.per_host)]
        try:
            if shelf.only:
                for errand in await self._unknown([link for link in shelf.only if link.source == self.source.id]):
                    await self._until_free(self.errands.put(errand), workers)
                await self._until_free(self.errands.join(), workers)
                return
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
            turn = await self._list(walk, page)
            for errand in await self._unknown(turn.links):
                await self._until_free(self.errands.put(errand), workers)
            pages.extend(turn.pages)
            await self._tell()
        await self._until_free(self.errands.join(), workers)

    async def _until_free(self, waiting: object, workers: Sequence[asyncio.Future[None]]) -> None:
        """Wait for the queue, but not for workers that the shelf's error has ended."""
        task = asyncio.ensure_future(waiting)  # type: ignore[call-overload]
        done, _ = await asyncio.wait([task, *workers], return_when=asyncio.FIRST_COMPLETED)
        if task not in done:
            task.cancel()
            for worker in done:
                worker.result()
        task.result()

    # -- lists

    async def _list(self, walk: Walk, page: ListPage) -> Turn:
        try:
            found = await self._found(walk, page)
        except Refusal as refusal:
            if refusal.kind is Kind.GONE and page.counted:
                return Turn()  # counted one page too far: the list's end
            walk.broke(page)
            self._fail(refusal.kind, page.url, refusal.message)
            return Turn()
        except NotReadable as error:
            walk.broke(page)
            self._fail(Kind.LIST, page.url, str(error))
            return Turn()
        self._count("lists")
        turn = walk.turn(page, found, all_known=await self._all_known(found.links))
        if turn.empty and page.turn == 1:
            self._fail(Kind.EMPTY_LIST, page.url, "holds no link to an article: moved, or filled in by a script?")
        if turn.endless:
            bound = walk.max_pages
            self._fail(Kind.ENDLESS, page.url, f"goes on beyond max_list_pages = {bound}; the rest was not turned")
        return turn

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
        if visit:
            self.before |= {link.url: link for link in visit.links}
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
        return all(name in known for name in keys)

    async def _unknown(self, links: Sequence[Link]) -> list[_Errand]:
        """The links that are to be fetched: not known, or known and changed since as their list says."""
        shelf = self.shelf
        keyed: dict[str, Link] = {}
        for link in links:
            name = key(link.url)
            self._count("listed")
            if hash(name) in shelf.claimed or name in keyed:
                self._count("duplicates")
            else:
                keyed[name] = link
        errands: list[_Errand] = []
        names = list(keyed)
        for start in range(0, len(names), 200):
            part = names[start : start + 200]
            kept = await shelf.desk.ask(shelf.known.kept, part)
            for name in part:
                link, former = keyed[name], kept.get(name)
                if former is not None and not self._changed(link, former):
                    self._count("known")
                else:
                    shelf.claimed.add(hash(name))
                    errands.append(_Errand(link, name, former))
        if shelf.plan:
            self._count("planned", len(errands))
            return []
        if shelf.most is not None:
            errands = errands[: max(0, shelf.most - self.counts["asked"])]
        self.counts["asked"] += len(errands)
        return errands

    def _changed(self, link: Link, kept: Kept) -> bool:
        """Whether the list says that a kept page is no longer what it was."""
        if kept.gone:
            return False
        if link.modified is not None and link.modified > kept.fetched_at:
            return True
        before = self.before.get(link.url)
        return bool(before and before.title and link.title and before.title != link.title)

    # -- articles

    async def _work(self) -> None:
        while True:
            errand = await self.errands.get()
            try:
                await self._article(errand)
                await self._tell()
            finally:
                self.errands.task_done()

    async def _article(self, errand: _Errand) -> None:
        shelf, link, former = self.shelf, errand.link, errand.kept
        try:
            answer = await self.fetcher.get(
                link.url,
                self.source,
                etag=former.etag if former else None,
                last_modified=former.last_modified if former else None,
            )
            check_arrival(link.url, answer.url)
        except Refusal as refusal:
            self._fail(refusal.kind, link.url, refusal.message)
            if refusal.kind in PERMANENT:
                failure = Failure(refusal.kind, link.url, refusal.message)
                await shelf.desk.ask(shelf.sink.gone, link, (errand.key,), failure, shelf.clock())
            return
        now = shelf.clock()
        if answer.status == 304 and former is not None:  # noqa: PLR2004
            self._count("unchanged")
            await shelf.desk.ask(shelf.sink.unchanged, (errand.key,), replace(former, fetched_at=now))
            return
        await self._hand_over(errand, answer, now)

    async def _hand_over(self, errand: _Errand, answer: Answer, now: datetime) -> None:
        shelf, link = self.shelf, errand.link
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
        )
        if errand.kept is not None and errand.kept.sha256 == page.sha256:
            self._count("unchanged")
            await shelf.desk.ask(shelf.sink.unchanged, keys, kept)
            return
        if errand.kept is None and await self._elsewhere(errand, keys, page):
            self._count("duplicates")
            await shelf.desk.ask(shelf.sink.unchanged, keys, kept)
            return
        shelf.claimed.update(map(hash, keys))
        further: Sequence[Further] = ()
        if shelf.follow is not None:
            further = await Follower(self.source, shelf, self.fetcher, shelf.follow).further(page, keys)
        if shelf.follow is not None and further:
            await shelf.desk.ask(shelf.follow.together, page, keys, further)
        else:
            await shelf.desk.ask(shelf.sink.page, page, keys)
        self._count("pages")

    async def _elsewhere(self, errand: _Errand, keys: Sequence[str], page: Page) -> bool:
        """Whether this page is kept already, or just being fetched, under another address."""
        others = [name for name in keys if name != errand.key]
        if any(hash(name) in self.shelf.claimed for name in others):
            return True
        known = self.shelf.known
        if others and len(await self.shelf.desk.ask(known.kept, others)):
            return True
        if not page.body:
            return False
        if hash(page.sha256) in self.shelf.bodies:
            return True
        self.shelf.bodies.add(hash(page.sha256))
        return await self.shelf.desk.ask(known.same_body, page.sha256) is not None

    # -- what is told

    def _count(self, name: str, number: int = 1) -> None:
        self.counts[name] += number
        self.shelf.report.add(name, number)

    def _fail(self, kind: Kind, url: str, message: str) -> None:
        self.failures[kind.value] += 1
        self.shelf.report.fail(kind.value, url, message)

    async def _tell(self) -> None:
        if self.shelf.progress:
            await self.shelf.desk.ask(self.shelf.progress, self.shelf.report)

    async def _finish(self, walk: Walk) -> None:
        shelf, window = self.shelf, self.shelf.window
        reached, gaps = walk.reached(), walk.gaps()
        complete = not any(chain.broken for chain in walk.chains)
        outcome = Outcome(
            source=self.source.id,
            started_at=self.started,
            finished_at=shelf.clock(),
            since=window.since,
            until=window.until,
            lists=self.counts["lists"],
            listed=self.counts["listed"],
            pages=self.counts["pages"],
            newest=walk.newest,
            reached=reached,
            gaps=gaps,
            failures=dict(self.failures),
            complete=complete,
        )
        if not shelf.plan:
            await shelf.desk.ask(shelf.sink.outcome, outcome)
        shelf.report.notes.extend(notes(outcome, walk.short(), self.counts, plan=shelf.plan))

"""Where a fetched page leads on: the further parts of its article, and the documents that it links.

All of it is fetched before any of it is handed over, and then at once: a run that is killed in between has kept nothing
of the article, and the next one fetches it anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from crawler.arrival import check_arrival
from crawler.counter import Shelf
from crawler.failures import PERMANENT, Kind, Refusal
from crawler.fetch import Answer, Fetcher
from crawler.found import own, resolve
from crawler.shelf import Follow
from crawler.urls import canonical, key, site
from models.article import Page
from models.report import Failure
from models.source import Belonging, Further, Link, Onward, Source

PARTS: Final = 20
"""Pages of one article, the first included."""

DOCUMENTS: Final = 20
_BYTES: Final = 4  # times max_page_bytes, for all that one page leads to


@dataclass(slots=True)
class Follower:
    """Fetches what one page leads to, with its source's manners."""

    source: Source
    shelf: Shelf
    fetcher: Fetcher
    follow: Follow
    bytes: int = 0
    found: list[Further] = field(default_factory=list)

    async def further(self, page: Page, keys: Sequence[str], onward: Onward) -> tuple[Further, ...]:
        """The parts in their order, then the documents; what could not be had is there without a page, and told.

        `onward` is where `page` itself goes on.
        """
        documents = await self._parts(page, keys, onward)
        if self.shelf.settings.attachments:
            await self._documents(page, [url for url in documents if self._near(url, page)])
        return tuple(self.found)

    async def _parts(self, first: Page, keys: Sequence[str], onward: Onward) -> tuple[str, ...]:
        """Go from part to part; returns the documents that all of them link."""
        here, seen, bodies = first, {*keys, key(first.url)}, {first.sha256}
        documents: dict[str, None] = {}
        while True:
            documents.update(dict.fromkeys(url for link in onward.attachments if (url := resolve(link, here.url))))
            following = resolve(onward.next_page or "", here.url)
            if following is None or key(following) in seen:
                break
            if len(self.found) + 1 >= PARTS:
                self._miss(Belonging.PART, following, Kind.ENDLESS, f"{first.url} has more than {PARTS} parts")
                break
            part = await self._fetch(Belonging.PART, following, first)
            if part is None or part.page is None:
                break
            if seen.intersection(part.keys) or part.page.sha256 in bodies:
                break  # it leads back
            seen.update(part.keys)
            bodies.add(part.page.sha256)
            self._take(part, "parts")
            here = part.page
            onward = await self.shelf.desk.ask(self.follow.onward, here)
        return tuple(documents)

    async def _documents(self, page: Page, urls: Sequence[str]) -> None:
        keyed = {key(url): url for url in urls}
        known = await self.shelf.desk.ask(self.shelf.known.kept, list(keyed))
        new = [name for name in keyed if name not in known and name not in self.shelf.claimed]
        for name in new[:DOCUMENTS]:
            self.shelf.claimed.add((name,))
            document = await self._fetch(Belonging.ATTACHMENT, keyed[name], page)
            if document is not None and document.page is not None:
                self._take(document, "attachments")

    async def _fetch(self, kind: Belonging, url: str, first: Page) -> Further | None:
        source = self.source
        if kind is Belonging.ATTACHMENT:
            source = replace(source, browser=False)  # a browser would show the document, not hand it over
        try:
            self._check_size(url)
            answer = await self.fetcher.get(url, source)
            check_arrival(url, answer)
            self._check_site(url, answer.url, first)
        except Refusal as refusal:
            self._miss(kind, url, refusal.kind, f"{refusal.message}; {kind.value} of {first.url}")
            if kind is Belonging.ATTACHMENT and refusal.kind in {*PERMANENT, Kind.GONE}:
                failure = Failure(refusal.kind, url, refusal.message)
                link = Link(url, self.source.id)
                await self.shelf.desk.ask(self.shelf.sink.gone, link, (key(url),), failure, self.shelf.clock())
            return None
        return self._arrived(kind, url, answer)

    def _check_size(self, url: str) -> None:
        if self.bytes > _BYTES * self.shelf.settings.max_page_bytes:
            raise Refusal(Kind.TOO_LARGE, url, "what the article leads to is larger altogether than we take")

    def _check_site(self, url: str, arrived: str, first: Page) -> None:
        if not self._near(arrived, first):
            raise Refusal(Kind.REFUSED, url, f"leads to another site, {arrived:.100}")

    def _arrived(self, kind: Belonging, url: str, answer: Answer) -> Further:
        address = canonical(answer.url)
        page = Page(
            url=address,
            body=answer.body,
            fetched_at=self.shelf.clock(),
            source=self.source.id,
            requested=url,
            status=answer.status,
            content_type=answer.content_type,
            headers=answer.headers,
        )
        return Further(kind=kind, url=url, page=page, keys=tuple(dict.fromkeys((key(url), key(address)))))

    def _take(self, one: Further, name: str) -> None:
        self.found.append(one)
        self.bytes += len(one.page.body) if one.page else 0
        self.shelf.claimed.add(one.keys)
        self.shelf.report.add(name)

    def _miss(self, kind: Belonging, url: str, problem: Kind, message: str) -> None:
        self.found.append(Further(kind=kind, url=url, problem=problem.value))
        self.shelf.report.fail(problem.value, url, message)

    def _near(self, url: str, first: Page) -> bool:
        """Whether an address lies on the article's site or on one of the source's hosts."""
        return site(url) == site(first.url) or own(self.source, url)

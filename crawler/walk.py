"""How far a source's lists must be turned. Pure: pages of lists go in, links to fetch and pages to turn to come out.

A list of pages (listing, API, search, feed) is a *chain*: it is followed until its dates pass `since`. Pinned old items
at its top, undated items, and items repeated on every page do not end it; a page with nothing new does. Sitemaps are a
*tree*: branches that cannot hold anything of the window are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from urllib.parse import quote, urljoin

from crawler.found import Found
from crawler.urls import days
from crawler.window import Window, wanted
from models.source import Link, Source, SourceKind

_TAIL = 3  # so many items at the end of a page speak for the pages after it
_DEEPEST = 4  # levels of sitemap indexes


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list to be fetched: page number `turn` (from 1) of the list numbered `root`.

    `body` is what to POST. `counted` tells that its address was made up by counting, so that a 404 is the list's end.
    `modified` is when a sitemap index says it last changed.
    """

    url: str
    root: int = 0
    turn: int = 1
    body: str | None = None
    counted: bool = False
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What follows from one page: links to fetch, in the list's order, and list pages to turn to.

    `empty` says that the first page of a list held no link at all; `endless` that the list went on beyond the bound.
    """

    links: tuple[Link, ...] = ()
    pages: tuple[ListPage, ...] = ()
    empty: bool = False
    endless: bool = False


@dataclass(slots=True)
class _Chain:
    """One list, page after page. `horizon` is the latest day that a date without a year can mean.

    `seen` holds hashes of addresses: a list may be a hundred thousand long.
    """

    first: str
    keyword: str
    horizon: date
    seen: set[int] = field(default_factory=set)
    orderly: bool = True
    oldest: date | None = None
    old_pages: int = 0
    passed: bool = False
    broken: bool = False


class Walk:
    """The state of one source's walk through its lists in one run."""

    def __init__(
        self, source: Source, window: Window, today: date, max_pages: int, covered: date | None = None
    ) -> None:
        """`covered` is the day back to which a former run saw everything: undated lists may end on known ground."""
        self.source, self.window, self.today = source, window, today
        self.max_pages = source.max_list_pages or max_pages
        self.covered = covered is not None and window.since is not None and covered <= window.since
        words = source.keywords if any("{keyword}" in u for u in (*source.urls, source.body or "")) else ("",)
        self.chains = [_Chain(first, word, today) for first in source.urls for word in words or ("",)]
        self.tree: set[str] = set()
        self.months: set[tuple[int, int]] = set()
        self.newest: date | None = None

    def open(self) -> tuple[ListPage, ...]:
        """The first page of every list."""
        return tuple(self._page(root, 1) for root in range(len(self.chains)))

    def horizon(self, page: ListPage) -> date:
        """The latest day that a date without a year on this page can mean."""
        return self.chains[page.root].horizon

    def broke(self, page: ListPage) -> None:
        """A page could not be read: what lies behind it was not seen."""
        self.chains[page.root].broken = True

    def turn(self, page: ListPage, found: Found, *, all_known: bool = False) -> Turn:
        """What follows from a page that was read. `all_known`: every link on it leads to a page that is kept."""
        chain = self.chains[page.root]
        fresh = [link for link in found.links if hash(link.url) not in chain.seen]
        chain.seen.update(hash(link.url) for link in fresh)
        self._count(fresh)
        links = tuple(link for link in fresh if self._wanted(link))
        if self.source.kind is SourceKind.SITEMAP:
            pages = self._branches(page, found.further)
            full = len(self.tree) > self.max_pages
            chain.broken |= full
            return Turn(links, () if full else pages, endless=full, empty=not found.links and not found.further)
        following = () if self._ends(chain, fresh, all_known=all_known) else self._next(page, found)
        endless = bool(following) and page.turn >= self.max_pages
        chain.broken |= endless
        return Turn(links, () if endless else following, empty=page.turn == 1 and not found.links, endless=endless)

    def reached(self) -> date | None:
        """The day back to which everything was seen: the latest over all lists; None where nothing can be said."""
        days_ = [self._reached(chain) for chain in self.chains]
        return None if any(day is None for day in days_) or not days_ else max(day for day in days_ if day)

    def gaps(self) -> tuple[str, ...]:
        """Months between `reached` and the window's end of which no list held an item; only where dates were seen.

        The month that is still running is none of them.
        """
        first = self.reached()
        last = min(self.window.until or self.today, self.today)
        if first is None or not self.months:
            return ()
        first = max(first, date(*min(self.months), 1)) if self.window.since is None else first
        span = range(
            first.year * 12 + first.month - 1,
            min(last.year * 12 + last.month, self.today.year * 12 + self.today.month - 1),
        )
        return tuple(f"{n // 12}-{n % 12 + 1:02}" for n in span if (n // 12, n % 12 + 1) not in self.months)

    def _reached(self, chain: _Chain) -> date | None:
        if chain.broken:
            return chain.oldest
        since = self.window.since
        if since is None or chain.passed or chain.oldest is None:
            return since or chain.oldest
        return max(since, chain.oldest)

    def _wanted(self, link: Link) -> bool:
        if self.source.titles and link.title and not re.search(self.source.titles, link.title):
            return False
        if link.published is None and (span := days(link.url)) is not None:
            return not (self.window.before(span[1]) or self.window.after(span[0]))
        return wanted(link, self.window, self.today)

    def _count(self, links: Iterable[Link]) -> None:
        for link in links:
            if link.published and link.published <= self.today:
                self.months.add((link.published.year, link.published.month))
                if not self.newest or link.published > self.newest:
                    self.newest = link.published

    def _ends(self, chain: _Chain, fresh: Sequence[Link], *, all_known: bool) -> bool:
        dates = [link.published for link in fresh if link.published]
        order = _without_pinned(dates)
        if order:
            chain.oldest = min(order[-1], chain.oldest or order[-1])
            if chain.orderly:
                chain.horizon = min(chain.horizon, order[-1])
        chain.orderly = chain.orderly and _falls(dates)
        if not fresh:
            return True
        since = self.window.since
        if since is None:
            return False
        dated = len(dates) * 2 >= len(fresh)
        if not dated:
            return all_known and self.covered
        old = all(day < since for day in dates)
        chain.old_pages = chain.old_pages + 1 if old else 0
        tail = dates[-_TAIL:]
        chain.passed = (chain.orderly and all(day < since for day in tail)) or (
            chain.old_pages > 1 and not _rises(dates)
        )
        return chain.passed

    def _next(self, page: ListPage, found: Found) -> tuple[ListPage, ...]:
        if self.source.pages or any(
            "{page}" in text for text in (self.chains[page.root].first, self.source.body or "")
        ):
            return (self._page(page.root, page.turn + 1),)
        return tuple(ListPage(link.url, page.root, page.turn + 1) for link in found.further[:1])

    def _branches(self, page: ListPage, further: Iterable[Link]) -> tuple[ListPage, ...]:
        """The sitemaps an index names that may hold something of the window."""
        pages = []
        for link in further:
            span = days(link.url)
            if (
                link.url in self.tree
                or page.turn >= _DEEPEST
                or not self._wanted(Link(link.url, "", None, None, link.modified))
            ):
                continue
            if span is not None and (self.window.before(span[1]) or self.window.after(span[0])):
                continue
            self.tree.add(link.url)
            pages.append(ListPage(link.url, page.root, page.turn + 1, modified=link.modified))
        return tuple(pages)

    def _page(self, root: int, turn: int) -> ListPage:
        source, chain = self.source, self.chains[root]
        number = source.first_page + (turn - 1) * source.page_step
        url = chain.first
        if turn > 1 and source.pages:
            number = source.second + (turn - 2) * source.page_step
            url = urljoin(_filled(url, source, chain.keyword, number), source.pages)
        counted = turn > 1
        body = _filled_body(source, chain.keyword, number) if source.body else None
        return ListPage(_filled(url, source, chain.keyword, number), root, turn, body, counted)


def _filled(text: str, source: Source, keyword: str, number: int) -> str:
    word = quote(keyword.encode(source.keyword_encoding, "ignore"), safe="")
    last = number + source.page_step - 1
    return text.replace("{keyword}", word).replace("{page}", str(number)).replace("{last}", str(last))


def _filled_body(source: Source, keyword: str, number: int) -> str:
    text = source.body or ""
    if text.lstrip().startswith(("{", "[")):
        text = text.replace("{keyword}", json.dumps(keyword, ensure_ascii=False)[1:-1])
    return _filled(text, source, keyword, number)


def _without_pinned(dates: Sequence[date]) -> list[date]:
    """The dates that the rest of the page agrees with: none later stands after them."""
    kept: list[date] = []
    for day in reversed(dates):
        if not kept or day >= kept[-1]:
            kept.append(day)
    return kept[::-1]


def _falls(dates: Sequence[date]) -> bool:
    """Whether dates run from new to old, but for one block pinned at the top."""
    return sum(later > earlier for earlier, later in pairwise(dates)) <= 1 and not _rises(dates)


def _rises(dates: Sequence[date]) -> bool:
    """Whether dates run from old to new."""
    pairs = list(pairwise(dates))
    return len(set(dates)) >= _TAIL and all(earlier <= later for earlier, later in pairs)

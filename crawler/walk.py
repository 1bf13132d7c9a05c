"""How far a source's lists must be turned. Pure: pages of lists go in, links to fetch and pages to turn to come out.

A list of pages (listing, API, search, feed) is a *chain*: it is followed until its dates pass `since` (crawler.order).
Pinned old items at its top, undated items, and items repeated on every page do not end it; a page with nothing new
does. Sitemaps are a *tree*: branches that cannot hold anything of the window are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from urllib.parse import quote, urljoin

from crawler.found import Found
from crawler.names import Names
from crawler.order import Order
from crawler.urls import branch_days, days
from crawler.window import CHINA, Window, wanted
from models.source import Link, Outcome, Source, SourceKind

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
    """One list, page after page. `seen` holds hashes of addresses: a list may be a hundred thousand long.

    `passed` says that its days lie before the window from some page on; `left` that it was left though its days run in
    no order, so that more of the window may stand further on; `broken` that a page of it could not be had.
    """

    first: str
    keyword: str
    seen: Names = field(default_factory=Names)
    order: Order = field(default_factory=Order)
    passed: bool = False
    left: bool = False
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Short:
    """A list that does not reach back as far as was asked for: how far it does, or why that is not known.

    `where` names it by keyword or address, as ` in 算力`; empty where the source has no other.
    """

    where: str
    reached: date | None
    why: str = ""


class Walk:
    """The state of one source's walk through its lists in one run."""

    def __init__(
        self, source: Source, window: Window, today: date, max_pages: int, former: Outcome | None = None
    ) -> None:
        """`former` is a run that saw every list: where it was asked for as much, undated lists end on known ground."""
        self.source, self.window, self.today = source, window, today
        self.max_pages = source.max_list_pages or max_pages
        self.covered = (
            former is not None and window.since is not None and (former.since is None or former.since <= window.since)
        )
        words = source.keywords if any("{keyword}" in u for u in (*source.urls, source.body or "")) else ("",)
        self.chains = [_Chain(first, word) for first in source.urls for word in words or ("",)]
        self.tree: set[str] = set()
        self.months: set[tuple[int, int]] = set()
        self.newest: date | None = None

    def open(self) -> tuple[ListPage, ...]:
        """The first page of every list."""
        return tuple(self._page(root, 1) for root in range(len(self.chains)))

    def horizon(self, page: ListPage) -> date:
        """The latest day that a date without a year on this page can mean."""
        return self.chains[page.root].order.horizon(self.today)

    def broke(self, page: ListPage) -> None:
        """A page could not be read: what lies behind it was not seen."""
        self.chains[page.root].broken = True

    def turn(self, page: ListPage, found: Found, *, all_known: bool = False) -> Turn:
        """What follows from a page that was read. `all_known`: every link on it leads to a page that is kept."""
        chain = self.chains[page.root]
        fresh = [link for link in found.links if link.url not in chain.seen]
        chain.seen.add(link.url for link in fresh)
        self._count(fresh)
        links = tuple(link for link in fresh if self._wanted(link))
        if self.source.kind is SourceKind.SITEMAP:
            self._reach(chain, fresh)
            pages, full = self._branches(page, found.further)
            chain.broken |= full
            return Turn(links, pages, endless=full, empty=not found.links and not found.further)
        following = () if self._ends(chain, fresh, all_known=all_known) else self._next(page, found)
        endless = bool(following) and page.turn >= self.max_pages
        chain.broken |= endless
        return Turn(links, () if endless else following, empty=page.turn == 1 and not found.links, endless=endless)

    def reached(self) -> date | None:
        """The day back to which everything was seen: the latest over all lists; None where one cannot tell."""
        days_ = [self._reached(chain) for chain in self.chains if chain.seen or chain.broken]
        return None if None in days_ else max((day for day in days_ if day), default=None)

    def short(self) -> tuple[Short, ...]:
        """The lists that do not reach back to the window's first day, or do not tell whether they do."""
        found = []
        for chain in self.chains:
            reached = self._reached(chain)
            if not (chain.seen or chain.broken) or (reached and reached == self.window.since):
                continue
            why = "" if reached else _why(chain)
            where = f" in {chain.keyword or chain.first}" if len(self.chains) > 1 else ""
            found.append(Short(where, reached, why))
        return tuple(found)

    def gaps(self) -> tuple[str, ...]:
        """Months between the day reached and the window's end of which no list held an item; only where days were seen.

        The month that is still running is none of them.
        """
        reached = [day for day in map(self._reached, self.chains) if day]
        last = min(self.window.until or self.today, self.today)
        if not reached or not self.months:
            return ()
        first = max(*reached, date(*min(self.months), 1)) if self.window.since is None else max(reached)
        span = range(
            first.year * 12 + first.month - 1,
            min(last.year * 12 + last.month, self.today.year * 12 + self.today.month - 1),
        )
        return tuple(f"{n // 12}-{n % 12 + 1:02}" for n in span if (n // 12, n % 12 + 1) not in self.months)

    def _reached(self, chain: _Chain) -> date | None:
        since, oldest = self.window.since, chain.order.oldest
        if chain.left or (chain.broken and self.source.kind is SourceKind.SITEMAP):
            return None
        if chain.broken or since is None or oldest is None:
            return oldest
        return since if chain.passed else max(since, oldest)

    def _wanted(self, link: Link) -> bool:
        if self.source.titles and link.title and not re.search(self.source.titles, link.title):
            return False
        if link.published is None and (span := days(link.url)) is not None:
            return not (self.window.before(span[1]) or self.window.after(span[0]))
        return wanted(link, self.window, self.today)

    def _count(self, links: Iterable[Link]) -> None:
        for link in links:
            span = (link.published, link.published) if link.published else days(link.url)
            if span and span[0] <= self.today:
                self.months.add((span[0].year, span[0].month))
            if link.published and link.published <= self.today:
                self.newest = max(link.published, self.newest or link.published)

    def _days(self, links: Sequence[Link]) -> list[date]:
        """The days of links; where none has one, the last of the months their addresses tell. Mistakes left out."""
        told = [link.published for link in links if link.published]
        told = told or [min(span[1], self.today) for link in links if (span := days(link.url))]
        return [day for day in told if day <= self.today + timedelta(days=1)]

    def _ends(self, chain: _Chain, fresh: Sequence[Link], *, all_known: bool) -> bool:
        if not fresh:
            return True
        since, dates = self.window.since, self._days(fresh)
        if dates:
            chain.order.add(dates, since)
        if since is None:
            return False
        if len(dates) * 2 < len(fresh):  # undated
            return all_known and self.covered
        chain.passed = chain.order.passed(dates, since)
        chain.left = not chain.passed and chain.order.left
        return chain.passed or chain.left

    def _reach(self, chain: _Chain, links: Sequence[Link]) -> None:
        """How far back a sitemap goes. One that holds an item from before the window is taken to hold all of it."""
        dates = self._days(links)
        touched = [link.modified.astimezone(CHINA).date() for link in links if link.modified]
        chain.order.oldest = min([*dates, *([chain.order.oldest] if chain.order.oldest else [])], default=None)
        chain.passed |= any(map(self.window.before, [*dates, *touched]))

    def _next(self, page: ListPage, found: Found) -> tuple[ListPage, ...]:
        if self.source.pages or any(
            "{page}" in text for text in (self.chains[page.root].first, self.source.body or "")
        ):
            return (self._page(page.root, page.turn + 1),)
        return tuple(ListPage(link.url, page.root, page.turn + 1) for link in found.further[:1])

    def _branches(self, page: ListPage, further: Iterable[Link]) -> tuple[tuple[ListPage, ...], bool]:
        """The sitemaps an index names that may hold something of the window, and whether there are too many.

        Then those that tell to be the newest are taken.
        """
        wanted_: list[tuple[date, Link]] = []
        for link in further:
            span = branch_days(link.url)
            touched = link.modified.astimezone(CHINA).date() if link.modified else None
            latest = min(span[1] if span else date.max, touched or date.max)
            if link.url in self.tree or page.turn >= _DEEPEST or (span and self.window.after(span[0])):
                continue
            if self.window.before(latest):
                self.chains[page.root].passed = True
                continue
            wanted_.append((latest, link))
        room = max(0, self.max_pages - len(self.tree))
        full = len(wanted_) > room
        if full:
            wanted_ = sorted(wanted_, key=lambda pair: pair[0], reverse=True)[:room]
        self.tree.update(link.url for _, link in wanted_)
        pages = (ListPage(link.url, page.root, page.turn + 1, modified=link.modified) for _, link in wanted_)
        return tuple(pages), full

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


def _why(chain: _Chain) -> str:
    if chain.broken:
        return "not all of it could be read"
    return "its days run in no order" if chain.left else "it tells no days"

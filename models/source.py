"""Where pages come from: declared sources, the links found in them, and what is remembered of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from models.article import Page


class SourceKind(StrEnum):
    """How a source names its articles."""

    FEED = "feed"  # RSS, Atom or JSON Feed
    SITEMAP = "sitemap"  # sitemap, sitemap index or news sitemap, plain or gzip
    LISTING = "listing"  # HTML pages of links
    API = "api"  # JSON lists
    SEARCH = "search"  # HTML or JSON lists, one for each of `keywords`


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A place that publishes articles, as `config/sources/<id>.toml` declares it.

    `urls` are the first pages of its lists. They may hold `{page}` (counted from `first_page` by `page_step`; `{last}`
    is the number before the next one) and, for the kind search, `{keyword}`. `outlet` and `region` are what its
    articles inherit when their pages name none.

    Which links are articles: `articles` is a regular expression that an article's URL must match (searched, not
    anchored), `exclude` one that it must not; with neither, every link on the source's own hosts that looks like an
    article. `hosts` are further hosts whose links are admitted. `titles` is a regular expression that the words which
    lead to an article must match, where the list gives any: for media that write about everything.

    Listings: `links` is a CSS selector of the `<a>` elements, or of boxes that hold one; `dates` one of the element
    with the date within such a box; `next` one of the link to the next page. What is not given is found by itself.
    `pages` is the address of the further pages, relative to the list, with `{page}`: `index_{page}.html`; `second` is
    the number that page two has there.

    JSON: `items` is the dotted path to the list (`data.list`; empty: the answer itself), `item_url`, `item_date` and
    `item_title` are dotted paths within an item (alternatives by `|`); `item_link` builds the address out of the
    item's fields instead: `/article/{id}.html`. Where `items` leads to a piece of HTML, that is read as a listing.
    `body` is sent by POST where given, with the same placeholders.

    `delay` is in seconds between requests to one host; a longer crawl-delay in robots.txt wins. `headers` are sent in
    addition (a Referer, an X-Requested-With). `interval` fixes the minutes between two visits; 0 lets the source's own
    pace decide. `browser` asks for a rendered page. `allow_private` permits the source's own hosts, and no others, to
    lie at private, loopback or link-local addresses.
    """

    id: str
    name: str
    kind: SourceKind
    urls: tuple[str, ...]
    outlet: str | None = None
    region: str | None = None
    articles: str | None = field(default=None, metadata={"is": "regex"})
    exclude: str | None = field(default=None, metadata={"is": "regex"})
    titles: str | None = field(default=None, metadata={"is": "regex"})
    hosts: tuple[str, ...] = ()
    links: str | None = field(default=None, metadata={"is": "css"})
    dates: str | None = field(default=None, metadata={"is": "css"})
    next: str | None = field(default=None, metadata={"is": "css"})
    pages: str | None = None
    second: int = 1
    first_page: int = 1
    page_step: int = 1
    keywords: tuple[str, ...] = ()
    keyword_encoding: str = "utf-8"
    items: str = ""
    item_url: str = "url"
    item_link: str | None = None
    item_date: str | None = None
    item_title: str | None = None
    body: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    max_list_pages: int | None = None
    delay: float = 1.0
    interval: int = 0
    browser: bool = False
    allow_private: bool = False
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """An article's address as a source's list gives it, with what the list says of it."""

    url: str
    source: str
    published: date | None = None
    title: str | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is remembered of an article's address.

    `gone` says that it will never yield a page (404 for days, refused, too large): then the rest is empty. The
    validators are those of the last answer; they make the next request a conditional one. `first` is when it was first
    had, `fetched_at` when it was last asked for; `titles` are the words under which lists named it when it was, the
    latest last; `published` is the day that list or address gave it.
    """

    fetched_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None
    gone: bool = False
    first: datetime | None = None
    titles: tuple[str, ...] = ()
    published: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """An article that could not be had and is to be asked for again: since when, when last, and what was wrong."""

    link: Link
    since: datetime
    tried: datetime
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A page of a source's list as last seen: its validators, and what it held.

    A later 304 means that `links` and `further` (the pages that follow it, or a sitemap index names) still hold.
    """

    url: str
    source: str
    fetched_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    links: tuple[Link, ...] = ()
    further: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one source fared in one run: what health and the next visit are computed from.

    `listed` counts the links its lists held within the window, `pages` the new ones fetched, `newest` is the latest
    date among them. `reached` is the day back to which everything was seen: the window's first day, or a later one
    where the lists end before it; None where that is not known, as of a list without days. `gaps` are months
    (`2022-03`) between that day and the window's end of which the lists held nothing. `failures` counts by kind;
    `broken` says which lists were of no use, by address, and the kind of reason. `fresh` counts those of `pages` that
    came out since the source was visited before: what a reach into the past brings back says nothing about its pace.
    """

    source: str
    started_at: datetime
    finished_at: datetime
    since: date | None = None
    until: date | None = None
    lists: int = 0
    listed: int = 0
    pages: int = 0
    newest: date | None = None
    reached: date | None = None
    gaps: tuple[str, ...] = ()
    failures: Mapping[str, int] = field(default_factory=dict)
    complete: bool = False
    broken: Mapping[str, str] = field(default_factory=dict)
    fresh: int | None = None


class Belonging(StrEnum):
    """How a page belongs to an article's first one."""

    PART = "part"  # the article goes on there
    ATTACHMENT = "attachment"  # a document that it links


@dataclass(frozen=True, slots=True)
class Onward:
    """Where a page's article goes on: the address of its next part, and those of the documents it links."""

    next_page: str | None = None
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """What belongs to an article's page, known under `keys`; without `page` it could not be had, for `problem`."""

    kind: Belonging
    url: str
    page: Page | None = None
    keys: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page on its way to the shelf, with what belongs to it: known under all of `keys` from then on, as `kept`.

    Without `kept` nothing is remembered of it but what the page itself tells.
    """

    page: Page
    keys: tuple[str, ...]
    kept: Kept | None = None
    further: tuple[Further, ...] = ()

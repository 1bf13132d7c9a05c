"""Where pages come from: declared sources and the links found in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class SourceKind(StrEnum):
    """How a source names its articles."""

    FEED = "feed"
    SITEMAP = "sitemap"
    LISTING = "listing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A place that publishes articles, as `config/sources/<id>.toml` declares it.

    `outlet` and `region` are what its articles inherit when their pages name none. `articles` is a regular expression
    that an article's URL must match (searched, not anchored); None admits every link on the source's own hosts.
    `links`, `dates` and `next` are CSS selectors for listings. `delay` is in seconds between requests to one host.
    """

    id: str
    name: str
    kind: SourceKind
    urls: tuple[str, ...]
    outlet: str | None = None
    region: str | None = None
    articles: str | None = None
    links: str | None = None
    dates: str | None = None
    next: str | None = None
    delay: float = 1.0
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

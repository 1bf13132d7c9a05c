"""A page as served, and the article read out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Bytes as served, before anybody read them.

    `url` is the canonical address, `requested` the one that was asked for. `body` is the payload after transfer and
    content encoding, with its character set untouched. `fetched_at` is aware. `published` is what the listing said.
    """

    url: str
    body: bytes
    fetched_at: datetime
    source: str | None = None
    requested: str | None = None
    status: int = 200
    content_type: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    published: date | None = None
    sha256: str = field(default="")

    def __post_init__(self) -> None:
        if not self.sha256:
            object.__setattr__(self, "sha256", sha256(self.body).hexdigest())


class Precision(StrEnum):
    """How exactly a publication time is stated."""

    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Published:
    """When an article was published.

    `day` is the day in China; `at` the aware time where the page states one; `evidence` says where it was read
    (meta, text, url, front matter, listing, given, inferred ...), with the words as written where there are any.
    """

    day: date
    at: datetime | None = None
    precision: Precision = Precision.DAY
    evidence: str = ""

    def isoformat(self) -> str:
        """The time where one is stated, else the day: `2022-02-11T22:22:45+08:00` or `2022-02-11`."""
        return self.at.isoformat() if self.at else self.day.isoformat()


@dataclass(frozen=True, slots=True)
class Item:
    """One of several stories in an article: `title`, and its text as offsets (code points) into the body."""

    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a document a stretch of the body stands: `label` is `第3页` or `表1!B4`, offsets are into the body."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as read. Offsets anywhere in Shuzhi are code points into `body`.

    In `body` a line is a paragraph, heading or table row; the cells of a row are separated by one tab and a table's
    caption is the line above it. `items` is not empty only for an article that tells several stories. `region` is the
    place its source covers. `attachments` are the addresses of documents (PDF, XLS, XLSX) it links, `next_page` that
    of its next page; `places` says which page or cell a stretch of the body was read from, where it is an attachment's
    or of several pages. `origin` is the outlet that it goes back to, as it says itself or as the earlier article that
    it retells does; `story` is that article's id. `id` is the record's id where one was given, else derived from the
    address.
    """

    id: str
    body: str
    title: str | None = None
    published: Published | None = None
    outlet: str | None = None
    author: str | None = None
    editor: str | None = None
    url: str | None = None
    source: str | None = None
    region: str | None = None
    origin: str | None = None
    items: tuple[Item, ...] = ()
    topics: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    sha256: str | None = None
    attachments: tuple[str, ...] = ()
    next_page: str | None = None
    places: tuple[Place, ...] = ()
    story: str | None = None

"""What the crawler needs of whoever keeps pages: two small doors, `Known` to ask and `Sink` to hand over.

Articles are known by *keys*, not by their addresses: `crawler.urls.key` folds http and https, www and m., and tracking
parameters together. A shelf need not understand keys; it stores them as strings, each leading to one kept page.

All methods are called in the thread that called `crawler.run.run`, one at a time, and may block: the network does not
wait for them, and no more than a few pages wait in memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from models.article import Page
from models.report import Failure
from models.source import Debt, Fetched, Kept, Link, Onward, Outcome, Visit


class Known(Protocol):
    """What is already on the shelf."""

    def kept(self, keys: Sequence[str]) -> Mapping[str, Kept]:
        """What is remembered of these keys; keys never heard of are left out. At most a few hundred at once."""

    def same_body(self, sha256: str) -> str | None:
        """The `url` of a kept page with exactly this body, else None."""

    def visit(self, url: str) -> Visit | None:
        """The list page at this address as last handed to `Sink.visit`."""

    def outcome(self, source: str) -> Outcome | None:
        """The last outcome of this source that was `complete`."""

    def debts(self, source: str) -> Sequence[Debt]:
        """What this source owes, as last handed to `Sink.debts`."""


class Sink(Protocol):
    """Where everything found goes, at once; what a method was given must survive a kill after it returned."""

    def pages(self, some: Sequence[Fetched]) -> None:
        """Keep pages with what belongs to them, in order, all or nothing.

        A key known already: the page changed in place.
        """

    def unchanged(self, keys: Sequence[str], kept: Kept) -> None:
        """A page already kept was asked for again and is the same; `kept` is what to remember now.

        Also called when another address turns out to lead to a page that is kept: `keys` then holds both.
        """

    def gone(self, link: Link, keys: Sequence[str], failure: Failure, at: datetime) -> None:
        """These keys will never yield a page; they are known as `gone` from now on."""

    def visit(self, visit: Visit) -> None:
        """Remember a list page in place of its former state."""

    def outcome(self, outcome: Outcome) -> None:
        """A source has been walked; add its outcome to its history."""

    def debts(self, source: str, debts: Sequence[Debt]) -> None:
        """Remember the articles that could not be had, in place of those remembered before."""


class Follow(Protocol):
    """What is asked about a page that arrived."""

    def onward(self, page: Page) -> Onward:
        """Where the page's article goes on, by what stands on the page."""

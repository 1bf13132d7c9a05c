"""One look at a source, keeping nothing: what its lists hold now, and whether an article can be had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from config.settings import CrawlSettings
from crawler.run import Clock, run
from crawler.window import Window
from models.article import Page
from models.report import Failure
from models.source import Debt, Fetched, Kept, Link, Outcome, Source, Visit


@dataclass(slots=True)
class Trial:
    """What one look found. `links` are those of the first page of every list; `pages` a few of the articles."""

    source: str
    links: list[Link] = field(default_factory=list)
    further: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether lists name articles, at least one could be fetched, and nothing failed."""
        return bool(self.links and self.pages and not self.failures)

    @property
    def dated(self) -> int:
        """How many of the links have a day."""
        return sum(link.published is not None for link in self.links)

    # The doors of a shelf that knows nothing and forgets everything but this look.

    def kept(self, keys: Sequence[str]) -> Mapping[str, Kept]:  # noqa: ARG002
        """Nothing is kept."""
        return {}

    def same_body(self, sha256: str) -> str | None:  # noqa: ARG002
        """Nothing is kept."""
        return None

    def visit(self, url: str) -> Visit | None:  # noqa: ARG002
        """Nothing was visited."""
        return None

    def outcome(self, source: str) -> Outcome | None:  # noqa: ARG002
        """Nothing was walked."""
        return None

    def debts(self, source: str) -> Sequence[Debt]:  # noqa: ARG002
        """Nothing is owed."""
        return ()


@dataclass(slots=True)
class _Desk:
    trial: Trial

    def pages(self, some: Sequence[Fetched]) -> None:
        self.trial.pages.extend(one.page for one in some)

    def unchanged(self, keys: Sequence[str], kept: Kept) -> None:
        pass

    def gone(self, link: Link, keys: Sequence[str], failure: Failure, at: datetime) -> None:
        pass

    def visit(self, visit: Visit) -> None:
        self.trial.links.extend(visit.links)
        self.trial.further.extend(link.url for link in visit.further)

    def outcome(self, outcome: Outcome) -> None:
        pass

    def debts(self, source: str, debts: Sequence[Debt]) -> None:
        pass


def try_source(source: Source, settings: CrawlSettings, *, clock: Clock, articles: int = 2) -> Trial:
    """Look at the first page of each of the source's lists, and at `articles` of the articles they name."""
    trial = Trial(source.id)
    short = replace(source, max_list_pages=1, titles=None)
    report = run([short], Window(), trial, _Desk(trial), settings, clock=clock, most=articles)
    trial.failures.extend(failure for failure in report.failures if failure.kind != "endless")
    return trial


def fetch_one(url: str, source: Source, settings: CrawlSettings, *, clock: Clock) -> Trial:
    """One page, fetched as the source's articles are: its manners, headers and browser. Nothing is kept."""
    trial = Trial(source.id)
    link = Link(url, source.id)
    report = run([source], Window(), trial, _Desk(trial), settings, clock=clock, only=(link,))
    trial.failures.extend(report.failures)
    return trial

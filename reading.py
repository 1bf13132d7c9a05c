"""One kept page -> an article and its observations.

    kept ─► read ─► figures ─► observe ─► Reading     one a page, failures included

Who has whole shelves to read asks `readers`, which does this on all cores.
"""

from __future__ import annotations

import contextlib
import json
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from config.loader import Config
from models.article import Article, Page, Published
from models.errors import NotAnArticle, ReadError, Scan, ShuzhiError
from models.metric import Observation
from storage.pages import Form, Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one page yielded: an article with its observations, or the `problem` (a short word) and its `message`.

    `marks` are the numbers by which other tellings of its story are found. `missing` are the parts that could not be
    read, each with the reason; the article was read without them.
    """

    kept: Kept
    article: Article | None = None
    observations: tuple[Observation, ...] = ()
    problem: str | None = None
    message: str = ""
    seconds: float = 0.0
    marks: tuple[int, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()


class Reader:
    """Reads one page at a time; built once a process, because its dictionaries take a second to load."""

    def __init__(self, config: Config) -> None:
        from extract.tokens import Tokenizer

        self.config = config
        self.zone = ZoneInfo(config.settings.general.timezone)
        self.sources = {source.id: source for source in config.sources}
        words = [word for topic in config.topics for word in topic.words]
        words += [word for metric in config.metrics for word in (metric.name, *metric.aliases)]
        self.tokenizer = Tokenizer(words)
        self.linking: tuple[str, Article | None] | None = None

    def read(self, kept: Kept) -> Reading:
        """What `kept` yields; never raises for what stands in it."""
        started = time.perf_counter()
        try:
            with _limit(self.config.settings.read.seconds_per_page):
                found = self._read(kept)
        except Scan as error:
            found = Reading(kept=kept, problem="scan", message=error.message)
        except NotAnArticle as error:
            found = Reading(kept=kept, problem="not_article", message=error.message)
        except ShuzhiError as error:
            found = Reading(kept=kept, problem="unreadable", message=error.message)
        except _TooLongError:
            limit = self.config.settings.read.seconds_per_page
            found = Reading(kept=kept, problem="too_slow", message=f"took more than {limit:g} seconds")
        except (MemoryError, RecursionError) as error:
            found = Reading(kept=kept, problem="too_large", message=type(error).__name__)
        except Exception as error:  # noqa: BLE001 - a mistake of ours must cost one page, not the run
            found = Reading(kept=kept, problem="internal", message=f"{type(error).__name__}: {error}")
        return replace(found, seconds=time.perf_counter() - started)

    def _read(self, kept: Kept) -> Reading:
        from extract.duplicates import marks, retold
        from extract.figures import read_figures
        from extract.gathering import joined, placed
        from extract.matching import observe

        first = self._record(kept) if kept.form is Form.RECORD else self._bytes(kept)
        parts, missing = self._parts(kept)
        article = retold(self._article(kept, joined(first, parts) if parts else first), ())
        figures = read_figures(article, tokenizer=self.tokenizer)
        observations = observe(article, figures, self.config.metrics, kept.page.fetched_at)
        return Reading(
            kept=kept,
            article=article,
            observations=placed(observations, article, parts),
            marks=marks(article.body),
            missing=tuple(missing),
        )

    def _article(self, kept: Kept, article: Article) -> Article:
        """The article with what it inherits: of the page that links it, of its source, of its arrival."""
        from extract.gathering import attached
        from extract.topics import topics_of

        if kept.linked is not None:
            article = attached(article, self._linking(kept.linked))
        source = self.sources.get(kept.page.source or "")
        if source is not None:
            article = replace(article, outlet=article.outlet or source.outlet, region=article.region or source.region)
        if article.published is None:
            day = kept.page.fetched_at.astimezone(self.zone).date()
            article = replace(article, published=Published(day, evidence="arrival"))
        topics, keywords = topics_of(article.title, article.body, self.config.topics)
        return replace(article, topics=topics, keywords=keywords)

    def _parts(self, kept: Kept) -> tuple[list[Article], list[tuple[str, str]]]:
        """The further parts of the article, in order, and those that could not be read, with the reason."""
        from extract.article import read_page

        parts: list[Article] = []
        missing: list[tuple[str, str]] = []
        for page in kept.parts:
            try:
                parts.append(read_page(page))
            except ReadError as error:
                missing.append((page.url, error.message))
        return parts, missing

    def _linking(self, page: Page) -> Article | None:
        """The article on the page that links an attachment; its attachments come one after another."""
        from extract.article import read_page

        if self.linking is None or self.linking[0] != page.sha256:
            try:
                self.linking = page.sha256, read_page(page)
            except ReadError:
                self.linking = page.sha256, None
        return self.linking[1]

    def _bytes(self, kept: Kept) -> Article:
        from extract.article import article_id, read_bytes
        from extract.attachments import kind_of

        page = kept.page
        if kept.linked is not None and kind_of(page.body) is None:
            raise NotAnArticle(page.url, "linked as a document, and is none")
        given = {name.removeprefix("shuzhi-"): value for name, value in page.headers if name.startswith("shuzhi-")}
        url = None if kept.form is Form.FILE and page.url.startswith("file:") else page.url
        return read_bytes(
            page.body,
            id=_copied(kept.key or article_id(kept.address, page.body), kept.copy),
            url=url,
            name=kept.name,
            content_type=page.content_type,
            fetched_at=page.fetched_at,
            published=page.published,
            title=given.get("title"),
            outlet=given.get("outlet"),
            source=page.source,
            sha256_hex=page.sha256,
        )

    def _record(self, kept: Kept) -> Article:
        """A record's body is taken as it is."""
        from extract import dates
        from extract.items import split_items

        record = json.loads(kept.page.body)
        body, title = record["body"], record.get("title")
        if not body.strip():
            raise NotAnArticle(record["id"], "the body is empty")
        return Article(
            id=_copied(record["id"], kept.copy),
            body=body,
            title=title,
            published=dates.given(record.get("published") or kept.page.published)
            or dates.infer(f"{title or ''}\n{body}"),
            outlet=record.get("outlet"),
            url=record.get("url"),
            items=split_items(title or "", body),
            sha256=kept.page.sha256,
        )


def _copied(key: str, copy: int) -> str:
    """The id of a later copy of a page: `abc~2`. Both copies stay, each with its own observations."""
    return key if copy == 1 else f"{key}~{copy}"


class _TooLongError(BaseException):
    """The time is up. Not an Exception, so that no library's `except Exception` swallows it."""


@contextlib.contextmanager
def _limit(seconds: float) -> Iterator[None]:
    def up(*_: object) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGALRM, up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

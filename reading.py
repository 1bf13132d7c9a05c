"""Kept pages -> articles and observations, on all cores, in the order given.

    kept ─► [reader process] read ─► figures ─► observe ─► Reading     one a page, failures included

A page that takes too long is given up, one that brings its reader down (memory, a crash in C) takes only itself with
it: the reader is replaced and the others go on. Which reader had a page makes no difference to what is read.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from zoneinfo import ZoneInfo

from config.loader import Config
from models.article import Article, Page, Published
from models.errors import NotAnArticle, ReadError, Scan, ShuzhiError
from models.metric import Observation
from storage.pages import Form, Kept

_GRACE = 5.0
"""Seconds beyond the limit after which a reader that does not answer is killed: it hangs where no signal reaches."""

_WARMING_UP = 60.0
"""Seconds that a new reader may take for its dictionaries."""


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


def _serve(pipe: Connection, config: Config) -> None:
    """A reader process: pages in, Readings out, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    reader = Reader(config)
    with contextlib.suppress(EOFError, OSError):  # the parent is gone
        while True:
            for kept in pipe.recv():
                pipe.send(reader.read(kept))


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    hands: deque[Kept] = field(default_factory=deque)
    since: float = 0.0
    fresh: bool = True


class _Pool:
    """Readers with at most a batch each in hand, started when there is something for them."""

    def __init__(self, config: Config, size: int) -> None:
        self.config = config
        self.size = size
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(["extract.article", "extract.figures", "extract.tokens", "reading"])
        self.workers: list[_Worker] = []

    def idle(self) -> _Worker | None:
        """A reader with empty hands, None where all are busy."""
        for worker in self.workers:
            if not worker.hands:
                return worker
        if len(self.workers) == self.size:
            return None
        self.workers.append(self._start())
        return self.workers[-1]

    def _start(self) -> _Worker:
        ours, theirs = self.context.Pipe()
        process = self.context.Process(target=_serve, args=(theirs, self.config), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def give(self, worker: _Worker, batch: Sequence[Kept]) -> None:
        worker.hands.extend(batch)
        worker.since = time.monotonic()
        with contextlib.suppress(BrokenPipeError):  # its death is noticed by `collect`
            worker.pipe.send(list(batch))

    def collect(self) -> Iterator[Reading]:
        """Whatever arrives within a moment."""
        busy = {worker.pipe: worker for worker in self.workers if worker.hands}
        for pipe in wait(list(busy), timeout=0.5):
            worker = busy[pipe]  # type: ignore[index]
            try:
                reading = worker.pipe.recv()
            except (EOFError, ConnectionResetError):
                yield from self._replace(worker, "crashed", "brought the reader down")
                continue
            worker.hands.popleft()
            worker.since = time.monotonic()
            worker.fresh = False
            yield reading
        limit = self.config.settings.read.seconds_per_page
        for worker in list(self.workers):
            # The first page of a fresh reader also waits for its dictionaries.
            patience = limit + _GRACE + (_WARMING_UP if worker.fresh else 0)
            if worker.hands and time.monotonic() - worker.since > patience:
                yield from self._replace(worker, "too_slow", f"took more than {limit:g} seconds")

    def _replace(self, worker: _Worker, problem: str, message: str) -> Iterator[Reading]:
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        lost, *rest = worker.hands
        new = self._start()
        self.workers[self.workers.index(worker)] = new
        if rest:
            self.give(new, rest)
        yield Reading(kept=lost, problem=problem, message=message)

    def close(self) -> None:
        for worker in self.workers:
            worker.pipe.close()
            worker.process.kill()
            worker.process.join()


def readings(pages: Iterable[Kept], config: Config) -> Iterator[Reading]:
    """Read `pages`, however many, on `read.workers` processes; in the order given, whatever finishes first."""
    settings = config.settings.read
    workers, size = settings.workers or os.cpu_count() or 1, settings.batch
    source = iter(pages)
    first = list(islice(source, workers * size))
    if len(first) < workers * size:
        size = max(1, -(-len(first) // workers))  # few pages: still something for every core
    source = chain(first, source)
    pool = _Pool(config, workers)
    order: deque[int] = deque()
    done: dict[int, Reading] = {}
    batch = list(islice(source, size))
    try:
        while batch or order:
            # A slow page at the head must not let the finished ones behind it fill the memory.
            while batch and len(order) < 8 * workers * size and (worker := pool.idle()) is not None:
                order.extend(kept.number for kept in batch)
                pool.give(worker, batch)
                batch = list(islice(source, size))
            for reading in pool.collect():
                done[reading.kept.number] = reading
            while order and order[0] in done:
                yield done.pop(order.popleft())
    finally:
        pool.close()

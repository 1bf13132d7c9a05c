"""A real site on loopback whose pages tests write, and a shelf in memory that remembers what it was handed."""

from __future__ import annotations

import contextlib
import hashlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from config.settings import CrawlSettings
from crawler.run import run
from crawler.window import Window
from models.article import Page
from models.report import Failure, Report
from models.source import Debt, Fetched, Kept, Link, Outcome, Source, SourceKind, Visit

NOW = datetime(2023, 3, 1, 4, 0, tzinfo=UTC)
SINCE = date(2023, 2, 1)

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True)
class Asked:
    """A request as the server saw it."""

    at: float
    path: str
    headers: Mapping[str, str]
    body: bytes = b""


class Site:
    """Pages by path; each is text, bytes, or a function that answers by itself. Sends and honours ETags."""

    def __init__(self) -> None:
        self.pages: dict[str, str | bytes | Answer] = {}
        self.types: dict[str, str] = {}
        self.asked: list[Asked] = []
        self.etags = True
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            timeout = 30

            def log_message(self, *_: Any) -> None: ...

            def do_GET(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                site.asked.append(Asked(time.monotonic(), self.path, dict(self.headers), self.rfile.read(length)))
                with contextlib.suppress(ConnectionError):
                    site.answer(self)

            do_POST = do_GET  # noqa: N815

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False
            request_queue_size = 128

            def handle_error(self, *_: Any) -> None: ...

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        page = self.pages.get(handler.path)
        if callable(page):
            page(handler)
        elif page is None:
            send(handler, 404, b"<html><body>nothing here</body></html>")
        else:
            self._page(handler, page.encode() if isinstance(page, str) else page)

    def _page(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        etag = f'"{hashlib.md5(body).hexdigest()}"'  # noqa: S324
        if self.etags and handler.headers.get("If-None-Match") == etag:
            send(handler, 304, b"", ETag=etag)
            return
        headers = {"ETag": etag} if self.etags else {}
        kind = self.types.get(handler.path, "text/html")
        send(handler, 200, body, **{"Content-Type": kind}, **headers)

    def paths(self, *, robots: bool = False) -> list[str]:
        """The paths asked for, in order."""
        return [asked.path for asked in self.asked if robots or asked.path != "/robots.txt"]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    """A whole answer."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    if status != 304:
        handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def redirect(to: str) -> Answer:
    """A page that leads elsewhere."""
    return lambda handler: send(handler, 302, b"", Location=to)


@contextlib.contextmanager
def serving() -> Iterator[Site]:
    """A site for one test."""
    site = Site()
    try:
        yield site
    finally:
        site.close()


@dataclass
class Memory:
    """`Known` and `Sink` in memory."""

    keys: dict[str, Kept] = field(default_factory=dict)
    visits: dict[str, Visit] = field(default_factory=dict)
    pages: list[Page] = field(default_factory=list)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    owed: dict[str, Sequence[Debt]] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)

    def kept(self, keys: Sequence[str]) -> Mapping[str, Kept]:
        return {key: self.keys[key] for key in keys if key in self.keys}

    def same_body(self, sha256: str) -> str | None:
        return self.bodies.get(sha256)

    def visit(self, url: str) -> Visit | None:
        return self.visits.get(url)

    def outcome(self, source: str) -> Outcome | None:
        found = self.outcomes.get(source)
        return found if found and found.complete else None

    def debts(self, source: str) -> Sequence[Debt]:
        return self.owed.get(source, ())

    @property
    def sink(self) -> MemorySink:
        return MemorySink(self)


@dataclass
class MemorySink:
    """The other door of a Memory."""

    memory: Memory

    def pages(self, some: Sequence[Fetched]) -> None:
        for one in some:
            self.memory.pages.extend((one.page, *(other.page for other in one.further if other.page)))
            self.memory.bodies[one.page.sha256] = one.page.url
            if one.kept is not None:
                self.unchanged(one.keys, one.kept)

    def unchanged(self, keys: Sequence[str], kept: Kept) -> None:
        self.memory.keys |= dict.fromkeys(keys, kept)

    def gone(self, link: Link, keys: Sequence[str], failure: Failure, at: datetime) -> None:
        assert link.url == failure.subject
        titles = (link.title,) if link.title else ()
        self.memory.keys |= dict.fromkeys(keys, Kept(fetched_at=at, gone=True, titles=titles))

    def visit(self, visit: Visit) -> None:
        self.memory.visits[visit.url] = visit

    def outcome(self, outcome: Outcome) -> None:
        self.memory.outcomes[outcome.source] = outcome

    def debts(self, source: str, debts: Sequence[Debt]) -> None:
        self.memory.owed[source] = debts


def source(site: Site, path: str = "/list/", kind: str = "listing", **more: Any) -> Source:
    """A source on the site, without delay."""
    values: dict[str, Any] = {"delay": 0.0, "allow_private": True, "urls": (site.url + path,), **more}
    return Source(id="s", name="来源", kind=SourceKind(kind), **values)


def settings(**more: Any) -> CrawlSettings:
    """Settings for tests: nothing is tried again and nothing waited for long, unless asked for."""
    return CrawlSettings(**{"retries": 0, "timeout": 5.0, **more})


def crawl(
    *sources: Source,
    memory: Memory | None = None,
    window: Window = Window(SINCE),  # noqa: B008 - frozen
    now: datetime = NOW,
    plan: bool = False,
    **more: Any,
) -> tuple[Report, Memory]:
    """One run; returns its report and the shelf."""
    shelf = memory or Memory()
    report = run(sources, window, shelf, shelf.sink, settings(**more), clock=lambda: now, plan=plan)
    return report, shelf


def listing(*items: tuple[str, str] | tuple[str, str, str], more: str = "") -> str:
    """A listing page: items are path, date and perhaps words."""
    rows = "".join(
        f'<li><a href="{path}">{words[0] if words else "数字经济要闻 " + path}</a><span>{day}</span></li>'
        for path, day, *words in items
    )
    return f"<html><head><meta charset=utf-8></head><body><ul>{rows}</ul>{more}</body></html>"


def article(words: str) -> str:
    """An article's page."""
    head = f"<html><head><meta charset=utf-8><title>{words}</title></head>"
    return f"{head}<body><h1>{words}</h1><p>{words}，全年规模稳步增长。</p></body></html>"


def kinds(report: Report) -> list[str]:
    """The failure kinds of a report, in order."""
    return [failure.kind for failure in report.failures]

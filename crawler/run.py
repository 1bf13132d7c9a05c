"""`run`: the crawler's one door. Sources and a window in, pages out into a sink, a Report of what could not be done.

Failure kinds in the Report are the words of `crawler.failures.Kind`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from config.settings import CrawlSettings
from crawler.arrival import by_source
from crawler.browser import browser_settings, executable
from crawler.counter import Shelf
from crawler.fetch import Fetcher
from crawler.gateway import Gateway
from crawler.manners import Manners
from crawler.network import Desk, network
from crawler.settings import scrapy_settings
from crawler.shelf import Follow, Known, Sink
from crawler.spider import SourcesSpider
from crawler.visitor import Visitor
from crawler.window import Window
from models.report import Report
from models.source import Link, Source

Clock = Callable[[], datetime]
"""Tells the aware time; injected, so that runs can be repeated."""


def run(
    sources: Sequence[Source],
    window: Window,
    known: Known,
    sink: Sink,
    settings: CrawlSettings,
    *,
    clock: Clock,
    progress: Callable[[Report], None] | None = None,
    plan: bool = False,
    most: int | None = None,
    only: Sequence[Link] = (),
    follow: Follow | None = None,
) -> Report:
    """Walk every source's lists through `window` and hand each article's page to `sink`, once.

    Blocks until done; may be called any number of times in one process, from any thread (runs take turns). The network
    lives in a thread of its own; `known`, `sink` and `progress` are called in the caller's thread only, so a SQLite
    connection may be used there. An exception out of `known` or `sink` stops the run and is raised here, and so does
    KeyboardInterrupt; everything handed over before is kept.

    `plan` fetches lists only and tells in `counts["planned"]` and in the notes how many pages a run would fetch;
    nothing is handed to `sink`. `most` bounds the articles fetched of each source. With
    `only`, no list is turned: these links are fetched, each as its source would. With `follow`, the further parts of
    an article and the documents it links are fetched too, and kept together with it.

    Counts: `lists`, `listed`, `pages` (new or changed ones handed over), `unchanged`, `known` (not asked for again),
    `duplicates`, `parts`, `attachments`, `planned`, `requests`. Notes say how far back each source could be reached,
    months without items, and which of several sources gave how many pages.
    """
    net = network()
    loop = net.loop()
    with net.turn:
        desk = Desk(loop)
        report = Report()
        shelf = Shelf(known, sink, desk, report, settings, window, clock, plan, progress, most, only, follow)
        desk.serve(_crawl(sources, shelf))
    return report


async def _crawl(sources: Sequence[Source], shelf: Shelf) -> None:
    """One Scrapy crawl over all sources, on the network's loop."""
    from scrapy.crawler import AsyncCrawlerRunner

    manners = Manners.of(sources, shelf.settings)
    network().resolver.guard = manners.guard
    visitors = [Visitor(source, shelf, Fetcher(_not_yet, manners, shelf.settings, shelf.clock)) for source in sources]
    path = executable(shelf.settings) if any(source.browser for source in sources) else None
    async with Gateway(manners.guard) if path else nullcontext(0) as port:
        more = browser_settings(shelf.settings, path, port) if path else {}
        await _run(AsyncCrawlerRunner({**scrapy_settings(shelf.settings), **more}), visitors, manners)
    shelf.report.add("requests", manners.requests)
    brought = {visitor.source.id: visitor.tally.counts["pages"] for visitor in visitors}
    if len(brought) > 1 and (said := by_source(brought)):
        shelf.report.notes.append(said)


async def _run(runner: Any, visitors: Sequence[Visitor], manners: Manners) -> None:
    crawler: Any = runner.create_crawler(SourcesSpider)
    task = asyncio.ensure_future(crawler.crawl_async(visitors=visitors, manners=manners))
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        crawler.spider.stop()
        await asyncio.gather(task, return_exceptions=True)
        raise
    spider: Any = crawler.spider
    if spider is not None and spider.trouble is not None:
        raise spider.trouble


def _not_yet(_: Any) -> Any:
    raise AssertionError("the spider sets the downloader when it starts")

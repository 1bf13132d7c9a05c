"""The one generic spider: walks every source's lists and fetches the articles they name.

It asks Scrapy for downloads itself instead of scheduling requests, so that a source's lists are never turned faster
than their articles are fetched: no more than a few dozen links wait in memory however long a list is.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Spider

from crawler.manners import Manners
from crawler.visitor import Visitor


class SourcesSpider(Spider):
    """`visitors`, one for each source, do the work; this gives them Scrapy's downloader."""

    name = "sources"
    no_requests: tuple[Any, ...] = ()

    def __init__(self, visitors: list[Visitor], manners: Manners, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.visitors = visitors
        self.manners = manners
        self.trouble: BaseException | None = None
        self.tasks: list[asyncio.Future[None]] = []

    async def start(self) -> AsyncIterator[Any]:
        """Run all visitors to their end; yields nothing."""
        for visitor in self.visitors:
            visitor.fetcher.download = self.crawler.engine.download_async
        self.tasks = [asyncio.ensure_future(visitor.walk()) for visitor in self.visitors]
        try:
            await asyncio.gather(*self.tasks)
        except BaseException as error:  # noqa: BLE001 - Scrapy would log it and go on; the caller must see it
            self.trouble = error
        finally:
            self.stop()
            await asyncio.gather(*self.tasks, return_exceptions=True)
        for request in self.no_requests:  # Scrapy wants a generator
            yield request

    def stop(self) -> None:
        """End the run now; what was handed over stays."""
        for task in self.tasks:
            task.cancel()

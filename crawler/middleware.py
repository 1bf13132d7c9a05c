"""What every request passes, in this order: gate, robots.txt, pause, then the wire; and its answer on the way back.

The run's shared state (guard, pauses, delays) is `crawler.manners.Manners`, which the spider carries.
"""

from __future__ import annotations

from typing import Any

from scrapy import signals
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle

from crawler.failures import Kind, Refusal
from crawler.manners import Manners, netloc
from crawler.settings import NAME
from crawler.unpack import TooLarge, Truncated, unpack


def _manners(crawler: Any) -> Manners:
    found: Manners = crawler.spider.manners
    return found


class _Part:
    """A Scrapy component that finds the run's manners on its spider."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> Any:
        """Scrapy's constructor."""
        return cls(crawler)

    @property
    def manners(self) -> Manners:
        """The run's manners."""
        return _manners(self.crawler)


class Gate(_Part):
    """Refuses what the guard does not permit, before robots.txt is even asked for; sets the host's pace."""

    def process_request(self, request: Any) -> None:
        """Raises Refusal(REFUSED), or Refusal of the kind for which the host was closed in this run."""
        source = request.meta.get("source")
        if not self.manners.guard.permits(source, request.url):
            raise Refusal(Kind.REFUSED, request.url, "leads to a private address")
        self.manners.check_open(request.url)
        host = netloc(request.url)
        request.meta["download_slot"] = host
        if source is not None:
            delay = self.manners.delay_of(host, source)
            downloader = self.crawler.engine.downloader
            downloader.per_slot_settings.setdefault(
                host, {"delay": delay, "concurrency": self.manners.per_host, "jitter": 0.0}
            )


class Robots(RobotsTxtMiddleware):
    """Scrapy's robots.txt, with its refusal as a Refusal and its crawl-delay kept."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        crawler.signals.connect(self._parsed, signal=signals.robots_parsed)

    async def process_request(self, request: Any, spider: Any = None) -> None:  # noqa: ARG002 - Scrapy's signature
        """Raises Refusal(ROBOTS)."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        try:
            await super().process_request(request)
        except IgnoreRequest:
            raise Refusal(Kind.ROBOTS, request.url, "robots.txt says no") from None

    def _parsed(self, robotparser: Any, request: Any) -> None:
        delay = robotparser.rp.crawl_delay(NAME)
        if not delay:
            return
        host = netloc(request.url)
        _manners(self.crawler).slow_down(host, float(delay))
        slot = self.crawler.engine.downloader.slots.get(host)
        settings = self.crawler.engine.downloader.per_slot_settings.setdefault(host, {})
        settings["delay"] = max(float(delay), settings.get("delay", 0.0))
        if slot is not None:
            slot.delay = max(float(delay), slot.delay)


class Pause(_Part):
    """Waits while a host asked to be left alone."""

    async def process_request(self, request: Any) -> None:
        """Returns when the host's pause is over."""
        await self.manners.wait(netloc(request.url))
        self.manners.check_open(request.url)


class Unpack(_Part):
    """Unpacks bodies, strictly and within bounds."""

    def process_response(self, request: Any, response: Any) -> Any:
        """The response with its body as the author wrote it. Raises Refusal(TRUNCATED, TOO_LARGE or ENCODING)."""
        encoding = (response.headers.get("Content-Encoding") or b"").decode("latin-1")
        if not encoding or not response.body:
            return response
        limit = request.meta.get("download_maxsize", self.manners.max_bytes)
        try:
            body = unpack(response.body, encoding, limit)
        except Truncated as error:
            raise Refusal(Kind.TRUNCATED, request.url, f"its compressed body {error}") from None
        except TooLarge as error:
            raise Refusal(Kind.TOO_LARGE, request.url, str(error)) from None
        except LookupError as error:
            raise Refusal(Kind.ENCODING, request.url, f"comes as {error}, which was not asked for") from None
        headers = response.headers.copy()
        del headers["Content-Encoding"]
        return response.replace(body=body, headers=headers)


class Handler(HTTP11DownloadHandler):
    """The wire, with the bound on requests in flight: waiting for a host's turn does not count."""

    async def download_request(self, request: Any) -> Any:
        """The response as sent."""
        manners = _manners(self._crawler)
        async with manners.in_flight:
            manners.requests += 1
            return await super().download_request(request)


class Throttle(AutoThrottle):
    """Scrapy's AutoThrottle, never quicker than the source's delay or robots.txt ask.

    A source that declares `delay = 0` asks for no pacing and gets none.
    """

    def _adjust_delay(self, slot: Any, latency: float, response: Any) -> None:
        manners = _manners(self.crawler)
        floor = manners.delays.get(netloc(response.url), 0.0)
        if floor > 0:
            self.mindelay = floor
            super()._adjust_delay(slot, latency, response)

"""What every request passes, in this order: gate, robots.txt, pause, then the wire; and its answer on the way back.

The run's shared state (guard, pauses, delays) is `crawler.manners.Manners`, which the spider carries.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any
from urllib.parse import urljoin

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import NotConfigured
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser

from crawler.browser import browser_meta
from crawler.challenge import is_challenge
from crawler.failures import Kind, Refusal
from crawler.fetch import GOOD, REDIRECT, classify, spelled, target
from crawler.manners import Manners, netloc
from crawler.markup import shown
from crawler.settings import NAME
from crawler.unpack import TooLarge, Truncated, unpack

_ROBOTS_REDIRECTS = 5
_SHOWN = 2  # the first time a browser is given its cookie, the second time the page
_LONGEST_OF_ITS_OWN = 60.0  # seconds; what AutoThrottle may come to by itself
_UNREADABLE = frozenset({Kind.TOO_LARGE, Kind.ENCODING, Kind.REDIRECT})
"""What says that a page will never be had is, of robots.txt, no reason to forget the page."""


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


class Robots(_Part):
    """robots.txt as RFC 9309 has it: 4xx forbids nothing; where it cannot be had, everything is forbidden for now."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._asked: dict[str, asyncio.Future[Any]] = {}
        self._times: Counter[str] = Counter()

    async def process_request(self, request: Any) -> None:
        """Raises Refusal(ROBOTS), or whatever kept robots.txt from being had."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        host = netloc(request.url)
        asked = self._asked.get(host)
        if asked is None or self._passing(host, asked):
            self._times[host] += 1
            asked = self._asked[host] = asyncio.ensure_future(self._ask(request, host))
        rules = await asyncio.shield(asked)
        self.manners.check_open(request.url)
        if rules is not None and not rules.allowed(request.url, NAME):
            raise Refusal(Kind.ROBOTS, request.url, "robots.txt says no")

    def _passing(self, host: str, asked: asyncio.Future[Any]) -> bool:
        """Whether it could not be had for a reason that may have passed: the request is being tried again."""
        if not asked.done() or asked.cancelled() or asked.exception() is None:
            return False
        told = isinstance(error := asked.exception(), Refusal) and error.kind in {Kind.ROBOTS, Kind.CHALLENGE}
        return not told and self._times[host] <= self.manners.retries

    async def _ask(self, request: Any, host: str) -> Any:
        """The host's rules, None where it has none."""
        url = urljoin(request.url, "/robots.txt")
        try:
            for _ in range(_ROBOTS_REDIRECTS + 1):
                answer = await self._answer(url, request)
                location = spelled(answer.headers.get("Location") or b"")
                if answer.status not in REDIRECT or not location:
                    return self._rules(answer, host)
                url = target(url, location, url)
        except Exception as error:
            kind, why = (error.kind, error.message) if isinstance(error, Refusal) else classify(error)
            if netloc(url) == host and kind not in _UNREADABLE:
                raise
            raise Refusal(Kind.ROBOTS, url, f"robots.txt cannot be had: {why}") from None
        return None

    async def _answer(self, url: str, request: Any) -> Any:
        """What a host says at `url`; where it asks whether we are human, what it says to the source's browser."""
        meta = {"dont_obey_robotstxt": True, "source": request.meta.get("source")}
        for attempt in range(_SHOWN + 1 if request.meta.get("playwright") else 1):
            more = browser_meta() if attempt else {}
            asking = Request(url, priority=1000, meta=meta | more, callback=NO_CALLBACK, dont_filter=True)
            answer = await self.crawler.engine.download_async(asking)
            if not is_challenge(answer.status, answer.body) and (not attempt or answer.status in GOOD):
                break
        # A browser shows plain text as a page.
        return answer.replace(body=shown(answer.body)) if attempt and answer.status in GOOD else answer

    def _rules(self, answer: Any, host: str) -> Any:
        status: int = answer.status
        if status >= 500 or status == 429:  # noqa: PLR2004
            kind = Kind.CHALLENGE if is_challenge(status, answer.body) else Kind.ROBOTS
            raise Refusal(kind, answer.url, f"robots.txt answers {status}: taken for a no, for now")
        if status not in GOOD:
            return None
        rules = ProtegoRobotParser(answer.body, self.crawler.spider)
        if delay := rules.rp.crawl_delay(NAME):
            self._slow_down(host, float(delay))
        return rules

    def _slow_down(self, host: str, delay: float) -> None:
        self.manners.slow_down(host, delay)
        slot = self.crawler.engine.downloader.slots.get(host)
        floor = self.manners.delays.get(host, 0.0)
        settings = self.crawler.engine.downloader.per_slot_settings.setdefault(host, {})
        settings["delay"] = max(floor, settings.get("delay", 0.0))
        if slot is not None:
            slot.delay = max(floor, slot.delay)


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
            self.mindelay, self.maxdelay = floor, max(floor, _LONGEST_OF_ITS_OWN)
            super()._adjust_delay(slot, latency, response)

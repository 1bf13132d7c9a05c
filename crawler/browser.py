"""Pages as a browser shows them, for sources that ask for one. Needs the extra `browser` and a Chromium.

One browser a run, two pages at once, a fresh context every few dozen pages, a bound on what a page's scripts may hold:
a long run needs no more memory than a short one, and nothing is left when it ends. Pictures, fonts and films are not
fetched. All connections go through `crawler.gateway`.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections import Counter
from typing import TYPE_CHECKING, Any

from config.settings import CrawlSettings
from crawler.failures import Kind, Refusal

INSTALLED = importlib.util.find_spec("scrapy_playwright") is not None
"""Whether the extra `browser` is here."""

if TYPE_CHECKING:

    class Base:
        """Stands in for scrapy-playwright's handler, which is an extra."""

        context_wrappers: dict[str, Any]

        def __init__(self, crawler: Any) -> None: ...
        async def download_request(self, request: Any) -> Any:
            """Scrapy's call."""
elif INSTALLED:
    from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler as Base
else:
    Base = object

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
_SETTLE = 800  # milliseconds after loading, for what a page fetches by itself
_PAGES = 2
_PAGES_A_CONTEXT = 50  # what pages leave behind (caches, workers, cookies) goes with their context
_SCRIPT_MEGABYTES = 256  # a page whose scripts hold more crashes, alone
_NOT_FETCHED = frozenset({"image", "media", "font", "texttrack", "manifest", "websocket", "eventsource"})


def executable(settings: CrawlSettings) -> str | None:
    """The Chromium to use: `browser_path`, else the system's; None where there is none, or no scrapy-playwright."""
    if not INSTALLED:
        return None
    if settings.browser_path:
        return settings.browser_path if os.access(settings.browser_path, os.X_OK) else None
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def browser_settings(settings: CrawlSettings, path: str, port: int) -> dict[str, Any]:
    """Scrapy's settings for a run in which a source asks for a browser; `port` is the gateway's."""
    return {
        "DOWNLOAD_HANDLERS": {
            "http": "crawler.browser.BrowserHandler",
            "https": "crawler.browser.BrowserHandler",
        },
        "PLAYWRIGHT_BROWSER_TYPE": "chromium",
        "PLAYWRIGHT_LAUNCH_OPTIONS": {
            "executable_path": path,
            "headless": True,
            "chromium_sandbox": os.getuid() != 0,  # Chromium's sandbox refuses to run as root
            "proxy": {"server": f"http://127.0.0.1:{port}", "bypass": "<-loopback>"},
            "args": [
                "--disable-dev-shm-usage",
                "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
                f"--js-flags=--max-old-space-size={_SCRIPT_MEGABYTES}",
            ],
            "timeout": 30_000,
        },
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": _PAGES,
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": settings.timeout * 1000,
        "PLAYWRIGHT_ABORT_REQUEST": _not_fetched,
    }


def browser_meta() -> dict[str, Any]:
    """What a request for a rendered page carries."""
    from scrapy_playwright.page import PageMethod

    return {"playwright": True, "playwright_page_methods": [PageMethod("wait_for_timeout", _SETTLE)]}


def _not_fetched(request: Any) -> bool:
    return request.resource_type in _NOT_FETCHED


class BrowserHandler(Base):
    """The wire for such a run: a browser where the request asks for it, plain HTTP elsewhere."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._run = crawler
        self._begun = 0
        self._showing: Counter[str] = Counter()

    async def download_request(self, request: Any) -> Any:
        """The response; a rendered one within the same bounds. Raises Refusal(TOO_LARGE)."""
        manners = self._run.spider.manners
        async with manners.in_flight:
            manners.requests += 1
            shown = self._show(request) if request.meta.get("playwright") else super().download_request(request)
            response = await shown
        if request.meta.get("playwright") and len(response.body) > manners.max_bytes:
            raise Refusal(Kind.TOO_LARGE, request.url, f"more than {manners.max_bytes} bytes once shown")
        return response

    async def _show(self, request: Any) -> Any:
        """The page as shown, in the context whose turn it is; one that is used up is closed behind its last page."""
        name = request.meta["playwright_context"] = self._context()
        self._begun += 1
        self._showing[name] += 1
        try:
            return await super().download_request(request)
        finally:
            self._showing[name] -= 1
            if not self._showing[name] and name != self._context() and name in self.context_wrappers:
                await self.context_wrappers[name].context.close()

    def _context(self) -> str:
        return f"context-{self._begun // _PAGES_A_CONTEXT}"

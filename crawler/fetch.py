"""One address -> one answer, with redirects followed, what passes tried again, and every way to fail a Refusal."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http.request import NO_CALLBACK
from twisted.internet import error as network_error
from w3lib.url import safe_url_string

from config.settings import CrawlSettings
from crawler.browser import browser_meta
from crawler.challenge import is_challenge
from crawler.failures import Kind, Refusal
from crawler.manners import Manners, netloc, retry_after
from crawler.refresh import refresh
from models.source import Source

REDIRECT = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_BUSY = frozenset({429, 503})
_TRANSIENT = frozenset({Kind.CONNECT, Kind.TIMEOUT, Kind.TRUNCATED})
_TRANSIENT_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
GOOD = frozenset({200, 203})
_NOT_MODIFIED = 304
_LONGEST_WAIT = 120.0  # seconds; a host that asks for more is left alone for the rest of the run
_SCHEMES = frozenset({"http", "https"})
_SAME_PLACE = 3  # once more after a cookie was set is common; a third time is a loop


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: the address that answered in the end, and the body unpacked. 304 has no body."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first header of that name (lower case)."""
        return next((value for key, value in self.headers if key == name), None)

    @property
    def content_type(self) -> str:
        """The Content-Type as sent, empty where there is none."""
        return self.header("content-type") or ""


@dataclass(slots=True)
class Fetcher:
    """Fetches for one run, through Scrapy's downloader and its middlewares."""

    download: Callable[[Request], Any]
    manners: Manners
    settings: CrawlSettings
    clock: Callable[[], datetime]

    async def get(
        self,
        url: str,
        source: Source,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        body: str | None = None,
        limit: int | None = None,
    ) -> Answer:
        """The answer with status 200 or 304; raises Refusal for everything else.

        `etag` and `last_modified` make the request conditional. `limit` bounds the body in bytes. What may pass
        (a timeout, 500) is tried again after a pause that doubles.
        """
        headers = dict(source.headers)
        if source.browser:
            etag = last_modified = None  # a browser has a cache of its own
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        for attempt in range(self.settings.retries + 1):
            try:
                return await self._follow(url, source, headers, body, limit)
            except _Passing as passing:
                if attempt == self.settings.retries or passing.final:
                    raise passing.refusal from None
                if not passing.waited:
                    await asyncio.sleep(min(30.0, max(source.delay, 0.05) * 2**attempt))
        raise AssertionError

    async def _follow(
        self, url: str, source: Source, headers: Mapping[str, str], body: str | None, limit: int | None
    ) -> Answer:
        seen: dict[str, int] = {}
        here, sent = url, body
        for _ in range(self.settings.max_redirects + 1):
            answer = await self._once(here, source, headers, sent, limit)
            location = self._onward(answer, url, here)
            if location is None:
                return self._judged(answer, url)
            here, sent = location, None
            seen[here] = seen.get(here, 0) + 1
            if seen[here] >= _SAME_PLACE:
                raise Refusal(Kind.REDIRECT, url, f"redirects in a circle, over {here}")
        raise Refusal(Kind.REDIRECT, url, f"redirects more than {self.settings.max_redirects} times")

    def _onward(self, answer: Answer, url: str, here: str) -> str | None:
        """Where an answer leads on to: by its status, or by a page that says nothing else; None where it is one."""
        if answer.status in REDIRECT:
            location = answer.header("location")
            if not location:
                raise Refusal(Kind.REDIRECT, url, f"{answer.status} without an address to go to")
            return target(here, location, url)
        if answer.status not in GOOD or is_challenge(answer.status, answer.body):
            return None
        location = refresh(answer.body, answer.content_type)
        if location is None:
            return None
        onward = target(here, location, url)
        # A page that only loads itself again is judged as what it is.
        return onward if urldefrag(onward).url != urldefrag(here).url else None

    async def _once(
        self, url: str, source: Source, headers: Mapping[str, str], body: str | None, limit: int | None
    ) -> Answer:
        host = netloc(url)
        meta: dict[str, Any] = {"source": source.id}
        if limit:
            meta["download_maxsize"] = limit
        if source.browser:
            meta |= browser_meta()
        sent = {**headers, **_content_type(body, headers)}
        try:
            request = Request(
                url,
                callback=NO_CALLBACK,
                method="POST" if body is not None else "GET",
                body=body or "",
                headers=sent,
                meta=meta,
                dont_filter=True,
            )
            response = await self.download(request)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong with one URL is that URL's failure
            raise self._told(error, url, host) from None
        self.manners.tell(host, None)
        names = ((key.decode("latin-1").lower(), values) for key, values in response.headers.items())
        flat = tuple((name, spelled(value)) for name, values in names for value in values)
        return Answer(response.url, response.status, flat, response.body)

    def _told(self, error: Exception, url: str, host: str) -> Exception:
        refusal = error if isinstance(error, Refusal) else self._refusal(error, url)
        if not isinstance(error, Refusal):
            self.manners.tell(host, refusal.kind)
        return _Passing(refusal) if refusal.kind in _TRANSIENT and not self.manners.closed.get(host) else refusal

    def _refusal(self, error: Exception, url: str) -> Refusal:
        kind, message = classify(error)
        if kind is Kind.DNS and (urlsplit(url).hostname or "") in self.manners.guard.refused:
            return Refusal(Kind.REFUSED, url, "its name leads to a private address")
        return Refusal(kind, url, message)

    def _judged(self, answer: Answer, url: str) -> Answer:
        status = answer.status
        self.manners.heard(netloc(answer.url), busy=status in _BUSY)
        if status == _NOT_MODIFIED or (status in GOOD and not is_challenge(status, answer.body)):
            return answer
        if status in _BUSY and (wait := retry_after(answer.header("retry-after") or "", self.clock())) is not None:
            raise self._asked_to_wait(wait, url, answer)
        if is_challenge(status, answer.body):
            raise Refusal(Kind.CHALLENGE, url, f"{status}: asks whether we are human")
        if status in _GONE:
            raise Refusal(Kind.GONE, url, str(status))
        refusal = Refusal(Kind.STATUS, url, str(status))
        raise _Passing(refusal) if status in _TRANSIENT_STATUS else refusal

    def _asked_to_wait(self, wait: float, url: str, answer: Answer) -> Exception:
        host = netloc(answer.url)
        refusal = Refusal(Kind.BUSY, url, f"{answer.status}, asks to wait {wait:.0f} s")
        if wait > _LONGEST_WAIT:
            self.manners.close(host, Kind.BUSY, f"{host} asked to be left alone for {wait:.0f} s")
            return refusal
        self.manners.pause(host, wait)
        return _Passing(refusal, waited=True)


def spelled(value: bytes) -> str:
    """A header as its server means it: UTF-8 where it can be that (IIS writes Chinese addresses so), else Latin-1."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def target(here: str, location: str, url: str) -> str:
    """The working address that `here` leads on to, for `url`. Raises Refusal(REDIRECT or REFUSED)."""
    try:
        found = safe_url_string(urljoin(here, location), encoding="utf-8")
        parts = urlsplit(found)
        whole = parts.scheme and (parts.hostname or parts.scheme not in _SCHEMES) and (parts.port or 1)
    except ValueError:
        whole = False
    if not whole:
        raise Refusal(Kind.REDIRECT, url, f"redirects to what is no address: {location:.100}")
    if parts.scheme not in _SCHEMES:
        raise Refusal(Kind.REFUSED, url, f"redirects to {found:.100}")
    return found


class _Passing(Exception):
    """A failure that may pass: tried again, and raised as its refusal if it stays."""

    def __init__(self, refusal: Refusal, *, waited: bool = False, final: bool = False) -> None:
        super().__init__(str(refusal))
        self.refusal, self.waited, self.final = refusal, waited, final


def _content_type(body: str | None, headers: Mapping[str, str]) -> dict[str, str]:
    if body is None or any(name.lower() == "content-type" for name in headers):
        return {}
    is_json = body.lstrip().startswith(("{", "["))
    return {"Content-Type": "application/json" if is_json else "application/x-www-form-urlencoded"}


def classify(error: BaseException) -> tuple[Kind, str]:
    """The kind and a short sentence for what Scrapy or Twisted raised."""
    text = " ".join(_causes(error))
    for types, words, kind, message in _CLASSES:
        if (types and isinstance(error, types)) or any(word in text for word in words):
            return kind, message or text[:200]
    return Kind.INTERNAL, f"{type(error).__name__}: {error}"[:300]


_CLASSES: tuple[tuple[tuple[type[BaseException], ...], tuple[str, ...], Kind, str], ...] = (
    ((CannotResolveHostError,), (), Kind.DNS, "its name leads nowhere"),
    ((), ("larger than download",), Kind.TOO_LARGE, "larger than max_page_bytes"),
    (
        (DownloadTimeoutError, network_error.TimeoutError, TimeoutError),
        ("ms exceeded",),
        Kind.TIMEOUT,
        "not complete in time",
    ),
    ((), ("net::ERR_",), Kind.CONNECT, ""),
    ((), ("BrowserType.launch",), Kind.BROWSER, "the browser does not start"),
    ((), ("Page crashed", "Target crashed", "browser has been closed"), Kind.BROWSER, "crashes its browser"),
    ((), ("SSL", "certificate", "VerificationError", "CertificateError"), Kind.TLS, ""),
    ((ResponseDataLossError,), ("DataLoss",), Kind.TRUNCATED, "shorter than announced"),
    ((DownloadConnectionRefusedError,), (), Kind.CONNECT, "refuses the connection"),
    (
        (DownloadFailedError, DownloadCancelledError, network_error.ConnectError, OSError),
        ("ConnectionDone", "ConnectionLost"),
        Kind.CONNECT,
        "",
    ),
)


def _causes(error: BaseException) -> list[str]:
    """The texts of an error and of everything it was raised from."""
    texts: list[str] = []
    current: BaseException | None = error
    while current is not None:
        texts.append(f"{type(current).__name__} {current}")
        texts += [f"{reason.type.__name__} {reason.value}" for reason in getattr(current, "reasons", None) or []]
        current = current.__cause__ or current.__context__
    return texts

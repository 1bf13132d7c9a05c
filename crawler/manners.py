"""How one run behaves towards hosts: delays, pauses, hosts given up, requests in flight."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from config.settings import CrawlSettings
from crawler.failures import Kind, Refusal
from crawler.guard import Guard
from models.source import Source

_GIVE_UP = 8  # failures in a row until a host is taken for dead
_TOO_BUSY = 6  # answers in a row that ask to come later, until that is done
_LONGEST_DELAY = 600.0  # seconds between requests; a visit to a host that asks for more would never end
_DEFAULT_PORT = {"http": ":80", "https": ":443"}
_DEAD = frozenset({Kind.DNS, Kind.CONNECT, Kind.TIMEOUT, Kind.TLS})


def netloc(url: str) -> str:
    """Host and port, a default port left out: what is paced together."""
    parts = urlsplit(url)
    place = parts.netloc.lower().rpartition("@")[2]
    return place.removesuffix(_DEFAULT_PORT.get(parts.scheme.lower(), ":"))


def retry_after(value: str, now: datetime) -> float | None:
    """The seconds that a Retry-After header asks for: a number, or a date compared with `now`; None for nonsense."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return max(0.0, ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds())


@dataclass(slots=True)
class Manners:
    """The state that a run's requests share. Times are the monotonic clock's seconds."""

    guard: Guard
    in_flight: asyncio.Semaphore
    per_host: int
    max_bytes: int
    source_delays: dict[str, float] = field(default_factory=dict)
    delays: dict[str, float] = field(default_factory=dict)
    pauses: dict[str, float] = field(default_factory=dict)
    closed: dict[str, tuple[Kind, str]] = field(default_factory=dict)
    failures: Counter[str] = field(default_factory=Counter)
    busy: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    retries: int = 0

    @classmethod
    def of(cls, sources: Iterable[Source], settings: CrawlSettings) -> Manners:
        """The manners of a run over `sources`."""
        sources = list(sources)
        return cls(
            Guard.of(sources),
            asyncio.Semaphore(settings.concurrency),
            settings.per_host,
            settings.max_page_bytes,
            {source.id: source.delay for source in sources},
            retries=settings.retries,
        )

    def delay_of(self, host: str, source: str) -> float:
        """Seconds between requests to `host`: the most that any source or robots.txt asks for."""
        delay = max(self.delays.get(host, 0.0), self.source_delays.get(source, 1.0))
        self.delays[host] = delay
        return delay

    def slow_down(self, host: str, delay: float) -> None:
        """`robots.txt` asks for this many seconds between requests; a host that asks for too many is closed."""
        if not delay <= _LONGEST_DELAY:  # nan, too
            self.close(host, Kind.BUSY, f"robots.txt of {host} asks for {delay:.0f} s between requests")
            return
        self.delays[host] = max(delay, self.delays.get(host, 0.0))

    def pause(self, host: str, seconds: float) -> None:
        """Leave `host` alone for so long."""
        self.pauses[host] = max(self.pauses.get(host, 0.0), time.monotonic() + seconds)

    async def wait(self, host: str) -> None:
        """Return once the pause of `host` is over."""
        while (rest := self.pauses.get(host, 0.0) - time.monotonic()) > 0:  # noqa: ASYNC110 - it may be prolonged
            await asyncio.sleep(rest)

    def close(self, host: str, kind: Kind, why: str) -> None:
        """Ask `host` for nothing more in this run."""
        self.closed.setdefault(host, (kind, why))

    def check_open(self, url: str) -> None:
        """Raise the Refusal for which the host was closed, if it was."""
        if found := self.closed.get(netloc(url)):
            raise Refusal(found[0], url, f"not asked for: {found[1]}")

    def tell(self, host: str, kind: Kind | None) -> None:
        """How a request to `host` ended (None: well). Several dead ends in a row close it for this run."""
        if kind is None or kind not in _DEAD:
            self.failures.pop(host, None)
            return
        self.failures[host] += 1
        if self.failures[host] >= _GIVE_UP:
            self.close(host, kind, f"{host} failed {_GIVE_UP} times in a row")

    def heard(self, host: str, *, busy: bool) -> None:
        """Whether an answer of `host` said that it is busy. Many that do, in a row, close it for this run."""
        if not busy:
            self.busy.pop(host, None)
            return
        self.busy[host] += 1
        if self.busy[host] >= _TOO_BUSY:
            self.close(host, Kind.BUSY, f"{host} asked to come later {_TOO_BUSY} times in a row")

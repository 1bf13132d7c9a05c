"""A shelf with some articles, one of them hostile, and the window's real server over it on loopback."""

from __future__ import annotations

import dataclasses
import http.client
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

import pytest

from config.loader import load
from models.metric import Change, Comparable, Delta, Event, Observation, Severity
from storage import articles, observations, pages
from storage.database import Database
from storage.observations import Told
from tests.storage.making import NOW, article, observation, page
from web.server import make

SERIES = "北京市|5G基站|level"
EVIL = "</title><script>alert(1)</script>"
CONFIG = load()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers in lower case, text."""

    status: int
    headers: dict[str, str]
    text: str


Get = Callable[..., Answer]


def make_observation(name: str, value: str, year: int, series: str = SERIES, **more: object) -> Observation:
    """An observation of a year, told the February after it."""
    base = observation(
        name,
        value=value,
        series=series,
        first=date(year, 1, 1),
        last=date(year, 12, 31),
        published=date(year + 1, 2, 13),
    )
    at = len("基站达")
    figure = dataclasses.replace(base.figure, start=at, end=at + len(base.figure.surface))
    known = {"id": f"{name}:{at}", "url": f"https://news.example/{name}", "sha256": "ab" * 32, "outlet": "晨光日报"}
    return dataclasses.replace(base, figure=figure, **(known | more))  # type: ignore[arg-type]


def keep(database: Database, one: Observation, change: Change, title: str = "基站又多了") -> None:
    """An article of one figure, arrived and told."""
    with database.writing() as connection:
        number = pages.add(connection, page(url=f"https://news.example/{quote(one.article)}"))
        assert number is not None
        read = article(one.article, one.figure.sentence, url=one.url, outlet=one.outlet)
        articles.put(connection, dataclasses.replace(read, title=title), page=number, now=NOW)
        observations.put(connection, [(number, one)], now=NOW)
        observations.tell(connection, [(number, one, Told(change=change))], now=NOW + timedelta(minutes=number))


def changed(of: Observation, to: Observation | None = None, severity: Severity = Severity.NOTICE) -> Change:
    """A new period against `to`, or a new series."""
    if to is None:
        return Change(observation=of.id, event=Event.NEW_METRIC, severity=severity, why="nothing was held")
    delta = Delta("个", abs=of.figure.quantity.value - to.figure.quantity.value)
    return Change(
        observation=of.id,
        event=Event.NEW_PERIOD,
        severity=severity,
        why="a period not held so far",
        comparable=Comparable.YES,
        compared_to=to.id,
        delta=delta,
    )


def fill(database: Database) -> None:
    """Two years of one series, a silent event, and a hostile article under a hostile name."""
    first, second = make_observation("one", "5.2", 2021), make_observation("two", "7.5", 2022)
    quiet = make_observation("quiet", "7.5", 2022, metric=None)
    evil = make_observation(
        "e/v?i#l", "9.9", 2022, f"上海市|{EVIL}|level", url="javascript:alert(1)", outlet="=1+1<b>", metric=None
    )
    sentence = f'基站达9.9万个。{EVIL}" onclick="alert(1)'
    figure = dataclasses.replace(evil.figure, sentence=sentence, region="上海市")
    evil = dataclasses.replace(evil, figure=figure)
    keep(database, first, changed(first, severity=Severity.INFO))
    keep(database, second, changed(second, first))
    keep(database, quiet, changed(quiet, second, Severity.SILENT))
    keep(database, evil, changed(evil, severity=Severity.REVIEW), title=f"{EVIL}\u202e题")


@pytest.fixture
def get(database: Database) -> Iterator[Get]:
    """Asks the window over a filled shelf: `get(path, method=..., host=...)`."""
    fill(database)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        server = make(listener, database, CONFIG, quiet=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()

        def ask(path: str, *, method: str = "GET", host: str = "localhost") -> Answer:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            try:
                connection.request(method, path, headers={"Host": host})
                answer = connection.getresponse()
                text = answer.read().decode("utf-8")
                return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, text)
            finally:
                connection.close()

        yield ask
        server.shutdown()
        thread.join(20)
        server.server_close()

"""A killed process loses nothing: run again, the shelf holds the same rows as if it had never been killed."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.exc import DBAPIError

from storage.database import open_database
from storage.schema import articles, deliveries, events, findings, observations, pages

from .articles import many, page, write
from .conftest import command, environment

KILLS = 6
"""How often a command is killed before it may finish."""


def rows(url: str) -> dict[str, list[Any]]:
    """Everything on the shelf but the times and numbers of rows, which differ from run to run."""
    found: dict[str, list[Any]] = {}
    with open_database(url) as database, database.reading() as connection:
        arrived = dict(connection.execute(select(pages.c.number, pages.c.address)).all())
        for table in (pages, articles, observations, events, findings, deliveries):
            columns = [c for c in table.c if c.name != "number" and not c.name.endswith("_at")]
            query = select(*columns).order_by(table.c.number)
            found[table.name] = [_plain(row._mapping, arrived) for row in connection.execute(query)]
    return found


def _plain(row: Any, arrived: dict[int, str]) -> dict[str, Any]:
    plain = dict(row)
    if "page" in plain:
        plain["page"] = arrived[plain["page"]]
    if "data" in plain:
        plain["data"] = {key: value for key, value in json.loads(plain["data"]).items() if key != "seen_at"}
    return plain


def count(url: str, which: Any) -> int:
    """How many rows the question finds now; none where there is no database yet."""
    if url.startswith("sqlite") and not Path(url.removeprefix("sqlite:///")).exists():
        return 0
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return connection.scalar(which) or 0
    except DBAPIError:  # the tables are just being made
        return 0
    finally:
        engine.dispose()


def run_through(words: list[str], env: dict[str, str], cwd: Path, done: Callable[[], int], whole: int) -> list[int]:
    """Run a command again and again, killing it at drawn points of its progress, then let it finish.

    `done` tells how much of the `whole` is done. Returns how much was done when each kill had struck.
    """
    dice = random.Random(11)  # noqa: S311 - the same points each time
    points = [whole * turn // (KILLS + 2) + dice.randrange(whole // 10) for turn in range(1, KILLS + 1)]
    struck: list[int] = []
    for point in points:
        process = subprocess.Popen(words, env=env, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None and done() < point:
            time.sleep(0.002)
        time.sleep(dice.uniform(0, 0.01))  # into the next transaction, or between two
        process.send_signal(signal.SIGKILL)
        process.wait()
        struck.append(done())
    subprocess.run(words, env=env, cwd=cwd, check=True, stdout=subprocess.DEVNULL, timeout=300)
    return struck


@pytest.mark.slow
def test_killed_reading_is_finished_by_the_next(database_url: str, tmp_path: Path) -> None:
    """Killed at any moment of `read`, each page is read completely or still pending, and the events are the same."""
    source = write(tmp_path / "in.jsonl", *many(120))
    wanted = f"sqlite:///{tmp_path / 'calm' / 'shuzhi.db'}"
    subprocess.run(command("ingest", source), env=environment(tmp_path / "calm"), cwd=tmp_path, check=True)
    env = environment(tmp_path / "wild", SHUZHI_DATABASE=database_url)
    subprocess.run(command("ingest", "--no-read", source), env=env, cwd=tmp_path, check=True)
    reading = select(func.count()).select_from(pages).where(pages.c.state == "read")
    struck = run_through(command("read"), env, tmp_path, lambda: count(database_url, reading), 120)
    assert sum(0 < number < 120 for number in struck) > KILLS // 2, f"too few kills struck in the middle: {struck}"
    assert rows(database_url) == rows(wanted)


class _Site(BaseHTTPRequestHandler):
    """A listing of forty articles, each a little slow to come."""

    def do_GET(self) -> None:
        name = self.path.strip("/").removesuffix(".html")
        if self.path == "/":
            body = "".join(f'<li><a href="/{n}.html">北京数字经济新闻之{n}</a> 2022-02-11</li>' for n in range(40))
            answer = f"<html><body><ul>{body}</ul></body></html>"
        elif name.isdigit():
            time.sleep(0.05)
            number = int(name)
            text = f"截至2022年{number % 9 + 1}月底，深圳累计建成5G基站{5 + number / 10:.1f}万个。"
            answer = page(text, title=f"深圳建成更多5G基站之{number}")
        else:
            self.send_error(404)
            return
        content = answer.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def date_time_string(self, *_: Any) -> str:
        return "Fri, 11 Feb 2022 02:30:00 GMT"  # a page fetched later is to be the same row

    def log_message(self, *_: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    """Takes it calmly when a killed crawler hangs up."""

    def handle_error(self, *_: Any) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    """The site's address."""
    server = _Server(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def configure(folder: Path, base: str) -> Path:
    """A configuration whose one source is the site, its pages fetched one by one so that their order is the list's."""
    (folder / "sources").mkdir(parents=True)
    (folder / "settings.toml").write_text("[crawl]\nconcurrency = 1\nper_host = 1\n", encoding="utf-8")
    (folder / "sources" / "site.toml").write_text(
        f'name = "站点"\nkind = "listing"\nurls = ["{base}/"]\narticles = "\\\\d+\\\\.html$"\n'
        "delay = 0\nallow_private = true\n",
        encoding="utf-8",
    )
    return folder


@pytest.mark.slow
def test_killed_crawl_is_finished_by_the_next(site: str, tmp_path: Path) -> None:
    """Killed at any moment of `crawl`, nothing is lost and nothing is kept twice."""
    config = configure(tmp_path / "config", site)
    words = command("crawl", "--since", "2022-01-01", "--config", config)
    subprocess.run(words, env=environment(tmp_path / "calm"), cwd=tmp_path, check=True)
    url = f"sqlite:///{tmp_path / 'wild' / 'shuzhi.db'}"
    kept = select(func.count()).select_from(pages)
    struck = run_through(words, environment(tmp_path / "wild"), tmp_path, lambda: count(url, kept), 40)
    assert sum(0 < number < 40 for number in struck) > KILLS // 2, f"too few kills struck in the middle: {struck}"
    calm, wild = (rows(f"sqlite:///{tmp_path / name / 'shuzhi.db'}") for name in ("calm", "wild"))
    assert len(calm["articles"]) == 40
    assert wild == calm

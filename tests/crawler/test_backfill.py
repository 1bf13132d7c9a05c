"""A whole site walked back in time: exactly what was published in the window, through kills, and nothing twice."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crawler.run import run
from crawler.window import Window
from models.report import Report
from models.source import Source, SourceKind
from storage.crawling import Inbox, Shelf
from storage.database import open_database
from tests.crawler.growing import Grown, number_in
from tests.crawler.serving import Memory, crawl, kinds, settings

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2023, 3, 1, 4, tzinfo=UTC)
TOTAL = int(os.environ.get("SHUZHI_SITE", "700"))  # 20000 for the whole site, in a few minutes
SITE = Grown(TOTAL)


@contextlib.contextmanager
def grown(total: int = TOTAL) -> Iterator[str]:
    """The site as a server of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.crawler.growing", str(total)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """One site for the tests of this file."""
    with grown() as url:
        yield url


def source(address: str, kind: str = "listing") -> Source:
    path = {"listing": "/list/", "sitemap": "/sitemap.xml", "feed": "/feed.xml"}[kind]
    return Source(id=kind, name=kind, kind=SourceKind(kind), urls=(address + path,), delay=0.0, allow_private=True)


def ask(address: str, path: str) -> list[int]:
    with urllib.request.urlopen(address + path, timeout=10) as answer:  # noqa: S310
        return [int(word) for word in answer.read().split()]


def brought(memory: Memory, since: date) -> set[int]:
    """The articles kept whose day, as the page says it, lies in the window."""
    numbers = [number_in(page.body) for page in memory.pages]
    assert len(numbers) == len(set(numbers)), "an article was kept twice"
    outside = {number for number in numbers if SITE.day(number) < since}
    assert {SITE.wrong(number) for number in outside} <= {"undated"}, "dated and fetched, though not asked for"
    return set(numbers) - outside


@pytest.mark.parametrize("kind", ["listing", "sitemap"])
@pytest.mark.parametrize("since", [date(2022, 9, 1), date(2022, 3, 1), date(2021, 3, 1)])
def test_exactly_the_window_is_brought(address: str, kind: str, since: date) -> None:
    """6, 12 and 24 months back: pinned, undated, repeated and broken items make no difference."""
    report, memory = crawl(source(address, kind), window=Window(since), now=NOW, max_list_pages=5000)
    assert brought(memory, since) == SITE.truth(since)
    assert set(kinds(report)) == {"gone", "status", "redirect", "truncated"}
    outcome = memory.outcomes[kind]
    assert outcome.reached is not None
    assert outcome.reached <= max(since, SITE.day(TOTAL - 1))
    assert outcome.gaps == (("2022-04",) if since < date(2022, 4, 1) else ())


def test_a_feed_says_how_far_it_reaches(address: str) -> None:
    """A feed holds only its last items; the report says from when."""
    report, memory = crawl(source(address, "feed"), window=Window(date(2022, 3, 1)), now=NOW)
    assert brought(memory, date(2022, 3, 1)) == {n for n in SITE.truth(date(2022, 3, 1)) if n < 50}
    assert report.notes == [f"feed: reached back to {SITE.day(49)}, asked for 2022-03-01"]


def test_the_second_run_asks_conditionally_and_reads_nothing(address: str) -> None:
    """After a whole run only the lists are asked for, with conditions; what answered 500 is tried again."""
    window = Window(date(2022, 9, 1))
    _, memory = crawl(source(address), window=window, now=NOW, max_list_pages=5000)
    pages = len(memory.pages)
    ask(address, "/forget")
    report, _ = crawl(source(address), window=window, now=NOW, max_list_pages=5000, memory=memory)
    plain, conditional, _ = ask(address, "/stats")
    assert len(memory.pages) == pages
    assert conditional == report.counts["lists"]
    assert plain >= len(report.failures) > 0
    assert {failure.kind for failure in report.failures} <= {"status", "redirect", "truncated"}


def test_lists_end_at_their_bound(address: str) -> None:
    """A list longer than max_list_pages is told, with the day it was followed to."""
    report, memory = crawl(source(address), window=Window(date(2021, 3, 1)), now=NOW, max_list_pages=3)
    assert "endless" in kinds(report)
    outcome = memory.outcomes["listing"]
    assert not outcome.complete
    assert outcome.reached == SITE.day(59)


WORKER = """
import sys
from datetime import date
from tests.crawler.test_backfill import walk
walk(sys.argv[1], sys.argv[2], date.fromisoformat(sys.argv[3]))
"""


def walk(address: str, folder: str, since: date) -> Report:
    """One run into a real database, as a process of its own does it."""
    with open_database(f"sqlite:///{folder}/shuzhi.db") as database:
        return run([source(address)], Window(since), Shelf(database), Inbox(database), settings(), clock=lambda: NOW)


def kept(folder: Path) -> list[int]:
    """The numbers of the articles in a database, with repeats."""
    from storage import pages

    with open_database(f"sqlite:///{folder}/shuzhi.db") as database, database.reading() as connection:
        return sorted(number_in(found.page.body) for found in pages.walk(connection))


def rows(folder: Path) -> int:
    """How many pages the database holds while somebody else writes to it."""
    try:
        with closing(sqlite3.connect(f"file:{folder}/shuzhi.db?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM pages").fetchone()[0])
    except sqlite3.Error:
        return 0  # it is only being made


@pytest.mark.slow
def test_killed_at_random_moments_nothing_is_lost_or_repeated(address: str, tmp_path: Path) -> None:
    """Kill -9 twenty times, then let it finish: the same articles as without a kill, each kept once."""
    since = date(2021, 3, 1)
    ask(address, "/forget")
    chance = random.Random(6)  # noqa: S311
    kills = 0
    for _ in range(20):
        enough = rows(tmp_path) + chance.randint(1, 30)  # by progress: a clock would kill a slow machine's start-up
        process = subprocess.Popen([sys.executable, "-c", WORKER, address, str(tmp_path), str(since)], cwd=ROOT)
        while process.poll() is None and rows(tmp_path) < enough:
            time.sleep(0.005)
        time.sleep(chance.random() * 0.05)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            kills += 1
        process.wait()
    walk(address, str(tmp_path), since)
    numbers = kept(tmp_path)
    assert kills > 5
    assert set(numbers) == SITE.truth(since)
    assert len(numbers) == len(set(numbers))

"""The window shows what the shelf holds, to a real client on loopback, on both databases; and it trusts nobody."""

from __future__ import annotations

import csv
import io
import re
import signal
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote
from urllib.request import urlopen

import pytest

from storage.database import Database
from tests.articles import FIRST, SECOND, record, write
from tests.conftest import command, environment

from .conftest import EVIL, SERIES, Get, changed, keep, make_observation

EVIL_SERIES = f"上海市|{EVIL}|level"
EVERY_PAGE = [
    "/",
    "/?severity=all",
    "/?q=script",
    f"/?q={quote(EVIL)}&region={quote(chr(34) + '><script>')}",
    "/event/two:3",
    f"/event/{quote('e/v?i#l:3', safe='')}",
    f"/article/{quote('e/v?i#l', safe='')}",
    "/series",
    f"/series?q={quote(EVIL)}",
    f"/series/{quote(SERIES, safe='')}",
    f"/series/{quote(EVIL_SERIES, safe='')}",
    "/nothing",
    f"/{quote(EVIL)}",
]


class Reader(HTMLParser):
    """Elements with their attributes, and the text outside of them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data

    def links(self) -> list[str]:
        return [attributes.get("href") or "" for tag, attributes in self.elements if tag == "a"]


def test_lately_shows_the_latest_first_without_the_silent(get: Get) -> None:
    """Loud news of a metric stands on top, then what was told last, with difference and quote; nothing silent."""
    page = get("/").text
    cards = page.split('<article class="card">')[1:]
    assert len(cards) == 3
    for card, value in zip(cards, ("7.5", "9.9", "5.2"), strict=True):
        assert f'<div class="own"><b>{value}万个</b>' in card
    assert cards[0].index("5.2万个") < cards[0].index("→") < cards[0].index("7.5万个")
    assert "+2.3万个" in cards[0]
    assert "基站达<mark>7.5万个</mark>。" in cards[0]


FILTERS = [
    ("severity=all", ["e/v?i#l:3", "quiet:3", "two:3", "one:3"]),
    ("severity=notice", ["two:3"]),
    ("severity=silent", ["quiet:3"]),
    (f"region={quote('上海')}", ["e/v?i#l:3"]),
    ("metric=5g", ["two:3", "one:3"]),
    ("q=7.5", ["two:3"]),
    (f"q=5g+{quote('又多')}", ["two:3", "one:3"]),
    ("q=100%25", []),
    (f"q={quote(chr(0) + '_' * 300)}", []),
    ("before=2", ["one:3"]),
    ("before=99999999999999999999", ["e/v?i#l:3", "two:3", "one:3"]),
]


def test_filters_let_through_what_they_name(get: Get) -> None:
    """Severity, region, metric and words each narrow the list."""
    for query, found in FILTERS:
        answer = get(f"/?{query}")
        linked = re.findall(r'<h2><a href="/event/([^"]+)"', answer.text)
        assert (query, answer.status, [unquote(name) for name in linked]) == (query, 200, found)


@pytest.mark.parametrize("path", ["/?severity=bogus", "/?before=x", "/series?page=x", "/series?page=-1"])
def test_nonsense_in_an_address_is_told(get: Get, path: str) -> None:
    """What is no severity and no number is a mistake of the address."""
    assert get(path).status == 400


def test_lists_are_bounded_and_can_be_leafed_through(get: Get, database: Database) -> None:
    """However much is held, a page shows so many; the link at its end leads to the rest, filters kept."""
    for number in range(70):
        one = make_observation(f"n{number:02}", f"{number + 1}", 2000 + number % 20, f"武汉市|路灯{number}|level")
        keep(database, one, changed(one))
    seen: list[str] = []
    path = f"/?region=&severity=notice&q={quote('路灯')}"
    for _ in range(9):
        page = get(path).text
        linked = re.findall(r'<h2><a href="/event/([^"]+)"', page)
        assert len(linked) <= 30
        seen += linked
        more = re.search(r'href="(/\?[^"]*before=\d+)"', page)
        if more is None:
            break
        path = more[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == 70
    first, second = get("/series").text, get("/series?page=2").text
    assert first.count('<tr><td><a href="/series/') == 50
    assert second.count('<tr><td><a href="/series/') == 22


def test_an_event_shows_its_whole_chain(get: Get) -> None:
    """Quote, reading, what it was compared with, why, and the evidence: address and checksum."""
    page = get("/event/two:3").text
    said = Reader(page).words
    for part in (
        "7.5万个",
        "约7.5万个",
        "2022年",
        "a period not held so far",
        "可比",
        "+2.3万个",
        "ab" * 32,
        "one, two",
    ):
        assert part.replace("one, two", "one，two") in said
    assert "<mark>5.2万个</mark>" in page
    links = Reader(page).links()
    assert "https://news.example/two" in links
    assert "/event/one%3A3" in links
    assert f"/series/{quote(SERIES, safe='')}" in links


def test_a_series_shows_table_drawing_and_csv(get: Get) -> None:
    """The latest period first in the table; a dot a statement in the drawing; the CSV holds every row exactly."""
    path = f"/series/{quote(SERIES, safe='')}"
    page = get(path).text
    rows = re.findall(r'<td data-is="时期">([^<]+)</td>', page)
    assert rows == ["2022年", "2022年", "2021年"]
    assert page.count("<circle") == 3
    answer = get(f"{path}.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    table = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row["value"] for row in table] == ["75000.0", "75000.0", "52000.0"]
    assert {row["unit"] for row in table} == {"个"}


def test_csv_holds_no_formula(get: Get) -> None:
    """A word from a page that begins like a formula is text to a spreadsheet."""
    answer = get(f"/series/{quote(EVIL_SERIES, safe='')}.csv")
    (row,) = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert row["outlet"] == "'=1+1<b>"


def test_an_article_has_its_figures_marked(get: Get) -> None:
    """The body as read, each figure a link to what it told."""
    page = get("/article/two").text
    assert re.search(
        r'基站达<a class="figure" href="/event/two%3A3"[^>]*><mark class="notice">7.5万个</mark></a>。', page
    )


def test_nothing_hostile_becomes_markup(get: Get) -> None:
    """Titles, outlets, series, bodies and questions stay text; only http(s) and our own pages are linked."""
    for path in EVERY_PAGE:
        answer = get(path)
        page = Reader(answer.text)
        names = {name for _, attributes in page.elements for name in attributes}
        assert {tag for tag, _ in page.elements} & {"script", "iframe", "img", "object", "base", "style"} == set(), path
        assert [name for name in names if name.startswith("on") or name == "style"] == [], path
        assert [link for link in page.links() if not re.match(r"https?://|/|\?", link)] == [], path
        assert "\u202e" not in answer.text


def test_every_answer_forbids_what_it_does_not_need(get: Get) -> None:
    """No script, nothing foreign, no frame, no guessing of types, no referrer: on errors too."""
    for path in [*EVERY_PAGE, "/healthz", "/style.css", f"/series/{quote(SERIES, safe='')}.csv"]:
        headers = get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "script-src" not in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["server"] == "shuzhi"


def test_only_reading_is_allowed(get: Get) -> None:
    """Any other method is refused, wherever it goes."""
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"):
        for path in ("/", "/event/two:3", "/nothing"):
            answer = get(path, method=method)
            assert (method, answer.status) == (method, 405)
            assert answer.headers["allow"] == "GET, HEAD"


def test_head_answers_without_a_body(get: Get) -> None:
    """HEAD tells the same headers as GET, and no text."""
    for path in ("/", f"/series/{quote(SERIES, safe='')}.csv"):
        asked, told = get(path), get(path, method="HEAD")
        assert (told.status, told.text) == (200, "")
        assert told.headers["content-type"] == asked.headers["content-type"]


def test_what_is_not_there_is_not_found(get: Get) -> None:
    """An address of nothing is a 404 with a page, whatever is in it."""
    nowhere = ("/nothing", "/event/none", "/event/", "/article/none", "/series/none", "/series/none.csv", "/%FF")
    for path in (*nowhere, "/event/a%00b", "/series/a%00b", "/event/two:3/", "/../etc/passwd"):
        answer = get(path)
        assert (path, answer.status) == (path, 404)
        assert "没有这一页" in answer.text


def test_only_our_own_names_are_answered(get: Get) -> None:
    """A page elsewhere whose name leads here cannot read along."""
    for host in ("localhost", "LOCALHOST:8350", "127.0.0.1:1", "[::1]:8350", "10.1.2.3"):
        assert (host, get("/series", host=host).status) == (host, 200)
    for host in ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "[::1].evil.example", "a b", ""):
        assert (host, get("/series", host=host).status) == (host, 400)


def test_health_says_whether_the_database_answers(get: Get, database: Database) -> None:
    """200 while it answers; 503 without a word about where it is when it does not."""
    assert get("/healthz").status == 200
    with database.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE events RENAME TO elsewhere")
    answer = get("/")
    assert answer.status == 503
    assert str(database.engine.url.database) not in answer.text


def test_the_command_opens_the_window(shuzhi, tmp_path: Path) -> None:
    """`shuzhi web` prints its address, shows what was read, and ends well on Ctrl-C; a taken port is told."""
    file = write(tmp_path / "in.jsonl", record("a", FIRST, title="标题甲"), record("b", SECOND, "2023-02-13"))
    assert shuzhi("ingest", file).returncode == 0
    with subprocess.Popen(
        command("web", "--port", 0, "--quiet"),
        cwd=tmp_path,
        env=environment(tmp_path / "home", PYTHONUNBUFFERED="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            with urlopen(address, timeout=20) as answer:  # noqa: S310 - our own
                assert "标题甲" in answer.read().decode()
            taken = shuzhi("web", "--port", address.rstrip("/").rsplit(":", 1)[1])
            assert (taken.returncode, "cannot listen" in taken.stderr) == (3, True)
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""

"""Each kind of list in the structures of real sites, written by us and walked over several pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler
from urllib.parse import unquote_to_bytes

import pytest

from crawler.window import Window
from tests.crawler.serving import NOW, Site, article, crawl, kinds, listing, send, serving, source

FIRST = date(2023, 2, 28)


def day(number: int) -> date:
    """Article n of a list came out n days before the first."""
    return FIRST - timedelta(days=number)


def path(number: int) -> str:
    return f"/zwgk/{day(number):%Y%m}/t{day(number):%Y%m%d}_{number:04}.html"


@pytest.fixture
def site() -> Iterator[Site]:
    """Forty articles, one a day."""
    with serving() as found:
        for number in range(40):
            found.pages[path(number)] = article(f"第{number:02}号要闻")
        yield found


def pages(site: Site, address: Callable[[int], str], more: Callable[[int], str] = lambda _: "") -> None:
    """Four pages of ten items each."""
    for turn in range(4):
        items = [(path(number), str(day(number))) for number in range(turn * 10, turn * 10 + 10)]
        site.pages[address(turn)] = listing(*items, more=more(turn))


def brought(memory: object) -> list[int]:
    return sorted(int(page.url[-9:-5]) for page in memory.pages)


SINCE = day(24)  # on the third page


def index(turn: int) -> str:
    return f"/list/index_{turn}.html" if turn else "/list/"


LAYOUTS = {
    "index_1 by declaration": (index, lambda _: "", {"pages": "index_{page}.html"}, 3),
    "index_2 as the second": (
        lambda turn: f"/list/index_{turn + 1}.html" if turn else "/list/",
        lambda _: "",
        {"pages": "index_{page}.html", "second": 2},
        3,
    ),
    "createPageHTML": (index, lambda turn: f'<script>createPageHTML(4, {turn}, "index", "html");</script>', {}, 3),
    "countPage": (index, lambda _: "<script>var countPage = 4; var x = 1;</script>", {}, 3),
    "a link that says 下一页": (
        lambda turn: f"/list/?p={turn + 1}" if turn else "/list/",
        lambda turn: f'<a href="?p={turn}">上一页</a> <a href="?p={turn + 2}">下一页</a>',
        {},
        3,
    ),
    "a class that says next": (
        lambda turn: f"/list/{turn}" if turn else "/list/",
        lambda turn: f'<a class="page next" href="/list/{turn + 1}"><i></i></a>',
        {},
        3,
    ),
    "{page} in the address": (lambda turn: f"/list/?page={turn + 1}", lambda _: "", {"urls": "/list/?page={page}"}, 3),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_listing_is_turned_until_its_dates_pass(site: Site, name: str) -> None:
    """However a site writes its pager, the walk goes to the page on which `since` lies, and no further."""
    address, more, declared, turned = LAYOUTS[name]
    pages(site, address, more)
    declared = dict(declared)
    if "urls" in declared:
        declared["urls"] = (site.url + str(declared["urls"]),)
    report, memory = crawl(source(site, **declared), window=Window(SINCE))
    assert brought(memory) == list(range(25))
    assert report.failures == []
    assert report.counts["lists"] == turned
    assert memory.outcomes["s"].reached == SINCE


def test_a_counted_list_ends_where_its_pages_end(site: Site) -> None:
    """A page that does not exist ends the list; it is no failure."""
    pages(site, index)
    report, memory = crawl(source(site, pages="index_{page}.html"), window=Window(date(2020, 1, 1)))
    assert brought(memory) == list(range(40))
    assert report.failures == []
    assert report.notes == [f"s: reached back to {day(39)}, asked for 2020-01-01", *report.notes[1:]]


def test_months_without_items_are_told(site: Site) -> None:
    """A hole in a list is a note, so that an operator can look."""
    site.pages["/list/"] = listing(("/zwgk/202302/t20230201_1.html", "2023-02-01"), ("/b_1.html", "2022-11-30"))
    for address in ("/zwgk/202302/t20230201_1.html", "/b_1.html"):
        site.pages[address] = article(address)
    report, memory = crawl(source(site), window=Window(date(2022, 11, 1)))
    assert memory.outcomes["s"].gaps == ("2022-12", "2023-01")
    assert "s: no items in 2022-12, 2023-01" in report.notes


def test_the_same_page_over_and_over_ends(site: Site) -> None:
    """A list that answers every number with its first page is left after the second."""
    page = listing(*((path(number), str(day(number))) for number in range(5)), more='<a href="?p=2">下一页</a>')
    site.pages["/list/"] = page
    for number in range(2, 50):
        site.pages[f"/list/?p={number}"] = page.replace("?p=2", f"?p={number + 1}")
    report, _ = crawl(source(site), window=Window(date(2020, 1, 1)))
    assert report.counts["lists"] == 2


def test_a_calendar_without_end_is_bounded(site: Site) -> None:
    """A pager that always finds another page and another article stops at max_list_pages, and says so."""

    def endless(handler: BaseHTTPRequestHandler) -> None:
        number = int(handler.path.rpartition("=")[2] or 0)
        more = f'<a href="/list/?p={number + 1}">下一页</a>'
        send(handler, 200, listing((f"/x/{number + 1000}.html", ""), more=more).encode())

    for number in range(30):
        site.pages[f"/list/?p={number}"] = endless
    report, _ = crawl(source(site, "/list/?p=0"), max_list_pages=6)
    assert report.counts["lists"] == 6
    assert "endless" in kinds(report)


def test_a_json_list_is_walked(site: Site) -> None:
    """Numbered pages of JSON, with ids instead of addresses and milliseconds instead of dates."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        turn = int(handler.path.rpartition("=")[2]) - 1
        rows = [
            {"id": f"{day(n):%Y%m}/t{day(n):%Y%m%d}_{n:04}", "pubTime": f"{day(n)} 09:00", "title": f"<b>第{n}号</b>"}
            for n in range(turn * 10, min(turn * 10 + 10, 40))
        ]
        send(handler, 200, json.dumps({"data": {"list": rows}}).encode(), **{"Content-Type": "application/json"})

    for turn in range(1, 8):
        site.pages[f"/api?page={turn}"] = answer
    declared = source(site, "/api?page={page}", "api", items="data.list", item_link="/zwgk/{id}.html")
    report, memory = crawl(declared, window=Window(SINCE))
    assert brought(memory) == list(range(25))
    assert report.counts["lists"] == 3
    report, memory = crawl(declared, window=Window(date(2020, 1, 1)))
    assert brought(memory) == list(range(40))
    assert report.failures == []


def test_a_list_asked_for_by_post(site: Site) -> None:
    """The body carries the page number; each page is a list of its own to the shelf."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        first = (json.loads(site.asked[-1].body)["pageNum"] - 1) * 20
        numbers = range(first, min(first + 20, 40))
        rows = [{"contId": path(n), "name": "数字要闻", "pubTimeLong": f"{day(n)}"} for n in numbers]
        send(handler, 200, json.dumps({"data": {"list": rows}}).encode())

    site.pages["/api"] = answer
    declared = source(site, "/api", "api", body='{"pageNum":{page}}', items="data.list", item_link="{contId}")
    _, memory = crawl(declared, window=Window(SINCE), per_host=1)
    assert brought(memory) == list(range(25))
    assert len(memory.visits) == 2


def test_records_asked_for_by_number(site: Site) -> None:
    """XML records, asked for by POST from one number to another; what goes beyond the last is the list's end."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        assert site.asked[-1].body == b"columnid=7&unitid=9"
        first, last = (int(part.rpartition("=")[2]) for part in handler.path.partition("?")[2].split("&"))
        rows = "".join(
            f'<record><![CDATA[<li><a href="{path(n)}" title="第{n:02}号要闻">要闻</a><b>{day(n)}</b></li>]]></record>'
            for n in range(first - 1, min(last, 40))
        )
        send(handler, 200, f"<datastore><recordset>{rows}</recordset></datastore>".encode())

    for first in (1, 16, 31, 46):
        site.pages[f"/proxy?startrecord={first}&endrecord={first + 14}"] = answer
    declared = source(
        site,
        "/proxy?startrecord={page}&endrecord={last}",
        page_step=15,
        body="columnid=7&unitid=9",
        articles=r"t\d{8}_",
    )
    report, memory = crawl(declared, window=Window(SINCE), per_host=1)
    assert brought(memory) == list(range(25))
    assert report.counts["lists"] == 2
    report, memory = crawl(declared, window=Window(date(2020, 1, 1)), per_host=1)
    assert (brought(memory), report.failures) == (list(range(40)), [])


def test_html_inside_json(site: Site) -> None:
    """A list that comes as a piece of HTML in a JSON answer."""
    rows = "".join(
        f'<li><a href="{path(n)}" title="第{n:02}号要闻">..</a><span>{day(n)}</span></li>' for n in range(10)
    )
    site.pages["/api"] = json.dumps({"success": True, "data": {"html": f"<ul>{rows}</ul>"}})
    _, memory = crawl(source(site, "/api", "api", items="data.html"), window=Window(day(4)))
    assert brought(memory) == [0, 1, 2, 3, 4]


def test_a_search_is_asked_for_each_keyword(site: Site) -> None:
    """Keywords go out in the site's own encoding; an article found twice is fetched once."""
    asked: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append(unquote_to_bytes(handler.path.rpartition("=")[2]).decode("gb18030"))
        send(handler, 200, listing((path(1), str(day(1))), (path(len(asked) + 1), str(day(len(asked) + 1)))).encode())

    for word in ("数字经济", "智慧城市"):
        encoded = "".join(f"%{byte:02X}" for byte in word.encode("gb18030"))
        site.pages[f"/search?q={encoded}"] = answer
    declared = source(
        site, "/search?q={keyword}", "search", keywords=("数字经济", "智慧城市"), keyword_encoding="gb18030"
    )
    report, memory = crawl(declared)
    assert sorted(asked) == ["数字经济", "智慧城市"]
    assert brought(memory) == [1, 2, 3]
    assert report.counts["duplicates"] == 1


def test_a_feed_is_followed_to_its_next_page(site: Site) -> None:
    """A paged feed is walked like a list."""

    def feed(turn: int) -> str:
        entries = "".join(
            f'<entry><link href="{path(n)}"/><updated>{day(n)}T08:00:00+08:00</updated></entry>'
            for n in range(turn * 10, turn * 10 + 10)
        )
        return f'<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="/feed/{turn + 1}"/>{entries}</feed>'

    for turn in range(4):
        site.pages[f"/feed/{turn}"] = feed(turn)
    _, memory = crawl(source(site, "/feed/0", "feed"), window=Window(SINCE))
    assert brought(memory) == list(range(25))


def test_titles_leave_out_what_is_not_asked_for(site: Site) -> None:
    """A medium that writes about everything is fetched only where its words match; its dates still count."""
    site.pages["/list/"] = listing((path(0), str(day(0)), "数字经济规模增长"), (path(1), str(day(1)), "周末天气晴朗"))
    _, memory = crawl(source(site, titles="数字|智慧"))
    assert brought(memory) == [0]


def test_a_page_changed_in_place_is_fetched_again(site: Site) -> None:
    """A sitemap's lastmod after the last visit asks again, conditionally; an unchanged page is not handed over."""

    def sitemap(touched: str) -> str:
        rows = "".join(f"<url><loc>{site.url}{path(n)}</loc><lastmod>{touched}</lastmod></url>" for n in (0, 1))
        return f"<urlset>{rows}</urlset>"

    declared = source(site, "/sitemap.xml", "sitemap")
    site.pages["/sitemap.xml"] = sitemap("2023-02-28T10:00:00+08:00")
    _, memory = crawl(declared)
    site.pages["/sitemap.xml"] = sitemap("2023-03-02T10:00:00+08:00")
    site.pages[path(1)] = article("更正后的第01号要闻")
    report, _ = crawl(declared, memory=memory, now=NOW + timedelta(days=2))
    assert [page.url for page in memory.pages].count(site.url + path(0)) == 1
    assert [page.url for page in memory.pages].count(site.url + path(1)) == 2
    assert (report.counts["pages"], report.counts["unchanged"]) == (1, 1)


def test_undated_lists_end_on_known_ground(site: Site) -> None:
    """Once a list without dates was walked to its end, later runs turn only to where everything is known."""
    for turn in range(6):
        items = [(f"/n/{number}.html", "") for number in range(1000 + turn * 10, 1010 + turn * 10)]
        for address, _ in items:
            site.pages[address] = article(address)
        site.pages[index(turn)] = listing(*items)
    declared = source(site, pages="index_{page}.html")
    report, memory = crawl(declared)
    assert report.counts["pages"] == 60
    report, _ = crawl(declared, memory=memory)
    assert report.counts["lists"] == 1

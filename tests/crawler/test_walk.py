"""Walks through untidy lists: nothing of the window is lost, and what is said of how far back they went is true."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from crawler.found import Found
from crawler.walk import Walk
from crawler.window import Window
from models.source import Link, Source, SourceKind
from tests.crawler.serving import NOW, SINCE, Memory, Site, article, crawl, kinds, listing, serving, source

LONG_AGO = date(2021, 1, 1)
TODAY = date(2023, 3, 1)


def untidy(chance: random.Random) -> list[list[Link]]:
    """Pages of a list from new to old: pinned and popular items, pauses, neighbours swapped, items without a day."""
    size, a_day = chance.choice((10, 15, 25)), chance.choice((0.1, 0.3, 1, 3, 15))
    days: list[date] = []
    day = TODAY
    while len(days) < size * 12:
        days += [day] * (int(a_day) or chance.random() < a_day)
        day -= timedelta(days=chance.randrange(5, 60) if chance.random() < 0.01 else 3 if day.weekday() == 0 else 1)
    for n in range(len(days) - 1):
        if chance.random() < 0.05:
            days[n], days[n + 1] = days[n + 1], days[n]
    links = [Link(f"http://a.cn/{n}", "s", day if chance.random() > 0.05 else None) for n, day in enumerate(days)]
    pages = [links[n : n + size] for n in range(0, len(links), size)]
    for name, most in (("pinned", 3), ("popular", 5)):
        more = [
            Link(f"http://a.cn/{name}/{n}", "s", TODAY - timedelta(days=chance.randrange(1, 900)))
            for n in range(chance.randint(0, most))
        ]
        pages = [[*more, *page] if name == "pinned" else [*page, *more] for page in pages]
    return pages


@pytest.mark.parametrize("seed", range(300))
def test_nothing_of_the_window_is_lost(seed: int) -> None:
    """However untidy a list, everything since a day is found, and a few pages beyond it are the price at most."""
    chance = random.Random(seed)  # noqa: S311
    pages = untidy(chance)
    since = TODAY - timedelta(days=chance.choice((1, 7, 30, 180)))
    declared = Source(id="s", name="s", kind=SourceKind.LISTING, urls=("http://a.cn/{page}",))
    walk = Walk(declared, Window(since), TODAY, 500)
    turns = list(walk.open())
    found: set[str] = set()
    for turned in turns:
        turn = walk.turn(turned, Found(tuple(pages[turned.turn - 1]) if turned.turn <= len(pages) else ()))
        found |= {link.url for link in turn.links}
        turns += turn.pages
    own = [{link.url for link in page if link.published and link.published >= since} for page in pages]
    assert set().union(*own) <= found
    last = max((n for n, page in enumerate(pages, 1) if any("cn/p" not in url for url in own[n - 1])), default=1)
    assert len(turns) <= last + 4


@pytest.fixture
def site() -> Iterator[Site]:
    """An empty site."""
    with serving() as found:
        yield found


def paged(site: Site, days: Sequence[date | None], size: int) -> None:
    """A JSON list of articles in this order, with an empty page at its end, and the articles."""
    items = [{"url": f"/a/{10000 + n}.html", "title": "数字经济要闻", "date": str(day)} for n, day in enumerate(days)]
    last = (len(items) + size - 1) // size
    for page in range(last + 1):
        site.pages[f"/api?page={page + 1}"] = json.dumps(items[page * size : (page + 1) * size])
    for item in items:
        site.pages[str(item["url"])] = article(str(item["url"]))


def in_window(days: Sequence[date], since: date = SINCE) -> int:
    return sum(day >= since for day in days)


def listed(site: Site, path: str, *items: tuple[str, str], more: str = "") -> None:
    """A listing page and the articles it names."""
    site.pages[path] = listing(*items, more=more)
    for address, _ in items:
        site.pages[address] = article(address)


def test_popular_articles_below_a_list(site: Site) -> None:
    """Old links that stand after the list on every page do not end it."""
    hot = ("2022-05/01", "2021-03/02", "2020-06/01")
    old = "".join(f'<li><a href="/{day}/c_{n}.htm">数字经济热门文章之{n}</a></li>' for n, day in enumerate(hot))
    days = [date(2023, 2, 28) - timedelta(days=n) for n in range(60)]
    for turn in range(6):
        rows = [(f"/{day:%Y-%m/%d}/c_9.htm", str(day)) for day in days[turn * 10 : turn * 10 + 10]]
        more = f'<a href="/list/{turn + 1}.html">下一页</a><div><h3>热门</h3><ul>{old}</ul></div>'
        listed(site, f"/list/{turn}.html" if turn else "/list/", *rows, more=more)
    since = date(2023, 1, 15)
    report, memory = crawl(source(site), window=Window(since))
    assert len(memory.pages) == in_window(days, since)
    assert report.counts["lists"] == 5
    assert memory.outcomes["s"].reached == since


def test_a_list_oldest_first(site: Site) -> None:
    """Ten a day and twenty a page, oldest first: walked to its end, where the window is."""
    days = [date(2023, 1, 1) + timedelta(days=n // 10) for n in range(500)]
    paged(site, days, 20)
    _, memory = crawl(source(site, "/api?page={page}", "api"))
    assert len(memory.pages) == in_window(days)
    assert memory.outcomes["s"].reached == SINCE


@pytest.mark.parametrize("since", [date(2023, 1, 1), SINCE])
def test_hits_by_relevance(site: Site, since: date) -> None:
    """A list in no order is left after two old pages, and it is said that more may stand further on."""
    chance = random.Random(3)  # noqa: S311
    days = [LONG_AGO + timedelta(days=chance.randrange(780)) for _ in range(200)]
    paged(site, days, 10)
    report, memory = crawl(source(site, "/api?page={page}", "api"), window=Window(since))
    assert report.counts["lists"] < 20
    assert len(memory.pages) < in_window(days, since)
    assert memory.outcomes["s"].reached is None
    assert report.notes == [f"s: how far back was reached is not known: its days run in no order, asked for {since}"]


def test_a_wrong_year_at_the_end_of_a_page(site: Site) -> None:
    """The days without a year on the next page are not read by it."""
    first = [f"02-{day}" for day in range(28, 18, -1)]
    rows = [(f"/a/{n}.html", day) for n, day in enumerate([*first, "2013-02-18"], 100)]
    listed(site, "/list/", *rows, more='<a href="/list/?p=2">下一页</a>')
    listed(site, "/list/?p=2", *((f"/a/{n}.html", day) for n, day in enumerate(("02-17", "02-05", "01-20"), 200)))
    _, memory = crawl(source(site), window=Window(date(2023, 1, 1)))
    assert len(memory.pages) == 13


def test_more_sitemaps_than_may_be_turned(site: Site) -> None:
    """The newest are taken, and it is told that the rest was not."""
    days = [date(2023, 2, 28) - timedelta(days=n) for n in range(12)]
    rows = "".join(f"<sitemap><loc>{site.url}/map-{day}.xml</loc></sitemap>" for day in reversed(days))
    site.pages["/sitemap.xml"] = f"<sitemapindex>{rows}</sitemapindex>"
    for day in days:
        address = f"/{day:%Y%m%d}/1.html"
        site.pages[f"/map-{day}.xml"] = f"<urlset><url><loc>{site.url}{address}</loc></url></urlset>"
        site.pages[address] = article(address)
    report, memory = crawl(source(site, "/sitemap.xml", "sitemap"), window=Window(LONG_AGO), max_list_pages=5)
    assert sorted(page.url[-15:-7] for page in memory.pages) == sorted(f"{day:%Y%m%d}" for day in days[:5])
    assert kinds(report) == ["endless"]
    assert not memory.outcomes["s"].complete


def sitemap(site: Site, *addresses: str) -> None:
    rows = "".join(f"<url><loc>{site.url}{address}</loc></url>" for address in addresses)
    site.pages["/sitemap.xml"] = f"<urlset>{rows}</urlset>"
    site.pages |= {address: article(address) for address in addresses}


def test_how_far_a_sitemap_reaches(site: Site) -> None:
    """To its oldest item; to the window's first day only where it holds something from before."""
    declared = source(site, "/sitemap.xml", "sitemap")
    sitemap(site, "/20230227/1.html", "/20230228/2.html")
    report, memory = crawl(declared, window=Window(LONG_AGO))
    assert memory.outcomes["s"].reached == date(2023, 2, 27)
    assert report.notes[0] == "s: reached back to 2023-02-27, asked for 2021-01-01"
    sitemap(site, "/20230227/1.html", "/20191231/2.html")
    _, memory = crawl(declared, window=Window(LONG_AGO))
    assert memory.outcomes["s"].reached == LONG_AGO


@pytest.mark.parametrize("kind", ["feed", "listing"])
def test_how_far_an_undated_list_reaches(site: Site, kind: str) -> None:
    """Nobody knows, and that is said; the next run may still end on known ground."""
    rows = [(f"/a/{n}.html", "") for n in range(1000, 1005)]
    listed(site, "/list/", *rows)
    if kind == "feed":
        items = "".join(f"<item><link>{site.url}{address}</link></item>" for address, _ in rows)
        site.pages["/list/"] = f"<rss><channel>{items}</channel></rss>"
    report, memory = crawl(source(site, kind=kind), window=Window(LONG_AGO))
    assert report.counts["pages"] == 5
    assert (memory.outcomes["s"].reached, memory.outcomes["s"].complete) == (None, True)
    assert report.notes == ["s: how far back was reached is not known: it tells no days, asked for 2021-01-01"]


def test_months_of_addresses_are_no_gaps(site: Site) -> None:
    """Items that tell only their month fill it; a list of nothing else is turned until its months pass."""
    for turn, month in enumerate(("202302", "202301", "202212", "202211")):
        rows = [(f"/yaowen/{month}/content_{n}.htm", "") for n in range(4)]
        more = f'<a href="/list/{turn + 1}.html">下一页</a>'
        listed(site, f"/list/{turn}.html" if turn else "/list/", *rows, more=more)
    report, memory = crawl(source(site), window=Window(date(2023, 1, 10)))
    assert {page.url.split("/")[4] for page in memory.pages} == {"202302", "202301"}
    assert memory.outcomes["s"].gaps == ()
    assert report.counts["lists"] == 4
    sitemap(site, "/2022-11/05/c_1.htm", *(f"/yaowen/{month}/c_2.htm" for month in ("202212", "202302")))
    _, memory = crawl(source(site, "/sitemap.xml", "sitemap"), window=Window(date(2022, 11, 1)))
    assert memory.outcomes["s"].gaps == ("2023-01",)


def test_a_file_named_like_a_month(site: Site) -> None:
    """An undated article with the number 201901 is fetched."""
    listed(site, "/list/", ("/info/1012/201901.html", ""), ("/info/1012/201912.html", ""))
    _, memory = crawl(source(site))
    assert len(memory.pages) == 2


def test_the_list_that_falls_short_is_named(site: Site) -> None:
    """Of several keywords, the one that reaches back least; one that finds nothing takes nothing away."""
    for word, days in {
        "%E7%AE%97": ("2023-02-20",),
        "%E9%87%8F": ("2023-02-26", "2023-01-02"),
        "%E4%B9%8F": (),
    }.items():
        rows = [{"url": f"/a/{word[-2:]}{day}.html", "title": "要闻", "date": day} for day in days]
        site.pages[f"/s?q={word}"] = json.dumps(rows)
        site.pages |= {str(row["url"]): article(str(row["url"])) for row in rows}
    declared = source(site, "/s?q={keyword}", "search", keywords=("算", "量", "乏"))
    report, memory = crawl(declared, window=Window(date(2023, 1, 1)))
    assert memory.outcomes["s"].reached == date(2023, 2, 20)
    assert (
        report.notes[0] == "s: reached back to 2023-02-20 in 算, asked for 2023-01-01; 1 more of its lists fall short"
    )


def test_no_day_of_a_list_ends_a_run(site: Site) -> None:
    """0001-01-01 and what lies beyond the calendar are no days: their article and other sources are fetched."""
    sentinels = ("0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59Z", 253402300799000)
    rows = [{"url": f"/a/{n}.html", "updateTime": at, "pubTime": at} for n, at in enumerate(sentinels, 10)]
    site.pages["/api"] = json.dumps({"data": rows})
    listed(site, "/list/", ("/b/1.html", "2023-02-20"))
    site.pages |= {f"/a/{n}.html": article(f"第{n}篇") for n in range(10, 13)}
    report, memory = crawl(source(site, "/api", "api", items="data"), replace(source(site), id="b"))
    assert (len(memory.pages), report.failures) == (4, [])


def test_undated_lists_are_walked_again_for_an_older_window(site: Site) -> None:
    """Known ground is known only as far back as a former run was asked for."""
    for turn in range(3):
        rows = [(f"/n/{n}.html", "") for n in range(1000 + turn * 10, 1010 + turn * 10)]
        listed(site, f"/list/{turn}.html" if turn else "/list/", *rows)
    declared = source(site, pages="{page}.html")
    memory = Memory()
    lists = []
    for since in (SINCE, SINCE, LONG_AGO):
        report, _ = crawl(declared, memory=memory, window=Window(since), now=NOW)
        lists.append(report.counts["lists"])
    assert lists == [3, 1, 3]

"""Each list is judged by itself, and what came out lately is told from what was brought back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from crawler.health import State, health
from crawler.window import Window
from tests.crawler.serving import NOW, Site, article, crawl, kinds, listing, serving, source


@pytest.fixture
def site() -> Iterator[Site]:
    """A listing of two articles, one of them old."""
    with serving() as found:
        found.pages["/list/"] = listing(("/a/1.html", "2023-02-27"), ("/a/2.html", "2022-06-01"))
        found.pages["/a/1.html"] = article("今年的一篇")
        found.pages["/a/2.html"] = article("去年的一篇")
        yield found


def test_one_list_of_two_that_moved(site: Site) -> None:
    """The source is read, and the operator learns which list is gone, or empty."""
    walked = source(site, urls=(f"{site.url}/list/", f"{site.url}/moved/"))
    _, memory = crawl(walked)
    found = health("s", [memory.outcomes["s"]], NOW)
    assert (found.state, found.why) == (State.MOVED, f"a list cannot be read, gone: {site.url}/moved/")
    assert memory.outcomes["s"].complete  # later visits need not reach further back on the others
    site.pages["/moved/"] = "<html><body>栏目调整</body></html>"
    _, memory = crawl(walked)
    found = health("s", [memory.outcomes["s"]], NOW)
    assert (found.state, found.why) == (State.MOVED, f"a list holds no article: {site.url}/moved/")


@pytest.mark.parametrize(
    "empty", ["<rss><channel/></rss>", '{"version": "https://jsonfeed.org/version/1", "items": []}']
)
def test_a_feed_may_be_empty(site: Site, empty: str) -> None:
    """One that is a feed and holds nothing has not moved."""
    site.pages["/feed"] = empty
    report, memory = crawl(source(site, "/feed", "feed"))
    assert report.failures == []
    assert health("s", [memory.outcomes["s"]], NOW).state is State.HEALTHY


def test_a_keyword_may_find_nothing(site: Site) -> None:
    """While another one does; where none does, the search has moved."""
    site.pages["/s?q=a"] = site.pages["/list/"]
    site.pages["/s?q=b"] = "<html><body>没有找到相关结果</body></html>"
    walked = source(site, "/s?q={keyword}", "search", keywords=("a", "b"))
    report, memory = crawl(walked)
    assert report.failures == []
    assert health("s", [memory.outcomes["s"]], NOW).state is State.HEALTHY
    report, memory = crawl(replace(walked, keywords=("b",)))
    assert kinds(report) == ["empty-list"]
    assert health("s", [memory.outcomes["s"]], NOW).state is State.MOVED


def test_what_came_out_lately_is_told_apart(site: Site) -> None:
    """A reach into the past brings two pages, of which one is new; undated ones are new where the window is."""
    _, memory = crawl(source(site), window=Window(date(2022, 1, 1)))
    assert (memory.outcomes["s"].pages, memory.outcomes["s"].fresh) == (2, 1)
    site.pages["/list/"] = "<meta charset=utf-8><ul><li><a href='/a/1.html'>今年的一篇要闻</a></li></ul>"
    _, memory = crawl(source(site), window=Window(date(2022, 1, 1)))
    assert (memory.outcomes["s"].pages, memory.outcomes["s"].fresh) == (1, 0)
    _, memory = crawl(source(site), window=Window(NOW.date() - timedelta(days=7)))
    assert (memory.outcomes["s"].pages, memory.outcomes["s"].fresh) == (1, 1)

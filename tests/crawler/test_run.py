"""Whole runs against a real site: each kind of list, and everything that can be wrong with what is served."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator, Sequence
from datetime import date

import pytest

from crawler.run import run
from crawler.window import Window
from models.source import Fetched
from tests.crawler.serving import (
    NOW,
    SINCE,
    Memory,
    MemorySink,
    Site,
    article,
    crawl,
    kinds,
    listing,
    redirect,
    send,
    serving,
    settings,
    source,
)


@pytest.fixture
def site() -> Iterator[Site]:
    """A site with three articles and a listing of them."""
    with serving() as found:
        for number in (1, 2, 3):
            found.pages[f"/a/{number}.html"] = article(f"第{number}篇")
        found.pages["/list/"] = listing(
            ("/a/1.html", "2023-02-20"), ("/a/2.html", "2023-02-10"), ("/a/3.html", "2023-01-10")
        )
        yield found


def rss(site: Site, *items: tuple[str, str]) -> str:
    entries = "".join(
        f"<item><title>t</title><link>{site.url}{path}</link><pubDate>{at}</pubDate></item>" for path, at in items
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>{entries}</channel></rss>'


def test_a_listing_yields_the_articles_of_the_window(site: Site) -> None:
    """Only what the list dates into the window is fetched, with the list's date on the page."""
    report, memory = crawl(source(site))
    assert {(page.url, page.published) for page in memory.pages} == {
        (f"{site.url}/a/1.html", date(2023, 2, 20)),
        (f"{site.url}/a/2.html", date(2023, 2, 10)),
    }
    assert report.counts["pages"] == 2
    assert report.failures == []


def test_a_feed_yields_its_articles(site: Site) -> None:
    """RSS dates are read as China's days."""
    site.pages["/feed"] = rss(
        site, ("/a/1.html", "Mon, 20 Feb 2023 17:30:00 GMT"), ("/a/3.html", "Tue, 10 Jan 2023 01:00:00 GMT")
    )
    _, memory = crawl(source(site, "/feed", "feed"))
    assert [(page.url, page.published) for page in memory.pages] == [(f"{site.url}/a/1.html", date(2023, 2, 21))]


def test_a_sitemap_index_leads_to_its_sitemaps(site: Site) -> None:
    """An index is followed, gzip unpacked, branches last touched before the window left out."""
    site.pages["/sitemap.xml"] = (
        f"<sitemapindex><sitemap><loc>{site.url}/new.xml.gz</loc><lastmod>2023-02-20</lastmod></sitemap>"
        f"<sitemap><loc>{site.url}/old.xml</loc><lastmod>2022-01-01</lastmod></sitemap></sitemapindex>"
    )
    site.pages["/new.xml.gz"] = gzip.compress(
        f"<urlset><url><loc>{site.url}/a/1.html</loc><lastmod>2023-02-20</lastmod></url>"
        f"<url><loc>{site.url}/a/3.html</loc><lastmod>2023-01-10</lastmod></url></urlset>".encode()
    )
    report, memory = crawl(source(site, "/sitemap.xml", "sitemap"))
    assert [page.url for page in memory.pages] == [f"{site.url}/a/1.html"]
    assert report.failures == []
    assert "/old.xml" not in site.paths()


def test_the_second_crawl_fetches_nothing_twice(site: Site) -> None:
    """The second run asks for its list conditionally and for no article."""
    source_ = source(site)
    _, memory = crawl(source_)
    site.asked.clear()
    report, _ = crawl(source_, memory=memory)
    assert site.paths() == ["/list/"]
    assert "If-None-Match" in site.asked[-1].headers
    assert len(memory.pages) == 2
    assert report.counts["known"] == 2


def test_robots_are_obeyed(site: Site) -> None:
    """A page that robots.txt forbids is not asked for and told as a failure."""
    site.pages["/robots.txt"] = "User-agent: *\nDisallow: /a/2.html\n"
    report, memory = crawl(source(site))
    assert kinds(report) == ["robots"]
    assert "/a/2.html" not in site.paths()
    assert len(memory.pages) == 1


@pytest.mark.parametrize(("status", "kind"), [(404, "gone"), (410, "gone"), (500, "status"), (403, "status")])
def test_an_error_is_a_failure_of_its_page_alone(site: Site, status: int, kind: str) -> None:
    """The rest of the run is unharmed."""
    site.pages["/a/1.html"] = lambda handler: send(handler, status, b"sorry")
    report, memory = crawl(source(site))
    assert kinds(report) == [kind]
    assert [page.url for page in memory.pages] == [f"{site.url}/a/2.html"]


def test_what_is_gone_is_not_asked_for_again_at_once(site: Site) -> None:
    """Not by a run right after, that is; a 500 is tried again by the next run."""
    del site.pages["/a/1.html"]
    site.pages["/a/2.html"] = lambda handler: send(handler, 500)
    _, memory = crawl(source(site))
    site.asked.clear()
    crawl(source(site), memory=memory)
    assert site.paths() == ["/list/", "/a/2.html"]


def test_a_redirect_loop_is_one_failure(site: Site) -> None:
    """Two pages that lead to each other end."""
    site.pages["/a/1.html"] = redirect("/b.html")
    site.pages["/b.html"] = redirect("/a/1.html")
    report, memory = crawl(source(site))
    assert kinds(report) == ["redirect"]
    assert len(memory.pages) == 1


def test_endless_redirects_are_bounded(site: Site) -> None:
    """Redirects that never repeat end at max_redirects."""
    for number in range(30):
        site.pages[f"/hop/{number}"] = redirect(f"/hop/{number + 1}")
    site.pages["/a/1.html"] = redirect("/hop/0")
    report, _ = crawl(source(site), max_redirects=5)
    assert kinds(report) == ["redirect"]
    assert sum(path.startswith("/hop") for path in site.paths()) == 5


def test_a_redirect_is_followed_and_known_under_both_addresses(site: Site) -> None:
    """The page is kept under where it lies; neither address is fetched again."""
    site.pages["/list/"] = listing(("/a/1.html", "2023-02-20", "搬了家的要闻"))
    site.pages["/a/1.html"] = redirect("/c/1.html")
    site.pages["/c/1.html"] = article("搬了家")
    _, memory = crawl(source(site))
    page = next(page for page in memory.pages if page.url.endswith("/c/1.html"))
    assert page.requested == f"{site.url}/a/1.html"
    site.pages["/list/"] = listing(*((path, "2023-02-20", "搬了家的要闻") for path in ("/c/1.html", "/a/1.html")))
    site.asked.clear()
    crawl(source(site), memory=memory)
    assert site.paths() == ["/list/"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<html><body>登录</body></html>", "no feed"),
        ("not xml at all", "not XML"),
        ("", "empty"),
        (
            '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><channel>&b;</channel></rss>',
            "entities",
        ),
        ('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel>&x;</channel></rss>', "entities"),
    ],
)
def test_a_feed_that_is_none_is_a_clear_failure(site: Site, body: str, words: str) -> None:
    """Not XML, a login page, nothing, an entity bomb, an external entity: one failure that says so."""
    site.pages["/feed"] = body
    report, memory = crawl(source(site, "/feed", "feed"))
    assert kinds(report) == ["list"]
    assert words in report.failures[0].message
    assert memory.pages == []


def test_a_page_over_the_limit_is_a_failure(site: Site) -> None:
    """20 MB are not taken in."""
    site.pages["/a/1.html"] = b"x" * 20_000_000
    report, memory = crawl(source(site))
    assert kinds(report) == ["too-large"]
    assert len(memory.pages) == 1


@pytest.mark.parametrize(
    ("charset", "declared"), [("gb18030", "utf-8"), ("utf-8", "gb2312"), ("gb18030", "gb2312"), ("utf-16", "utf-8")]
)
def test_bytes_are_handed_on_as_served(site: Site, charset: str, declared: str) -> None:
    """Whatever character set is declared, nothing is decoded or changed."""
    body = f"<html><meta charset={declared}><p>数字经济增加值十万亿元</p></html>".encode(charset)
    site.pages["/a/1.html"] = body
    site.types["/a/1.html"] = f"text/html; charset={declared}"
    _, memory = crawl(source(site))
    page = next(page for page in memory.pages if page.url.endswith("/a/1.html"))
    assert page.body == body
    assert page.content_type == f"text/html; charset={declared}"


@pytest.mark.parametrize(("charset", "declared"), [("gb18030", "utf-8"), ("utf-8", "gb2312")])
def test_a_listing_with_a_lying_charset_is_read(site: Site, charset: str, declared: str) -> None:
    """Titles of links are right whatever the page says of itself."""
    text = listing(("/a/1.html", "2023-02-20", "智慧城市标准发布"))
    site.pages["/list/"] = text.replace("charset=utf-8", f"charset={declared}").encode(charset)
    _, memory = crawl(source(site))
    (visit,) = memory.visits.values()
    assert visit.links[0].title == "智慧城市标准发布"


def test_what_is_no_html_is_handed_on_with_its_type(site: Site) -> None:
    """A PDF is a page, too."""
    site.pages["/list/"] = listing(("/a/report.pdf", "2023-02-20"))
    site.pages["/a/report.pdf"] = b"%PDF-1.4 and so on"
    site.types["/a/report.pdf"] = "application/pdf"
    _, memory = crawl(source(site))
    assert [(page.content_type, page.body) for page in memory.pages] == [("application/pdf", b"%PDF-1.4 and so on")]


def test_a_date_in_the_future_is_no_date(site: Site) -> None:
    """A deadline beside a link does not hide the article, nor count as the newest."""
    site.pages["/list/"] = listing(("/a/1.html", "2033-02-20"), ("/a/2.html", "2023-02-10"))
    _, memory = crawl(source(site), window=Window(date(2023, 2, 1), date(2023, 2, 28)))
    assert len(memory.pages) == 2
    assert memory.outcomes["s"].newest == date(2023, 2, 10)


def test_a_shelf_that_fails_stops_the_run_and_the_next_one_goes_on(site: Site) -> None:
    """An error of the shelf is raised to the caller; nothing handed over before is lost."""

    class Full(MemorySink):
        def pages(self, some: Sequence[Fetched]) -> None:
            raise OSError(f"disk full at {some[0].page.url}")

    memory = Memory()
    with pytest.raises(OSError, match="disk full"):
        run([source(site)], Window(SINCE), memory, Full(memory), settings(), clock=lambda: NOW)
    report, _ = crawl(source(site), memory=memory)
    assert report.counts["pages"] == 2


def test_an_interrupt_ends_the_run_at_once(site: Site) -> None:
    """Ctrl-C is raised to the caller without waiting for a slow page, and the next run works."""
    site.pages["/a/1.html"] = lambda _: time.sleep(10)

    def interrupt(report: object) -> None:
        raise KeyboardInterrupt(report)

    memory = Memory()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run([source(site)], Window(SINCE), memory, memory.sink, settings(), clock=lambda: NOW, progress=interrupt)
    assert time.monotonic() - began < 4
    site.pages["/a/1.html"] = article("第1篇")
    crawl(source(site), memory=memory)
    assert len(memory.pages) == 2


def test_a_plan_fetches_lists_only(site: Site) -> None:
    """A dry run says how many pages there are and keeps nothing."""
    report, memory = crawl(source(site), plan=True)
    assert report.counts["planned"] == 2
    assert site.paths() == ["/list/"]
    assert (memory.pages, memory.visits, memory.outcomes) == ([], {}, {})
    assert "2 pages to fetch" in report.notes[0]


def test_two_sources_share_an_article(site: Site) -> None:
    """An article in two lists is fetched once."""
    site.pages["/other/"] = listing(("/a/1.html?utm_source=x", "2023-02-20"), ("/a/2.html#top", "2023-02-10"))
    first = source(site)
    second = source(site, "/other/")
    object.__setattr__(second, "id", "t")
    report, memory = crawl(first, second)
    assert len(memory.pages) == 2
    assert report.counts["duplicates"] == 2

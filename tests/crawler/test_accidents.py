"""Mistakes of ours and oddities of servers cost one list or one article; hosts that are busy are left alone."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from crawler import courier, visitor
from crawler.failures import Kind
from crawler.manners import Manners, netloc, retry_after
from crawler.run import run
from crawler.window import Window
from tests.crawler.serving import (
    NOW,
    SINCE,
    Memory,
    Site,
    article,
    crawl,
    kinds,
    listing,
    send,
    serving,
    settings,
    source,
)


@pytest.fixture
def site() -> Iterator[Site]:
    """A listing of one bad and one good article."""
    with serving() as found:
        found.pages["/list/"] = listing(("/bad.html", "2023-02-20"), ("/good.html", "2023-02-19"))
        found.pages["/bad.html"] = article("第二篇")
        found.pages["/good.html"] = article("好的一篇")
        yield found


def leads(to: str) -> Any:
    """An answer whose Location is written as UTF-8, not escaped."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + to.encode() + b"\r\n\r\n")

    return answer


@pytest.mark.parametrize("where", ["discover", "fetch"])
def test_a_mistake_of_ours_costs_one_list_or_article(site: Site, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """It is told as that one's failure with its place; the rest of the source and other sources are unharmed."""
    site.pages["/second/"] = listing(("/third.html", "2023-02-18"))
    site.pages["/third.html"] = article("第三篇")

    def broken(*words: Any) -> Any:
        if str(words[1 if where == "discover" else 0]).endswith(("/list/", "/bad.html")):
            raise OverflowError("date value out of range")
        return whole(*words)

    module, name = (visitor, "discover") if where == "discover" else (courier, "check_arrival")
    whole = getattr(module, name)
    monkeypatch.setattr(module, name, broken)
    walked = source(site, urls=(f"{site.url}/list/", f"{site.url}/second/"))
    report, memory = crawl(walked, replace(source(site, "/second/"), id="other"))
    assert kinds(report) == ["internal"]
    assert report.failures[0].subject == f"{site.url}{'/list/' if where == 'discover' else '/bad.html'}"
    assert "OverflowError: date value out of range (test_accidents.py:" in report.failures[0].message
    assert len(memory.pages) == (1 if where == "discover" else 2)
    assert set(memory.outcomes) == {"s", "other"}
    assert memory.outcomes["s"].complete is (where == "fetch")
    monkeypatch.setattr(module, name, whole)
    crawl(walked, memory=memory)
    assert len(memory.pages) == 3


@pytest.mark.parametrize("to", ["http://[", "http://[x/", "//:99999/a", "http://a.example:port/"])
@pytest.mark.parametrize("how", ["location", "refresh"])
def test_a_redirect_to_no_address(site: Site, to: str, how: str) -> None:
    """By Location or by a page that sends on: that URL's failure, of a list or of an article."""
    forward = f'<meta http-equiv="refresh" content="0;url={to}">'
    site.pages["/bad.html"] = leads(to) if how == "location" else forward
    report, memory = crawl(source(site))
    assert kinds(report) == ["redirect"]
    assert "no address" in report.failures[0].message
    assert len(memory.pages) == 1
    site.pages["/list/"] = site.pages["/bad.html"]
    report, _ = crawl(source(site))
    assert kinds(report) == ["redirect"]


def test_a_location_in_plain_chinese(site: Site) -> None:
    """UTF-8 that was not escaped is what it says."""
    site.pages["/bad.html"] = leads("/新闻/第二篇.html?题=数字")
    escaped = "/%E6%96%B0%E9%97%BB/%E7%AC%AC%E4%BA%8C%E7%AF%87.html?%E9%A2%98=%E6%95%B0%E5%AD%97"
    site.pages[escaped] = article("第二篇")
    report, memory = crawl(source(site))
    assert report.failures == []
    assert len(memory.pages) == 2


def test_a_retry_after_that_is_no_number() -> None:
    """Digits of other scripts are nonsense, not a crash."""
    assert [retry_after(text, NOW) for text in ("²", "٣", "", "soon", "12")] == [None, None, None, None, 12.0]


def test_a_shelf_that_fails_in_a_worker_is_raised(site: Site) -> None:
    """An error of the shelf is none of an article's, however it is of a kind that an article could raise."""

    class Full(Memory):
        def same_body(self, sha256: str) -> str | None:
            raise ValueError(f"disk full at {sha256}")

    memory = Full()
    with pytest.raises(ValueError, match="disk full"):
        run([source(site)], Window(SINCE), memory, memory.sink, settings(), clock=lambda: NOW)


def test_a_host_that_is_busy_again_and_again_is_left_alone(site: Site) -> None:
    """Each answer asks for a second only; after six in a row no more is asked for, and the rest is owed."""
    site.pages["/list/"] = listing(*((f"/x/{n}.html", "2023-02-20") for n in range(40)))
    busy = {f"/x/{n}.html": lambda handler: send(handler, 429, b"", **{"Retry-After": "1"}) for n in range(40)}
    site.pages.update(busy)
    began = time.monotonic()
    report, memory = crawl(source(site), retries=2)
    assert time.monotonic() - began < 8
    assert set(kinds(report)) == {"busy"}
    assert "asked to come later 6 times in a row" in report.failures[-1].message
    assert len(site.paths()) <= 8
    assert len(memory.owed["s"]) == 40


def test_an_absurd_crawl_delay_closes_the_host(site: Site) -> None:
    """A day between requests is told at once, as a busy host, instead of being waited for."""
    site.pages["/robots.txt"] = "User-agent: *\nCrawl-delay: 86400\n"
    began = time.monotonic()
    report, _ = crawl(source(site))
    assert time.monotonic() - began < 3
    assert kinds(report) == ["busy"]
    assert "asks for 86400 s between requests" in report.failures[0].message
    assert site.paths(robots=True) == ["/robots.txt"]


def test_the_throttle_never_lowers_a_long_crawl_delay(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither its own bound nor quick answers make it shorter than robots.txt asks."""
    from crawler import middleware

    monkeypatch.setattr(middleware, "_LONGEST_OF_ITS_OWN", 0.1)
    site.pages["/robots.txt"] = "User-agent: *\nCrawl-delay: 0.4\n"
    crawl(source(site))
    times = [asked.at for asked in site.asked]
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) >= 0.38


def test_a_robots_txt_behind_a_challenge(site: Site) -> None:
    """Then nothing else is asked for, and the operator learns why."""
    body = b"<html><script>document.cookie='__jsl=1';location.reload()</script></html>"
    site.pages["/robots.txt"] = lambda handler: send(handler, 521, body)
    report, _ = crawl(source(site), retries=2)
    assert kinds(report) == ["challenge"]
    assert site.paths(robots=True) == ["/robots.txt"]


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("http://A.cn:80/x", "a.cn"),
        ("https://a.cn:443/", "a.cn"),
        ("https://a.cn:80/", "a.cn:80"),
        ("http://u:p@a.cn:8080/", "a.cn:8080"),
        ("http://[::1]/", "[::1]"),
    ],
)
def test_what_is_paced_together(url: str, place: str) -> None:
    """A default port makes no other host, nor does a name before it."""
    assert netloc(url) == place


def test_the_bound_on_crawl_delays() -> None:
    """Five minutes are kept; what is more than ten, or no number, closes the host."""
    kept = Manners.of([], settings())
    for host, delay in (("a.cn", 300.0), ("b.cn", 601.0), ("c.cn", float("nan")), ("d.cn", float("inf"))):
        kept.slow_down(host, delay)
    assert (kept.delays, set(kept.closed)) == ({"a.cn": 300.0}, {"b.cn", "c.cn", "d.cn"})
    assert {kind for kind, _ in kept.closed.values()} == {Kind.BUSY}

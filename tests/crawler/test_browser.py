"""Sources that ask for a browser: a page made by script is seen, and the browser gets nowhere we would not go."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from crawler.browser import BrowserHandler, executable
from crawler.gateway import Gateway
from crawler.guard import Guard
from tests.crawler.serving import Site, article, crawl, kinds, listing, redirect, send, serving, settings, source


@pytest.fixture
def browser() -> None:
    """Skips where there is no browser; fails instead under CI."""
    if executable(settings()) is None:
        reason = "needs the extra `browser` and a Chromium on the search path"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


SCRIPTED = """<html><body><div id=list></div><script>
fetch('/data.json').then(r => r.text()).then(t => { document.getElementById('list').innerHTML = t; });
</script></body></html>"""


@pytest.fixture
def site() -> Iterator[Site]:
    """A list that only a script fills in."""
    with serving() as found:
        found.pages["/list/"] = SCRIPTED
        found.pages["/data.json"] = listing(("/a/1.html", "2023-02-20"))
        found.pages["/a/1.html"] = article("第1篇")
        yield found


@pytest.mark.usefixtures("browser")
@pytest.mark.slow
def test_a_page_made_by_script_is_read(site: Site) -> None:
    """The list's links and the article are what a reader would see."""
    report, memory = crawl(source(site, browser=True), timeout=20.0)
    assert report.failures == []
    assert [page.url for page in memory.pages] == [f"{site.url}/a/1.html"]
    assert "第1篇" in memory.pages[0].body.decode()


PROGRAM = """<html><body><div id=at></div><script>
const id = (location.hash.match(/id=([0-9]+)/) || [])[1];
const row = n => `<li><a href="#/detail?id=${n}">甲市数字经济要闻第${n}号</a><span>2023-02-20</span></li>`;
document.getElementById('at').innerHTML = id ? `<h1>第${id}篇</h1>` : [10, 11, 12].map(row).join('');
</script></body></html>"""


@pytest.mark.usefixtures("browser")
@pytest.mark.slow
def test_routes_of_a_program_are_articles(site: Site) -> None:
    """Addresses that differ behind the # alone are shown and kept one by one."""
    site.pages["/"] = PROGRAM.replace("<html>", "<html><meta charset=utf-8>")
    report, memory = crawl(source(site, "/#/list", browser=True), timeout=20.0)
    assert report.failures == []
    assert sorted(page.url.partition("#")[2] for page in memory.pages) == [f"/detail?id={n}" for n in (10, 11, 12)]
    assert all(f"第{page.url[-2:]}篇" in page.body.decode() for page in memory.pages)


@pytest.mark.usefixtures("browser")
@pytest.mark.slow
def test_a_browser_is_kept_in(site: Site) -> None:
    """Neither a redirect nor a script of the page reaches another private address."""
    with serving() as inner:
        inner.pages["/secret"] = article("机密")
        site.pages["/data.json"] = listing(("/a/1.html", "2023-02-20"), ("/a/2.html", "2023-02-20"))
        site.pages["/a/1.html"] = redirect(f"{inner.url}/secret")
        site.pages["/a/2.html"] = (
            article("第2篇") + f"<script>fetch('{inner.url}/secret', {{mode: 'no-cors'}})</script>"
        )
        report, memory = crawl(source(site, browser=True), timeout=20.0)
        assert inner.asked == []
    assert [page.url for page in memory.pages] == [f"{site.url}/a/2.html"]
    assert len(report.failures) == 1


@pytest.mark.usefixtures("browser")
@pytest.mark.slow
def test_contexts_are_recycled(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every few pages a fresh one, without the cookies of the last; the old one is closed."""
    monkeypatch.setattr("crawler.browser._PAGES_A_CONTEXT", 3)
    whole, open_contexts = BrowserHandler.download_request, []

    async def counting(self: BrowserHandler, request: object) -> object:
        try:
            return await whole(self, request)
        finally:
            open_contexts.append(len(self.context_wrappers))

    monkeypatch.setattr(BrowserHandler, "download_request", counting)
    site.pages["/data.json"] = listing(*((f"/a/{n}.html", "2023-02-20") for n in range(9)))
    fresh: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        known = "seen=1" in handler.headers.get("Cookie", "")
        fresh.extend([] if known else [handler.path])
        send(handler, 200, article(f"第{handler.path}篇").encode(), **{"Set-Cookie": "seen=1; Path=/"})

    site.pages.update({f"/a/{n}.html": answer for n in range(9)})
    report, memory = crawl(source(site, browser=True), timeout=20.0, per_host=1)
    assert (report.failures, len(memory.pages)) == ([], 9)
    assert len(fresh) == 4  # the list and two articles, then three and three and one
    assert max(open_contexts) <= 2
    assert open_contexts[-1] == 1


@pytest.mark.usefixtures("browser")
@pytest.mark.slow
def test_a_page_that_eats_memory_crashes_alone(site: Site) -> None:
    """It is one failure; the other article arrives."""
    site.pages["/data.json"] = listing(("/a/2.html", "2023-02-20"), ("/a/1.html", "2023-02-20"))
    site.pages["/a/2.html"] = "<script>let a=[];while(true)a.push(new Array(100000).fill(Math.random()))</script>"
    report, memory = crawl(source(site, browser=True), timeout=30.0, per_host=1)
    assert kinds(report) == ["browser"]
    assert [page.url for page in memory.pages] == [f"{site.url}/a/1.html"]


@pytest.mark.usefixtures("browser")
@pytest.mark.slow
def test_a_host_that_asks_everything_whether_it_is_human(site: Site) -> None:
    """robots.txt, too, is had by the browser then, and kept to; without a browser the host stays closed."""
    script = b"<html><script>document.cookie='human=1;path=/';setTimeout(()=>location.reload(),50)</script></html>"

    def guarded(path: str, answer: str) -> None:
        def reply(handler: BaseHTTPRequestHandler) -> None:
            if "human=1" in handler.headers.get("Cookie", ""):
                kind = "text/plain" if path == "/robots.txt" else "text/html; charset=utf-8"
                send(handler, 200, answer.encode(), **{"Content-Type": kind})
            else:
                send(handler, 521, script, **{"Content-Type": "text/html"})

        site.pages[path] = reply

    guarded("/robots.txt", "User-agent: *\nDisallow: /a/2.html\n")
    guarded("/list/", listing(("/a/1.html", "2023-02-20"), ("/a/2.html", "2023-02-19")))
    guarded("/a/1.html", article("第1篇"))
    guarded("/a/2.html", article("第2篇"))
    report, memory = crawl(source(site, browser=True), timeout=20.0, retries=2)
    assert kinds(report) == ["robots"]
    assert [page.url for page in memory.pages] == [f"{site.url}/a/1.html"]
    report, memory = crawl(source(site))
    assert (kinds(report), memory.pages) == (["challenge"], [])


def test_without_a_browser_the_source_fails_clearly(site: Site) -> None:
    """Nothing is asked of a site that needs what is not there."""
    report, _ = crawl(source(site, browser=True), browser_path="/nowhere/chromium")
    assert kinds(report) == ["browser"]
    assert site.paths() == []


def test_the_gateway_judges_every_connection(site: Site) -> None:
    """A permitted host is served, another one is hung up on, as a tunnel and as a plain request."""

    async def ask(port: int, request: str) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request.encode())
        try:
            return await asyncio.wait_for(reader.read(), 5)
        finally:
            writer.close()

    async def both() -> list[bytes]:
        guard = Guard.of([source(site)])
        host = site.url.removeprefix("http://")
        async with Gateway(guard) as port:
            return [
                await ask(port, f"GET {site.url}/a/1.html HTTP/1.1\r\nHost: {host}\r\nProxy-Connection: x\r\n\r\n"),
                await ask(port, "GET http://127.0.0.1:9/ HTTP/1.1\r\nHost: x\r\n\r\n"),
                await ask(port, "CONNECT 169.254.169.254:443 HTTP/1.1\r\n\r\n"),
                await ask(port, "nonsense\r\n\r\n"),
            ]

    served, *refused = asyncio.run(both())
    assert "第1篇" in served.decode()
    assert refused == [b"", b"", b""]

"""A server with every fault: each ends as one Failure, and the rest of the run is unharmed."""

from __future__ import annotations

import gzip
import socket
import ssl
import subprocess
import time
import zlib
from collections.abc import Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path

import pytest

from crawler import manners
from crawler.refresh import refresh
from tests.crawler.serving import Answer, Asked, Site, article, crawl, kinds, listing, redirect, send, serving, source


@pytest.fixture
def site() -> Iterator[Site]:
    """A listing of one bad and one good article."""
    with serving() as found:
        found.pages["/list/"] = listing(("/bad.html", "2023-02-20"), ("/good.html", "2023-02-19"))
        found.pages["/good.html"] = article("好的一篇")
        yield found


def check(site: Site, kind: str, **more: object) -> None:
    report, memory = crawl(source(site), **more)
    assert kinds(report) == [kind]
    assert [page.url for page in memory.pages] == [f"{site.url}/good.html"]


def drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(40):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


def stall(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"<html>half of")
    handler.wfile.flush()
    time.sleep(3)


def silence(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(3)


def short(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"<html>less than announced")
    handler.close_connection = True


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True


def cut_gzip(handler: BaseHTTPRequestHandler) -> None:
    body = gzip.compress(article("被截断的一篇").encode() * 50)
    send(handler, 200, body[: len(body) // 2], **{"Content-Encoding": "gzip"})


def brotli(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 200, b"\x0b\x02\x80abc\x03", **{"Content-Encoding": "br"})


@cache
def bomb() -> bytes:
    """10 GB of zeros as 10 MB of gzip: one block packed, its deflate blocks repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packer.compress(b"\0" * 1_000_000)
    packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b"\0" * 100_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + block * 100


def gzip_bomb(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 200, bomb()[:9_900_000], **{"Content-Encoding": "gzip"})


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (drip, "timeout"),
        (stall, "timeout"),
        (silence, "timeout"),
        (short, "truncated"),
        (hang_up, "connect"),
        (cut_gzip, "truncated"),
        (brotli, "encoding"),
        (gzip_bomb, "too-large"),
        (redirect("http://127.0.0.1:9/x"), "refused"),
        (redirect("http://localhost/x"), "refused"),
        (redirect("http://169.254.169.254/latest/meta-data/"), "refused"),
        (redirect("http://[::1]/"), "refused"),
        (redirect("http://[::ffff:10.0.0.1]/"), "refused"),
        (redirect("http://0x7f000001/"), "refused"),
        (redirect("file:///etc/passwd"), "refused"),
        (redirect("http://no-such-host.invalid/"), "dns"),
        (lambda handler: send(handler, 302), "redirect"),
        (lambda handler: send(handler, 412, b"<html><script>$_ts={};document.cookie='a'</script></html>"), "challenge"),
        (lambda handler: send(handler, 200, b"<script>document.cookie='k=1';location.reload()</script>"), "challenge"),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_a_fault_is_one_failure(site: Site, answer: object, kind: str) -> None:
    """Whatever a server does to one page, the other one arrives."""
    site.pages["/bad.html"] = answer
    bomb()
    check(site, kind, timeout=30.0 if kind == "too-large" else 1.0)


def test_nobody_listens(site: Site) -> None:
    """A refused connection is a failure of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site.pages["/list/"] = listing((f"http://127.0.0.1:{port}/bad.html", "2023-02-20"), ("/good.html", "2023-02-19"))
    report, memory = crawl(source(site, hosts=(f"127.0.0.1:{port}",)))
    assert kinds(report) == ["connect"]
    assert len(memory.pages) == 1


def test_a_bad_certificate_is_a_failure(site: Site, tmp_path: Path) -> None:
    """TLS that cannot be trusted ends before anything is sent."""
    pem, crt = tmp_path / "pem", tmp_path / "crt"
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/CN=a.invalid",
            "-keyout",
            pem,
            "-out",
            crt,
        ],
        check=True,
        capture_output=True,
    )
    with serving() as secure:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(crt, pem)
        secure.server.socket = context.wrap_socket(secure.server.socket, server_side=True)
        address = secure.url.replace("http:", "https:")
        site.pages["/list/"] = listing((f"{address}/bad.html", "2023-02-20"), ("/good.html", "2023-02-19"))
        report, memory = crawl(source(site, hosts=(address.removeprefix("https://"),)))
    assert kinds(report) == ["tls"]
    assert len(memory.pages) == 1


def test_without_allow_private_nothing_local_is_reached(site: Site) -> None:
    """A source that does not ask for it never leads to loopback, not even to its robots.txt."""
    report, _ = crawl(source(site, allow_private=False))
    assert kinds(report) == ["refused"]
    assert site.asked == []


def test_a_name_that_resolves_to_loopback_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check is made on what a name resolves to, when connecting."""
    lookup = socket.getaddrinfo

    def lying(host: object, *rest: object, **more: object) -> object:
        return lookup("127.0.0.1" if host == "public.example" else host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", lying)
    port = site.server.server_port
    site.pages["/bad.html"] = redirect(f"http://public.example:{port}/good.html")
    check(site, "refused")


def test_what_passes_is_tried_again(site: Site) -> None:
    """A page that fails twice and then answers is fetched."""
    tries: list[int] = []

    def flaky(handler: BaseHTTPRequestHandler) -> None:
        tries.append(1)
        send(handler, 500 if len(tries) < 3 else 200, article("终于").encode())

    site.pages["/bad.html"] = flaky
    report, memory = crawl(source(site), retries=2)
    assert report.failures == []
    assert len(memory.pages) == 2


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_waited_for(site: Site, status: int) -> None:
    """A host that asks for a second gets it, for all its pages."""
    asked: list[float] = []

    def busy(handler: BaseHTTPRequestHandler) -> None:
        asked.append(time.monotonic())
        if len(asked) == 1:
            send(handler, status, b"", **{"Retry-After": "1"})
        else:
            send(handler, 200, article("忙完了").encode())

    site.pages["/bad.html"] = busy
    report, memory = crawl(source(site), retries=1, per_host=1)
    assert report.failures == []
    assert asked[1] - asked[0] >= 1.0
    assert len(memory.pages) == 2
    assert not any(asked[0] < other.at < asked[0] + 0.95 and other.path == "/good.html" for other in site.asked)


def test_a_host_that_wants_to_be_left_alone_is(site: Site) -> None:
    """A long Retry-After closes the host for the run: nothing more is asked of it."""
    site.pages["/bad.html"] = lambda handler: send(handler, 503, b"", **{"Retry-After": "86400"})
    report, _ = crawl(source(site), retries=2, per_host=1)
    assert kinds(report) == ["busy", "busy"]
    assert site.paths() == ["/list/", "/bad.html"]


def test_a_dead_host_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """After several dead ends in a row no more time is spent on a host."""
    monkeypatch.setattr(manners, "_GIVE_UP", 3)
    for number in range(10):
        site.pages[f"/x/{number}.html"] = hang_up
    site.pages["/list/"] = listing(*((f"/x/{number}.html", "2023-02-20") for number in range(10)))
    report, _ = crawl(source(site), per_host=1)
    assert kinds(report) == ["connect"] * 10
    assert len(set(site.paths())) == 4


def gaps(asked: list[Asked]) -> list[float]:
    return [later.at - earlier.at for earlier, later in pairwise(asked)]


def test_a_crawl_delay_is_kept(site: Site) -> None:
    """Measured on the server's side: requests after robots.txt are as far apart as it asks."""
    site.pages["/robots.txt"] = "User-agent: *\nCrawl-delay: 0.5\n"
    site.pages["/bad.html"] = article("第二篇")
    report, memory = crawl(source(site), per_host=4)
    assert report.failures == []
    assert len(memory.pages) == 2
    assert min(gaps(site.asked)) >= 0.48


@pytest.mark.parametrize("status", [429, 500, 503])
def test_without_its_robots_a_host_is_left_alone(site: Site, status: int) -> None:
    """robots.txt answers 5xx: nothing else is asked for, one failure says so, and the next visit brings all."""
    site.pages["/bad.html"] = article("第二篇")
    site.pages["/robots.txt"] = lambda handler: send(handler, status)
    report, memory = crawl(source(site), retries=2)
    assert kinds(report) == ["robots"]
    assert f"robots.txt answers {status}" in report.failures[0].message
    assert site.paths(robots=True) == ["/robots.txt"]
    assert memory.outcomes["s"].lists == 0
    site.pages["/robots.txt"] = "User-agent: *\nDisallow:\n"
    report, memory = crawl(source(site), memory=memory)
    assert report.failures == []
    assert len(memory.pages) == 2


@pytest.mark.parametrize(("answer", "kind"), [(hang_up, "connect"), (stall, "timeout")])
def test_a_robots_txt_that_cannot_be_reached(site: Site, answer: Answer, kind: str) -> None:
    """Then nothing else is asked for either, and the failure says why; what passes is tried again in the same run."""
    site.pages["/bad.html"] = article("第二篇")
    site.pages["/robots.txt"] = answer
    report, _ = crawl(source(site), retries=1, timeout=0.5)
    assert kinds(report) == [kind]
    assert site.paths(robots=True) == ["/robots.txt"] * 2
    site.asked.clear()

    def once(handler: BaseHTTPRequestHandler) -> None:
        (answer if len(site.asked) == 1 else (lambda it: send(it, 404)))(handler)

    site.pages["/robots.txt"] = once
    report, memory = crawl(source(site), retries=1, timeout=0.5)
    assert report.failures == []
    assert len(memory.pages) == 2


@pytest.mark.parametrize("status", [401, 403, 404, 410, 451])
def test_a_robots_txt_that_is_not_there_forbids_nothing(site: Site, status: int) -> None:
    """4xx, whatever its page says."""
    site.pages["/bad.html"] = article("第二篇")
    site.pages["/robots.txt"] = lambda handler: send(handler, status, b"User-agent: *\nDisallow: /\n")
    report, memory = crawl(source(site))
    assert report.failures == []
    assert len(memory.pages) == 2


def forward(to: str, words: str = "页面已迁移，正在跳转") -> str:
    return f'<html><head><meta charset=utf-8><META CONTENT="0; URL={to}" HTTP-EQUIV="Refresh"></head><body>{words}'


def test_a_page_that_only_sends_on_is_a_redirect(site: Site) -> None:
    """Lists and articles; the page kept is the one it leads to, under its own address."""
    site.pages["/old/"] = forward("../list/")
    site.pages["/bad.html"] = forward("/2023/moved.html")
    site.pages["/2023/moved.html"] = article("第二篇")
    report, memory = crawl(source(site, "/old/"))
    assert report.failures == []
    assert sorted(page.url for page in memory.pages) == [f"{site.url}/2023/moved.html", f"{site.url}/good.html"]


@pytest.mark.parametrize(
    ("to", "kind"),
    [
        ("/circle.html", "redirect"),
        ("http://169.254.169.254/latest/", "refused"),
        ("file:///etc/passwd", "refused"),
        ("javascript:alert(1)", "refused"),
        ("/", "redirect"),
        ("/nowhere.html", "gone"),
    ],
)
def test_a_page_that_sends_on_is_bounded_as_a_redirect_is(site: Site, to: str, kind: str) -> None:
    """Circles, private addresses, other schemes and front pages end as they do for a redirect."""
    site.pages["/bad.html"] = forward(to)
    site.pages["/circle.html"] = forward("/bad.html")
    site.pages["/"] = article("首页")
    check(site, kind)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta http-equiv="refresh" content="0;url=/a.html">', "/a.html"),
        ("<META HTTP-EQUIV=REFRESH CONTENT='3; URL=\"/a.html?x=1&amp;y=2\"'>", "/a.html?x=1&y=2"),
        ("<meta http-equiv=refresh content=0;url=/a.html />", "/a.html"),
        ('<meta http-equiv="refresh" content="0; /a.html">', "/a.html"),
        ('<meta http-equiv="refresh" content="300;url=/a.html">', None),
        ('<meta http-equiv="refresh" content="5">', None),
        ('<!-- <meta http-equiv="refresh" content="0;url=/a.html"> -->', None),
        ('<noscript><meta http-equiv="refresh" content="0;url=/nojs.html"></noscript>', None),
        ('<meta name="refresh" content="0;url=/a.html">', None),
        ('<meta http-equiv="refresh" content="0;url=/a.html">' + "全市数字经济稳步增长，" * 20, None),
    ],
)
def test_what_sends_on(head: str, expected: str | None) -> None:
    """At once, from a page that says next to nothing itself; one that renews itself or is to be read does not."""
    assert refresh(head.encode()) == expected


def test_a_robots_txt_elsewhere(site: Site) -> None:
    """Redirects are followed, as far as a page's would be; a circle is as good as none, a private address is a no."""
    site.pages["/bad.html"] = article("第二篇")
    site.pages["/robots.txt"] = redirect("/rules")
    site.pages["/rules"] = "User-agent: *\nDisallow: /bad.html\n"
    report, memory = crawl(source(site))
    assert kinds(report) == ["robots"]
    assert len(memory.pages) == 1
    site.pages["/rules"] = redirect("/robots.txt")
    report, memory = crawl(source(site))
    assert report.failures == []
    site.pages["/robots.txt"] = redirect("http://169.254.169.254/robots.txt")
    report, memory = crawl(source(site))
    assert kinds(report) == ["robots"]
    assert memory.pages == []


def test_a_sources_delay_is_kept(site: Site) -> None:
    """The declared delay paces a host without robots.txt, redirects included."""
    site.pages["/bad.html"] = redirect("/moved.html")
    site.pages["/moved.html"] = article("第二篇")
    _, memory = crawl(source(site, delay=0.3), per_host=4)
    assert len(memory.pages) == 2
    assert min(gaps(site.asked)) >= 0.28


def test_hosts_do_not_wait_for_one_another(site: Site) -> None:
    """A slow host does not hold up the others."""
    with serving() as other:
        for number in range(5):
            other.pages[f"/a/{number}.html"] = article(f"快{number}")
        other.pages["/list/"] = listing(*((f"/a/{number}.html", "2023-02-20") for number in range(5)))
        site.pages["/bad.html"] = stall
        quick = source(other)
        object.__setattr__(quick, "id", "quick")
        _, memory = crawl(source(site), quick, timeout=2.0)
        slow_end = max(asked.at for asked in site.asked)
        assert len(memory.pages) == 6
        assert max(asked.at for asked in other.asked) - slow_end < 1.0

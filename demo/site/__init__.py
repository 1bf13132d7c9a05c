"""The sample site: two editions, a year apart, rendered into pages as Chinese news sites serve them."""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).resolve().parent
EDITIONS = ("2022", "2023")
NAMES = {"news": ("晨光新闻网", "数字城市", "/news/"), "portal": ("城市门户", "要闻", "/portal/feed.xml")}


def articles(edition: str) -> list[dict[str, Any]]:
    """The articles that stand on the site in `edition`, newest first: those of earlier editions are kept."""
    found: list[dict[str, Any]] = []
    for year in EDITIONS[: EDITIONS.index(edition) + 1]:
        found += tomllib.loads((HERE / f"{year}.toml").read_text(encoding="utf-8"))["article"]
    return sorted(found, key=lambda article: str(article["time"]), reverse=True)


def pages(edition: str, base: str) -> dict[str, tuple[str, bytes]]:
    """Every path of the site with its content type and bytes; `base` is the address it is served at."""
    env = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined)
    shown = articles(edition)
    for article in shown:
        when = datetime.strptime(article["time"], "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo("Asia/Shanghai"))
        article["rfc822"] = format_datetime(when)
    news = [article for article in shown if article["site"] == "news"]
    portal = [article for article in shown if article["site"] == "portal"]
    result = {
        "/robots.txt": ("text/plain", b"User-agent: *\nDisallow: /other/\n"),
        "/news/": ("text/html", env.get_template("listing.html").render(articles=news).encode()),
        "/portal/feed.xml": ("text/xml", env.get_template("feed.xml").render(articles=portal, base=base).encode()),
    }
    for article in shown:
        name, channel, listing = NAMES[article["site"]]
        html = env.get_template("article.html").render(
            article=article, site_name=name, channel=channel, listing=listing
        )
        result[f"/{article['site']}/{article['path']}"] = ("text/html; charset=utf-8", html.encode())
    return result


class _Site(ThreadingHTTPServer):
    """A server whose edition can be changed while it runs."""

    daemon_threads = True
    edition = EDITIONS[0]

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: _Site

    def do_GET(self) -> None:
        kind, body = pages(self.server.edition, self.server.base).get(self.path, ("", b""))
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind or "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """The demo prints what Shuzhi does, not what its server does."""


@contextmanager
def serve() -> Iterator[_Site]:
    """The site on a free loopback port, in its first edition, until the block ends."""
    server = _Site(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""Sitemaps: plain, news, index, as text or gzip. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from crawler.found import Found, admits, resolve
from crawler.listdates import day_of, find_day, stamp
from crawler.markup import NotReadable, decode, local, unzipped, xml
from crawler.unpack import TooLarge, Truncated
from crawler.urls import day as url_day
from crawler.window import CHINA
from models.source import Link, Source


def sitemap(body: bytes, url: str, source: Source, today: date, content_type: str = "") -> Found:
    """The addresses of a sitemap, or the sitemaps an index names (as `further`). Raises NotReadable.

    A news sitemap states the day of publication; `lastmod` only says that it was not later, and goes into `modified`.
    """
    try:
        body = unzipped(body)
    except (TooLarge, Truncated) as error:
        raise NotReadable(f"cannot be unpacked: {error}") from None
    if _is_text(body, content_type):
        return Found(tuple(_lines(body, url, source)))
    root = xml(body, content_type)
    name = local(root)
    if name == "sitemapindex":
        return Found((), tuple(_entries(root, url, source, today, "sitemap")))
    if name != "urlset":
        raise NotReadable(f"is no sitemap: its root is <{name}>")
    links = (link for link in _entries(root, url, source, today, "url") if admits(source, link.url))
    return Found(tuple(links))


def _is_text(body: bytes, content_type: str) -> bool:
    return body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"http://", b"https://")) and "xml" not in content_type


def _lines(body: bytes, url: str, source: Source) -> Iterator[Link]:
    for line in decode(body).split():
        address = resolve(line, url)
        if address and admits(source, address):
            yield Link(address, source.id, url_day(address))


def _entries(root: Any, url: str, source: Source, today: date, name: str) -> Iterator[Link]:
    for entry in root:
        if local(entry) != name:
            continue
        values: dict[str, str] = {}
        for child in entry.iter():
            if local(child) in {"loc", "lastmod", "publication_date", "title"} and (child.text or "").strip():
                values.setdefault(local(child), child.text.strip())
        address = resolve(values.get("loc", ""), url)
        if address is None:
            continue
        published = day_of(values["publication_date"], today) if "publication_date" in values else url_day(address)
        yield Link(address, source.id, published, values.get("title"), _modified(values.get("lastmod"), today))


def _modified(text: str | None, today: date) -> datetime | None:
    """The instant of a `lastmod`; a bare day means its last second, for the change may have come at any hour."""
    if text is None:
        return None
    at = stamp(text) if len(text) > len("2023-02-13") else None
    if at:
        return at
    day = find_day(text, today)
    return datetime.combine(day, time(23, 59, 59), CHINA).astimezone(UTC) if day else None

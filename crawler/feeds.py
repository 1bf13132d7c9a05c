"""RSS, Atom, RDF and JSON Feed. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from crawler.found import Found, admits, resolve, words
from crawler.listdates import china_day, find_day, stamp
from crawler.markup import NotReadable, decode, local, text_of, xml
from models.source import Link, Source

_ROOTS = {"rss", "feed", "rdf", "channel"}
_PUBLISHED = ("pubdate", "published", "date", "issued", "created")
_MODIFIED = ("updated", "modified")


def feed(body: bytes, url: str, source: Source, today: date, content_type: str = "") -> Found:
    """The items of a feed, in its order. Raises NotReadable where the bytes are no feed."""
    text = decode(body[:256], content_type).lstrip("\ufeff \t\r\n")
    if text.startswith("{"):
        return _json_feed(decode(body, content_type), url, source, today)
    root = xml(body, content_type)
    if local(root) not in _ROOTS:
        raise NotReadable(f"is no feed: its root is <{local(root)}>")
    links = tuple(_links(root, url, source, today))
    return Found(links, tuple(Link(next_, source.id) for next_ in _next(root, url)))


def _links(root: Any, url: str, source: Source, today: date) -> Iterator[Link]:
    for entry in root.iter("{*}item", "{*}entry"):
        address = resolve(_address(entry), url)
        if address is None or not admits(source, address, anywhere=True):
            continue
        published, modified = _first(entry, _PUBLISHED), _first(entry, _MODIFIED)
        day = _day(published, today) or _day(modified, today)
        title = next((text_of(child) for child in entry if local(child) == "title"), None)
        yield Link(address, source.id, day, title or None, stamp(modified) if modified else None)


def _address(entry: Any) -> str:
    """An entry's link: Atom's alternate, RSS's link, a permanent guid, in this order."""
    guid = ""
    for child in entry:
        name = local(child)
        if name == "link":
            if child.get("href") and child.get("rel", "alternate") == "alternate":
                return str(child.get("href"))
            if (child.text or "").strip():
                return str(child.text).strip()
        elif name in {"guid", "id"} and (child.text or "").strip().startswith(("http://", "https://")):
            guid = guid or str(child.text).strip()
    return guid


def _first(entry: Any, names: tuple[str, ...]) -> str | None:
    for name in names:
        for child in entry:
            if local(child) == name and (child.text or "").strip():
                return str(child.text).strip()
    return None


def _day(text: str | None, today: date) -> date | None:
    if text is None:
        return None
    at = stamp(text)
    return china_day(at) if at else find_day(text, today)


def _next(root: Any, url: str) -> Iterator[str]:
    for element in root.iter("{*}link"):
        if element.get("rel") == "next" and element.get("href"):
            address = resolve(element.get("href"), url)
            if address:
                yield address


def _json_feed(text: str, url: str, source: Source, today: date) -> Found:
    try:
        data = json.loads(text)
        items = data["items"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotReadable(f"is no JSON Feed: {error}") from None
    if not isinstance(items, list):
        raise NotReadable("is no JSON Feed: its items are no list")
    links = []
    for item in items:
        if not isinstance(item, dict):
            continue
        address = resolve(str(item.get("url") or item.get("external_url") or item.get("id") or ""), url)
        if address is None or not admits(source, address, anywhere=True):
            continue
        modified: datetime | None = stamp(item.get("date_modified"))
        day = _day(str(item.get("date_published") or item.get("date_modified") or ""), today)
        links.append(Link(address, source.id, day, words(item.get("title")), modified))
    following = resolve(str(data.get("next_url") or ""), url)
    return Found(tuple(links), (Link(following, source.id),) if following else ())

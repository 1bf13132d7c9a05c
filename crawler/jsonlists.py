"""Lists as JSON answers of government and portal sites. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from lxml import html

from crawler.found import Found, admits, resolve, words
from crawler.listdates import day_of, stamp
from crawler.listings import listing
from crawler.markup import NotReadable, decode
from crawler.urls import day as url_day
from models.source import Link, Source

# What comes before the value: a name to assign it to, callbacks with what guards them, comments. Never markup.
_OPENING = re.compile(r"(?:[=(]|\A\)\]\}'?,?)\s*(?=[\[{])")
_LONGEST = 300
_DATE_NAMES = (
    "pubtime|pubTime|publishTime|publish_time|pubDate|pubdate|publishDate|publishedTime|publishedTimeStr|releaseTime|"
    "DOCRELPUBTIME|DOCRELTIME|docpubtime|docreltime|pubTimeLong|"
    "showTime|ctime|create_time|createTime|date|time"
)
_TITLE_NAMES = "title|docTitle|DOCTITLE|TITLE|headline|name"


def json_list(body: bytes, url: str, source: Source, today: date, content_type: str = "") -> Found:
    """The items of a JSON list (JSONP and `var x = …` too), in its order. Raises NotReadable.

    `items`, `item_url`, `item_link`, `item_date` and `item_title` of the source say where things stand; a date that
    is not declared is looked for under the usual names, then in the address. A piece of HTML at `items` is read as a
    listing.
    """
    data = load(decode(body, content_type))
    items = pick(data, source.items) if source.items else data
    if isinstance(items, str) and "<" in items:
        return listing(items.encode(), url, source, today, "text/html; charset=utf-8")
    if isinstance(items, dict):
        items = list(items.values())
    if not isinstance(items, list):
        raise NotReadable(f"holds no list at {source.items or 'its top'!r}")
    if items and not any(_address(item, source) for item in items):
        declared = f"item_link = {source.item_link!r}" if source.item_link else f"item_url = {source.item_url!r}"
        held = repr(list(items[0]) if isinstance(items[0], dict) else items[0])
        raise NotReadable(f"no item has what {declared} asks for; the first holds {held:.200}")
    return Found(tuple(_links(items, url, source, today)))


def load(text: str) -> Any:
    """The value of a JSON text, with a callback's or an assignment's wrapping taken off. Raises NotReadable.

    >>> load("/**/ typeof cb === 'function' && cb([1]);")
    [1]
    """
    text = text.strip().lstrip("\ufeff")
    starts = [0]
    if not text.startswith(("{", "[", "<")):
        starts = [match.end() for match in _OPENING.finditer(text[:_LONGEST])]
    for start in starts:
        try:
            return json.JSONDecoder().raw_decode(text, start)[0]
        except (ValueError, RecursionError):
            continue
    raise NotReadable(f"is not JSON; it begins with {text[:40]!r}" if text else "is empty")


def pick(data: Any, path: str) -> Any:
    """The value at a dotted path, `a.b|c` trying `a.b` and then `c`; numbers index lists; None where there is none.

    >>> pick({"data": {"list": [1, 2]}}, "data.list")
    [1, 2]
    """
    for alternative in path.split("|"):
        value = data
        for name in alternative.split("."):
            if isinstance(value, dict):
                value = value.get(name)
            elif isinstance(value, list) and name.lstrip("-").isdigit() and -len(value) <= int(name) < len(value):
                value = value[int(name)]
            else:
                value = None
                break
        if value not in (None, ""):
            return value
    return None


def _links(items: list[Any], url: str, source: Source, today: date) -> Iterator[Link]:
    for item in items:
        address = resolve(_address(item, source), url)
        if address is None or not admits(source, address, anywhere=True):
            continue
        value = pick(item, source.item_date or _DATE_NAMES)
        day = day_of(value, today) if value is not None else None
        title = plain(pick(item, source.item_title or _TITLE_NAMES))
        modified = stamp(pick(item, "updateTime|update_time|modifyTime|mtime"))
        yield Link(address, source.id, day or url_day(address), title, modified)


def _address(item: Any, source: Source) -> str:
    if isinstance(item, str):
        return item
    if source.item_link:
        values = [(name, pick(item, name)) for name in re.findall(r"\{([^{}]+)\}", source.item_link)]
        if any(value is None for _, value in values):
            return ""
        link = source.item_link
        for name, value in values:
            link = link.replace(f"{{{name}}}", str(value))
        return link
    return str(pick(item, source.item_url) or "")


def plain(markup: Any) -> str | None:
    """A title without the tags that search results put around the words found; None where it is no text."""
    text = words(markup)
    if text is None or ("<" not in text and "&" not in text):
        return text
    return words(html.fragment_fromstring(text, create_parent="p").text_content())

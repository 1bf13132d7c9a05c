"""The bytes of a page of a list -> Links, whatever kind of list it is. Pure: `today` is an argument.

feed      RSS, Atom, RDF, JSON Feed      crawler.feeds
sitemap   plain, news, index, gzip       crawler.sitemaps
listing   HTML                           crawler.listings
api       JSON                           crawler.jsonlists
search    HTML or JSON, told apart here
"""

from __future__ import annotations

from datetime import date

from crawler.feeds import feed
from crawler.found import Found
from crawler.jsonlists import json_list
from crawler.listings import listing
from crawler.markup import NotReadable
from crawler.sitemaps import sitemap
from models.source import Source, SourceKind

__all__ = ["Found", "NotReadable", "discover"]


def discover(body: bytes, url: str, source: Source, today: date, content_type: str = "") -> Found:
    """What a page of one of `source`'s lists, served at `url`, holds.

    Links are canonical, admitted by the source, in the list's order, without repeats; routes of a page's own program
    (`#/detail?id=7`) only where a browser can follow them. Raises NotReadable where the bytes are not the kind of list
    that the source declares.
    """
    match source.kind:
        case SourceKind.FEED:
            found = feed(body, url, source, today, content_type)
        case SourceKind.SITEMAP:
            found = sitemap(body, url, source, today, content_type)
        case SourceKind.API:
            found = json_list(body, url, source, today, content_type)
        case SourceKind.LISTING:
            found = listing(body, url, source, today, content_type)
        case SourceKind.SEARCH:
            read = json_list if _is_json(body) else listing
            found = read(body, url, source, today, content_type)
    links = tuple({link.url: link for link in reversed(found.links)}.values())[::-1]
    if not source.browser and any("#" in link.url for link in links):
        links = tuple(link for link in links if "#" not in link.url)
        if not links:
            raise NotReadable("names only routes of a program (#/…): they need `browser = true`")
    return Found(links, found.further)


def _is_json(body: bytes) -> bool:
    head = body[:200].lstrip(b"\xef\xbb\xbf \r\n\t")
    return not head.startswith(b"<")

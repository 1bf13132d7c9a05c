"""Where an article goes on: its next page, and the documents it links."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from typing import Final
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from models.article import Article

_NEXT: Final = re.compile(
    r"[\[【(（]?\s*(?:下\s*一?\s*页|后一页|next(?:\s*page)?|下页)\s*[>»›]*\s*[\]】)）]?[>»›\s]*", re.IGNORECASE
)
_NEXT_STORY = re.compile(r"下一?[篇条章则]")
_NUMBERED = re.compile(
    r"^(?P<stem>.*?)(?:[_-](?P<number>\d{1,3}))?(?P<end>\.(?:s?html?|aspx?|php|jsp))$", re.IGNORECASE
)
_DOCUMENT: Final = re.compile(r"\.(?:pdf|xlsx?|et)(?:$|[?#])", re.IGNORECASE)
_DOCUMENT_BYTES: Final = re.compile(rb"\.(?:pdf|xlsx?|et)(?![a-z0-9])", re.IGNORECASE)
_ENTRIES = ("p", "li", "td", "dd", "span", "strong")
_MOST = 50  # documents of one article
_PAGES: Final = 30


def _absolute(href: str | None, url: str | None) -> str | None:
    href = (href or "").strip()
    if not href or href.startswith(("#", "javascript:", "mailto:", "data:")):
        return None
    try:
        found = urljoin(url, href) if url else href
        scheme = urlsplit(found).scheme
    except ValueError:
        return None
    return found if scheme in ("http", "https") else None


def _page_number(url: str) -> tuple[str, int] | None:
    """The address of a paged article without its page number, and the number: `/a/123_2.html` is (`/a/123.html`, 2)."""
    parts = urlsplit(url)
    match = _NUMBERED.match(parts.path)
    if not match:
        return None
    return f"{parts.netloc}{match['stem']}{match['end']}", int(match["number"] or 1)


def next_page(tree: HtmlElement, url: str | None) -> str | None:
    """The address of an article's next page, or None on its last.

    A link that says 下一页 counts where it leads to the same article: the address without its page number is the same,
    and the number greater. A picture show's 下一页 over the next story's address does not. Without such a link, a link
    to this address with the next number does.
    """
    if not url:
        return None
    here = _page_number(url)
    if here is None:
        return None
    numbered: str | None = None
    for link in tree.iter("a"):
        target = _absolute(link.get("href"), url)
        there = _page_number(target) if target else None
        if there is None or there[0] != here[0]:
            continue
        words = "".join(link.itertext()).strip()
        if _NEXT.fullmatch(words) and not _NEXT_STORY.search(words) and there[1] > here[1]:
            return target
        if there[1] == here[1] + 1 and words.strip("[]【】() ") == str(there[1]):
            numbered = target
    return numbered


def may_lead_on(content: bytes, url: str) -> bool:
    """Whether a page's bytes may hold what `next_page` or `documents` looks for; quick, so that few are parsed."""
    if _DOCUMENT_BYTES.search(content):
        return True
    here = _page_number(url)
    if here is None:
        return False
    stem, _, _ = posixpath.basename(here[0]).rpartition(".")
    return any(f"{stem}{mark}{here[1] + 1}.".encode() in content for mark in "_-")


def documents(container: HtmlElement, tree: HtmlElement, url: str | None) -> tuple[str, ...]:
    """The addresses of the PDF and spreadsheet files an article links, in page order, each once.

    Links of the article's own container count; elsewhere on the page only those that are called an attachment (附件).
    """
    found: dict[str, None] = {}
    own = set(container.iter("a"))
    for link in tree.iter("a"):
        href = link.get("href") or ""
        if not _DOCUMENT.search(href):
            continue
        around = link.getparent()
        beside = "".join(around.itertext())[:200] if around is not None and around.tag in _ENTRIES else ""
        words = "".join(link.itertext()) + beside
        target = _absolute(href, url)
        if target and (link in own or "附件" in words):
            found[target] = None
    return tuple(found)[:_MOST]


def join_pages(pages: tuple[Article, ...]) -> Article:
    """One article out of its pages, in their order; what the first states of title, time and outlet holds.

    A paragraph that a page repeats from the end of the one before (systems do, at the break) is read once. Offsets of
    items and places move with their page.

    Raises:
        ValueError: there are no pages.
    """
    if not pages:
        raise ValueError("an article has at least one page")
    first = pages[0]
    body = first.body
    places, items = list(first.places), list(first.items)
    attachments = dict.fromkeys(first.attachments)
    for page in pages[1:_PAGES]:
        text = page.body
        lines = text.split("\n")
        shift = 0
        if (first.title and lines[0] == first.title) or lines[0] == body.rsplit("\n", 1)[-1]:
            shift = len(lines[0]) + 1
        if not text[shift:]:
            continue
        start = len(body) + 1 - shift
        body += "\n" + text[shift:]
        places += [
            replace(place, start=max(place.start, shift) + start, end=place.end + start)
            for place in page.places
            if place.end > shift
        ]
        items += [
            replace(item, start=item.start + start, end=item.end + start) for item in page.items if item.start >= shift
        ]
        attachments.update(dict.fromkeys(page.attachments))
    editor = next((page.editor for page in reversed(pages) if page.editor), None)
    return replace(
        first,
        body=body,
        places=tuple(places),
        items=tuple(items),
        attachments=tuple(attachments),
        editor=editor,
        next_page=pages[-1].next_page,
    )

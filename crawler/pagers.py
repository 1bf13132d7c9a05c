"""The page after a page of a listing, as it names it itself. Pure.

What a source declares with `pages` or `{page}` is not looked for here: `crawler.walk` counts those.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawler.found import resolve
from crawler.markup import local, text_of
from crawler.urls import site
from models.source import Source

_NEXT_WORDS = re.compile(
    r"^[\s\[【<]*(下一?页|下页|后一?页|下一頁|next( page)?)[\s\]】>›»→]*$|^\s*(>|›|»|&gt;|→)\s*$", re.IGNORECASE
)
_NEXT_CLASS = re.compile(r"(?i)(^|[\s_-])(next|nextpage|page-?next|pagination-next|btn-next)($|[\s_-])")
# The pagers of common Chinese content systems write their links by script; these are the calls that carry the numbers.
_CREATE_PAGE = re.compile(
    r"""createPage(?:HTML)?\s*\(\s*['"]?(\d+)['"]?\s*,\s*['"]?(\d+)['"]?\s*,\s*['"]([\w\-]+)['"]\s*,\s*['"](\w+)['"]"""
)
_COUNT_PAGE = re.compile(r"var\s+countPage\s*=\s*(\d+)")
_CURRENT_PAGE = re.compile(r"var\s+currentPage\s*=\s*(\d+)")


def following(root: Any, base: str, url: str, source: Source) -> Iterator[str]:
    """The address of the next page, at most one; none where the list ends or is counted by declaration."""
    if source.pages or any("{page}" in first for first in source.urls):
        return
    candidates = _selected(root, base, source) if source.next else _named(root, base, url)
    for address in candidates:
        if address != url and site(address) == site(url):
            yield address
            return


def _selected(root: Any, base: str, source: Source) -> Iterator[str]:
    for element in root.cssselect(source.next):
        anchor = element if local(element) == "a" else element.find(".//a[@href]")
        address = resolve(anchor.get("href", ""), base) if anchor is not None else None
        if address:
            yield address


def _named(root: Any, base: str, url: str) -> Iterator[str]:
    for element in root.xpath("//link[@rel='next'][@href] | //a[@rel='next'][@href]"):
        if address := resolve(element.get("href"), base):
            yield address
    for element in root.iter("a"):
        classes = f"{element.get('class') or ''} {element.get('id') or ''}"
        words = text_of(element) or element.get("title") or ""
        if "disabled" in classes or not (_NEXT_WORDS.match(words) or _NEXT_CLASS.search(classes)):
            continue
        if address := resolve(element.get("href", ""), base):
            yield address
    yield from _scripted(root, url)


def _scripted(root: Any, url: str) -> Iterator[str]:
    scripts = "\n".join(element.text or "" for element in root.iter("script"))
    if match := _CREATE_PAGE.search(scripts):
        count, current, name, extension = int(match[1]), int(match[2]), match[3], match[4]
        if current + 1 < count:
            yield urljoin(url, f"{name}_{current + 1}.{extension}")
    elif match := _COUNT_PAGE.search(scripts):
        current = int(found[1]) if (found := _CURRENT_PAGE.search(scripts)) else _number_in(url)
        if current + 1 < int(match[1]):
            stem, extension = posixpath.splitext(posixpath.basename(urlsplit(url).path) or "index.html")
            yield urljoin(url, f"{re.sub(r'_[0-9]+$', '', stem)}_{current + 1}{extension}")


def _number_in(url: str) -> int:
    match = re.search(r"_(\d+)\.\w+$", urlsplit(url).path)
    return int(match[1]) if match else 0

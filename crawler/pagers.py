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

_NEXT_WORDS = re.compile(r"^[\s\[【<]*(下一?页|下页|后一?页|下一頁|next( page)?)[\s\]】>›»→\d/()（）]*$", re.IGNORECASE)
_NEXT_SIGN = re.compile(r"^\s*(>{1,2}|›|»|→)\s*$")
_NEXT_CLASS = re.compile(r"(?i)(^|[\s_-])(next|nextpage|page-?next|pagination-next|btn-next)($|[\s_-])")
_NUMBER = re.compile(r"[\s\[(（]*(\d{1,4})[\s\])）]*")
# The pagers of common Chinese content systems write their links by script; these are the calls that carry the numbers:
# how many pages, which one this is, what they are called. Where the box is named first, pages count from 1.
_CREATE_PAGE = re.compile(
    r"""createPage(?:HTML)?\s*\(\s*(?P<box>['"][A-Za-z_][\w\-]*['"]\s*,)?\s*['"]?(?P<count>\d+)['"]?\s*,"""
    r"""\s*['"]?(?P<current>\d+)['"]?\s*,\s*['"](?P<name>[\w\-]+)['"]\s*,\s*['"](?P<extension>\w+)['"]"""
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
        if "disabled" in classes or not (address := resolve(element.get("href", ""), base)):
            continue
        words = _words(element)
        sign = _NEXT_SIGN.match(words) and _beside(url, address)
        if sign or _NEXT_WORDS.match(words) or _NEXT_CLASS.search(classes):
            yield address
    yield from _scripted(root, url)
    yield from _numbered(root, base, url)


def _words(anchor: Any) -> str:
    image = anchor.find(".//img[@alt]")
    return text_of(anchor) or anchor.get("title") or (image.get("alt") if image is not None else "")


def _beside(url: str, address: str) -> bool:
    """Whether an address lies in the folder of the list, as its further pages do."""
    return urlsplit(address).path.startswith(posixpath.dirname(urlsplit(url).path))


def _numbered(root: Any, base: str, url: str) -> Iterator[str]:
    """The link whose words are the number after this page's own: a pager of bare numbers."""
    for element in root.iter("a"):
        match = _NUMBER.fullmatch(_words(element))
        address = resolve(element.get("href", ""), base) if match else None
        if match and address and _beside(url, address) and _follows(url, address, int(match[1])):
            yield address


def _follows(url: str, address: str, number: int) -> bool:
    """Whether the page called `number` comes right after the one at `url`, which is the first if it bears no number.

    >>> _follows("http://a.cn/list/index_1.html", "http://a.cn/list/index_2.html", 3)
    True
    """
    matches = [match for match in re.finditer(r"\d+", address) if int(match[0]) in {number, number - 1}]
    for match in matches:
        before, after = address[: match.start()], address[match.end() :]
        own = url[len(before) : len(url) - len(after)]
        if url.startswith(before) and url.endswith(after) and own.isdecimal():
            return int(own) + 1 == int(match[0])
    return bool(matches) and number == 2  # noqa: PLR2004


def _scripted(root: Any, url: str) -> Iterator[str]:
    scripts = "\n".join(element.text or "" for element in root.iter("script"))
    if match := _CREATE_PAGE.search(scripts):
        own = re.search(rf"/{re.escape(match['name'])}_(\d+)\.\w+$", urlsplit(url).path)
        following = int(own[1] if own else match["current"]) + 1
        if following < int(match["count"]) + bool(match["box"]):
            yield urljoin(url, f"{match['name']}_{following}.{match['extension']}")
    elif match := _COUNT_PAGE.search(scripts):
        current = int(found[1]) if (found := _CURRENT_PAGE.search(scripts)) else _number_in(url)
        if current + 1 < int(match[1]):
            stem, extension = posixpath.splitext(posixpath.basename(urlsplit(url).path) or "index.html")
            yield urljoin(url, f"{re.sub(r'_[0-9]+$', '', stem)}_{current + 1}{extension}")


def _number_in(url: str) -> int:
    match = re.search(r"_(\d+)\.\w+$", urlsplit(url).path)
    return int(match[1]) if match else 0

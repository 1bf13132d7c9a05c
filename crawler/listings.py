"""Listing pages: which links are articles, and what day stands beside each. Pure.

A declaration (`links`, `dates`, `next`) is followed where there is one. Else a link is an article's if its address and
words look like one, and its box is the widest element around it that holds no other article.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from crawler.found import Found, admits, looks_like_article, resolve
from crawler.listdates import find_day, is_day
from crawler.markup import NotReadable, decode, local, spaced, text_of, tree
from crawler.pagers import following
from crawler.urls import day as url_day
from models.source import Link, Source

_CDATA = "<![CDATA["
_OUTSIDE = ("nav", "header", "footer", "aside")
_CLIMB = 6


@dataclass(frozen=True, slots=True)
class _Anchor:
    url: str
    element: Any
    box: Any | None = None  # declared; otherwise found


def listing(body: bytes, url: str, source: Source, today: date, content_type: str = "") -> Found:
    """The articles of a listing page and the page after it. Raises NotReadable where the bytes are no HTML."""
    text = decode(body, content_type)
    rest, records = _records(text) if "<record" in text else (text, [])
    if records:  # lists that hide as XML records in a script, filled in by the page's own program
        text = rest + "".join(f"<div>{record}</div>" for record in records)
        root = tree(text.encode(), "text/html; charset=utf-8")
    elif text.lstrip().startswith(("{", "[")):
        raise NotReadable("is JSON, not HTML: declare the kind api")
    else:
        root = tree(body, content_type)
    base = _base(root, url)
    anchors = list(_declared(root, base, source) if source.links else _guessed(root, base, url, source))
    links = _dated(anchors, source, today)
    return Found(tuple(links), tuple(Link(address, source.id) for address in following(root, base, url, source)))


def _records(text: str) -> tuple[str, list[str]]:
    """A text without its CDATA sections, and what these hold. What is opened and never closed is none."""
    rest, records, at = [], [], 0
    while (start := text.find(_CDATA, at)) >= 0 and (end := text.find("]]>", start)) >= 0:
        rest.append(text[at:start])
        records.append(text[start + len(_CDATA) : end])
        at = end + len("]]>")
    return "".join(rest) + text[at:], records


def _base(root: Any, url: str) -> str:
    declared = root.find(".//base[@href]")
    return (resolve(declared.get("href"), url) or url) if declared is not None else url


def _declared(root: Any, base: str, source: Source) -> Iterator[_Anchor]:
    for element in root.cssselect(source.links):
        anchors = [element] if local(element) == "a" else element.xpath(".//a[@href]")
        for anchor in anchors:
            address = resolve(anchor.get("href", ""), base)
            if address and (admits(source, address) if source.articles or source.exclude else True):
                yield _Anchor(address, anchor, None if element is anchor else element)
                break


def _guessed(root: Any, base: str, url: str, source: Source) -> Iterator[_Anchor]:
    for anchor in root.iter("a"):
        address = resolve(anchor.get("href", ""), base)
        if address is None or address == url or not admits(source, address):
            continue
        if source.articles or (looks_like_article(address, _words(anchor)) and not _is_outside(anchor)):
            yield _Anchor(address, anchor)


def _is_outside(anchor: Any) -> bool:
    return any(local(parent) in _OUTSIDE for parent in anchor.iterancestors())


def _words(anchor: Any) -> str:
    text = text_of(anchor)
    title = " ".join((anchor.get("title") or "").split())
    image = anchor.find(".//img[@alt]")
    return max(text, title, key=len) or (image.get("alt") if image is not None else "")


def _dated(anchors: list[_Anchor], source: Source, today: date) -> list[Link]:
    """One Link for each address: the longest words that lead to it, the first date found beside any of its anchors."""
    around = _addresses_around(anchors)
    before = _dates_stand_before(anchors, today)
    found: dict[str, Link] = {}
    searched: set[Any] = set()
    for anchor in anchors:
        box = anchor.box if anchor.box is not None else _box(anchor, around)
        day = None
        if box not in searched:  # a box may hold the same link a thousand times
            searched.add(box)
            day = _day_in(box, anchor.element, source, today) or _day_beside(box, today, before=before)
        title = _title(anchor.element, today)
        former = found.get(anchor.url)
        if former is None:
            found[anchor.url] = Link(anchor.url, source.id, day, title or None)
        else:
            longer = title if len(title) > len(former.title or "") else former.title
            found[anchor.url] = replace(former, published=former.published or day, title=longer)
    return [link if link.published else replace(link, published=url_day(link.url)) for link in found.values()]


def _title(anchor: Any, today: date) -> str:
    words = _words(anchor)
    whole = " ".join((anchor.get("title") or "").split())
    if whole and (len(whole) >= len(words) or words.endswith(("...", "…"))):
        return whole
    pieces = [" ".join(piece.split()) for piece in anchor.itertext()]
    return " ".join(piece for piece in pieces if piece and not is_day(piece, today)) or words


def _addresses_around(anchors: list[_Anchor]) -> dict[Any, set[str]]:
    around: dict[Any, set[str]] = {}
    for anchor in anchors:
        for level, parent in enumerate(anchor.element.iterancestors()):
            if level >= _CLIMB:
                break
            around.setdefault(parent, set()).add(anchor.url)
    return around


def _box(anchor: _Anchor, around: dict[Any, set[str]]) -> Any:
    box = anchor.element
    for parent in anchor.element.iterancestors():
        if local(parent) in {"body", "html"} or around.get(parent, set()) != {anchor.url}:
            break
        box = parent
    return box


def _day_in(box: Any, anchor: Any, source: Source, today: date) -> date | None:
    if source.dates:
        for element in box.cssselect(source.dates):
            day = find_day(element.get("datetime") or spaced(element), today)
            if day:
                return day
        return None
    for element in box.iter("time"):
        day = find_day(element.get("datetime") or spaced(element), today)
        if day:
            return day
    outside: list[Any] = []
    inside: list[Any] = []
    for element in box.iter():
        if not local(element) or local(element) in {"script", "style"}:
            continue
        within = element is anchor or anchor in element.iterancestors()
        (inside if within else outside).append(element)
    for element in outside:
        if element.find(".//a") is None and (day := is_day(spaced(element), today)):
            return day
    loose = " ".join(piece for piece in _text_outside(box, anchor) if piece)
    return find_day(loose, today) or next(
        (day for element in inside if element is not anchor and (day := is_day(spaced(element), today))), None
    )


def _text_outside(box: Any, anchor: Any) -> Iterator[str]:
    for element in box.iter():
        if element is anchor or anchor in element.iterancestors():
            if element is anchor and element is not box:
                yield element.tail or ""
            continue
        if local(element) not in {"script", "style", ""}:
            yield element.text or ""
        if element is not box:
            yield element.tail or ""


def _day_beside(box: Any, today: date, *, before: bool) -> date | None:
    """The day right after (or before) a box: `<a>…</a><span>02-13</span><br>`, `<dt>` and `<dd>`."""
    if before:
        former = box.getprevious()
        if former is None:
            return None
        return is_day((former.tail or "").strip() or (spaced(former) if local(former) else ""), today)
    tail = is_day(box.tail or "", today)
    if tail:
        return tail
    sibling = box.getnext()
    if sibling is None or not local(sibling) or sibling.find(".//a") is not None or local(sibling) == "a":
        return None
    return is_day(spaced(sibling), today)


def _dates_stand_before(anchors: list[_Anchor], today: date) -> bool:
    """Whether the dates of a flat list precede its links: then the first link has one before it."""
    return bool(anchors) and _day_beside(anchors[0].element, today, before=True) is not None

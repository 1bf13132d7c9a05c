"""What is to be made of a page that arrived, and of a walk that ended. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import unescape
from urllib.parse import urlsplit

from crawler.failures import Kind, Refusal
from crawler.fetch import Answer
from crawler.markup import decode
from crawler.urls import canonical, day, same_article
from crawler.walk import Short
from crawler.window import month_runs
from models.source import Kept, Link, Outcome

_CANONICAL = re.compile(rb"""(?is)<link\b(?=[^<>]*\brel\s*=\s*["']?canonical\b)[^<>]*\bhref\s*=\s*["']?([^"'\s>]+)""")
_HEAD = 16_384
_SAYS = 10  # code points of a title that a page of its own surely holds


def notes(outcome: Outcome, short: Sequence[Short], counts: Counter[str], *, plan: bool) -> list[str]:
    """A walk in words: what a plan counts, how far it reached where that is too short, months without items."""
    name = outcome.source
    notes = []
    if plan:
        planned, lists = (
            f"{size} {word}{'' if size == 1 else 's'}"
            for size, word in ((counts["planned"], "page"), (counts["lists"], "list"))
        )
        notes.append(f"{name}: {planned} to fetch, {counts['known']} known, {lists} turned")
    if not outcome.lists:
        notes.append(f"{name}: nothing could be reached")
    else:
        notes.extend(f"{name}: {words}" for words in _short(short, outcome.since))
    if outcome.gaps:
        notes.append(f"{name}: no items in {month_runs(outcome.gaps)}")
    return notes


def _short(lists: Sequence[Short], since: date | None) -> Iterator[str]:
    """The list that reaches back least, by name where there are several, and those of which it cannot be told."""
    asked = f", asked for {since}" if since else ""
    dated = sorted((one for one in lists if one.reached), key=lambda one: one.reached or date.min, reverse=True)
    if dated:
        others = f"; {len(dated) - 1} more of its lists fall short" if len(dated) > 1 and since else ""
        yield f"reached back to {dated[0].reached}{dated[0].where}{asked}{others}"
    for one in lists:
        if one.reached is None:
            yield f"how far back was reached{one.where} is not known: {one.why}{asked}"


def by_source(pages: Mapping[str, int]) -> str:
    """What each source gave, those that gave most first; empty where none did.

    >>> by_source({"a": 1, "b": 3, "c": 0})
    'pages by source: b 3, a 1'
    """
    gave = sorted(((size, name) for name, size in pages.items() if size), key=lambda pair: (-pair[0], pair[1]))
    return "pages by source: " + ", ".join(f"{name} {size}" for size, name in gave) if gave else ""


def claimed(answer: Answer) -> str | None:
    """The address a page calls its own, where that can be believed."""
    match = _CANONICAL.search(answer.body[:_HEAD])
    if match is None:
        return None
    try:
        url = canonical(unescape(match[1].decode("utf-8", "ignore")), answer.url)
    except ValueError:
        return None
    return url if same_article(answer.url, url) else None


def check_arrival(asked: str, answer: Answer) -> None:
    """Raise Refusal for an answer that is no page: nothing at all, or the site's front page."""
    path = urlsplit(answer.url).path.rstrip("/")
    if path in {"", "/index.html", "/index.htm", "/index.shtml"} and urlsplit(asked).path.rstrip("/") != path:
        raise Refusal(Kind.REDIRECT, asked, "leads to the home page")
    if not answer.body.strip():
        raise Refusal(Kind.PLACEHOLDER, asked, "answers with nothing")


def came_out(link: Link) -> date | None:
    """The day that a list or an address gives an article."""
    return link.published or day(link.url)


def is_placeholder(link: Link, other: Kept, body: bytes, content_type: str) -> bool:
    """Whether one page that came for `link` and for an `other` article is neither: a notice that the site is closed.

    Two links to one article name it alike, or the page says one of the names; without names, their days agree.
    """
    if link.title and other.titles:
        names = [_bare(title) for title in (link.title, *other.titles)]
        if any(names[0].startswith(name) or name.startswith(names[0]) for name in names[1:]):
            return False
        said = _bare(decode(body, content_type))
        return not any(name[:_SAYS] in said for name in names)
    days = came_out(link), other.published
    return None not in days and days[0] != days[1]


def _bare(words: str) -> str:
    return "".join(unescape(words).split()).rstrip(".…")

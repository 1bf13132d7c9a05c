"""What is to be made of a page that arrived, and of a walk that ended. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from html import unescape
from urllib.parse import urlsplit

from crawler.failures import Kind, Refusal
from crawler.fetch import Answer
from crawler.urls import canonical, same_article
from crawler.walk import Short
from crawler.window import month_runs
from models.source import Outcome

_CANONICAL = re.compile(rb"""(?is)<link\b(?=[^<>]*\brel\s*=\s*["']?canonical\b)[^<>]*\bhref\s*=\s*["']?([^"'\s>]+)""")
_HEAD = 16_384


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


def check_arrival(asked: str, answered: str) -> None:
    """Raise Refusal(GONE) where an article's address was redirected to the site's front page: gone, politely."""
    path = urlsplit(answered).path.rstrip("/")
    if path in {"", "/index.html", "/index.htm", "/index.shtml"} and urlsplit(asked).path.rstrip("/") != path:
        raise Refusal(Kind.GONE, asked, "leads to the home page")

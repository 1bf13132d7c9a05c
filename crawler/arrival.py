"""What is to be made of a page that arrived, and of a walk that ended. Pure."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from urllib.parse import urlsplit

from crawler.failures import Kind, Refusal
from crawler.fetch import Answer
from crawler.urls import canonical, same_article
from crawler.window import month_runs
from models.source import Outcome

_CANONICAL = re.compile(rb"""(?is)<link\b(?=[^>]*\brel\s*=\s*["']?canonical\b)[^>]*\bhref\s*=\s*["']?([^"'\s>]+)""")
_HEAD = 16_384


def notes(outcome: Outcome, counts: Counter[str], *, plan: bool) -> list[str]:
    """A walk in words: what a plan counts, how far it reached where that is too short, months without items."""
    name, reached, since = outcome.source, outcome.reached, outcome.since
    notes = []
    if plan:
        planned, lists = (
            f"{size} {word}{'' if size == 1 else 's'}"
            for size, word in ((counts["planned"], "page"), (counts["lists"], "list"))
        )
        notes.append(f"{name}: {planned} to fetch, {counts['known']} known, {lists} turned")
    if reached is None:
        notes.append(f"{name}: nothing could be reached")
    elif since is None or reached > since:
        notes.append(f"{name}: reached back to {reached}" + (f", asked for {since}" if since else ""))
    if outcome.gaps:
        notes.append(f"{name}: no items in {month_runs(outcome.gaps)}")
    return notes


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

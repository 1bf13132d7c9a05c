"""An article out of several pages: parts joined, and a document with what the page that links it says of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extract.html_links import join_pages
from models.article import Article, Place
from models.metric import Observation


def _label(number: int) -> str:
    return f"第{number}页"


def joined(first: Article, parts: Sequence[Article]) -> Article:
    r"""One article of all its pages; `places` says which page a stretch of its body stands on.

    >>> article = joined(Article(id="1", body="甲"), [Article(id="2", body="乙")])
    >>> article.body, article.places[1]
    ('甲\n乙', Place(label='第2页', start=2, end=3))
    """
    pages = (
        replace(page, places=(Place(_label(number), 0, len(page.body)),))
        for number, page in enumerate((first, *parts), 1)
    )
    return join_pages(tuple(pages))


def placed(
    observations: Iterable[Observation], article: Article, parts: Sequence[Article] = ()
) -> tuple[Observation, ...]:
    """The observations with the page or cell they stand in; those of further parts with that page's address."""
    starts = [place.start for place in article.places]
    pages = {_label(number): page for number, page in enumerate(parts, 2)}
    found = []
    for one in observations:
        at = bisect_right(starts, one.figure.start) - 1
        place = article.places[at] if at >= 0 else None
        if place is None or one.figure.start >= place.end:
            found.append(one)
            continue
        page = pages.get(place.label)
        there = (page.url, page.sha256) if page else (one.url, one.sha256)
        found.append(replace(one, place=place.label, url=there[0], sha256=there[1]))
    return tuple(found)


def attached(document: Article, linking: Article | None) -> Article:
    """A document with what it does not state itself, out of the article that links it.

    A day that stands in its address is that of its upload, so the linking page's counts for more.
    """
    if linking is None:
        return document
    when = linking.published
    return replace(
        document,
        title=document.title or linking.title,
        published=replace(when, evidence=f"linking page: {when.evidence}") if when else document.published,
        outlet=document.outlet or linking.outlet,
        origin=document.origin or linking.origin,
    )

"""A page's tree -> what it says: headline, byline, and the lines of its article, boilerplate gone.

tree -> headline -> boxes taken out -> lines -> trafilatura's vote -> container -> lines cleaned -> byline read
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from extract import bylines, containers, html_links, html_scripts, html_verdict, metadata
from extract.cleaning import CAPTION, PROSE_END, clean, without_teasers
from extract.headline import bare, nearest_headline, read_title
from extract.html_lines import Line, read_lines
from extract.html_prune import cut_lists, prune
from models.article import Published

Vote = Callable[[HtmlElement], str]
_NAMED: Final = ("opening", "sure", "script")  # ways to find a container that vouch for it
_SCANT = 30  # characters of prose: less than an article says
_SENTENCE = 30  # characters: a short sentence is not yet the article's opening
_BYLINE = 200  # characters: a byline is shorter
_EDITOR_LINE = 60
_KEY = 30  # characters that tell a paragraph from the others
_NEAR = 8  # lines
_ABOVE = 5  # lines over the headline that may hold its date
_BEHIND_HEADLINE = 25  # lines among which the first prose is looked for
_FIRST_PROSE = 15  # characters


@dataclass(slots=True)
class Reading:
    """A page as read: the facts about its article and the article's lines.

    `container` says how the article was found, `verdict` why the page is none.
    """

    facts: metadata.Facts
    lines: list[str]
    container: str = ""
    verdict: str | None = None
    attachments: tuple[str, ...] = ()
    next_page: str | None = None


@dataclass(slots=True)
class _Page:
    """What is known of a page before its article is looked for."""

    root: HtmlElement
    metas: dict[str, str]
    lines: list[Line]
    title: str | None
    place: HtmlElement | None
    outlet: str | None
    next_page: str | None
    stated: Published | None


def _open(tree: HtmlElement, raw: str, url: str | None) -> _Page:
    found, objects = metadata.metas(tree), metadata.structured(tree)
    body = tree.find(".//body")
    root = body if body is not None else tree
    lines = read_lines(root, spaced=True)
    title, place = read_title(tree, found, objects, lines)
    return _Page(
        root=root,
        metas=found,
        lines=lines,
        title=title,
        place=place,
        outlet=bylines.named_outlet(root),
        next_page=html_links.next_page(tree, raw, url),
        stated=metadata.read_stated(found, objects, raw),
    )


def read_html(tree: HtmlElement, raw: str, url: str | None, vote: Vote) -> Reading:
    """Read a parsed page; `tree` is changed. `raw` is its text before repair, for what only scripts say.

    `vote` gives trafilatura's answer for the tree without its boxes.
    """
    page = _open(tree, raw, url)
    prune(tree)
    container, kind, voted = _container(page, raw, vote(tree))
    facts = metadata.Facts(title=page.title)
    if container is None:
        return Reading(facts, [], verdict=html_verdict.verdict(page.title, page.lines, [], named=False))
    lines = read_lines(container)
    if voted is not None and kind != "script":
        lines = without_teasers(lines, voted)
    named = kind in _NAMED
    kept, gone = clean(lines, page.title, named=named)
    if not page.title:
        page.title = facts.title = nearest_headline(page.lines, _opens_at(page.lines, kept))
        kept = kept[1:] if kept and page.title and bare(kept[0]) == bare(page.title) else kept
    _read_facts(facts, page, kept, gone)
    facts.published = _published(page, kept, url) or metadata.read_pictures(container)
    return Reading(
        facts,
        kept,
        kind,
        verdict=html_verdict.verdict(page.title, page.lines, kept, named=named),
        attachments=html_links.documents(container, tree, url),
        next_page=page.next_page,
    )


def _published(page: _Page, kept: list[str], url: str | None) -> Published | None:
    byline = _byline(page.lines, kept, page.title)
    return metadata.read_published(byline, _afterwards(page.lines, kept), page.stated, url or page.metas.get("og:url"))


def _container(page: _Page, raw: str, taken: str) -> tuple[HtmlElement | None, str, set[str] | None]:
    """The article's element, how it was found, and the lines that trafilatura took (None where it was not asked)."""
    lines = read_lines(page.root)
    votes = _votes(lines, taken)
    found = containers.weights(lines, votes)
    container, kind = containers.choose(found, _first_prose(lines, page.place))
    if container is None or found[container].prose < _SCANT:
        hidden = html_scripts.hidden_article(raw)
        if hidden is not None:
            return hidden, "script", None
    if container is not None and kind == "paragraphs":
        cut_lists(container, found)
    voted = None if votes is None else {line.text for line, vote in zip(lines, votes, strict=True) if vote}
    return container, kind, voted


def _votes(lines: list[Line], taken: str) -> list[bool] | None:
    text = bare(taken)
    return [bare(line.text)[:_KEY] in text for line in lines] if text else None


def _first_prose(lines: list[Line], place: HtmlElement | None) -> HtmlElement | None:
    """The block of the first prose behind the headline."""
    inside = set(place.iter()) if place is not None else set()
    at = next((number for number, line in enumerate(lines) if line.block in inside), None)
    if at is None:
        return None
    behind = lines[at + 1 : at + _BEHIND_HEADLINE]
    return next((line.block for line in behind if containers.weigh(line, None).prose >= _FIRST_PROSE), None)


def _read_facts(facts: metadata.Facts, page: _Page, kept: list[str], gone: list[str]) -> None:
    under, over = _byline(page.lines, kept, page.title)
    byline = under + over
    facts.outlet = bylines.read_outlet(byline + gone, page.metas, page.outlet)
    editors = [line.text for line in page.lines if "编" in line.text and len(line.text) < _EDITOR_LINE]
    facts.author, facts.editor = bylines.read_people(kept, byline, gone + editors, page.metas)


def _afterwards(lines: list[Line], kept: list[str]) -> list[str]:
    """What the page prints behind the last paragraph, where some systems put time and editor."""
    closing = bare(kept[-1])[-_KEY:] if kept else ""
    for number in range(len(lines) - 1, -1, -1):
        if closing and bare(lines[number].text).endswith(closing):
            return _texts(lines[number + 1 : number + 1 + _NEAR])
    return []


def _texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines if len(line.text) <= _BYLINE]


def _opening(kept: list[str]) -> str | None:
    """What tells the first paragraph of an article: a deck or kicker stands over the byline as often as under it."""
    for text in kept:
        if len(text) > CAPTION or (len(text) >= _SENTENCE and PROSE_END.search(text)):
            return bare(text)[:_KEY]
    return bare(kept[0])[:_KEY] if kept else None


def _opens_at(lines: list[Line], kept: list[str]) -> int:
    """Where the article's first paragraph stands among the page's lines; 0 where it cannot be found."""
    opening = bare(kept[0])[:_KEY] if kept else None
    return next((n for n, line in enumerate(lines) if opening and bare(line.text).startswith(opening)), 0)


def _byline(lines: list[Line], kept: list[str], title: str | None) -> tuple[list[str], list[str]]:
    """What the page prints between headline and first paragraph, and what it prints just over the headline.

    Where it prints no headline, the lines just over the paragraph.
    """
    opening, key = _opening(kept), bare(title) if title else None
    keys = [bare(line.text) for line in lines]
    heads = [number for number, text in enumerate(keys) if key and text == key]
    stop = len(lines)
    for number, text in enumerate(keys):
        if opening and text.startswith(opening):
            stop = number
            if not heads or number > heads[0]:
                break
    above = [number for number in heads if number < stop]
    start = above[-1] + 1 if above else max(0, stop - _NEAR)
    over = lines[max(0, start - _ABOVE) : start][::-1]
    return _texts(lines[start:stop]), _texts(over)

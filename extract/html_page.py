"""A page's tree -> what it says: headline, byline, and the lines of its article, boilerplate gone.

tree -> headline -> boxes taken out -> lines -> trafilatura's vote -> container -> lines cleaned -> byline read
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from extract import bylines, containers, html_links, html_scripts, html_verdict, metadata
from extract.cleaning import clean, without_teasers
from extract.dates import read_url
from extract.headline import Headline, bare, nearest_headline, read_title
from extract.html_around import Around, around, opens_at
from extract.html_lines import Line, read_lines
from extract.html_prune import cut_lists, prune
from models.article import Published

Vote = Callable[[HtmlElement], str]
_NAMED: Final = ("opening", "sure", "script")  # ways to find a container that vouch for it
_SCANT = 30  # characters of prose: less than an article says
_EDITOR_LINE = 60
_KEY = 30  # characters that tell a paragraph from the others
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
    headline: Headline
    outlet: str | None
    next_page: str | None
    stated: Published | None


def _open(tree: HtmlElement, raw: str, url: str | None) -> _Page:
    found, objects = metadata.metas(tree), metadata.structured(tree)
    body = tree.find(".//body")
    root = body if body is not None else tree
    lines = read_lines(root, spaced=True)
    return _Page(
        root=root,
        metas=found,
        lines=lines,
        headline=read_title(tree, found, objects, lines),
        outlet=bylines.named_outlet(root),
        next_page=html_links.next_page(tree, raw, url),
        stated=metadata.read_stated(found, objects, raw),
    )


def read_html(tree: HtmlElement, raw: str, url: str | None, vote: Vote, listed: Published | None = None) -> Reading:
    """Read a parsed page; `tree` is changed. `raw` is its text before repair, for what only scripts say.

    `vote` gives trafilatura's answer for the tree without its boxes, `listed` is the day a listing states.
    """
    page = _open(tree, raw, url)
    prune(tree)
    container, kind, voted = _container(page, raw, vote(tree))
    facts = metadata.Facts(title=page.headline.text or page.headline.claim)
    if container is None:
        return Reading(facts, [], verdict=html_verdict.verdict(facts.title, page.lines, [], named=False))
    lines = read_lines(container)
    if voted is not None and kind != "script":
        lines = without_teasers(lines, voted)
    named = kind in _NAMED
    kept, gone = clean(lines, page.headline.text, named=named)
    if not page.headline.text:
        facts.title = _found_headline(page, kept, container)
        kept, gone = clean(lines, facts.title, named=named)
    beside = around(page.lines, kept, facts.title, container)
    _read_facts(facts, page, beside, kept, gone)
    address = url or page.metas.get("og:url")
    facts.published = metadata.read_published(
        (beside.under, beside.over), beside.after, page.stated, read_url(address), listed
    ) or metadata.read_pictures(container)
    return Reading(
        facts,
        kept,
        kind,
        verdict=html_verdict.verdict(facts.title, page.lines, kept, named=named),
        attachments=html_links.documents(container, tree, url),
        next_page=page.next_page,
    )


def _found_headline(page: _Page, kept: list[str], container: HtmlElement) -> str | None:
    """The headline where no printed one is what the document's head says; else what that says."""
    at = opens_at(page.lines, kept, container)
    claim = page.headline.claim
    return (nearest_headline(page.lines, at, kept, claim) if at is not None else None) or claim


def _container(page: _Page, raw: str, taken: str) -> tuple[HtmlElement | None, str, set[str] | None]:
    """The article's element, how it was found, and the lines that trafilatura took (None where it was not asked)."""
    lines = read_lines(page.root)
    votes = _votes(lines, taken)
    found = containers.weights(lines, votes)
    container, kind = containers.choose(found, _first_prose(lines, page.headline.place))
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


def _read_facts(facts: metadata.Facts, page: _Page, beside: Around, kept: list[str], gone: list[str]) -> None:
    byline = beside.under + beside.over
    facts.outlet = bylines.read_outlet(byline + gone, page.metas, page.outlet)
    editors = [line.text for line in page.lines if "编" in line.text and len(line.text) < _EDITOR_LINE]
    facts.author, facts.editor = bylines.read_people(kept, byline, gone + editors, page.metas)

"""A page's tree -> what it says: headline, byline, and the lines of its article, boilerplate gone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from extract import boilerplate, containers, html_links, html_scripts, html_verdict, metadata
from extract.html_lines import HEADINGS, Line, read_lines

Vote = Callable[[HtmlElement], str]
_PROSE_END = re.compile(r"[。！？!?…”’」』）)：:；;]$")
_LONG = 300
_CAPTION = 60
_CREDITED = 200
_SHORT_SENTENCE = 10
_MEDIAN = 40  # characters: a line of prose
_BODYLIKE = 0.4
_SENTENCES = 3
_WRAPPER = 120
_NAMED: Final = ("opening", "sure", "script")
_SCANT = 30  # characters of prose: less than an article says
_HEAD = 120
_BACKGROUND = 80
_WORD = 8  # characters: a longer link is a headline


@dataclass(slots=True)
class Reading:
    """A page as read: the facts about its article and the article's lines."""

    facts: metadata.Facts
    lines: list[str]
    container: str = ""
    verdict: str | None = None
    attachments: tuple[str, ...] = ()
    next_page: str | None = None


def _first_prose(lines: list[Line], place: HtmlElement | None) -> HtmlElement | None:
    """The block of the first prose behind the headline."""
    if place is None:
        return None
    inside = set(place.iter())
    at = next((number for number, line in enumerate(lines) if line.block in inside), None)
    if at is None:
        return None
    return next((line.block for line in lines[at + 1 : at + 25] if containers.weigh(line, None).prose >= 15), None)  # noqa: PLR2004


def prune(tree: HtmlElement) -> None:
    """Take out boxes that are no part of any article, unless most of the page stands in them."""
    body = tree.find(".//body")
    root = body if body is not None else tree
    total = len("".join(root.itertext()))
    doomed = []
    for element in root.iter("div", "span", "p", "ul", "ol", "dl", "section", "aside", "nav", "footer", "figcaption", "table", "li", "h2", "h3", "h4"):
        if element.tag in ("nav", "figcaption", "footer"):
            doomed.append(element)
            continue
        if element.tag == "span" and _in_sentence(element):
            continue
        named = containers.names(element)
        if named and any(boilerplate.BOXES.search(name) for name in named) and not any(containers.SURE.match(name) for name in named):
            doomed.append(element)
        elif "none" in (style := element.get("style") or "") and re.search(r"display\s*:\s*none", style):
            doomed.append(element)
    for element in doomed:
        if element.getparent() is None:
            continue
        text = "".join(element.itertext())
        if len(text) > total * _BODYLIKE and total > _LONG:
            continue
        if _holds_prose(element, text) or _holds_article(element):
            continue
        drop(element)


def _holds_prose(element: HtmlElement, text: str) -> bool:
    """Whether a box that is named like furniture holds paragraphs: a wrapper, named after the share bar within it."""
    if len(text) < _WRAPPER or text.count("。") < _SENTENCES or any(boilerplate.OTHERS.search(name) for name in containers.names(element)):
        return False
    linked = sum(len("".join(link.itertext())) for link in element.iter("a"))
    return linked < len(text) * 0.3


def _holds_article(element: HtmlElement) -> bool:
    return any(containers.SURE.match(name) for inner in element.iter("div", "span", "td", "section", "article") for name in containers.names(inner))


def _in_sentence(element: HtmlElement) -> bool:
    """Whether running text stands beside an inline element: a keyword or stock link within a sentence is read."""
    parent = element.getparent()
    before = element.getprevious()
    beside = (element.tail or "") + ((before.tail if before is not None else parent.text if parent is not None else "") or "")
    return bool(beside.strip()) and not beside.isspace()


def drop(element: HtmlElement) -> None:
    """Remove an element, keeping the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail
    if tail and tail.strip():
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + "\n" + tail
        else:
            parent.text = (parent.text or "") + "\n" + tail
    parent.remove(element)


def _votes(lines: list[Line], taken: str) -> list[bool] | None:
    text = metadata.bare(taken)
    if not text:
        return None
    return [metadata.bare(line.text)[:40] in text for line in lines]


def read_html(tree: HtmlElement, raw: str, url: str | None, vote: Vote) -> Reading:
    """Read a parsed page. `raw` is its text before repair, for what only scripts say; `vote` is trafilatura's answer."""
    found = metadata.metas(tree)
    objects = metadata.structured(tree)
    body = tree.find(".//body")
    root = body if body is not None else tree
    before = read_lines(root, spaced=True)
    title, place = metadata.read_title(tree, found, objects, before)
    printed = metadata.named_outlet(root)
    further = html_links.next_page(tree, url)
    prune(tree)
    lines = read_lines(root)
    votes = _votes(lines, vote(tree))
    found_weights = containers.weights(lines, votes)
    container, kind = containers.choose(found_weights, _first_prose(lines, place))
    facts = metadata.Facts(title=title, metas=found)
    if container is None or found_weights[container].prose < _SCANT:
        hidden = html_scripts.hidden_article(raw)
        if hidden is not None:
            container, kind = hidden, "script"
    if container is None:
        return Reading(facts, [], verdict=html_verdict.verdict(title, before, [], named=False))
    chosen = read_lines(container)
    if votes is not None and kind != "script":
        chosen = _without_teasers(chosen, {line.text for line, voted in zip(lines, votes, strict=True) if voted})
    kept, tail = clean(chosen, title, named=kind in _NAMED)
    byline = _byline(before, kept, title)
    after = _afterwards(before, kept)
    facts.published = metadata.read_published(byline, after, found, objects, raw, url) or metadata.read_pictures(container)
    facts.outlet = metadata.read_outlet(byline + tail, found, printed)
    facts.author, facts.editor = metadata.read_people(kept, byline, tail + [line.text for line in before if "编" in line.text and len(line.text) < 60], found)
    return Reading(
        facts,
        kept,
        kind,
        verdict=html_verdict.verdict(title, before, kept, named=kind in _NAMED),
        attachments=html_links.documents(container, tree, url),
        next_page=further,
    )


def _without_teasers(lines: list[Line], voted: set[str]) -> list[Line]:
    """Without another article's teaser: the prose under a line that is nothing but a link.

    It goes where trafilatura left it out too, and where nothing but further teasers follow it.
    """
    headline = [_linked(line) and not line.row and len(line.text) > _WORD for line in lines]
    kept: list[Line] = []
    closing = True  # whether only teasers follow
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        teased = number > 0 and headline[number - 1] and not headline[number]
        if teased and (closing or line.text not in voted):
            continue
        closing = closing and headline[number]
        kept.append(line)
    return kept[::-1]


def _afterwards(lines: list[Line], kept: list[str]) -> list[str]:
    """What the page prints behind the last paragraph, where some systems put time and editor."""
    closing = metadata.bare(kept[-1])[-30:] if kept else ""
    for number in range(len(lines) - 1, -1, -1):
        if closing and metadata.bare(lines[number].text).endswith(closing):
            return [line.text for line in lines[number + 1 : number + 8] if len(line.text) <= 200]
    return []


def _byline(lines: list[Line], kept: list[str], title: str | None) -> list[str]:
    """What the page prints between headline and first paragraph; where it has no headline, just before the paragraph."""
    prose = next((text for text in kept if len(text) > _CAPTION or (_PROSE_END.search(text) and len(text) >= _WRAPPER // 4)), None)
    opening = metadata.bare(prose or kept[0])[:30] if kept else None
    key = metadata.bare(title) if title else None
    stop = len(lines)
    start = 0
    keys = [metadata.bare(line.text) for line in lines]
    heads = [number for number, text in enumerate(keys) if key and text == key]
    for number, text in enumerate(keys):
        if opening and text.startswith(opening):
            stop = number
            if not heads or number > heads[0]:
                break
    starts = [number for number in heads if number < stop]
    start = starts[-1] + 1 if starts else max(0, stop - 8)
    return [line.text for line in lines[start:stop] if len(line.text) <= 200] + [line.text for line in lines[max(0, start - 5) : start]][::-1]


def clean(lines: list[Line], title: str | None, *, named: bool = True) -> tuple[list[str], list[str]]:
    """The lines of an article out of its container's, and the lines taken from its end (for editor and source).

    `named` says that the container is the article's by its name; where it is not, the contact lines of a footer go too.
    """
    rules = boilerplate.LINES if named else (*boilerplate.LINES, *boilerplate.FEET)
    lines = _after_headline(lines, title)
    lines = _before_related(lines)
    kept: list[str] = []
    gone: list[str] = []
    prose = False
    sizes = sorted(len(line.text) for line in lines)
    long = bool(sizes) and sizes[len(sizes) // 2] >= _MEDIAN
    for line in lines:
        text = line.text
        if title and metadata.bare(text) == metadata.bare(title) and not prose:
            continue
        if len(text) <= _LONG and not line.row:
            if boilerplate.removable(text, rules) or _linked(line) or _caption(line, prose=long) or (not prose and _head(text)):
                gone.append(text)
                continue
        trimmed = boilerplate.trim_end(text)
        if trimmed != text:
            gone.append(text[len(trimmed) :])
        if trimmed:
            kept.append(trimmed)
            prose = prose or len(trimmed) > 30
    return kept, gone


def _head(text: str) -> bool:
    return len(text) <= _HEAD and boilerplate.removable(text, boilerplate.HEADS) is not None


def _linked(line: Line) -> bool:
    size = len(line.text.replace(" ", ""))
    return line.links >= 0.8 * size and size > 1


def _caption(line: Line, *, prose: bool) -> bool:
    """A short line right behind a picture, not set as a heading and not a sentence, is the picture's caption.

    In an article of long paragraphs (`prose`) a very short sentence is one too; in one of short lines nothing can be told.
    """
    if not line.after_image or line.row:
        return False
    if boilerplate.CREDITED.search(line.text):
        return len(line.text) <= _CREDITED
    if line.block.tag in HEADINGS or line.heading or not prose or len(line.text) > _CAPTION:
        return False
    return not _PROSE_END.search(line.text) or (len(line.text) <= _SHORT_SENTENCE and line.text.endswith("。"))


def _after_headline(lines: list[Line], title: str | None) -> list[Line]:
    """The lines behind the headline, where it stands before the first paragraph, on one line or broken into several."""
    key = metadata.bare(title) if title else None
    if not key:
        return lines
    for number, line in enumerate(lines[: max(12, len(lines) // 3)]):
        if len(line.text) > _CAPTION and _PROSE_END.search(line.text) and not line.links:
            return lines
        joined = ""
        for further in range(number, min(number + 4, len(lines))):
            joined += metadata.bare(lines[further].text)
            if joined == key:
                return lines[further + 1 :]
            if not key.startswith(joined):
                break
    return lines


def _before_related(lines: list[Line]) -> list[Line]:
    """The lines before a heading that opens a list of other articles.

    A heading that as often opens the article's own background (延伸阅读) ends it only where links follow, not paragraphs.
    """
    for number, line in enumerate(lines):
        if number < len(lines) // 3 or len(line.text) > 40 or line.row:  # noqa: PLR2004 - a heading's length
            continue
        rule = boilerplate.removable(line.text, boilerplate.TAILS)
        if rule is None:
            continue
        after = lines[number + 1 :]
        own = sum(len(later.text) for later in after if later.links == 0 and _PROSE_END.search(later.text))
        if rule.name == "background" and own >= _BACKGROUND:
            continue
        return lines[:number]
    return lines

"""Take out of a page's tree the boxes that are part of no article."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from extract import boilerplate, containers

_BODYLIKE = 0.4  # of a page's text: what holds more is the page, whatever it is called
_LONG = 300
_WRAPPER = 120  # characters
_SENTENCES = 3
_LINKED = 0.3
_COMMENTS = re.compile(r"^(?:comments?|pinglun|cmt|reply)(?:$|[-_])", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none")
_TAGS = (
    "div",
    "span",
    "p",
    "ul",
    "ol",
    "dl",
    "section",
    "aside",
    "nav",
    "footer",
    "figcaption",
    "table",
    "li",
    "h2",
    "h3",
    "h4",
)


def _doomed(element: HtmlElement) -> bool:
    """Whether an element is named as furniture, or hidden."""
    if element.tag in ("nav", "figcaption", "footer"):
        return True
    if element.tag == "span" and _in_sentence(element):
        return False
    named = containers.names(element)
    if any(boilerplate.BOXES.search(name) for name in named):
        return not any(containers.SURE.match(name) for name in named)
    return _HIDDEN.search(element.get("style") or "") is not None


def prune(tree: HtmlElement) -> None:
    """Take out boxes that are no part of any article, unless most of the page stands in them."""
    body = tree.find(".//body")
    root = body if body is not None else tree
    total = len("".join(root.itertext()))
    doomed = [element for element in root.iter(*_TAGS) if _doomed(element)]
    for element in doomed:
        if element.getparent() is None:
            continue
        text = "".join(element.itertext())
        if len(text) > total * _BODYLIKE and total > _LONG and not _beside_article(element, root):
            continue
        if _holds_prose(element, text) or _holds_article(element):
            continue
        drop(element)


def _beside_article(element: HtmlElement, root: HtmlElement) -> bool:
    """Whether the article's sentences stand outside a box: more of them than within, or than comments ever are."""
    within = "".join(element.itertext()).count("。")
    outside = "".join(root.itertext()).count("。") - within
    comments = any(_COMMENTS.search(name) for name in containers.names(element))
    return outside >= _SENTENCES and (comments or outside > within)


def _holds_prose(element: HtmlElement, text: str) -> bool:
    """Whether a box that is named like furniture holds paragraphs: a wrapper, named after the share bar within it."""
    if (
        len(text) < _WRAPPER
        or text.count("。") < _SENTENCES
        or any(boilerplate.OTHERS.search(name) for name in containers.names(element))
    ):
        return False
    linked = sum(len("".join(link.itertext())) for link in element.iter("a"))
    return linked < len(text) * _LINKED


def _holds_article(element: HtmlElement) -> bool:
    return any(
        containers.SURE.match(name)
        for inner in element.iter("div", "span", "td", "section", "article")
        for name in containers.names(inner)
    )


def _in_sentence(element: HtmlElement) -> bool:
    """Whether running text stands beside an inline element: a keyword or stock link within a sentence is read."""
    parent = element.getparent()
    before = element.getprevious()
    beside = (element.tail or "") + (
        (before.tail if before is not None else parent.text if parent is not None else "") or ""
    )
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


def cut_lists(container: HtmlElement, found: dict[HtmlElement, containers.Weight]) -> None:
    """Take the boxes out that stand before, between and behind the paragraphs of a container: lists and menus.

    Old systems put an article's paragraphs into a cell, or straight into the page, with all that surrounds them. A box
    between two paragraphs that holds more prose than links (a table, a quotation) is the article's.
    """
    boxes = {element.getparent() for element in container.iterdescendants() if element in found}
    children = list(container)
    prose = [n for n, child in enumerate(children) if child not in boxes and child in found and found[child].prose > 0]
    for number, child in enumerate(children):
        between = not prose or prose[0] < number < prose[-1]
        if child in boxes and (not between or found[child].gain < 0):
            drop(child)

"""What a page prints around its article: between headline and first paragraph, over the headline, behind the last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from extract.cleaning import CAPTION, PROSE_END
from extract.headline import bare
from extract.html_lines import Line

_SENTENCE = 30  # characters: a short sentence is not yet the article's opening
_BYLINE = 200  # characters: a byline is shorter
_KEY = 30  # characters that tell a paragraph from the others
_NEAR = 8  # lines
_ABOVE = 5  # lines over the headline that may hold its date
_HEADLINE = 9  # characters: a linked word is shorter
_BYLINES: Final = re.compile(r"来源|出处|作者|编辑|\d[:：]\d\d")  # no row of a menu says so


@dataclass(frozen=True, slots=True)
class Around:
    """The lines under the headline, those over it (the nearest first), and those behind the article."""

    under: list[str]
    over: list[str]
    after: list[str]


def around(lines: list[Line], kept: list[str], title: str | None, container: HtmlElement) -> Around:
    """What the page prints around the article that was `kept` of `container`.

    Where it prints no headline, `under` are the lines just over the first paragraph.
    """
    stop = opens_at(lines, kept, container, title)
    stop = len(lines) if stop is None else stop
    key = bare(title) if title else None
    above = [number for number in range(stop) if key and bare(lines[number].text) == key]
    start = above[-1] + 1 if above else max(0, stop - _NEAR)
    return Around(
        _texts(lines[start:stop]), _texts(lines[max(0, start - _ABOVE) : start][::-1]), _afterwards(lines, kept)
    )


def opens_at(lines: list[Line], kept: list[str], container: HtmlElement, title: str | None = None) -> int | None:
    """Where the article's first paragraph stands among the page's lines: in its container, where it can be found there.

    The same words may stand in a menu or a summary before it. Behind the headline counts for more than before it.
    """
    opening = _opening(kept)
    if not opening:
        return None
    found = [number for number, line in enumerate(lines) if bare(line.text).startswith(opening)]
    inside = set(container.iter())
    found = [number for number in found if lines[number].block in inside] or found
    key = bare(title) if title else None
    head = next((number for number, line in enumerate(lines) if key and bare(line.text) == key), -1)
    return next((number for number in found if number > head), found[-1] if found else None)


def _opening(kept: list[str]) -> str | None:
    """What tells the first paragraph of an article: a deck or kicker stands over the byline as often as under it."""
    for text in kept:
        if len(text) > CAPTION or (len(text) >= _SENTENCE and PROSE_END.search(text)):
            return bare(text)[:_KEY]
    first = next((text for text in kept if text.endswith(("。", "；"))), kept[0] if kept else None)
    return bare(first)[:_KEY] if first else None


def _afterwards(lines: list[Line], kept: list[str]) -> list[str]:
    """What the page prints behind the last paragraph, where some systems put time and editor."""
    closing = bare(kept[-1])[-_KEY:] if kept else ""
    for number in range(len(lines) - 1, -1, -1):
        if closing and bare(lines[number].text).endswith(closing):
            return _texts(lines[number + 1 : number + 1 + _NEAR])
    return []


def _texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines if len(line.text) <= _BYLINE and not _listed(line)]


def _listed(line: Line) -> bool:
    """Whether a line is a row of a menu: another article's headline as a link, with or without its day."""
    size = len(line.text.replace(" ", ""))
    return line.links >= _HEADLINE and 2 * line.links >= size and not _BYLINES.search(line.text)

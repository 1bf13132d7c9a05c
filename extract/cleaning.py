"""The lines of a container -> the lines of the article in it."""

from __future__ import annotations

import re
from typing import Final

from extract import boilerplate
from extract.boilerplate_rules import FEET, HEADS, LINES, TAILS, Rule
from extract.headline import bare
from extract.html_lines import HEADINGS, Line, near

PROSE_END: Final = re.compile(r"[。！？!?…”’」』）)：:；;]$")
CAPTION: Final = 60  # characters: a caption's or a heading's length
_LONG = 300
_CREDITED = 200
_SHORT_SENTENCE = 10
_STORY = 0.5  # of an article's text
_MEDIAN = 40  # characters: a line of prose
_HEAD = 120
_SENTENCE = 25
_HEADING = 40
_BACKGROUND = 80
_PAIR = 2  # lines
_OPENED = 30  # characters: behind a line so long, bylines are over
_SOON = 4  # lines
_WORD = 8  # characters: a longer link is a headline


def clean(lines: list[Line], title: str | None, *, named: bool = True) -> tuple[list[str], list[str]]:
    """The lines of an article out of its container's, and the lines taken from its end (for editor and source).

    `named` says that the container is the article's by its name; where it is not, the contact lines of a footer go too.
    """
    rules = LINES if named else (*LINES, *FEET)
    lines = _after_headline(lines, title)
    lines = _before_related(lines)
    kept: list[str] = []
    gone: list[str] = []
    prose = False
    sizes = sorted(len(line.text) for line in lines)
    story = _photo_story(lines)
    long = bool(sizes) and sizes[len(sizes) // 2] >= _MEDIAN and not story
    for number, line in enumerate(lines):
        text = line.text
        if not prose and (_titled(line, title) or _abridged(text, lines[number + 1 : number + 1 + _SOON])):
            continue
        if story and line.after_image:
            text = boilerplate.CREDIT.sub("", text)
        elif _goes(line, rules, long=long, head=not prose):
            gone.append(text)
            continue
        trimmed = boilerplate.trim_end(text)
        if trimmed != text:
            gone.append(text[len(trimmed) :])
        if trimmed:
            kept.append(trimmed)
            prose = prose or len(trimmed) > _OPENED
    return kept, gone


def _titled(line: Line, title: str | None) -> bool:
    """Whether a line is the headline, or the row of a document's head that states it."""
    cells = line.text.split("\t") if line.row else [line.text]
    return title is not None and any(bare(cell) == bare(title) for cell in cells)


def _abridged(text: str, after: list[Line]) -> bool:
    """Whether a line is a summary that a system cut out of a paragraph behind it: 今年一季度，全市实现……."""
    cut = text.rstrip("….")
    return len(text) > len(cut) >= _SHORT_SENTENCE and any(line.text.startswith(cut) for line in after)


def _photo_story(lines: list[Line]) -> bool:
    """Whether an article is its pictures' captions: they are its text then, and only the credits in them go."""
    credited = sum(len(line.text) for line in lines if line.after_image and boilerplate.CREDITED.search(line.text))
    return credited > _STORY * sum(len(line.text) for line in lines)


def _goes(line: Line, rules: tuple[Rule, ...], *, long: bool, head: bool) -> bool:
    """Whether a line is none of the article's: by a rule, as a link, or as a picture's caption. Table rows stay."""
    if len(line.text) > _LONG:
        return False
    if line.row:
        return head and _removed_by(line.text, "document-head")
    if boilerplate.removable(line.text, rules) or _linked(line) or _caption(line, prose=long):
        return True
    return head and _head(line.text)


def _removed_by(text: str, name: str) -> bool:
    """Whether the rule of that name takes a line before the first paragraph."""
    return boilerplate.removable(text, tuple(rule for rule in HEADS if rule.name == name)) is not None


def _head(text: str) -> bool:
    return len(text) <= _HEAD and boilerplate.removable(text, HEADS) is not None


def _linked(line: Line) -> bool:
    size = len(line.text.replace(" ", ""))
    return line.links >= 0.8 * size and size > 1


def _caption(line: Line, *, prose: bool) -> bool:
    """A short line right behind a picture, not set as a heading and not a sentence, is the picture's caption.

    In an article of long paragraphs (`prose`) a very short or centred sentence is one too; in one of short lines
    nothing tells.
    """
    if not line.after_image or line.row:
        return False
    if boilerplate.CREDITED.search(line.text):
        return len(line.text) <= _CREDITED
    if line.block.tag in HEADINGS or line.heading or not prose or len(line.text) > CAPTION:
        return False
    if not PROSE_END.search(line.text) or line.centred:
        return True
    return len(line.text) <= _SHORT_SENTENCE and line.text.endswith("。")


def _after_headline(lines: list[Line], title: str | None) -> list[Line]:
    """The lines behind the headline, where it stands before the first paragraph, on one line or on several."""
    key = bare(title) if title else None
    if not key:
        return lines
    for number, line in enumerate(lines[: max(12, len(lines) // 3)]):
        if len(line.text) > _SENTENCE and line.text.endswith("。") and not line.links:
            return lines
        joined = ""
        for further in range(number, min(number + 4, len(lines))):
            joined += bare(lines[further].text)
            if joined == key:
                return lines[further + 1 :]
            if not key.startswith(joined):
                break
    return lines


def _before_related(lines: list[Line]) -> list[Line]:
    """The lines before a heading that opens a list of other articles.

    It ends the article where links follow, and where nothing much does. Paragraphs without a link among them are the
    article's own; behind a heading that may open its background (延伸阅读) they are so even with links.
    """
    for number, line in enumerate(lines):
        if number < len(lines) // 3 or len(line.text) > _HEADING or line.row:
            continue
        rule = boilerplate.removable(line.text, TAILS)
        if rule is None:
            continue
        after = lines[number + 1 :]
        own = sum(len(later.text) for later in after if later.links == 0 and PROSE_END.search(later.text))
        if own >= _BACKGROUND and (rule.name == "background" or not any(_linked(later) for later in after)):
            continue
        return lines[:number]
    return lines


def without_teasers(lines: list[Line], voted: set[str]) -> list[Line]:
    """Without another article's teaser: the prose under a line that is nothing but a link.

    It goes where trafilatura left it out too, and where two or more such pairs close the container.
    """
    headline = [_linked(line) and not line.row and len(line.text) > _WORD for line in lines]
    teased = [
        number > 0 and headline[number - 1] and not headline[number] and near(lines[number - 1], line)
        for number, line in enumerate(lines)
    ]
    closing = len(lines)
    while closing > 1 and teased[closing - 1]:
        closing -= 2
    if len(lines) - closing <= _PAIR:
        closing = len(lines)
    return [
        line for number, line in enumerate(lines) if not teased[number] or (number < closing and line.text in voted)
    ]

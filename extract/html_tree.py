"""Text -> tree: repair what breaks parsers, parse once, and take out what is never read."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree, html

from models.errors import ReadError

LIMIT: Final = 16_000_000  # characters; an article page is a hundredth of it
_REPAIRED: Final = 2_500_000  # characters without scripts and styles; the largest pages of news are a tenth of it
_LARGE = 200_000  # characters: smaller pages have no attribute to speak of
_TAGS: Final = 150_000  # tags; the largest pages of news have a tenth of them
DEPTH: Final = 200  # deeper nesting is somebody's mistake; what stands deeper is read, its nesting is not

_NUL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
# Scripts and styles go before parsing: they are most of a page's bytes, and hold broken tags as text.
_DEAD = re.compile(r"<!--|<(script|style|noscript|svg|object)(?=[\s>/])([^>]*)>", re.IGNORECASE)
_PROLOG = re.compile(r"<\?xml[^>]*\?>|<!DOCTYPE[^>\[]*>", re.IGNORECASE)
# A header or footer include that closes or opens the document in its middle hides the rest from a parser.
_IN_TAG = r"""(?:[^<>"']|"[^"<]*"|'[^'<]*')*+>"""
_FRAME = re.compile(rf"</?(?:html|head|body)(?=[\s/>])(?:{_IN_TAG}|[^<>]*>)", re.IGNORECASE)
# What a head is made of, a piece at a time; titles and scripts with their text.
_IN_HEAD = re.compile(
    rf"""\s+|<(?:meta|link|base)\b{_IN_TAG}|<(?P<tag>title|script)\b{_IN_TAG}.*?</(?P=tag)\s*>|<![^>]*>|</\w+\s*>""",
    re.IGNORECASE | re.DOTALL,
)
# Text set as typed: a line ends where a sentence does, or where the next one is indented.
_PRE = re.compile(r"<pre\b[^<>]*>.*?</pre", re.IGNORECASE | re.DOTALL)
_PARAGRAPH = re.compile(r"(<[^<>]*>)|(?<=[。！？；：!?])[ \t]*\r?\n|\r?\n(?=[ \t　]{2}|\s*\n)")
_LONG_ATTRIBUTE = re.compile(r"""=\s*(?:"[^"]{20000,}"|'[^']{20000,}')""")
_MANY_ATTRIBUTES = re.compile(r"<([a-zA-Z][\w:-]{0,30})\s[^<>]{40000,}>")
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)([^<>]*)>")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_TAGGED = re.compile(r"<(?:!doctype|html|head|body|div|p|table|title|meta|span|article|section|td)\b", re.IGNORECASE)


def looks_like_html(text: str) -> bool:
    """Whether there are tags of a page in the first part of `text`."""
    return _TAGGED.search(text[:20_000]) is not None


def _shallow(text: str) -> str:
    """`text` without the tags that nest deeper than `DEPTH`: parsers and walkers recurse, and end in the stack."""
    depth = deepest = 0
    for match in _TAG.finditer(text):
        if match[2].lower() not in _VOID and not match[3].endswith("/"):
            depth = max(0, depth - 1) if match[1] else depth + 1
            deepest = max(deepest, depth)
    if deepest <= DEPTH:
        return text
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        if match[2].lower() in _VOID or match[3].endswith("/"):
            return match[0]
        if match[1]:
            depth = max(0, depth - 1)
            return match[0] if depth < DEPTH else " "
        depth += 1
        return match[0] if depth <= DEPTH else " "

    return _TAG.sub(keep, text)


def _undead(text: str) -> str:
    """`text` without comments, scripts and styles, in one pass however many are never closed. JSON-LD stays."""
    low = text.lower()
    kept: list[str] = []
    position = 0
    unclosed: set[str] = set()
    for match in _DEAD.finditer(text):
        if match.start() < position or (match[2] and "ld+json" in match[2].lower()):
            continue
        end = "-->" if match[0] == "<!--" else f"</{match[1].lower()}"
        at = -1 if end in unclosed else low.find(end, match.end())
        kept.append(text[position : match.start()])
        if at < 0:
            unclosed.add(end)
            position = match.end()
            if end in {"</script", "</style"}:
                return "".join(kept)
            continue
        close = low.find(">", at)
        position = len(text) if close < 0 else close + 1
    kept.append(text[position:])
    return "".join(kept)


def _framed(text: str) -> str:
    """`text` as one document: whatever it opened or closed where, its body begins where the first words may stand.

    The parser knows no element of HTML5 and none that a system made up, and would leave them in the head.
    Example: `<header>导航</header><main>正文</main>` has both in its body.
    """
    text = _FRAME.sub("\n", text)
    at = 0
    while piece := _IN_HEAD.match(text, at):
        at = piece.end()
    return f"<html><head>{text[:at]}</head><body>{text[at:]}</body></html>"


def repair(text: str) -> str:
    """`text` as a parser can take it; what a reader would see stays.

    Example: `<p>导语</p></body></html><p>正文</p>` keeps 正文 in the body.
    """
    text = _framed(_undead(_PROLOG.sub("", _NUL.sub("", text))))
    if "<pre" in text or "<PRE" in text:
        text = _PRE.sub(lambda pre: _PARAGRAPH.sub(lambda found: found[1] or "<br>", pre[0]), text)
    if len(text) > _LARGE:
        text = _LONG_ATTRIBUTE.sub('=""', text)
        text = _MANY_ATTRIBUTES.sub(r"<\1>", text)
    return _shallow(text)


def parse(text: str, subject: str) -> html.HtmlElement:
    """The tree of a page, parsed once. `subject` names the page in errors.

    Raises:
        ReadError: nothing in `text` can be parsed, or it is larger than any article.
    """
    if len(text) > LIMIT:
        raise ReadError(subject, f"too large to be an article: {len(text)} characters")
    repaired = repair(text)
    if len(repaired) > _REPAIRED or repaired.count("<") > _TAGS:
        raise ReadError(subject, f"too large to be an article: {len(repaired)} characters, {repaired.count('<')} tags")
    if not repaired.strip():
        raise ReadError(subject, "nothing but scripts and white space")
    try:
        tree = html.document_fromstring(repaired, parser=html.HTMLParser(remove_comments=True, remove_pis=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise ReadError(subject, f"cannot be parsed: {error}") from error
    return tree

"""Articles that a page keeps in a script or a text area, for the browser to put in place."""

# ruff: noqa: E501 - a pattern is read as one word, and worse when cut

from __future__ import annotations

import html as entities
import json
import re
from typing import Final
from urllib.parse import unquote

from lxml import etree, html
from lxml.html import HtmlElement

_STRING: Final = re.compile(
    r'"(?:content|contentText|article_?content|articleBody|bodyHtml|html|htmlContent|body|text|data|detail|cnt_html|originContent)"\s*:\s*"((?:\\.|[^"\\]){120,})"',
    re.IGNORECASE,
)
_AREA: Final = re.compile(r"<textarea\b[^>]*>(.{120,}?)</textarea", re.IGNORECASE | re.DOTALL)
_ENCODED: Final = re.compile(
    r"<script\b[^>]*type=[\"']application/json[\"'][^>]*>\s*(%7B.{200,}?)</script", re.IGNORECASE | re.DOTALL
)
_HANZI = re.compile(r"[\u4e00-\u9fff]")
_MOST = 40
_LIMIT = 3_000_000


def _unescape(value: str) -> str:
    try:
        text = json.loads(f'"{value}"', strict=False)
    except ValueError:
        return ""
    return text if isinstance(text, str) else ""


def _candidates(raw: str) -> list[str]:
    found = [entities.unescape(match[1]) for match in _AREA.finditer(raw)]
    sources = [raw, *(unquote(match[1]) for match in _ENCODED.finditer(raw))]
    for source in sources:
        for number, match in enumerate(_STRING.finditer(source)):
            if number >= _MOST:
                break
            found.append(_unescape(match[1]))
    return found


def hidden_article(raw: str) -> HtmlElement | None:
    """The longest Chinese text that a page's scripts carry as an article's content, as a tree; None where there is none.

    Example: `{"title": "…", "content": "<p>全年增加值…</p>"}` in a script gives the paragraphs.
    """
    if len(raw) > _LIMIT:
        return None
    best, size = "", 0
    for text in _candidates(raw):
        count = len(_HANZI.findall(text))
        if count > size:
            best, size = text, count
    if size < 60:  # noqa: PLR2004 - two sentences
        return None
    if "<" not in best:
        best = "".join(f"<p>{entities.escape(line)}</p>" for line in best.splitlines())
    try:
        return html.fragment_fromstring(f"<div>{best}</div>")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None

"""Pages that say nothing but where to go: `<meta http-equiv="refresh" content="0; url=...">`. Pure."""

from __future__ import annotations

import re
from html import unescape

from crawler.markup import decode

_LARGEST = 12_000
_LONGEST_WAIT = 10.0
"""Seconds; a page that stays longer is meant to be read."""
_LITTLE_TEXT = 120
"""Code points: 页面已迁移，正在跳转，请稍候 and a link; more is a page that renews itself."""

_ASIDE = re.compile(r"(?is)<!--.*?-->|<(script|style|noscript|template|title)\b.*?</\1\s*>")
_TAG = re.compile(r"(?s)<[^>]*>")
_META = re.compile(r"(?i)<meta\b[^>]*>")
_IS_REFRESH = re.compile(r"""(?i)\bhttp-equiv\s*=\s*["']?\s*refresh\b""")
_CONTENT = re.compile(r"""(?is)\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""")
_WHERE = re.compile(r"""(?is)^\s*(\d*\.?\d*)\s*[;,\s]\s*(?:url\s*=)?\s*(["']?)(.+?)\2\s*$""")


def refresh(body: bytes, content_type: str = "") -> str | None:
    """The address, as written, that a page sends its reader on to; None where it has something to say itself.

    >>> refresh(b'<meta http-equiv="refresh" content="0;URL=../2023/index.html">')
    '../2023/index.html'
    """
    if len(body) > _LARGEST or b"refresh" not in body.lower():
        return None
    text = _ASIDE.sub(" ", decode(body, content_type))
    if len("".join(_TAG.sub(" ", text).split())) > _LITTLE_TEXT:
        return None
    for meta in _META.findall(text):
        content = _CONTENT.search(meta) if _IS_REFRESH.search(meta) else None
        where = _WHERE.match(unescape(content[1] or content[2] or content[3] or "")) if content else None
        if where and float(where[1] if where[1] not in {"", "."} else 0) <= _LONGEST_WAIT:
            return where[3].strip()
    return None

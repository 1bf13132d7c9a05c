"""Words from pages made safe to show: no line breaks in a header, no commands to a terminal, no disguised address."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

_BREAKS = re.compile(r"[\s\x1c-\x1f\x85\u2028\u2029]+")
_SPACES = re.compile(r"[^\S\n]+")
_JOINERS = frozenset("\u200c\u200d")  # emoji and some scripts are written with these


def line(text: str | None, limit: int = 300) -> str:
    r"""One line without control, format or private characters, cut after `limit` code points.

    `"北京\r\nBcc: a@b"` → `"北京 Bcc: a@b"`; a right-to-left override disappears.
    """
    return clip(_clean(_BREAKS.sub(" ", text or "")).strip(), limit)


def lines(text: str | None) -> str:
    """Text whose lines stay, without what a terminal or mail reader would obey."""
    kept = re.sub(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "\n", text or "")
    return "\n".join(_clean(_SPACES.sub(" ", part) if "\t" in part else part) for part in kept.split("\n"))


def clip(text: str, limit: int) -> str:
    """`text`, or its beginning with … where it is longer than `limit` code points."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def link(url: str | None) -> str | None:
    """An http(s) address fit for a link, in ASCII; None for anything else (`javascript:`, `data:`, user names)."""
    text = (url or "").strip()
    if not text or any(unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"} or c.isspace() for c in text):
        return None
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not host or "@" in parts.netloc:
        return None
    try:
        name = host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    if not re.fullmatch(r"[a-z0-9._:-]+", name):
        return None
    place = (f"[{name}]" if ":" in name else name) + (f":{port}" if port else "")
    safe = "%/:@!$&*+,;=~-._()"
    path, query = quote(parts.path, safe=safe), quote(parts.query, safe=safe + "?")
    tail = f"#{quote(parts.fragment, safe=safe + '?')}" if parts.fragment else ""
    return f"{parts.scheme.lower()}://{place}{path}{'?' + query if query else ''}{tail}"


def _clean(text: str) -> str:
    return "".join(c for c in text if c in _JOINERS or unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs"})

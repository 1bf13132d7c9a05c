"""Bytes -> text: the character set is what the bytes are, not what a header says of them."""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,20})""")
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,20})""", re.IGNORECASE)
# Marks first: a page that carries one is not asked again.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# GB2312 and GBK are subsets; browsers read all three as the widest one.
_ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb-2312": "gb18030", "utf8": "utf-8"}
_PIECE = re.compile(rb"[^>\n]*[>\n]|[^>\n]+$")
_SAMPLE = 4096
# The hanzi and marks no running Chinese text goes without: a wrong decoding of Chinese does not produce them.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经，。、：；！？“”"
)
_BETTER = 1.1


def _declared(content: bytes, content_type: str) -> list[str]:
    """The character sets that the header and the page name, the header first; unknown names are left out."""
    names = _HEADER.findall(content_type) + [name.decode("ascii") for name in _DECLARED.findall(content[:_SAMPLE])]
    known = []
    for name in names:
        low = _ALIASES.get(name.lower(), name.lower())
        try:
            codecs.lookup(low)
        except LookupError:
            continue
        if low not in known:
            known.append(low)
    return known


def _wide(content: bytes) -> str | None:
    r"""UTF-16 without a mark shows in its zero bytes: `<\0h\0t\0m\0l\0`."""
    head = content[:_SAMPLE]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 3 < len(head) // 2 or min(even, odd) * 4 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _score(text: str) -> float:
    """How much Chinese a decoding yields: its common hanzi, less a little for what it could not decode."""
    wide = [char for char in text if char > "\x7f"]
    common = sum(char in _COMMON for char in wide)
    broken = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or "\x80" <= char <= "\x9f" for char in wide)
    return common - 0.1 * broken


def _piecewise(content: bytes, name: str) -> str:
    """A page of two encodings, as includes make it: each stretch between tags in the one it is valid in."""
    other = "gb18030" if name == "utf-8" else "utf-8"
    pieces = []
    for piece in _PIECE.findall(content):
        text = _strict(piece, name)
        if text is None:
            text = _strict(piece, other)
        pieces.append(piece.decode(name, "replace") if text is None else text)
    return "".join(pieces)


def _strict(content: bytes, name: str) -> str | None:
    try:
        return content.decode(name)
    except (UnicodeDecodeError, ValueError, LookupError):
        return None


def decode(content: bytes, content_type: str = "") -> tuple[str, str]:
    """The text of `content` and the character set it was read in; never fails.

    A mark decides; then valid UTF-8 (other Chinese encodings are practically never that), whatever is declared; then
    of the declared sets and GB18030 the one that yields most Chinese. Bytes that fit nothing
    whole (cut within a character, two encodings on a page) are read in the best one with U+FFFD for the rest.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace"), name
    wide = _wide(content)
    if wide:
        return content.decode(wide, "replace"), wide
    text = _strict(content, "utf-8")
    if text is not None:
        return text, "utf-8"
    named = [name for name in _declared(content, content_type) if not name.startswith(("utf-16", "utf-32", "utf-7"))]
    candidates = dict.fromkeys([*named, "utf-8", "gb18030", "big5"])
    best, chosen, score = content.decode("utf-8", "replace"), "utf-8", float("-inf")
    for name in candidates:
        try:
            text = content.decode(name, "replace")
        except (ValueError, LookupError):
            continue  # codecs that are no character sets: base64, idna
        found = _score(text)
        # Order settles what the score does not: the declared set stands unless another is clearly better.
        if found > score * _BETTER if score > 0 else found > score:
            best, chosen, score = text, name, found
    if "\ufffd" in best and chosen in ("utf-8", "gb18030"):
        best = _piecewise(content, chosen)
    return best, chosen

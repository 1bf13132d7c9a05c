"""Bytes of lists to text and trees, without ever following what they refer to. Pure."""

from __future__ import annotations

import codecs
import re
from html import unescape
from typing import Any

from lxml import etree, html

from crawler.unpack import GZIP_MAGIC, inflate

LIST_LIMIT = 64_000_000
"""A list larger than this, unpacked, is refused; the sitemap protocol allows 50 MB."""

_DECLARED = re.compile(rb"""(?i)(?:charset|encoding)\s*=\s*["']?\s*([a-z0-9_\-]{2,20})""")
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ufeff]")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


_AMPERSAND = re.compile(r"&(#?\w{1,10};)?")
_XML_NAMES = {"amp;", "lt;", "gt;", "quot;", "apos;"}


class NotReadable(ValueError):
    """The bytes cannot be read as the list they should be."""


def decode(body: bytes, content_type: str = "") -> str:
    """The text of a list, whatever character set it claims: UTF-8 if it is valid UTF-8, else as declared or GB18030.

    Valid UTF-8 of any length with Chinese in it is never GBK by accident, so the bytes win over the declaration.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        cut = len(body) - error.start <= 3  # noqa: PLR2004 - a character cut off at the end
        if cut:
            return body.decode("utf-8", "ignore")
    for name in _declared(body, content_type):
        try:
            return body.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    utf8 = body.decode("utf-8", "replace")
    gb = body.decode("gb18030", "replace")
    return utf8 if utf8.count("\ufffd") <= gb.count("\ufffd") else gb


def _declared(body: bytes, content_type: str) -> list[str]:
    names = _DECLARED.findall(content_type.encode("latin-1", "replace")) + _DECLARED.findall(body[:2048])
    found = [name.decode("ascii").lower() for name in names]
    return ["gb18030" if name in {"gb2312", "gbk", "gb_2312-80"} else name for name in found if name != "utf-8"]


def unzipped(body: bytes) -> bytes:
    """The body of a list, unpacked where it is a gzip file (`sitemap.xml.gz`). Raises unpack.TooLarge, Truncated."""
    return inflate(body, LIST_LIMIT) if body.startswith(GZIP_MAGIC) else body


def xml(body: bytes, content_type: str = "") -> Any:
    """The root element of an XML list.

    Entities are neither declared nor fetched: a document that declares some is refused (the names that feeds need are
    built in), so nothing can expand into memory or read a file. Raises NotReadable.
    """
    text = _CONTROL.sub("", decode(body, content_type))
    text = _XML_HEAD.sub("", text).lstrip()
    if not text.startswith("<"):
        raise NotReadable(f"is not XML; it begins with {text[:40]!r}" if text else "is empty")
    if "<!ENTITY" in text[:20_000].upper():
        raise NotReadable("declares entities, which no feed needs: refused")
    try:
        return etree.fromstring(text, _parser(recover=False))
    except etree.XMLSyntaxError as error:
        try:  # a bare & or an &nbsp; is common; what remains must still be what was asked for
            root = etree.fromstring(_AMPERSAND.sub(_named, text), _parser(recover=True))
        except etree.XMLSyntaxError:
            root = None
        if root is None or local(root) == "html":
            raise NotReadable(f"is not XML: {error.msg}") from None
        return root


def _named(match: re.Match[str]) -> str:
    name = match[1]
    if name and (name in _XML_NAMES or name.startswith("#")):
        return match[0]
    known = unescape(match[0]) if name else match[0]
    return known if name and known != match[0] else "&amp;" + (name or "")


def _parser(*, recover: bool) -> Any:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, recover=recover
    )


def tree(body: bytes, content_type: str = "") -> Any:
    """The root element of an HTML list. Raises NotReadable where it holds no element."""
    text = _CONTROL.sub("", _XML_HEAD.sub("", decode(body, content_type)))
    if not text.strip():
        raise NotReadable("is empty")
    try:
        return html.document_fromstring(text, parser=html.HTMLParser(no_network=True, remove_comments=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise NotReadable(f"is not HTML: {error}") from None


def shown(body: bytes) -> bytes:
    """The plain text (UTF-8) that a browser shows as a page of its own making; what is no page stays as it is."""
    try:
        return "\n".join(tree(body).itertext()).encode() if body.lstrip()[:1] == b"<" else body
    except NotReadable:
        return body


def local(element: Any) -> str:
    """The name of an element without its namespace, in lower case; empty for comments and instructions."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def text_of(element: Any) -> str:
    """All text in an element, white space folded."""
    return " ".join("".join(element.itertext()).split())


def spaced(element: Any) -> str:
    """All text in an element with a space between its parts: a date whose day stands in a box of its own."""
    return " ".join(" ".join(element.itertext()).split())

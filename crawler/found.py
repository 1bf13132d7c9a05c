"""What one page of a list holds, and which of its links a source means. Pure."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from crawler.urls import canonical, days, site
from models.source import Link, Source

_NOT_A_PAGE = re.compile(
    r"(?i)\.(jpe?g|png|gif|webp|svg|ico|bmp|css|js|json|xml|rss|zip|rar|7z|gz|exe|apk|mp[34]|avi|wmv|flv|m3u8|mov|wav|"
    r"xlsx?|pptx?|woff2?|ttf)$"
)
_SECTION = re.compile(r"(?i)^(index|default|list|node|channel|col|column|page|more|about|contact|sitemap)[-_]?\d*$")
_PAGE_FILE = re.compile(r"(?i)\.(s?html?|jspx?|aspx?|php|jhtml|pdf|docx?|wps)$")
_ID = re.compile(r"\d{4,}|[0-9a-f]{16,}")
_ID_ASKED = re.compile(r"(?i)[?&](article|art|news|content|info|doc)?_?id=\w{2,}")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Found:
    """Articles on a page of a list, in its order, and the pages that follow it (or that a sitemap index names)."""

    links: tuple[Link, ...] = ()
    further: tuple[Link, ...] = ()


def resolve(url: str, base: str) -> str | None:
    """The canonical address of a link; None for what leads to no page (javascript:, mailto:, #, nonsense)."""
    text = url.strip()
    if not text or re.match(r"#(?!!?/)", text) or re.match(r"(?i)(javascript|mailto|tel|data|about|file|ftp):", text):
        return None
    try:
        return canonical(text, base)
    except ValueError:
        return None


def words(value: Any) -> str | None:
    """What a list gives as a title, as text that can be kept: half characters out, white space folded.

    None for what is no text (a table, a list) or holds none.

    >>> words(" 数字  经济 ")
    '数字 经济'
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return " ".join(_NO_TEXT.sub("", str(value)).split()) or None


def admits(source: Source, url: str, *, anywhere: bool = False) -> bool:
    """Whether a source's declaration admits `url` as an article.

    `articles` decides by itself where it is given. Else the host must be one of the source's own, unless the list is of
    a kind whose links may lead `anywhere` (a feed, an API).
    """
    if source.exclude and re.search(source.exclude, url):
        return False
    if source.articles:
        return re.search(source.articles, url) is not None
    return anywhere or own(source, url)


def own(source: Source, url: str) -> bool:
    """Whether `url` lies on one of the source's own hosts, or below one of `hosts`."""
    host = urlsplit(url).netloc.lower()
    if any(host == name or host.endswith(f".{name}") for name in map(str.lower, source.hosts)):
        return True
    return any(site(url) == site(first) for first in source.urls)


def looks_like_article(url: str, text: str) -> bool:
    """Whether an address and the words that lead there are an article's rather than a section's. A guess.

    >>> looks_like_article("http://a.cn/2023-02/13/content_1.htm", "数字经济规模增长")
    True
    >>> looks_like_article("http://a.cn/news/index_2.html", "下一页")
    False
    """
    parts = urlsplit(url)
    path = parts.fragment.partition("?")[0] or parts.path  # a route of the page's own program names the page
    name = posixpath.basename(path.rstrip("/"))
    stem, extension = posixpath.splitext(name)
    if _NOT_A_PAGE.search(path) or not name or len(text.strip()) < 4:  # noqa: PLR2004 - 首页, 更多 and the like
        return False
    if _SECTION.match(stem):
        return days(url) is not None or bool(re.search(r"[?&]\w*id=\w{2,}", url, re.IGNORECASE))
    if _PAGE_FILE.search(name):
        return True
    if extension and not extension[1:].isdigit():
        return False
    return days(url) is not None or bool(_ID.search(name) or _ID_ASKED.search(url))

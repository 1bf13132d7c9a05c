"""Page -> Article: the one door to reading, and the only file that knows trafilatura."""

from __future__ import annotations

import re
from datetime import date, datetime
from hashlib import sha256
from typing import Final

from lxml.html import HtmlElement
from trafilatura import bare_extraction

from extract import attachments, dates, formats, html_page
from extract.html_decode import decode
from extract.html_links import leads_on, may_lead_on
from extract.html_tree import looks_like_html, parse
from extract.items import split_items
from extract.limit import time_limit
from models.article import Article, Page, Published
from models.errors import NotAnArticle, ReadError
from models.source import Onward

LIMIT: Final = 16_000_000  # bytes
SECONDS: Final = 5.0  # of wall time for one page
_VOTERS: Final = 40_000  # elements: a larger page is read without trafilatura's vote
_FEED = re.compile(
    r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:rss|feed|urlset|sitemapindex|rdf:RDF)\b", re.IGNORECASE | re.DOTALL
)


def trafilatura_text(tree: HtmlElement) -> str:
    """What trafilatura takes for the article in a tree that is already parsed; empty where it finds nothing.

    `fast`, since its fallbacks are what our containers are for; formatting kept, so that raised digits are not glued to
    numbers; no deduplication, whose memory empties the fourth copy of a page.
    """
    if sum(1 for _ in tree.iter()) > _VOTERS:
        return ""
    try:
        found = bare_extraction(tree, fast=True, include_comments=False, include_formatting=True, deduplicate=False)
    except Exception:  # noqa: BLE001 - a vote that fails, on whatever page, is no vote
        return ""
    if found is None or isinstance(found, dict) or found.body is None:
        return ""
    return "".join(str(text) for text in found.body.itertext())


def article_id(url: str | None, content: bytes) -> str:
    """An id for an article that came with none: of its address, else of its bytes."""
    return sha256((url or "").encode() or content).hexdigest()[:16]


def read_page(page: Page) -> Article:
    """The article on a page as served.

    Raises:
        NotAnArticle: the page is a challenge, a login wall, a list, a soft 404, or empty.
        ReadError: the bytes are nothing that can be read.
    """
    return read_bytes(
        page.body,
        id=article_id(page.url, page.body),
        url=page.url,
        content_type=page.content_type,
        fetched_at=page.fetched_at,
        published=page.published,
        source=page.source,
        sha256_hex=page.sha256,
    )


def onward(page: Page) -> Onward:
    """Where the article on a page goes on: its next part and the documents it links; nowhere if it is none."""
    if not may_lead_on(page.body, page.url):
        return Onward()
    text, _ = decode(page.body, page.content_type)
    try:
        with time_limit(SECONDS, page.url):
            if not looks_like_html(text) or not leads_on(parse(text, page.url), text, page.url):
                return Onward()
        article = read_page(page)
    except ReadError:
        return Onward()
    return Onward(article.next_page, article.attachments)


def read_bytes(
    content: bytes,
    *,
    id: str,  # noqa: A002 - the record's own word
    url: str | None = None,
    name: str | None = None,
    content_type: str = "",
    fetched_at: datetime | None = None,
    published: date | str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    source: str | None = None,
    sha256_hex: str | None = None,
) -> Article:
    """The article in the bytes of a page or file: HTML, Markdown with front matter, or a text dump of a page.

    What is handed in (`title`, `outlet`, `published`) stands where the text states nothing. PDF and spreadsheets are
    read too, with `places`. A publication day after `fetched_at` is not believed.

    Raises:
        NotAnArticle: they hold none (Scan: a document without a text layer).
        ReadError: they are nothing that can be read.
    """
    subject = url or name or id
    if len(content) > LIMIT:
        raise ReadError(subject, f"too large to be an article: {len(content)} bytes")
    if attachments.kind_of(content):
        with time_limit(SECONDS, subject):
            document = attachments.read_attachment(content, subject)
        return Article(
            id=id,
            body=document.body,
            title=title or document.title,
            published=dates.given(published, "listing") or dates.read_url(url),
            outlet=outlet,
            url=url,
            source=source,
            sha256=sha256_hex or sha256(content).hexdigest(),
            places=document.places,
        )
    text, _ = decode(content, content_type)
    if not text.strip():
        raise NotAnArticle(subject, "the page is empty")
    listed = dates.given(published, "listing")
    with time_limit(SECONDS, subject):
        reading = _read_text(text, subject, url, listed)
    if reading.verdict:
        raise NotAnArticle(subject, reading.verdict)
    facts = reading.facts
    body = "\n".join(reading.lines)
    if not body:
        raise NotAnArticle(subject, "the page holds no article text")
    when = dates.plausible(
        (facts.published, listed, dates.read_url(url), dates.infer(f"{facts.title}\n{body}")), fetched_at
    )
    return Article(
        id=id,
        body=body,
        title=facts.title or title,
        published=when,
        outlet=facts.outlet or outlet,
        author=facts.author,
        editor=facts.editor,
        url=url,
        source=source,
        items=split_items(facts.title or title or "", body),
        sha256=sha256_hex or sha256(content).hexdigest(),
        attachments=reading.attachments,
        next_page=reading.next_page,
    )


def _read_text(text: str, subject: str, url: str | None, listed: Published | None) -> html_page.Reading:
    """Dispatch by what the text is, not by what a header or a file's name says."""
    if formats.has_front_matter(text):
        return formats.read_markdown(text, subject)
    start = text.lstrip("\ufeff \t\r\n")[:400]
    if _FEED.match(start):
        raise NotAnArticle(subject, "a feed or sitemap, not a page")
    tagged = looks_like_html(text)
    if _garbage(text, broken=not tagged):
        raise ReadError(subject, "the bytes are no text")
    if tagged:
        return html_page.read_html(parse(text, subject), text, url, trafilatura_text, listed)
    if start.startswith(("{", "[{")):
        raise ReadError(subject, "JSON, not a page")
    return formats.read_dump(text, subject)


def _garbage(text: str, *, broken: bool) -> bool:
    """Whether decoding found no text: control characters, `broken` ones too, where words should be.

    A page whose every other hanzi is broken is still a page; one of control characters has a `<p` by chance.
    """
    sample = text[:20_000]
    odd = sum((broken and char == "\ufffd") or (char < " " and char not in "\t\r\n\f\v") for char in sample)
    return odd * 20 > len(sample)

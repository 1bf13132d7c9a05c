"""Where an article goes on: its next page, and the documents it links."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from typing import Final
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml.html import HtmlElement

from extract.containers import names
from models.article import Article

_NEXT: Final = re.compile(
    r"[\[【(（]?\s*(?:下\s*一?\s*页|后\s*一?\s*页|next(?:\s*page)?)\s*[>»›]*\s*[\]】)）]?[>»›\s]*|[>»›]+", re.IGNORECASE
)
_COMMENTS = re.compile(r"comment|pinglun|cmt|reply", re.IGNORECASE)
_WORDS = 12  # characters: a pager's link says no more
_NUMBERED = re.compile(
    r"^(?P<stem>.*?)(?P<mark>[_-]|/page/|/)(?P<number>[1-9]\d?)(?P<end>\.(?:s?html?|aspx?|php|jsp)|/?)$", re.IGNORECASE
)
_NUMBER = re.compile(r"\d{1,2}", re.ASCII)
_COUNTERS = "page|p|pg|pn|page_?(?:no|num|index)|cur(?:rent)?_?page|cpage"
_COUNTER = re.compile(_COUNTERS, re.IGNORECASE)
# The name is looked at where a number is found: as one pattern they take ten times as long.
_COUNTED = re.compile(rb"=\d{1,2}(?!\d)")
_COUNTED_BY = re.compile(rf"[?&;](?:{_COUNTERS})$".encode(), re.IGNORECASE)
_LONGEST_COUNTER = 13
_LONGEST_QUERY = 120
# The calls with which common systems write a pager: TRS counts from 0, with a box named first from 1.
_WRITTEN = re.compile(
    r"""createPage(?:HTML)?\s*\(\s*(?P<box>['"][\w-]+['"]\s*,\s*)?['"]?(?P<count>\d+)['"]?\s*,\s*['"]?(?P<here>\d+)['"]?\s*,"""
    r"""\s*['"](?P<name>[\w-]+)['"]\s*,\s*['"](?P<end>\w+)['"]"""
)
_COUNT = re.compile(r"\bcountPage\s*=\s*['\"]?(\d+)")
_CURRENT = re.compile(r"\bcurrentPage\s*=\s*['\"]?(\d+)")
_DOCUMENT: Final = re.compile(r"\.(?:pdf|xlsx?|et)(?:$|[?#])", re.IGNORECASE)
_DOCUMENT_BYTES: Final = re.compile(rb"\.(?:pdf|xlsx?|et)(?![a-z0-9])", re.IGNORECASE)
_ENTRIES = ("p", "li", "td", "dd", "span", "strong")
_MOST = 50  # documents of one article
_PAGES: Final = 30


def _absolute(href: str | None, url: str | None) -> str | None:
    href = (href or "").strip()
    if not href or href.startswith(("#", "javascript:", "mailto:", "data:")):
        return None
    try:
        found = urljoin(url, href) if url else href
        scheme = urlsplit(found).scheme
    except ValueError:
        return None
    return found if scheme in ("http", "https") else None


def _behind(here: str, there: str) -> tuple[int, bool] | None:
    """The number in the address `there` where it may be the page behind `here`, and whether `here` bears one too.

    Systems write the second page as `x_1.html` or `x_2.html`, `x/2/`, `?page=2`; each further one counts on.
    Example: of `t1_899.html` it is `t1_899_1.html`, never `t1_900.html`: so large a number is an id.
    """
    one, other = urlsplit(here), urlsplit(there)
    if one.netloc != other.netloc:
        return None
    if one.path == other.path:
        mine, theirs = dict(parse_qsl(one.query)), dict(parse_qsl(other.query))
        changed = [name for name in {**mine, **theirs} if mine.get(name) != theirs.get(name)]
        if len(changed) != 1 or not _COUNTER.fullmatch(changed[0]):
            return None
        before, after = mine.get(changed[0], ""), theirs.get(changed[0], "")
    else:
        found, same = _NUMBERED.match(other.path), _NUMBERED.match(one.path)
        if found is None:
            return None
        before, after = "", found["number"]
        if found["stem"] + found["end"] != one.path:
            if same is None or same.group("stem", "mark", "end") != found.group("stem", "mark", "end"):
                return None
            before = same["number"]
    if not _NUMBER.fullmatch(after) or not _NUMBER.fullmatch(before or "0"):
        return None
    number = int(after)
    fits = number == int(before) + 1 if before else number in (1, 2)
    return (number, bool(before)) if fits and number <= _PAGES else None


def next_page(tree: HtmlElement, raw: str, url: str | None) -> str | None:
    """The address of an article's next page, or None on its last.

    A link that says 下一页, or the next number, counts where its address is this one with the next number; a picture
    show's 下一页 over the next story's address does not. `raw` is the page's text: a script may write the pager.
    """
    if not url:
        return None
    numbered: str | None = None
    for link in tree.iter("a"):
        words = "".join(link.itertext()).strip() or (link.get("title") or "").strip()
        count = words.strip("[]【】() ")
        says = len(words) <= _WORDS and _NEXT.fullmatch(words)
        if not says and not _NUMBER.fullmatch(count):
            continue
        target = _absolute(link.get("href"), url)
        found = _behind(url, target) if target else None
        if found and _of_comments(link):
            continue
        if found and says:
            return target
        number, later = found or (0, False)
        if found and not numbered and int(count) in ((number, number + 1) if later else (2,)):
            numbered = target
    return numbered or _written(raw, url)


def _of_comments(link: HtmlElement) -> bool:
    return any(_COMMENTS.search(name) for around in link.iterancestors() for name in names(around))


def _written(raw: str, url: str) -> str | None:
    """The next page where a script writes the pager: `createPageHTML(3, 0, "t1_8", "html")` leads to `t1_8_1.html`."""
    name = ""
    if match := _WRITTEN.search(raw):
        here, count = int(match["here"]), int(match["count"])
        if here + (not match["box"]) < count:
            name = f"{match['name']}_{here + 1}.{match['end']}"
    elif match := _COUNT.search(raw):
        stem, end = posixpath.splitext(posixpath.basename(urlsplit(url).path))
        current, same = _CURRENT.search(raw), _NUMBERED.match(urlsplit(url).path)
        here = int(current[1] if current else same["number"] if same else 0)
        if here + 1 < int(match[1]):
            name = f"{stem.removesuffix(f'_{here}') if here else stem}_{here + 1}{end}"
    target = _absolute(name, url)
    return target if target and _behind(url, target) else None


def may_lead_on(content: bytes, url: str) -> bool:
    """Whether a page's bytes may hold what `next_page` or `documents` looks for; quick, so that few are parsed."""
    if _DOCUMENT_BYTES.search(content) or b"createPage" in content or b"countPage" in content:
        return True
    path = urlsplit(url).path
    if _counts(content, posixpath.basename(path).encode()):
        return True
    path = path.rstrip("/")
    same = _NUMBERED.match(path)
    name = posixpath.splitext(posixpath.basename(path))[0]
    further = [f"{name}{mark}{number}" for mark in ("_", "-", "/", "/page/") for number in (1, 2)]
    if name.encode() not in content:
        further = []
    if same:
        further.append(f"{posixpath.basename(same['stem'])}{same['mark']}{int(same['number']) + 1}")
    return any(one.encode() in content for one in further)


def leads_on(tree: HtmlElement, raw: str, url: str) -> bool:
    """Whether the links of a page lead to a next page or a document; only what its article is can say whether they do.

    Reading the article takes several times as long as parsing its page.
    """
    return next_page(tree, raw, url) is not None or bool(documents(tree, tree, url))


def _counts(content: bytes, name: bytes) -> bool:
    """Whether a link to the page of that name, or to none (`href="?page=2"`), counts pages in its query."""
    for match in _COUNTED.finditer(content):
        link = content[max(0, match.start() - _LONGEST_QUERY) : match.start()]
        if _COUNTED_BY.search(link, len(link) - _LONGEST_COUNTER):
            before, asked, _ = link.rpartition(b"?")
            if asked and before.endswith((b'"', b"'", b"=", name or b'"')):
                return True
    return False


def documents(container: HtmlElement, tree: HtmlElement, url: str | None) -> tuple[str, ...]:
    """The addresses of the PDF and spreadsheet files an article links, in page order, each once.

    Links of the article's own container count; elsewhere on the page only those that are called an attachment (附件).
    """
    found: dict[str, None] = {}
    own = set(container.iter("a"))
    for link in tree.iter("a"):
        href = link.get("href") or ""
        if not _DOCUMENT.search(href):
            continue
        around = link.getparent()
        beside = "".join(around.itertext())[:200] if around is not None and around.tag in _ENTRIES else ""
        words = "".join(link.itertext()) + beside
        target = _absolute(href, url)
        if target and (link in own or "附件" in words):
            found[target] = None
    return tuple(found)[:_MOST]


def join_pages(pages: tuple[Article, ...]) -> Article:
    """One article out of its pages, in their order; what the first states of title, time and outlet holds.

    A page that says what one before it says (its comments turned over) adds nothing. A paragraph that a page repeats
    from the end of the one before (systems do, at the break) is read once. Offsets of items and places move with their
    page.

    Raises:
        ValueError: there are no pages.
    """
    if not pages:
        raise ValueError("an article has at least one page")
    first = pages[0]
    body = first.body
    places, items = list(first.places), list(first.items)
    attachments = dict.fromkeys(first.attachments)
    said = {first.body}
    for page in pages[1:_PAGES]:
        text = page.body
        if text in said:
            continue
        said.add(text)
        lines = text.split("\n")
        shift = 0
        if (first.title and lines[0] == first.title) or lines[0] == body.rsplit("\n", 1)[-1]:
            shift = len(lines[0]) + 1
        if not text[shift:]:
            continue
        start = len(body) + 1 - shift
        body += "\n" + text[shift:]
        places += [
            replace(place, start=max(place.start, shift) + start, end=place.end + start)
            for place in page.places
            if place.end > shift
        ]
        items += [
            replace(item, start=item.start + start, end=item.end + start) for item in page.items if item.start >= shift
        ]
        attachments.update(dict.fromkeys(page.attachments))
    editor = next((page.editor for page in reversed(pages) if page.editor), None)
    return replace(
        first,
        body=body,
        places=tuple(places),
        items=tuple(items),
        attachments=tuple(attachments),
        editor=editor,
        next_page=pages[-1].next_page,
    )

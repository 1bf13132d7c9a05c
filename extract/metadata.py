"""What a page says of its article outside the body: title, time, outlet, author, editor."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from lxml.html import HtmlElement

from extract.dates import read_stamp, read_url, read_when
from extract.html_lines import Line, squeeze
from models.article import Published

_SPACES = re.compile(r"\s+")
_TITLE_SPLIT = re.compile(r"\s*(?:_{1,2}|\s[-–—|·]\s|[-–—|｜]{1,3}|\s·\s|>>|»|<|>|﹣)\s*")
_SITE_WORD = re.compile(r"(?:网|网站|频道|日报|晚报|新闻|中心|门户|在线|论坛|政府|委员会|局|厅|部|财经|要闻|资讯|博客|集团|公司|社|台|报|平台|客户端|首页|正文|滚动|专栏|\.com|\.cn|\.net)$", re.IGNORECASE)
_LEAST_TITLE = 4
_LONGEST_TITLE = 120
_CLAIMS = 12
_PLACES = 2000
_TITLE_META: Final = ("ArticleTitle", "og:title", "twitter:title", "title", "headline")
_DATE_META: Final = (
    "PubDate", "article:published_time", "og:published_time", "publishdate", "datePublished", "pubdate", "publish_time", "publish-date",
    "weibo:article:create_at", "og:release_date", "bytedance:published_time", "apub:time", "date", "DC.date", "releasetime", "PublishTime", "_pubtime",
    "article:create_at", "firstpublishedtime", "parsely-pub-date", "publishtime",
)
_OUTLET_META: Final = ("ContentSource", "source", "og:article:source", "article:source", "mediaid", "copyrightsource", "og:site_name")
_AUTHOR_META: Final = ("Author", "article:author", "og:article:author", "author")
_HEADLINES: Final = (
    "//h1 | //h2 | //h3 | //*[contains(translate(@class,'TILE','tile'),'title')] | //*[contains(translate(@id,'TILE','tile'),'title')] "
    "| //*[@class='bt' or @id='bt' or @class='headline' or @id='headline' or contains(@class,'tit') or contains(@class,'biaoti')] | //*[@itemprop='headline']"
)
_SCRIPT_DATE = re.compile(
    r"""["']?\b(?:publish_?time|pub_?date|publish_?date|newsTime|ori_?create_?time|create_?time|pub_?time|datePublished|ct|ptime|display_?time|art_?time)["']?\s*[:=]\s*["']?(\d{4}[-/年]\d{1,2}[-/月]\d{1,2}[^"',;<]{0,16}|1\d{9}(?:\d{3})?)""",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"(?:文章|本文|信息|稿件|内容|消息|新闻|稿)?(?:来\s*源|来自|源自|出处)(?:于)?\s*[:：丨]\s*[《“\[【]?\s*(?P<name>[^\s《》“”\[\]【】|｜()（）,，。;；:：]{2,30})")
_SOURCE_LOOSE = re.compile(r"(?:来\s*源|稿源)\s*[:：]\s*(?P<name>[^|｜()（）]{2,30}?)\s*(?=$|[|｜()（）]|\s{2,}|作者|编辑|责编|记者|时间|发布|浏览|点击|阅读|字号|字体|\d{4}[-年/])")
_AUTHOR = re.compile(r"(?:作\s*者|撰\s*文|撰\s*稿|记\s*者|文)\s*[:：︱丨|]\s*(?P<name>[\u4e00-\u9fffA-Za-z·.、,， ]{2,40}?)\s*(?=$|[|｜()（）\[\]【】]|来源|编辑|责编|时间|发布|浏览|点击|字号|通讯员|\d)")
_EDITOR = re.compile(r"(?:责任编辑|责\s*编|编\s*辑|网络编辑|本文编辑)\s*[:：丨|]\s*(?P<name>[\u4e00-\u9fff]\s[\u4e00-\u9fff]{1,2}(?![\u4e00-\u9fff])|[^\s()（）\[\]【】|｜,，。]{2,20})")


@dataclass(slots=True)
class Facts:
    """What was found about an article; `evidence` names where each part was read."""

    title: str | None = None
    published: Published | None = None
    outlet: str | None = None
    author: str | None = None
    editor: str | None = None
    metas: dict[str, str] = field(default_factory=dict)


def metas(tree: HtmlElement) -> dict[str, str]:
    """The page's meta tags by lower-case name; of several with one name the first that says something."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("itemprop")
        content = squeeze(element.get("content") or "")
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def first(found: dict[str, str], names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The metas of these names that are there, in the order of the names."""
    for name in names:
        value = found.get(name.lower())
        if value:
            yield name, value


def structured(tree: HtmlElement) -> list[dict[str, Any]]:
    """The objects of the page's JSON-LD, those of graphs and lists included; broken JSON is left out."""
    objects: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            waiting = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting.extend(value[:50])
            elif isinstance(value, dict):
                objects.append(value)
                graph = value.get("@graph")
                if isinstance(graph, list):
                    waiting.extend(graph[:50])
    return objects


def bare(text: str) -> str:
    """`text` for comparison: no white space, quotation marks of one kind, full-width marks as half-width."""
    text = _SPACES.sub("", text)
    return text.translate(str.maketrans("“”‘’「」：；，！？（）｜", "\"\"''\"\":;,!?()|")).lower()


def _segments(title: str) -> list[str]:
    return [part for part in _TITLE_SPLIT.split(title) if part]


def strip_site(title: str, site: str | None = None) -> str:
    """The `<title>` of a page without the names of site and channel behind it.

    Example: 数字经济提速_新闻频道_示例网 is 数字经济提速; `A - B` stays whole where B is no site's name.
    """
    parts = list(_TITLE_SPLIT.finditer(title))
    for match in parts:
        rest = title[match.end() :]
        head = title[: match.start()]
        names = _segments(rest)
        if len(head) >= 4 and names and all(_SITE_WORD.search(name.strip()) or (site and bare(name) == bare(site)) for name in names):
            return head.strip()
    # One separator left, and a short tail: the tail is a name.
    if parts and len(title[: parts[-1].start()]) >= 8 and "_" in parts[-1][0]:
        return title[: parts[0].start()].strip() or title
    return title.strip()


def headlines(tree: HtmlElement) -> list[tuple[HtmlElement, str]]:
    """The elements that may print the headline, with their text, in page order."""
    found = []
    for element in tree.xpath(_HEADLINES):
        text = squeeze(" ".join(element.itertext()))
        if 2 < len(text) <= 120:
            found.append((element, text))
    return found


def _matches(key: str, claims: list[tuple[str, str]]) -> float:
    """How well a printed line agrees with what the head of the document says; `claims` are whole titles and bare ones."""
    score = 0.0
    for whole, alone in claims:
        if key == alone:
            score = max(score, 3.2)
        elif key == whole:
            score = max(score, 2.2)
        elif len(key) >= _LEAST_TITLE and whole.startswith(key):
            cut = whole[len(key) : len(key) + 1]
            score = max(score, (2.4 if cut in "-_|–—<>»·(" else 1.8) + len(key) / len(whole) / 2)
        elif len(key) >= _LEAST_TITLE + 2 and key in whole:
            score = max(score, 1.5 + len(key) / len(whole) / 2)
        elif len(alone) >= 2 * _LEAST_TITLE and alone.rstrip(".…") in key and len(key) < 2.5 * len(alone):
            score = max(score, 1.4)
    return score


def read_title(
    tree: HtmlElement, found: dict[str, str], objects: list[dict[str, Any]], lines: list[Line]
) -> tuple[str | None, HtmlElement | None]:
    """The headline as the page prints it, and the element that does.

    What the head of the document says (`<title>`, metas, JSON-LD) tells which of the printed headlines is the
    article's; the printed one is taken, as it is whole and without the site's name. `lines` are the page's: on a page
    that marks no headline, one of them may agree with the document's title.
    """
    element = tree.find(".//title")
    document = squeeze("".join(element.itertext())) if element is not None else ""
    said = [document, *(value for _, value in first(found, _TITLE_META))]
    said += [str(item["headline"]) for item in objects if isinstance(item.get("headline"), str)]
    said = [squeeze(text)[: 2 * _LONGEST_TITLE] for text in said if text and text.strip()][:_CLAIMS]
    site = found.get("og:site_name")
    claims = [(bare(text), bare(strip_site(text, site))) for text in said]
    places = [(place, text, 0.6 * (place.tag == "h1")) for place, text in headlines(tree)]
    places += [(line.block, line.text, -0.2) for line in lines if 2 * _LEAST_TITLE <= len(line.text) <= _LONGEST_TITLE and not line.links]
    best: tuple[float, HtmlElement | None, str] = (0.0, None, "")
    for number, (place, text, bonus) in enumerate(places[:_PLACES]):
        score = _matches(bare(text), claims) + bonus - number * 0.0001
        if score > best[0] and (score > 1 or place.tag == "h1"):
            best = (score, place, text)
    if best[1] is not None:
        return strip_site(best[2], site) if bare(best[2]) == bare(document) else best[2], best[1]
    for claim in [*(value for _, value in first(found, _TITLE_META[:1])), *said]:
        return strip_site(claim, site), None
    return None, None


def read_published(
    byline: list[str], after: list[str], found: dict[str, str], objects: list[dict[str, Any]], raw: str, url: str | None
) -> Published | None:
    """The publication time: what the page prints under its headline, then metas, JSON-LD, scripts, the address.

    A printed time that a meta states more exactly for the same day takes the meta's clock. A time printed behind the
    article counts where it is labelled; a time of change (更新时间) where nothing else is stated.
    """
    printed = _printed(byline) or _printed([line for line in after if _LABEL.search(line)])
    stated = _stated(found, objects, raw)
    if printed and stated and printed.at is None and stated.at is not None and stated.day == printed.day:
        return stated
    return printed or stated or read_url(url) or _changed(byline)


def _changed(byline: list[str]) -> Published | None:
    return next((when for line in byline if "更新" in line and (when := read_when(line, "text"))), None)


_UPLOADED = re.compile(r"/((?:19|20)\d{2})[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?=/|\d{6,})")


def read_pictures(container: HtmlElement) -> Published | None:
    """The day the article's pictures were uploaded, by their addresses: a system files them by day."""
    days = [match.groups() for image in container.iter("img") if (match := _UPLOADED.search(image.get("src") or ""))]
    if not days:
        return None
    when = read_when("-".join(max(days)), "pictures")
    return when


_LABEL = re.compile(r"(?:发布|发表|发稿|刊发|时间|日期)\S{0,4}\s*[:：]")
_OTHER_TIME = re.compile(r"(?:生成|修改|更新|截止|截至|当前|现在|成文|生效|施行|失效|今天是|创建)\S{0,4}[:：]?\s*$")


def _printed(byline: list[str]) -> Published | None:
    labelled = [line for line in byline if _LABEL.search(line)]
    for line in [*labelled, *byline]:
        label = _LABEL.search(line)
        if label and not _OTHER_TIME.search(line[: label.end()].rstrip(":： ")):
            when = read_when(line[label.end() :], "text")
            if when:
                return when
        when = read_when(line, "text")
        if when:
            words = when.evidence.removeprefix("text: ")
            at = line.find(words[:4])
            if at < 0 or not _OTHER_TIME.search(line[:at].rstrip(":： ")):
                return when
    return None


def _stated(found: dict[str, str], objects: list[dict[str, Any]], raw: str) -> Published | None:
    for name, value in first(found, _DATE_META):
        when = read_stamp(value, f"meta {name}")
        if when:
            return when
    for item in objects:
        for key in ("datePublished", "pubDate", "uploadDate", "dateCreated"):
            if isinstance(item.get(key), str):
                when = read_stamp(item[key], f"JSON-LD {key}")
                if when:
                    return when
    for match in _SCRIPT_DATE.finditer(raw):
        when = read_stamp(match[1], "script")
        if when:
            return when
    return None


def read_outlet(byline: list[str], found: dict[str, str]) -> str | None:
    """The outlet that the page names as its source (来源), else the meta that does."""
    for pattern in (_SOURCE, _SOURCE_LOOSE):
        for line in byline:
            match = pattern.search(line)
            if match and not re.fullmatch(r"[\d\s:：\-/.年月日]+|作者|时间|编辑|发布.*|本站原创|原创|未知", match["name"]):
                return match["name"].strip()
    for name, value in first(found, _OUTLET_META):
        if name != "og:site_name" and 1 < len(value) <= 30 and not value.startswith("http"):
            return value
    return found.get("og:site_name")


def read_people(byline: list[str], tail: list[str], found: dict[str, str]) -> tuple[str | None, str | None]:
    """Author and editor, as printed."""
    author = next((match["name"].strip(" ,，、") for line in byline if (match := _AUTHOR.search(line))), None)
    if not author:
        author = next((value for _, value in first(found, _AUTHOR_META) if re.fullmatch(r"[\u4e00-\u9fff·\s、,，]{2,30}", value)), None)
    editor = next((match["name"].strip() for line in [*byline, *reversed(tail)] if (match := _EDITOR.search(line))), None)
    return author or None, editor

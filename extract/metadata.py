"""What a page says of its article outside the body: title, time, outlet, author, editor."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from lxml.html import HtmlElement

from extract.boilerplate import plain
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
_SHORT_NAME = 8
_SITE_NAME: Final = re.compile(
    r"(?:知乎|简书|豆瓣|微博|搜狐|新浪|腾讯|网易|凤凰|今日头条|百度|百家号|虎嗅|钛媒体|界面|澎湃|财新|第一财经|CSDN|博客园|掘金|观察者|光明|半月谈|求是|IT之家|36氪|36Kr|"
    r"东方财富|同花顺|雪球|金融界|和讯|证券之星|财联社|新华社|央视|雅虎|Yahoo|BBC|中国新闻|人民日报|国家统计局|国务院|网信办|发改委|统计局|工信部)[\u4e00-\u9fffA-Za-z]{0,6}",
    re.IGNORECASE,
)
_TITLE_META: Final = ("ArticleTitle", "og:title", "twitter:title", "title", "headline")
_DATE_META: Final = (
    "PubDate", "article:published_time", "og:published_time", "publishdate", "datePublished", "pubdate", "publish_time", "publish-date",
    "weibo:article:create_at", "og:release_date", "bytedance:published_time", "apub:time", "date", "DC.date", "releasetime", "PublishTime", "_pubtime",
    "article:create_at", "firstpublishedtime", "parsely-pub-date", "publishtime",
)
_OUTLET_META: Final = ("ContentSource", "source", "og:article:source", "article:source", "mediaid", "copyrightsource", "og:site_name")
_AUTHOR_META: Final = ("article:author", "og:article:author")
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


def _is_site(name: str, site: str | None) -> bool:
    name = name.strip()
    return bool(_SITE_WORD.search(name) or _SITE_NAME.fullmatch(name) or (site and bare(name) == bare(site)))


def strip_site(title: str, site: str | None = None) -> str:
    """The `<title>` of a page without the names of site and channel behind it (or, rarely, before it).

    Example: 数字经济提速_新闻频道_示例网 is 数字经济提速; `A - B` stays whole where B is no site's name.
    """
    cuts = list(_TITLE_SPLIT.finditer(title))
    for match in cuts:
        head, names = title[: match.start()], _segments(title[match.end() :])
        if len(head) >= _LEAST_TITLE and names and (all(_is_site(name, site) for name in names) or ("_" in match[0] and _is_site(names[-1], site))):
            return head.strip()
    if cuts and len(_segments(title)) > 1 and _is_site(title[: cuts[0].start()], site) and len(title) - cuts[0].end() >= 2 * _LEAST_TITLE:
        return strip_site(title[cuts[0].end() :], site)
    # A short name behind an underscore or a spaced dash is a site's or a channel's, whatever it is called.
    if cuts and len(title[: cuts[-1].start()]) >= 2 * _LEAST_TITLE and (("_" in cuts[-1][0] or cuts[-1][0].startswith(" ")) and len(title) - cuts[-1].end() <= _SHORT_NAME):
        return title[: cuts[-1].start()].strip()
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
    if best[1] is not None and (best[0] >= 1 or not claims or len(claims[0][1]) < 2 * _LEAST_TITLE):
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
_TODAY = re.compile(r"今天是|欢迎您|农历")
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
        if when and not _TODAY.search(line):
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


_OUTLET_BOX: Final = re.compile(r"^(?:js_name|media_?name|ep-?source|article-?source|source|source_?baidu|news-?source|art-?source|data-?source|laiyuan|copyfrom|profile_nickname|account_nickname_inner)$", re.IGNORECASE)
_LABELLED: Final = re.compile(r"^(?:文章|信息|稿件)?来\s*源\s*(?:于|自)?\s*[:：丨|]?\s*")
_NOT_OUTLET: Final = re.compile(r"[\d\s:：\-/.年月日]*|作者|时间|编辑|发布.*|本站原创|原创|未知|互联网|网络|综合")
_BEHIND: Final = re.compile(r"(?:(?:19|20)\d{2}\s*[-年/.]|\d{1,2}[:：]\d{2}|分享|举报|选稿|字号|字体|作者|编辑|责编|记者|时间|发布|浏览|点击|阅读|打印|评论|收藏).*$")


def _outlet(name: str) -> str | None:
    """A name without what pages print behind it on the same line; None where nothing of an outlet is left."""
    name = _BEHIND.sub("", _LABELLED.sub("", name)).strip(" 　:：|｜·-—()（）[]【】《》“”\"")
    return name if 1 < len(name) <= 30 and not _NOT_OUTLET.fullmatch(name) else None


def named_outlet(root: HtmlElement) -> str | None:
    """The outlet out of the element that a system keeps it in: WeChat's `#js_name`, Sina's `.source`."""
    for element in root.iter("a", "span", "div", "em", "strong", "p"):
        if any(_OUTLET_BOX.match(name) for name in [*(element.get("id") or "").split(), *(element.get("class") or "").split()]):
            text = squeeze("".join(element.itertext()))
            name = _outlet(text) if len(text) <= 60 else None
            if name:
                return name
    return None


def read_outlet(byline: list[str], found: dict[str, str], printed: str | None = None) -> str | None:
    """The outlet that the page names as its source (来源), else that its system does, else the meta."""
    for pattern in (_SOURCE, _SOURCE_LOOSE):
        for line in byline:
            match = pattern.search(plain(line))
            name = _outlet(line[match.start("name") : match.end("name")]) if match else None
            if name:
                return name
    if printed:
        return printed
    for name, value in first(found, _OUTLET_META):
        if name != "og:site_name" and not value.startswith("http") and (outlet := _outlet(value)):
            return outlet
    return found.get("og:site_name")


_NAMES = r"(?P<names>[\u4e00-\u9fff]{2,4}(?:[\s、,，·/]+[\u4e00-\u9fff]{2,4}){0,4})"
_SIGNED: Final = (
    re.compile(rf"^(?:[\u4e00-\u9fff·]{{2,14}}?)?(?:记者|通讯员|评论员|实习生)[\s:：]+{_NAMES}$"),
    re.compile(rf"^(?:文|撰文|采写)\s*[/:：|丨]\s*(?:[\u4e00-\u9fff]{{2,10}}?记者\s*)?{_NAMES}$"),
    re.compile(rf"[(（]\s*(?:本报|本网|[\u4e00-\u9fff]{{2,8}}?)?(?:全媒体)?(?:记者|评论员|通讯员)[\s:：]*{_NAMES}\s*[)）]"),
    re.compile(rf"[(（]\s*作者\s*[:：]?\s*{_NAMES}\s*(?:[,，]|系|为|单位|[)）])"),
    re.compile(rf"(?:电|讯)\s*[(（]\s*(?:[\u4e00-\u9fff]{{0,8}}?记者)?\s*{_NAMES}\s*[)）]"),
)


def signed(lines: list[str]) -> str | None:
    """Who signs an article in its own first or last lines: 示例报记者 王小明, (作者:李四,系某大学教授), 电(记者 王五)."""
    for line in [*lines[:2], *lines[-3:][::-1]]:
        for pattern in _SIGNED:
            match = pattern.search(line if len(line) <= 60 else f"{line[:50]} {line[-60:]}")
            if match:
                return re.sub(r"[\s、,，/]+", "、", match["names"].strip())
    return None


def read_people(kept: list[str], byline: list[str], tail: list[str], found: dict[str, str]) -> tuple[str | None, str | None]:
    """Author and editor, as printed in the byline, in the article's own first and last lines, behind it, or in metas.

    A plain `author` meta is not asked: Chinese systems put the editor on duty there.
    """
    author = next((match["name"].strip(" ,，、") for line in byline if (match := _AUTHOR.search(plain(line)))), None)
    if author and (not re.search(r"[\u4e00-\u9fffA-Za-z]{2}", author) or re.search(r"责任|编辑|来源|网|未知", author)):
        author = None
    author = author or signed(kept)
    if not author:
        author = next((value for _, value in first(found, _AUTHOR_META) if re.fullmatch(r"[\u4e00-\u9fff·\s、,，]{2,30}", value) and not _SITE_NAME.fullmatch(value)), None)
    editor = next((match["name"].strip() for line in [*byline, *reversed(tail)] if (match := _EDITOR.search(plain(line)))), None)
    return author or None, editor

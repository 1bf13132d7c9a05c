"""The headline as a page prints it, without the names of site and channel."""

# ruff: noqa: E501 - a pattern is read as one word, and worse when cut

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from lxml.html import HtmlElement

from extract.boilerplate import removable
from extract.boilerplate_rules import HEADS
from extract.html_lines import HEADINGS, Line, squeeze
from extract.metadata import first

_HALF_WIDTH = str.maketrans("“”‘’「」：；，！？（）｜", '""\'\'"":;,!?()|')
_TITLE_SPLIT = re.compile(r"\s*(?:_{1,2}|\s[-–—|·]\s|[-–—|｜]{1,3}|\s·\s|>>|»|<|>|﹣)\s*")
_SITE_WORD = re.compile(
    r"(?:网|网站|频道|日报|晚报|新闻|中心|门户|在线|论坛|政府|委员会|局|厅|部|财经|要闻|资讯|博客|集团|公司|社|台|报|平台|客户端|首页|正文|滚动|专栏|\.com|\.cn|\.net)$",
    re.IGNORECASE,
)
_LEAST_TITLE = 4
_LONGEST_TITLE = 120
_LEAST_HEADING = 2
_ORNAMENT = " -_|—–:：·*=~"  # that a site sets its name in
_CLAIMS = 12
_PLACES = 2000
_SITE_ONLY = 16  # characters
_OVER = 15  # lines over the first paragraph
_SHORT_NAME = 8
_SURE = 2.0  # of a headline's marks, for it to count for more than what the document's head says
_MARKED = 1.0  # for a line of the article to be its headline
_NUMBERED = re.compile(r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:[)）、]|[.．](?!\d))")
_LARGE = re.compile(r"font-size\s*:\s*(?:x+-large|large|1\.[3-9]|[23](?:\.\d+)?r?em|(?:1[6-9]|[2-5]\d)(?:\.\d+)?p[tx])")
SITE_NAME: Final = re.compile(
    r"(?:知乎|简书|豆瓣|微博|搜狐|新浪|腾讯|网易|凤凰|今日头条|百度|百家号|虎嗅|钛媒体|界面|澎湃|财新|第一财经|CSDN|博客园|掘金|观察者|光明|半月谈|求是|IT之家|36氪|36Kr|"
    r"东方财富|同花顺|雪球|金融界|和讯|证券之星|财联社|新华社|央视|雅虎|Yahoo|BBC|中国新闻|人民日报|国家统计局|国务院|网信办|发改委|统计局|工信部)[\u4e00-\u9fffA-Za-z]{0,6}",
    re.IGNORECASE,
)
_TITLE_META: Final = ("ArticleTitle", "og:title", "twitter:title", "title", "headline")
_HEADLINES: Final = (
    "//h1 | //h1/* | //h2 | //h3 | //*[contains(translate(@class,'TILE','tile'),'title')] | //*[contains(translate(@id,'TILE','tile'),'title')] "
    "| //*[@class='bt' or @id='bt' or @class='headline' or @id='headline' or contains(@class,'tit') or contains(@class,'biaoti')] | //*[@itemprop='headline']"
)


def bare(text: str) -> str:
    """`text` for comparison: no white space, quotation marks of one kind, full-width marks as half-width."""
    return "".join(text.split()).translate(_HALF_WIDTH).lower()


def _segments(title: str) -> list[str]:
    return [part for part in _TITLE_SPLIT.split(title) if part]


def _is_site(name: str, site: str | None) -> bool:
    name = name.strip()
    return bool(_SITE_WORD.search(name) or SITE_NAME.fullmatch(name) or (site and bare(name) == bare(site)))


def _named(names: list[str], site: str | None) -> bool:
    return all(len(name) <= _SHORT_NAME or _is_site(name, site) for name in names)


def strip_site(title: str, site: str | None = None) -> str:
    """The `<title>` of a page without the names of site and channel behind it (or, rarely, before it).

    Example: 数字经济提速_新闻频道_示例网 is 数字经济提速; `A - B` stays whole where B is no site's name.
    """
    cuts = list(_TITLE_SPLIT.finditer(title))
    for match in cuts:
        head, names = title[: match.start()], _segments(title[match.end() :])
        # The last name must be a site's; channels and keywords in between are short.
        if len(head) >= _LEAST_TITLE and names and _is_site(names[-1], site) and _named(names[:-1], site):
            return head.strip()
    if (
        cuts
        and len(_segments(title)) > 1
        and _is_site(title[: cuts[0].start()], site)
        and len(title) - cuts[0].end() >= 2 * _LEAST_TITLE
    ):
        return strip_site(title[cuts[0].end() :], site)
    # A short name behind an underscore or a spaced dash is a site's or a channel's, whatever it is called.
    if (
        cuts
        and len(title[: cuts[-1].start()]) >= 2 * _LEAST_TITLE
        and (("_" in cuts[-1][0] or cuts[-1][0].startswith(" ")) and len(title) - cuts[-1].end() <= _SHORT_NAME)
    ):
        return title[: cuts[-1].start()].strip()
    return title.strip()


def headlines(tree: HtmlElement) -> list[tuple[HtmlElement, str]]:
    """The elements that may print the headline, with their text, in page order."""
    found = []
    for element in tree.xpath(_HEADLINES):
        text = squeeze(" ".join(element.itertext()))
        if _LEAST_HEADING < len(text) <= _LONGEST_TITLE:
            found.append((element, text))
    return found


def _only_site(text: str, site: str | None) -> bool:
    """Whether a document's title holds no headline, only the names of site and channel."""
    parts = [part for part in _segments(text.strip("-_|—– ")) if part.strip()]
    return len(text) <= _SITE_ONLY and all(_is_site(part, site) for part in parts)


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
        elif len(key) >= _LEAST_TITLE + 2 and key in whole and not whole.endswith(key):
            score = max(score, 1.5 + len(key) / len(whole) / 2)
        elif len(alone) >= 2 * _LEAST_TITLE and alone.rstrip(".…") in key and len(key) < 2.5 * len(alone):
            score = max(score, 1.4)
    return score


@dataclass(frozen=True, slots=True)
class Headline:
    """The printed headline that the document's head agrees on, and the element that prints it.

    Where there is no such text, `claim` is what the head says; `nearest_headline` tells more once the article is found.
    """

    text: str | None = None
    place: HtmlElement | None = None
    claim: str | None = None


def read_title(tree: HtmlElement, found: dict[str, str], objects: list[dict[str, Any]], lines: list[Line]) -> Headline:
    """The headline as the page prints it.

    What the head of the document says (`<title>`, metas, JSON-LD) tells which of the printed headlines is the
    article's; the printed one is taken, as it is whole and without the site's name. `lines` are the page's: on a page
    that marks no headline, one of them may agree with the document's title.
    """
    element = tree.find(".//title")
    document = squeeze("".join(element.itertext())) if element is not None else ""
    said = [document, *(value for _, value in first(found, _TITLE_META))]
    said += [str(item["headline"]) for item in objects if isinstance(item.get("headline"), str)]
    said = [squeeze(text).strip(_ORNAMENT)[: 2 * _LONGEST_TITLE] for text in said if text and text.strip()][:_CLAIMS]
    site = found.get("og:site_name")
    said = [text for text in said if not _only_site(text, site)]
    claims = [(bare(text), bare(strip_site(text, site))) for text in said]
    best: tuple[float, HtmlElement | None, str] = (0.0, None, "")
    for number, (place, text, bonus) in enumerate(_printed(tree, lines)[:_PLACES]):
        score = _matches(bare(text), claims) + bonus - number * 0.0001
        if score > best[0] and (score > 1 or place.tag == "h1"):
            best = (score, place, text)
    short = bool(claims) and len(claims[0][1]) < 2 * _LEAST_TITLE and not _is_site(best[2], site)
    if best[0] >= 1 or (best[1] is not None and short):
        text = strip_site(best[2], site) if bare(best[2]) == bare(document) else best[2]
        return Headline(_spaced(text, [strip_site(claim, site) for claim in said]), best[1])
    claim = next(iter([*(value for _, value in first(found, _TITLE_META[:1])), *said]), None)
    return Headline(None, best[1], strip_site(claim, site) if claim else None)


def _spaced(text: str, claims: list[str]) -> str:
    """`text` with the blanks that the head writes: in print a line break or a mark-up stands for one, or for none."""
    same = [claim for claim in claims if claim.replace(" ", "") == text.replace(" ", "")]
    return min([text, *same], key=lambda one: one.count(" "))


def _printed(tree: HtmlElement, lines: list[Line]) -> list[tuple[HtmlElement, str, float]]:
    """The lines that may be the headline, by what marks them, each with its place and its start in the comparison."""
    places = [(place, text, 0.6 * (place.tag == "h1")) for place, text in headlines(tree)]
    return places + [
        (line.block, text, -0.2)
        for line in lines
        if not line.links
        for text in (line.text.split("\t") if line.row else (line.text,))
        if 2 * _LEAST_TITLE <= len(text) <= _LONGEST_TITLE
    ]


def nearest_headline(lines: list[Line], opening: int, kept: list[str], claim: str | None) -> str | None:
    """The headline of a page whose head does not state it: of the lines over the first paragraph the one most like it.

    `opening` is the first paragraph's place among `lines`. A heading's tag counts, then a byline right behind, then a
    name such as `title`, size, bold and middle; bylines, links, sentences, numbered headings and boilerplate are none.
    A line that was `kept` as the article's own needs such a mark, and more of them where the head makes a `claim`.
    """
    best: tuple[float, str | None] = (0.0, None)
    own = set(kept)
    span = range(max(0, opening - _OVER), opening)
    bylines = {n for n in span if not lines[n].links and removable(lines[n].text, HEADS)}
    for number in span:
        line = lines[number]
        text = line.text
        if (
            not 2 * _LEAST_TITLE <= len(text) <= _LONGEST_TITLE
            or line.links
            or line.row
            or number in bylines
            or text.endswith(("。", "；", ";", ":", "："))
            or _NUMBERED.match(text)
            or removable(text)
        ):
            continue
        score = _marks(line) + 1.0 * (number + 1 in bylines) - 0.02 * (opening - number)
        score -= 1.0 * any(before < number for before in bylines)
        least = _SURE if claim and len(claim) >= 2 * _LEAST_TITLE else _MARKED if text in own else 0.0
        if score > max(best[0], least):
            best = (score, text)
    return best[1]


def _marks(line: Line) -> float:
    """How much sets a line apart as a headline, whatever it says."""
    named = f"{line.block.get('class') or ''} {line.block.get('id') or ''}".lower()
    heading = 0.5 * line.heading
    if line.block.tag == "h1":
        heading = 3.0
    elif line.block.tag in HEADINGS:
        heading = 2.0
    elif "tit" in named:
        heading = 1.0
    return 0.5 + heading + 0.5 * _large(line) + 0.3 * line.centred


def _large(line: Line) -> bool:
    """Whether the whole line is set large: `<font size=5>`, `font-size:22px`."""
    key = bare(line.text)
    return any(
        (element.tag == "font" and (element.get("size") or "").strip("+") in {"4", "5", "6", "7"})
        or _LARGE.search(element.get("style") or "")
        for element in line.block.iter("font", "span", "strong", "b", "p", "div", "td")
        if bare("".join(element.itertext())) == key
    )

"""Which element of a page holds the article: hints of common systems, the weight of prose, and trafilatura's vote."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from extract.html_lines import Line, near

# Names that only ever stand on the body of an article, by the system that writes them.
SURE: Final = re.compile(
    r"^(?:js_content|UCAP-CONTENT|TRS_Editor|trs_editor_view|TRS_UEDITOR|zoom|endText|post_text|post_body|vsb_content(?:_\d+)?|artibody|"
    r"articleContent|article_content|article-content|article__content|rm_txt_con|rwb_zw|box_con|text_con|detailContent|p-detail|"
    r"js_article_content|main_content|mainContent|contentMain|content_main|news_txt|newsText|news_text|ArticleContent|"
    r"u-mainText|artDet|arti_metas_content|wp_articlecontent|con_txt|txt_con|art_contextBox|ctrlfscont|caas-body|"
    r"article-body|articleBody|article_body|entry-content|post-content|single-content|news-content|news_content|"
    r"newsContent|news_con|newscontent|pages_content|xl_content|xxgk_content|info_content|infoContent|view-content|"
    r"ivs_content|page_text|conTxt|content_area|contentArea|cnt_bd|ContentBody|content-body|art_content|artContent|"
    r"index_text_\w+|text-\w{8}|main_text|mainText|main-text|main-txt|textContent|text-content|content-text|content_text|"
    r"detail-content|detail_content|article-detail|articleDetail|article-text|article_text|article-main|Article_Content|"
    r"pic-content|statuses-text|lct_cont|bodytext|story-body|story-content|story_content|editor-content|rich_media_content|"
    r"wxb_content|easysite-news-text|easysite-news-content|bt-content|wz_content|wzContent|con-text|article_con|articleCon|"
    r"a-con|cont_txt|TRS_PreAppend|tg_tb_content|htmedit_views|markdown-body|ArticleText|artical_real|content_18313|"
    r"articleEdit|article-txt|article_txt|BSHARE_POP|postmessage_\d+|g-articl-text|g-article-txt|Custom_UnionStyle|detail-article)$"
)
# Names that stand on it often, and on other things too.
LIKELY: Final = re.compile(
    r"^(?:content|Content|article|Article|detail|Detail|text|Text|main|news|newsdetail|newsDetail|news-detail|news_detail|con|cont|"
    r"articleBox|article-box|article_box|articlebox|art|arc_body|arcContent|artcon|post|content-article|content_article|"
    r"contentText|conText|neirong|zhengwen|zw|nr|wz|view|info|body|main-content|mainContents|article-con|left_zw|"
    r"content_left|content-left|left_content|TRS|bd|matter|xq|xiangqing|xl|xxxl|page_content|pagecontent|page-content|p_content)$"
)
_PROSE = re.compile(r"[。！？；!?]|[，,、].*[，,、]")
_SHORT = 12
_LINKED = 0.5
_HINT_SHARE = 0.45  # of the heaviest element's prose, for a likely name to be believed
_SURE_SHARE = 0.12
_MUCH_MORE = 1.5
_CLEAN = 0.15  # noise beside prose: between the boxes of one article there is none
_FULLER = 1.15
_EQUAL = 1e-6
_TEASER = 0.3
_HEADLINE = 9  # characters: a linked word is shorter
_OPENING_SHARE = 0.25
_LEAST = 20  # characters of prose under which a hint is an empty box


@dataclass(slots=True)
class Weight:
    """What stands in an element: characters of prose, of prose trafilatura took too, of links and scraps.

    `own` is the gain of the text that stands in it with no more than a paragraph around.
    """

    prose: float = 0.0
    noise: float = 0.0
    voted: float = 0.0
    own: float = 0.0
    lines: int = 0

    @property
    def gain(self) -> float:
        """Prose less noise: growing an element to its parent pays only where more prose comes in than noise."""
        return self.prose - self.noise


def weigh(line: Line, voted: bool | None) -> Weight:
    """The weight of one line; `voted` says whether trafilatura took it, None that it was not asked."""
    size = len(line.text.replace(" ", ""))
    linked = line.links / max(size, 1)
    weight = Weight(lines=1)
    if line.row or (linked < _LINKED and (_PROSE.search(line.text) or size >= 40)):  # noqa: PLR2004 - a line and a half
        weight.prose = float(size - line.links)
        weight.noise = float(line.links)
    elif linked >= _LINKED:
        weight.noise = size * 1.5
    else:
        weight.noise = size * 0.3
    if voted is True:
        weight.voted = weight.prose
    elif voted is False:
        weight.prose *= 0.4
    return weight


def weights(lines: list[Line], votes: list[bool] | None) -> dict[HtmlElement, Weight]:
    """The weight of every element that holds lines, its descendants' included."""
    own: dict[HtmlElement, Weight] = {}
    boxes = {around for line in lines for around in line.block.iterancestors()}
    linked = False
    for number, line in enumerate(lines):
        added = weigh(line, votes[number] if votes is not None else None)
        if linked and near(lines[number - 1], line):
            # Prose under a line that is nothing but a link is the teaser of another article.
            added.noise += added.prose * (1 - _TEASER)
            added.prose *= _TEASER
        linked = _is_link(line)
        holder = line.block if line.block in boxes else line.block.getparent()
        element: HtmlElement | None = line.block
        while element is not None:
            total = own.setdefault(element, Weight())
            total.prose += added.prose
            total.noise += added.noise
            total.voted += added.voted
            total.lines += 1
            total.own += added.gain if element is holder else 0.0
            element = element.getparent()
    return own


def _is_link(line: Line) -> bool:
    size = len(line.text.replace(" ", ""))
    return not line.row and size >= _HEADLINE and line.links >= 0.8 * size


def names(element: HtmlElement) -> list[str]:
    """The id and the classes of an element, each a word."""
    return [*(element.get("id") or "").split(), *(element.get("class") or "").split()]


def heaviest(found: dict[HtmlElement, Weight], among: list[HtmlElement] | None = None) -> HtmlElement | None:
    """The element with the greatest gain (of `among`, else of all); of equals the innermost."""
    best: HtmlElement | None = None
    for element in found if among is None else among:
        weight = found.get(element)
        if weight is None or element.tag == "html":
            continue
        if (
            best is None
            or weight.gain > found[best].gain + _EQUAL
            or (abs(weight.gain - found[best].gain) <= _EQUAL and weight.lines < found[best].lines)
        ):
            best = element
    return best


def _widen(element: HtmlElement, found: dict[HtmlElement, Weight]) -> HtmlElement:
    """The element, or the one around it where that holds much more prose and next to no noise.

    Some systems put every paragraph, or every section, into a box of the same name.
    """
    for around in element.iterancestors():
        weight = found.get(around)
        if weight is None or around.tag == "html":
            break
        if weight.gain >= _MUCH_MORE * found[element].gain and weight.noise <= _CLEAN * weight.prose:
            element = around
    return element


def _narrow(element: HtmlElement, found: dict[HtmlElement, Weight]) -> HtmlElement:
    """The element, or the one in it that holds its prose where it is a page's wrapper full of lists as well."""
    inner = heaviest(found, [inside for inside in element.iter() if inside in found])
    if inner is not None and found[inner].gain > _FULLER * max(found[element].gain, 0.0) + _LEAST:
        return inner
    return element


def choose(found: dict[HtmlElement, Weight], first: HtmlElement | None = None) -> tuple[HtmlElement | None, str]:
    """The element that holds the article, and how it was found: `opening`, `sure`, `likely`, `weight` or `paragraphs`.

    `first` is the block of the first prose behind the headline: a sure name around it is believed however short the
    article is and however long the page.
    """
    best = heaviest(found)
    if best is None:
        return None, "none"
    around = [] if first is None else [first, *first.iterancestors()]
    opening = [
        element
        for element in around
        if element in found
        and element.tag not in ("html", "body")
        and any(SURE.match(name) for name in names(element))
        and found[element].prose >= _LEAST
    ]
    if opening:
        best = max(opening, key=lambda element: (found[element].gain, -found[element].lines))
        return _narrow(_widen(best, found), found), "opening"
    top = found[best]
    for kind, pattern, share in (("sure", SURE, _SURE_SHARE), ("likely", LIKELY, _HINT_SHARE)):
        hinted = [
            element
            for element, weight in found.items()
            if element.tag not in ("html", "body", "a", "ul", "li")
            and any(pattern.match(name) for name in names(element))
            and weight.prose >= max(share * top.prose, _LEAST)
        ]
        if hinted:
            best = max(hinted, key=lambda element: (found[element].gain, -found[element].lines))
            return _narrow(_widen(best, found), found), kind
    near = heaviest(found, around)
    if near is not None and found[near].gain >= _OPENING_SHARE * top.gain:
        best = near
    loose = max(found, key=lambda element: found[element].own)
    if loose in {best, *best.iterancestors(), *around} and found[loose].own >= _MUCH_MORE * found[best].gain:
        return loose, "paragraphs"
    return best, "weight"

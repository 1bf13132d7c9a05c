"""Who published and who wrote an article: outlet, author and editor, as pages print them."""

# ruff: noqa: E501 - a pattern is read as one word, and worse when cut

from __future__ import annotations

import re
from typing import Final

from lxml.html import HtmlElement

from extract.boilerplate import plain
from extract.headline import SITE_NAME
from extract.html_lines import squeeze
from extract.metadata import first

_NAME = 30  # characters: an outlet has no longer name
_BOX = 60
_OUTLET_META: Final = (
    "ContentSource",
    "source",
    "og:article:source",
    "article:source",
    "mediaid",
    "copyrightsource",
    "og:site_name",
)
_AUTHOR_META: Final = ("article:author", "og:article:author")
_SOURCE = re.compile(
    r"(?:文章|本文|信息|稿件|内容|消息|新闻|稿)?(?:来\s*源|来自|源自|出处)(?:于)?\s*[:：丨]\s*[《“\[【]?\s*(?P<name>[^\s《》“”\[\]【】|｜()（）,，。;；:：]{2,30})"
)
_SOURCE_LOOSE = re.compile(
    r"(?:来\s*源|稿源)\s*[:：]\s*(?P<name>[^|｜()（）]{2,30}?)\s*(?=$|[|｜()（）]|\s{2,}|作者|编辑|责编|记者|时间|发布|浏览|点击|阅读|字号|字体|\d{4}[-年/])"
)
# Who issued a document, in the table at its head: the outlet of a page that names no source.
_ISSUER = re.compile(
    r"(?:发布机构|发文机关|发布单位|发文单位|制发机关|制作单位)\s*[:：\t][\s:：]*(?P<name>[^\s《》“”\[\]【】|｜()（）,，。;；:：]{2,30})"
)
_AUTHOR = re.compile(
    r"(?:作\s*者|撰\s*文|撰\s*稿|记\s*者|文)\s*[:：︱丨|]\s*(?P<name>[\u4e00-\u9fffA-Za-z·.、,， ]{2,40}?)\s*(?=$|[|｜()（）\[\]【】]|来源|编辑|责编|时间|发布|浏览|点击|字号|通讯员|\d)"
)
_EDITOR = re.compile(
    r"(?:责任编辑|责\s*编|编\s*辑|网络编辑|本文编辑)\s*[:：丨|]\s*(?P<name>[\u4e00-\u9fff]\s[\u4e00-\u9fff]{1,2}(?![\u4e00-\u9fff])|[^\s()（）\[\]【】|｜,，。]{2,20})"
)
_OUTLET_BOX: Final = re.compile(
    r"^(?:js_name|media_?name|ep-?source|article-?source|source|source_?baidu|news-?source|art-?source|data-?source|laiyuan|copyfrom|profile_nickname|account_nickname_inner)$",
    re.IGNORECASE,
)
_LABELLED: Final = re.compile(r"^(?:文章|信息|稿件)?来\s*源\s*(?:于|自)?\s*[:：丨|]?\s*")
_NOT_OUTLET: Final = re.compile(r"[\d\s:：\-/.年月日]*|作者|时间|编辑|发布.*|本站原创|原创|未知|互联网|网络|综合")
_BEHIND: Final = re.compile(
    r"(?:(?:19|20)\d{2}\s*[-年/.]|\d{1,2}[:：]\d{2}|分享|举报|选稿|字号|字体|作者|编辑|责编|记者|时间|发布|浏览|点击|阅读|打印|评论|收藏).*$"
)


def _outlet(name: str) -> str | None:
    """A name without what pages print behind it on the same line; None where nothing of an outlet is left."""
    name = _BEHIND.sub("", _LABELLED.sub("", name)).strip(' 　:：|｜·-—()（）[]【】《》“”"')
    return name if 1 < len(name) <= _NAME and not _NOT_OUTLET.fullmatch(name) else None


def named_outlet(root: HtmlElement) -> str | None:
    """The outlet out of the element that a system keeps it in: WeChat's `#js_name`, Sina's `.source`."""
    for element in root.iter("a", "span", "div", "em", "strong", "p"):
        if any(
            _OUTLET_BOX.match(name)
            for name in [*(element.get("id") or "").split(), *(element.get("class") or "").split()]
        ):
            text = squeeze("".join(element.itertext()))
            name = _outlet(text) if len(text) <= _BOX else None
            if name:
                return name
    return None


def read_outlet(byline: list[str], found: dict[str, str], printed: str | None = None) -> str | None:
    """The outlet that the page names as its source (来源), else its system, a meta, or who issued the document."""
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
    issuers = (_outlet(match["name"]) for line in byline if (match := _ISSUER.search(plain(line))))
    return next((name for name in issuers if name), found.get("og:site_name"))


_NAMES = r"(?P<names>[\u4e00-\u9fff]{2,4}(?:[\s、,，·/]+[\u4e00-\u9fff]{2,4}){0,4})"
_SIGNED: Final = (
    re.compile(rf"^(?:[\u4e00-\u9fff·]{{2,14}}?)?(?:记者|通讯员|评论员|实习生)[\s:：]+{_NAMES}$"),
    re.compile(rf"^(?:文|撰文|采写)\s*[/:：|丨]\s*(?:[\u4e00-\u9fff]{{2,10}}?记者\s*)?{_NAMES}$"),
    re.compile(
        rf"[(（]\s*(?:本报|本网|[\u4e00-\u9fff]{{2,8}}?)?(?:全媒体)?(?:记者|评论员|通讯员)[\s:：]*{_NAMES}\s*[)）]"
    ),
    re.compile(rf"[(（]\s*作者\s*[:：]?\s*{_NAMES}\s*(?:[,，]|系|为|单位|[)）])"),
    re.compile(rf"(?:电|讯)\s*[(（]\s*(?:[\u4e00-\u9fff]{{0,8}}?记者)?\s*{_NAMES}\s*[)）]"),
)


def signed(lines: list[str]) -> str | None:
    """Who signs an article in its own first or last lines: 示例报记者 王小明, (作者:李四,系某大学教授), 电(记者 王五)."""
    for line in [*lines[:2], *lines[-3:][::-1]]:
        for pattern in _SIGNED:
            match = pattern.search(line if len(line) <= _BOX else f"{line[:50]} {line[-60:]}")
            if match:
                return re.sub(r"[\s、,，/]+", "、", match["names"].strip())
    return None


def read_people(
    kept: list[str], byline: list[str], tail: list[str], found: dict[str, str]
) -> tuple[str | None, str | None]:
    """Author and editor, as printed in the byline, in the article's own first and last lines, behind it, or in metas.

    A plain `author` meta is not asked: Chinese systems put the editor on duty there.
    """
    author = next((match["name"].strip(" ,，、") for line in byline if (match := _AUTHOR.search(plain(line)))), None)
    if author and (not re.search(r"[\u4e00-\u9fffA-Za-z]{2}", author) or re.search(r"责任|编辑|来源|网|未知", author)):
        author = None
    author = author or signed(kept)
    if not author:
        author = next(
            (
                value
                for _, value in first(found, _AUTHOR_META)
                if re.fullmatch(r"[\u4e00-\u9fff·\s、,，]{2,30}", value) and not SITE_NAME.fullmatch(value)
            ),
            None,
        )
    editor = next(
        (match["name"].strip() for line in [*byline, *reversed(tail)] if (match := _EDITOR.search(plain(line)))), None
    )
    return author or None, editor

"""Whether a page is an article at all: challenges, login walls, soft 404s and lists are not."""

# ruff: noqa: E501 - a pattern is read as one word, and worse when cut

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from extract.html_lines import Line

_CHALLENGE: Final = re.compile(
    r"just a moment|checking your browser|安全验证|访问验证|人机验证|请完成.{0,8}验证|滑动.{0,6}验证|拖动滑块|验证码|captcha|环境异常|访问(?:过于)?频繁|"
    r"异常(?:访问|流量)|请(?:开启|启用)\s*(?:java\s*script|cookie)|enable javascript|access denied|访问被拒绝|访问受限|web应用防火墙|请求(?:被|已)拦截|ddos",
    re.IGNORECASE,
)
_LOGIN: Final = re.compile(
    r"登录后(?:可|即可|才能|方可)?(?:查看|阅读|浏览|继续)|请先?登录|需要登录|扫码登录|会员(?:专享|可读|登录)|付费(?:阅读|后)|订阅后(?:可|阅读)|无权(?:限)?(?:访问|查看)"
)
_MISSING: Final = re.compile(
    r"(?:页面|网页|文章|内容|信息|链接|文件|新闻|资源)(?:地址)?[^。]{0,10}?(?:不存在|已删除|被删除|已失效|找不到|没有找到|无法找到|已下线|不见了|走丢|丢失)|(?<!\d)404(?!\d)|not found|"
    r"(?:找不到|无法找到|没有找到)[^。]{0,8}(?:页面|网页|文章|内容)|该(?:内容|文章|公众号)[^。]{0,12}(?:删除|违规|屏蔽|投诉)|此内容[^。]{0,12}(?:无法查看|违规)|正在(?:建设|维护)",
    re.IGNORECASE,
)
_SHORT = 220  # characters of prose: a page that says so much else is an article about the matter
_LEAST = 15
_LINKS = 10
_TEASERS = 4
_SHARE = 0.55  # of a line: a headline with its day behind it is still a link
_HEADLINE = 9


def _linked(line: Line) -> bool:
    size = len(line.text.replace(" ", ""))
    return size >= _HEADLINE and line.links >= _SHARE * size


def verdict(title: str | None, page: Sequence[Line], article: Sequence[str], *, named: bool) -> str | None:
    """Why a page is no article, in words; None where it is one.

    `page` are the lines of the whole page, `article` those read as its article, `named` whether their container bears a
    name that only articles' containers bear. Example: 页面不存在 above ten words of prose is a soft 404; in the fifth
    paragraph of a report on broken websites it is not.
    """
    size = sum(len(line) for line in article)
    if size <= _SHORT:
        said = " ".join(
            [title or "", *(line.text for line in page if not _linked(line) and len(line.text) <= _SHORT)][:60]
        )
        head = f"{title or ''} {' '.join(article)}"
        for name, pattern in (("a challenge", _CHALLENGE), ("a soft 404", _MISSING), ("a login wall", _LOGIN)):
            # Named containers are believed, unless the article itself says it; elsewhere the whole page is asked.
            if pattern.search(head) or (not named and size < _SHORT // 3 and pattern.search(said)):
                return f"the page is {name}"
    if size < _LEAST:
        links = sum(_linked(line) for line in page)
        return "the page is a list of links" if links >= _LINKS else "the page holds no article text"
    return None if named else _list(page, article)


def _list(page: Sequence[Line], article: Sequence[str]) -> str | None:
    """A page of headlines, with or without teasers under them, whose best passage is one of the teasers."""
    links = sum(_linked(line) for line in page)
    teasers = {after.text for before, after in pairwise(page) if _linked(before) and not _linked(after)}
    body = [line for line in article if len(line) >= _LEAST]
    if links >= _LINKS and body and all(any(line in teaser for teaser in teasers) for line in body):
        return "the page is a list of headlines"
    if (
        len(teasers) >= _TEASERS
        and len(body) <= 1
        and links >= _LINKS
        and sum(len(line) for line in body) < _SHORT // 4
    ):
        return "the page is a list of headlines"
    return None

"""Pages that are no article are said to be none."""

# ruff: noqa: E501 - a page of an example reads better on one line

import pytest

from extract.article import read_bytes
from models.errors import NotAnArticle

NAV = "".join(f"<a href=/{n}>栏目{n}</a>" for n in range(30))
HEADS = "".join(
    f"<li><a href=/a{n}.html>某市举行第{n}届数字经济大会并发布重大成果</a><span>2024-05-{n:02d}</span></li>"
    for n in range(1, 21)
)
TEASERS = "".join(
    f"<div><h3><a href=/a{n}.html>某市举行第{n}届数字经济大会并发布重大成果</a></h3><p>第{n}届大会开幕,发布了一批成果,覆盖制造、医疗、交通等行业。</p></div>"
    for n in range(1, 11)
)


def page(title, inner):
    return f"<html><head><title>{title}</title></head><body>{NAV}{inner}</body></html>".encode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (page("404 - 页面不存在", "<p>抱歉,您访问的页面不存在或已被删除!</p>"), "soft 404"),
        (page("提示信息", "<div class=content><p>很抱歉,您要访问的文章不存在或者已经被删除。</p></div>"), "soft 404"),
        (page("内容无法查看", "<div id=js_content><p>该内容已被发布者删除。</p></div>"), "soft 404"),
        (page("安全验证", "<p>请完成下方验证后继续操作,拖动滑块完成拼图。</p>"), "challenge"),
        (page("Just a moment...", "<p>Checking your browser before accessing www.example.cn.</p>"), "challenge"),
        (page("某省观察", "<h1>某省观察</h1><div class=content><p>请先登录,登录后查看全文。</p></div>"), "login wall"),
        (page("新闻动态", f"<ul>{HEADS}</ul>"), "list"),
        (page("新闻动态", TEASERS), "list"),
        (page("首页", ""), "no article text"),
    ],
    ids=["404", "gone", "deleted", "challenge", "browser-check", "login", "list", "teasers", "nothing"],
)
def test_is_told_to_be_no_article(content, words):
    """A challenge, a login wall, a soft 404, a list or an empty page is never read as an article."""
    with pytest.raises(NotAnArticle, match=words):
        read_bytes(content, id="a")


def test_article_about_missing_pages_is_an_article():
    """An article that speaks of 404 and captchas at length is one."""
    prose = "记者测试发现,部分政务网站的链接点开后显示页面不存在,还有的要求反复输入验证码,群众办事受到影响。" * 6
    inner = f"<h1>政务网站链接失效调查</h1><div class=content><p>{prose}</p></div>"
    assert read_bytes(page("政务网站链接失效调查", inner), id="a").body == prose


def test_short_news_is_an_article():
    """A news item of one sentence under its headline is one, however many links stand around it."""
    inner = f"<h1>全市数字经济增加值超1.6万亿元</h1><div class=content><p>全市数字经济增加值超1.6万亿元,同比增长8.5%。</p></div><ul>{HEADS}</ul>"
    assert read_bytes(page("全市数字经济增加值超1.6万亿元", inner), id="a").body.endswith("增长8.5%。")

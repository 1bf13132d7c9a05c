"""The headline as printed, and who published it."""

# ruff: noqa: E501 - a page of an example reads better on one line

import pytest
from lxml import html

from extract.bylines import read_outlet, read_people, signed
from extract.headline import read_title, strip_site
from extract.html_lines import read_lines
from extract.metadata import metas, structured


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("数字经济提速_新闻频道_示例网", "数字经济提速"),
        ("数字经济提速-新华网", "数字经济提速"),
        ("数字经济提速 - 某市人民政府门户网站", "数字经济提速"),
        ("数字经济提速--时政--人民网", "数字经济提速"),
        ("数字经济提速|数字经济|某市_新浪财经_新浪网", "数字经济提速"),
        ("示例网 - 数字经济增加值超1.6万亿元", "数字经济增加值超1.6万亿元"),
        ("2021-2025年数字经济发展规划", "2021-2025年数字经济发展规划"),
        ("聚焦|数字经济提速增效", "聚焦|数字经济提速增效"),
        ("中国—东盟数字经济合作", "中国—东盟数字经济合作"),
    ],
)
def test_site_names_go(title, bare):
    """Names of site and channel go, parts of the headline stay."""
    assert strip_site(title) == bare


def title_of(markup):
    tree = html.document_fromstring(markup)
    found = read_title(tree, metas(tree), structured(tree), read_lines(tree))
    return found.text or found.claim


@pytest.mark.parametrize(
    "markup",
    [
        "<title>数字经济再提速_示例网</title><h1>示例网</h1><h2>数字经济再提速</h2><h2>别的新闻标题很长</h2>",
        "<title>数字经济再提速-某频道</title><div class=tt>数字经济再提速</div><p>正文。</p>",
        "<title>示例网</title><meta property='og:title' content='数字经济再提速'><div class=title>数字经济再提速</div>",
        '<title></title><script type=\'application/ld+json\'>{"headline": "数字经济再提速"}</script><h1>数字经济再提速</h1>',
        "<title>数字经济再提…</title><h1>数字经济再提速</h1>",
        "<title>数字经济再提速_示例网</title><p>正文没有标题。</p>",
    ],
)
def test_takes_the_printed_headline(markup):
    """Of the headlines printed, the one that the document's head agrees on is taken."""
    assert title_of(markup) == "数字经济再提速"


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("来源:示例日报 作者:王小明", "示例日报"),
        ("2024-05-13 10:20 来源:示例网", "示例网"),
        ("信息来源:市统计局", "市统计局"),
        ("来源:示例日报2024-05-13 10:20分享到", "示例日报"),
        ("來源:示例電台", "示例電台"),
        ("(文章来源:示例新闻网)", "示例新闻网"),
        ("来源: 时间:2024-05-13", None),
    ],
)
def test_reads_the_outlet(line, outlet):
    """The outlet is what 来源 names, without what stands behind it."""
    assert read_outlet([line], {}) == outlet


@pytest.mark.parametrize(
    ("lines", "author"),
    [
        (["示例报记者 王小明 李四"], "王小明、李四"),
        (["示例社某市2月11日电(记者 王小明)全市数字经济增加值增长。"], "王小明"),
        (["正文。", "(作者:王小明,系某大学教授)"], "王小明"),
        (["正文。", "文/王小明"], "王小明"),
        (["记者:目前进展如何?", "正文。"], None),
    ],
)
def test_reads_who_signs(lines, author):
    """Authors sign in the first or last lines of an article."""
    assert signed(lines) == author


def test_reads_author_and_editor():
    """Author and editor are told apart."""
    assert read_people([], ["来源:示例网 作者:王小明"], ["责任编辑:李四"], {}) == ("王小明", "李四")

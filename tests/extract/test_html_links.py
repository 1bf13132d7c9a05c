"""Next pages, attachments, and pages joined."""

# ruff: noqa: E501 - a page of an example reads better on one line

import pytest
from lxml import html

from extract.html_links import documents, join_pages, next_page
from models.article import Article, Item

URL = "http://www.example.cn/xw/202405/t123.html"


def tree(markup):
    return html.document_fromstring(f"<html><body><div>{markup}</div></body></html>")


@pytest.mark.parametrize(
    ("url", "link", "target"),
    [
        (URL, "<a href=t123_2.html>下一页</a>", "http://www.example.cn/xw/202405/t123_2.html"),
        (URL, "<a href=t123_1.html>1</a><a href=t123_2.html>2</a>", "http://www.example.cn/xw/202405/t123_2.html"),
        (
            URL.replace("t123", "t123_2"),
            "<a href=t123.html>上一页</a><a href=t123_3.html>下一页&gt;&gt;</a>",
            "http://www.example.cn/xw/202405/t123_3.html",
        ),
        (URL.replace("t123", "t123_2"), "<a href=t123.html>1</a><a href=t123.html>首页</a>", None),
        (URL, "<a href=t124.html>下一页</a>", None),
        (URL, "<a href=t124.html>下一篇</a>", None),
        (URL, "<a href='javascript:next()'>下一页</a>", None),
        (None, "<a href=t123_2.html>下一页</a>", None),
    ],
)
def test_next_page(url, link, target):
    """A next page is the same address with a greater number; the next story is not."""
    assert next_page(tree(link), url) == target


def test_documents_of_an_article():
    """PDF and spreadsheets linked within the article, or called an attachment, are its documents."""
    page = tree(
        "<div id=z><a href=a.pdf>报告</a><a href=/b.XLSX?x=1>表</a><a href=c.html>页</a></div><p>附件:<a href=d.xls>统计表</a></p><a href=e.pdf>广告</a>"
    )
    found = documents(page.get_element_by_id("z"), page, URL)
    assert found == (
        "http://www.example.cn/xw/202405/a.pdf",
        "http://www.example.cn/b.XLSX?x=1",
        "http://www.example.cn/xw/202405/d.xls",
    )


def test_pages_are_joined():
    """Pages of an article are one article: bodies in order, a repeated headline once, offsets moved."""
    first = Article(id="a", body="第一段。\n第二段。", title="标题", next_page="x")
    second = Article(id="b", body="标题\n第三段。", items=(Item("丙", 3, 7),), editor="李四", attachments=("u",))
    joined = join_pages((first, second))
    assert joined.body == "第一段。\n第二段。\n第三段。"
    assert joined.body[joined.items[0].start : joined.items[0].end] == "第三段。"
    assert (joined.id, joined.editor, joined.attachments, joined.next_page) == ("a", "李四", ("u",), None)


def test_no_pages_is_a_mistake():
    """There is no article without a page."""
    with pytest.raises(ValueError, match="at least one page"):
        join_pages(())

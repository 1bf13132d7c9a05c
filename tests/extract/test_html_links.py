"""Next pages, attachments, and pages joined."""

# ruff: noqa: E501 - a page of an example reads better on one line

import pytest
from lxml import html

from extract.html_links import documents, join_pages, may_lead_on, next_page
from models.article import Article, Item

URL = "http://www.example.cn/xw/202405/t123.html"


def tree(markup):
    return html.document_fromstring(f"<html><body><div>{markup}</div></body></html>")


SCRIPT = '<script>createPageHTML({count}, {here}, "{name}", "html");</script>'
BOXED = "<script>createPageHTML('pages', {count}, {here}, '{name}', 'shtml', 40);</script>"
ARTICLES = "http://www.example.cn/xw/"


@pytest.mark.parametrize(
    ("page", "link", "target"),
    [
        ("t123.html", "<a href=t123_2.html>下一页</a>", "t123_2.html"),
        ("t123.html", "<a href=t123_1.html>1</a><a href=t123_2.html>2</a>", "t123_2.html"),
        ("t123_2.html", "<a href=t123.html>上一页</a><a href=t123_3.html>下一页&gt;&gt;</a>", "t123_3.html"),
        ("t123_2.html", "<a href=t123.html>1</a><a href=t123.html>首页</a>", None),
        ("t123.html", "<a href=t123_1.html>下一页</a>", "t123_1.html"),
        ("t123.html", "<a href=t123.html>1</a><a href=t123_1.html>2</a><a href=t123_2.html>3</a>", "t123_1.html"),
        ("t123_1.html", "<a href=t123.html>1</a><a href=t123_1.html>2</a><a href=t123_2.html>3</a>", "t123_2.html"),
        ("t123_1.html", "<a href=t123.html>1</a><a href=t123_1.html>2</a>", None),
        ("t123_1.html", "<a href=./t123_1.html>下一页</a>", None),
        ("t20230213_123.html", "<a href=t20230213_123_1.html>下一页</a>", "t20230213_123_1.html"),
        ("content_123.htm", "<a href=content_123_2.htm>下一页</a>", "content_123_2.htm"),
        ("content_123.htm", "<a href=content_124.htm>下一页</a><a href=content_124.htm>124</a>", None),
        ("index.html", "<a href=index_2.html title=下一页><img src=r.gif></a>", "index_2.html"),
        ("show-9-412-1.html", "<a href=show-9-412-2.html>下一页</a>", "show-9-412-2.html"),
        ("a.php?id=7", "<a href='?id=7&amp;page=2'>下一页</a>", "a.php?id=7&page=2"),
        ("a.php?id=7&page=2", "<a href='?id=7&amp;page=1'>1</a><a href='?page=3&amp;id=7'>3</a>", "a.php?page=3&id=7"),
        ("a.php?id=7", "<a href='?id=8'>下一页</a><a href='?id=8&amp;page=2'>2</a>", None),
        ("a.php?id=7", "<a href='?id=7&amp;page=200'>下一页</a>", None),
        ("post/", "<a href=/xw/post/2/>2</a>", "post/2/"),
        ("1407.htm", "<a href=1407/1.htm>下页</a>", "1407/1.htm"),
        ("t123_899.html", SCRIPT.format(count=3, here=0, name="t123_899"), "t123_899_1.html"),
        ("t123_899_1.html", SCRIPT.format(count=3, here=1, name="t123_899"), "t123_899_2.html"),
        ("t123_899_2.html", SCRIPT.format(count=3, here=2, name="t123_899"), None),
        ("t123_899.html", SCRIPT.format(count=9, here=0, name="index"), None),
        ("t123_899.html", SCRIPT.format(count=1, here=0, name="t123_899"), None),
        ("art_77.shtml", BOXED.format(count=2, here=1, name="art_77"), "art_77_2.shtml"),
        ("art_77_2.shtml", BOXED.format(count=2, here=2, name="art_77"), None),
        ("t9.html", "<script>var currentPage = 0; var countPage = 2;</script>", "t9_1.html"),
        ("t9_1.html", "<script>var currentPage = 1; var countPage = 2;</script>", None),
        ("t123.html", "<a href=t124.html>下一页</a>", None),
        ("t123.html", "<a href=t124.html>下一篇</a>", None),
        ("t123.html", "<a href=http://other.example.cn/xw/t123_2.html>下一页</a>", None),
        ("t123.html", "<a href='javascript:next()'>下一页</a>", None),
        ("a.php?id=7", "<ul id=comment-list><li><a href='?id=7&amp;page=2'>下一页</a></li></ul>", None),
    ],
)
def test_next_page(page, link, target):
    """A next page is the same address with the next number, however counted; the next story and an id are not.

    The look at the bytes never misses one.
    """
    url = ARTICLES + page
    found = next_page(tree(link), link, url)
    assert found == (ARTICLES + target if target else None)
    assert found is None or may_lead_on(link.encode(), url)


def test_no_address_no_next_page():
    """A page of no address leads nowhere."""
    assert next_page(tree("<a href=t123_2.html>下一页</a>"), "", None) is None


@pytest.mark.parametrize(
    "markup", ["<a href=t124.html>下一篇</a>", "<a href=/list/index_2.html>2</a><i>1 2 3</i>", "<a href='?id=2'>二</a>"]
)
def test_most_pages_are_not_looked_into(markup):
    """Bytes without an address that counts on, a scripted pager or a document are not parsed for one."""
    assert not may_lead_on(markup.encode(), URL)


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


def test_a_page_said_again_is_read_once():
    """A further page with the same text is none of the article's."""
    pages = [Article(id=name, body=body) for name, body in (("a", "第一段。"), ("b", "第一段。"), ("c", "第二段。"))]
    assert join_pages(tuple(pages)).body == "第一段。\n第二段。"


def test_no_pages_is_a_mistake():
    """There is no article without a page."""
    with pytest.raises(ValueError, match="at least one page"):
        join_pages(())

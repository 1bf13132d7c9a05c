"""The door to reading: pages of many systems, files, bad input."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from extract.article import read_bytes, read_page
from models.article import Page
from models.errors import NotAnArticle, ReadError

PAGES = Path(__file__).parent / "pages"
FIRST = "据市统计局消息,2023年全市数字经济增加值达到1.6万亿元,同比增长8.5%,占地区生产总值的比重为42.7%。"
SECOND = "市经济和信息化局负责人介绍,下一步将加快建设5G基站,年底前累计开通不少于12万个,重点区域精准覆盖。"
HTML = (
    "<html><head>{head}<title>数字经济提速_示例网</title></head><body><h1>数字经济提速</h1>"
    "<p>2024-05-13 来源:示例日报</p><div class=content><p>{first}</p><p>{second}</p></div></body></html>"
)


def page(head: str = "", first: str = FIRST, second: str = SECOND) -> str:
    return HTML.format(head=head, first=first, second=second)


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_reads_page_of_a_system(path):
    """A page in the manner of a common system gives exactly the article in it, its title, time and outlet."""
    wanted = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    article = read_bytes(path.read_bytes(), id=path.stem, url="http://www.example.cn/a/b/1234.html")
    got = {"title": article.title, "published": article.published.isoformat(), "outlet": article.outlet}
    got |= {"editor": article.editor, "body": article.body.split("\n")}
    assert got == wanted


@pytest.mark.parametrize(
    ("declared", "actual"),
    [("utf-8", "gb18030"), ("gb2312", "utf-8"), ("iso-8859-1", "gbk"), ("", "gb18030"), ("utf-8", "utf-16")],
)
def test_reads_page_whose_charset_lies(declared, actual):
    """The bytes decide on the character set, whatever header and page declare."""
    text = page(f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">')
    article = read_bytes(text.encode(actual), id="a", content_type=f"text/html; charset={declared}")
    assert article.body == f"{FIRST}\n{SECOND}"
    assert article.title == "数字经济提速"


def test_reads_two_encodings_on_a_page():
    """An include in another encoding than the page is read too."""
    content = page(second="").encode() + f"<p>{SECOND}</p>".encode("gb18030")
    assert FIRST in read_bytes(content, id="a").body


def test_stray_closing_tag_does_not_hide_the_body():
    """A header include that closes the document in its middle hides nothing."""
    text = page().replace("<h1>", "</body></html><!DOCTYPE html><html><body><h1>")
    assert read_bytes(text.encode(), id="a").body == f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", NotAnArticle),
        (b"  \n\t ", NotAnArticle),
        (b"\x00" * 5000, ReadError),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, ReadError),
        (b'{"code": 0, "data": []}', ReadError),
        (b"<?xml version='1.0'?><rss><channel></channel></rss>", NotAnArticle),
        (b"<html><body>" + b"a" * 20_000_000, ReadError),
        (b"<html><body><script>location='/a'</script></body></html>", NotAnArticle),
        (b"%PDF-1.4 broken", ReadError),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"a" * 600, ReadError),
    ],
    ids=["empty", "blank", "zeros", "image", "json", "feed", "20MB", "script", "pdf", "xls"],
)
def test_bad_bytes_are_told(content, error):
    """What is no article, or nothing readable, raises the error that says so, with the page as its subject."""
    with pytest.raises(error) as told:
        read_bytes(content, id="a", url="http://www.example.cn/a.html")
    assert told.value.subject == "http://www.example.cn/a.html"


def test_date_in_the_future_is_not_believed():
    """A day after the page was fetched is a mistake: the address' own day is taken instead."""
    text = page().replace("2024-05-13", "2042-05-13")
    fetched = datetime(2024, 5, 14, tzinfo=UTC)
    article = read_bytes(text.encode(), id="a", url="http://www.example.cn/20240513/1.html", fetched_at=fetched)
    assert article.published.day == date(2024, 5, 13)


def test_read_page_keeps_where_it_came_from():
    """An article names its address, its source and the checksum of the bytes it was read from."""
    served = Page(
        url="http://www.example.cn/1.html",
        body=page().encode(),
        fetched_at=datetime(2024, 5, 14, tzinfo=UTC),
        source="s",
    )
    article = read_page(served)
    assert (article.url, article.source, article.sha256) == (served.url, "s", served.sha256)
    assert article.id == read_page(served).id


def test_listing_date_stands_in():
    """What the listing said of the day is taken where the page states none."""
    text = page().replace("2024-05-13 ", "")
    article = read_bytes(text.encode(), id="a", published=date(2024, 5, 12))
    assert (article.published.day, article.published.evidence) == (date(2024, 5, 12), "listing")

"""Lists of every kind, as sites serve them, to links."""

from __future__ import annotations

import contextlib
import gzip
import time
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discover import NotReadable, discover
from crawler.found import Found
from models.source import Source, SourceKind

TODAY = date(2023, 3, 1)
LIST = "http://www.example.gov.cn/zwgk/"


def find(body: str | bytes, kind: str = "listing", url: str = LIST, **more: Any) -> Found:
    source = Source(id="s", name="s", kind=SourceKind(kind), urls=(LIST,), **more)
    return discover(body.encode() if isinstance(body, str) else body, url, source, TODAY)


def seen(found: Found) -> list[tuple[str, date | None]]:
    return [(link.url.removeprefix("http://www.example.gov.cn"), link.published) for link in found.links]


def test_items_with_their_dates() -> None:
    """Titles whole, dates beside them, navigation and footer left out."""
    found = find(
        """<nav><a href="/2022/1/t1.html">导航里的一条链接</a></nav>
        <ul><li><a href="./202302/t20230213_9.html" title="省数字经济发展情况发布会">省数字经济...</a>
        <span>02-13</span></li>
        <li><a href="/b_1024.html">第二条要闻标题</a>[2023-02-11]</li>
        <li><a href="/c_1025.html"><img src="x.jpg"></a><h3><a href="/c_1025.html">第三条要闻标题</a></h3>
        <p>据悉，自2020年1月1日起施行</p><em>2023-02-10 12:00</em></li></ul>
        <footer><a href="/about/t2.html">关于我们的网站</a></footer>"""
    )
    assert seen(found) == [
        ("/zwgk/202302/t20230213_9.html", date(2023, 2, 13)),
        ("/b_1024.html", date(2023, 2, 11)),
        ("/c_1025.html", date(2023, 2, 10)),
    ]
    assert found.links[0].title == "省数字经济发展情况发布会"


FIRST, SECOND = '<a href="/1000.html">甲市要闻一则</a>', '<a href="/1001.html">乙市要闻一则</a>'
WHERE = {
    "after": f"<p>{FIRST}<i>2023-02-02</i><br>{SECOND}<i>2023-02-01</i></p>",
    "before": f"<p><i>2023-02-02</i>{FIRST}<br><i>2023-02-01</i>{SECOND}</p>",
    "dl": f"<dl><dt>{FIRST}</dt><dd>2023-02-02</dd><dt>{SECOND}</dt><dd>2023-02-01</dd></dl>",
    "table": f"<table><tr><td>{FIRST}</td><td>2023.02.02</td></tr><tr><td>{SECOND}</td><td>2023.2.1</td></tr></table>",
    "inside": """<div><a href="/1000.html"><p><b>02</b><i>2023-02</i></p>甲市要闻一则</a></div>
        <div><a href="/1001.html"><span>2023-02-01</span>乙市要闻一则</a></div>""",
    "time": f"""<article>{FIRST}<time datetime="2023-02-02T08:00">一个月前</time></article>
        <article>{SECOND}<time>2023-02-01</time></article>""",
}


@pytest.mark.parametrize("markup", WHERE.values(), ids=WHERE)
def test_where_dates_stand(markup: str) -> None:
    """After a link, before it, in the next cell, inside it: each link gets its own."""
    assert seen(find(markup)) == [("/1000.html", date(2023, 2, 2)), ("/1001.html", date(2023, 2, 1))]


def test_declared_selectors_win() -> None:
    """`links`, `dates` and `next` are followed to the letter."""
    found = find(
        """<div class=hot><a href="/hot_9999.html">热点推荐要闻</a></div>
        <div class=row><b class=d>2023-02-03</b><i>2001-01-01</i><h3><a href="/x/view?k=1">甲</a></h3></div>
        <a class=more href="?p=2">再来一些</a>""",
        links=".row",
        dates=".d",
        next="a.more",
    )
    assert seen(found) == [("/x/view?k=1", date(2023, 2, 3))]
    assert [link.url for link in found.further] == [f"{LIST}?p=2"]


def test_articles_and_exclude_decide() -> None:
    """A regular expression admits other hosts, and excludes."""
    found = find(
        '<a href="http://other.example/a/1.html">另一个站点的文章</a><a href="/a/2.html">本站的文章</a>'
        '<a href="/a/3.html">不要的文章</a>',
        articles=r"/a/\d",
        exclude="3",
    )
    assert [link.url for link in found.links] == ["http://other.example/a/1.html", "http://www.example.gov.cn/a/2.html"]


NUMBERS = '<div class=page><a href="list_1.html">%s</a><a href="list_2.html">%s</a><a href="list_3.html">%s</a></div>'


@pytest.mark.parametrize(
    ("markup", "url", "expected"),
    [
        ('<a href="index_1.html">下一页</a>', LIST, "index_1.html"),
        ('<a href="index_2.html" class="next">»</a>', f"{LIST}index_1.html", "index_2.html"),
        ('<link rel=next href="?page=2">', LIST, "?page=2"),
        ('<script>createPageHTML(25, 0, "index", "html");</script>', LIST, "index_1.html"),
        ('<script>createPageHTML(25, 24, "index", "html");</script>', f"{LIST}index_24.html", None),
        ("<script>var currentPage = 3; var countPage = 9;</script>", f"{LIST}index_3.html", "index_4.html"),
        ("<script>createPageHTML('page_div',3, 1,'list','shtml',60);</script>", f"{LIST}list.shtml", "list_2.shtml"),
        ("<script>createPageHTML('page_div',3, 1,'list','shtml',60);</script>", f"{LIST}list_2.shtml", "list_3.shtml"),
        ("<script>createPageHTML('page_div',3, 3,'list','shtml',60);</script>", f"{LIST}list_3.shtml", None),
        ('<a href="?page=2">下一页 2/3</a>', f"{LIST}?page=1", "?page=2"),
        ('<a href="?page=2"><img src="n.gif" alt="下一页"></a>', LIST, "?page=2"),
        ('<a href="?page=2">&gt;&gt;</a>', LIST, "?page=2"),
        ('<a href="/other/">&gt;&gt;</a>', LIST, None),
        (NUMBERS % ("1", "2", "3"), LIST, "list_2.html"),
        (NUMBERS % ("1", "2", "3"), f"{LIST}list_2.html", "list_3.html"),
        (NUMBERS % ("1", "2", "3"), f"{LIST}list_3.html", None),
        (NUMBERS % ("2", "3", "4"), f"{LIST}list_2.html", "list_3.html"),
        ('<a href="/more/2.html">2</a>', LIST, None),
        ('<a href="javascript:;">下一页</a>', LIST, None),
        ('<a href="http://elsewhere.example/2.html">下一页</a>', LIST, None),
        ('<a href="#">下一页</a>', LIST, None),
    ],
)
def test_the_next_page(markup: str, url: str, expected: str | None) -> None:
    """By word, picture, rel, number, or the script's numbers; never to another site or folder, never the same page."""
    found = find(f"<ul><li><a href='/1000.html'>甲市要闻一则</a></li></ul>{markup}", url=url)
    assert [link.url for link in found.further] == ([LIST + expected] if expected else [])


def test_routes_need_a_browser() -> None:
    """What only a program in the page can follow is no article to plain fetching; a list of nothing else says so."""
    rows = '<li><a href="#/detail?id=71">甲市数字经济要闻</a></li>'
    assert [link.url for link in find(rows, browser=True).links] == [f"{LIST}#/detail?id=71"]
    assert seen(find(f'{rows}<li><a href="/b_1024.html">乙市数字经济要闻</a></li>')) == [("/b_1024.html", None)]
    with pytest.raises(NotReadable, match="browser = true"):
        find(rows)


def test_records_in_a_script() -> None:
    """Lists that hide as XML records in a script are read."""
    found = find(
        """<script type="text/xml"><datastore><recordset><record><![CDATA[<li><a href="/art/2023/2/13/art_1_2.html"
        title="省政府召开常务会议">省政府</a><b>2023-02-13</b></li>]]></record></recordset></datastore></script>"""
    )
    assert seen(found) == [("/art/2023/2/13/art_1_2.html", date(2023, 2, 13))]


def test_atom_and_its_updates() -> None:
    """An entry's alternate link, its day of publication and when it was last touched."""
    found = find(
        """<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="/feed?2"/><entry>
        <link rel="self" href="/x"/><link href="/a/1.html"/><published>2023-02-13T17:00:00Z</published>
        <updated>2023-02-20T00:00:00Z</updated></entry></feed>""",
        "feed",
    )
    assert seen(found) == [("/a/1.html", date(2023, 2, 14))]
    assert found.links[0].modified == datetime(2023, 2, 20, tzinfo=UTC)
    assert [link.url for link in found.further] == ["http://www.example.gov.cn/feed?2"]


def test_a_feed_in_gb2312_with_loose_ends() -> None:
    """An old encoding, a bare ampersand and control characters do not cost the feed."""
    item = "<item><title>数字A&B&nbsp;\x0b</title><link>/a?x=1&y=2</link></item>"
    body = f'<?xml version="1.0" encoding="gb2312"?><rss><channel>{item}</channel></rss>'
    found = find(body.encode("gb18030"), "feed")
    assert found.links[0].url.endswith("/a?x=1&y=2")
    assert found.links[0].title == "数字A&B"


def test_a_json_feed() -> None:
    """JSON Feed, with its next page."""
    found = find(
        '{"version":"https://jsonfeed.org/version/1.1","next_url":"/feed/2","items":[{"id":"1","url":"/a/1.html",'
        '"date_published":"2023-02-13T08:00:00+08:00"}]}',
        "feed",
    )
    assert seen(found) == [("/a/1.html", date(2023, 2, 13))]
    assert len(found.further) == 1


def test_a_news_sitemap_and_a_text_one() -> None:
    """A news sitemap states days; a plain text one has only its addresses."""
    found = find(
        '<urlset xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url>'
        "<loc>http://www.example.gov.cn/a/1.html</loc><n:news><n:publication_date>2023-02-13</n:publication_date></n:news></url></urlset>",
        "sitemap",
    )
    assert seen(found) == [("/a/1.html", date(2023, 2, 13))]
    text = gzip.compress(b"http://www.example.gov.cn/20230213/1.html\nhttp://elsewhere.example/2.html\n")
    assert seen(find(text, "sitemap")) == [("/20230213/1.html", date(2023, 2, 13))]


WRAPPINGS = [
    "%s",
    "\ufeff%s",
    "callback(%s);",
    "/**/cb(%s)",
    "/**/ typeof cb === 'function' && cb(%s);",
    "try{cb(%s);}catch(e){}",
    "var list = %s;",
    "window['list']=%s",
    ")]}',\n%s",
]


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_json_lists_in_their_wrappings(wrapping: str) -> None:
    """Plain, JSONP, an assignment; dates as text and as milliseconds; titles without their marks."""
    first = '{"id":7,"pubTime":"2023-02-13 10:00","title":"<em>数字</em>经济"}'
    answer = f'{{"data":{{"list":[{first},{{"id":8,"time":1676250000000}}]}}}}'
    found = find(wrapping % answer, "api", items="data.list", item_link="/d/{id}.html")
    assert seen(found) == [("/d/7.html", date(2023, 2, 13)), ("/d/8.html", date(2023, 2, 13))]
    assert found.links[0].title == "数字经济"


def test_a_field_that_no_item_has_is_named() -> None:
    """A mistyped field in a declaration is told with the fields there are."""
    body = '{"list": [{"contId": 7, "name": "甲"}]}'
    with pytest.raises(NotReadable, match=r"item_link = '/d/\{contid\}.html' asks .* holds \['contId', 'name'\]"):
        find(body, "api", items="list", item_link="/d/{contid}.html")
    with pytest.raises(NotReadable, match="item_url = 'url'"):
        find(body, "api", items="list")


TITLES = [
    ('"\\ud83d 数字\\u0000经济"', "数字经济"),
    ('"<em>数字</em>\\u0008经济 &amp; 社会"', "数字经济 & 社会"),
    ("2023", "2023"),
    ('{"zh": "数字"}', None),
    ('["数字"]', None),
    ("true", None),
    ('""', None),
]


@pytest.mark.parametrize(("title", "expected"), TITLES)
def test_titles_can_be_kept(title: str, expected: str | None) -> None:
    """Half an emoji, control characters and tables where a title should be cost neither the title nor the list."""
    item = f'{{"url": "/a/1.html", "title": {title}, "date": "2023-02-13"}}'
    assert [link.title for link in find(f"[{item}]", "api").links] == [expected]
    feed = find(f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{item}]}}', "feed", titles="数字")
    if expected is None or "&" not in expected:
        assert [link.title for link in feed.links] == [expected]


@pytest.mark.parametrize("kind", ["feed", "sitemap", "api"])
@pytest.mark.parametrize("body", [b"", b"<html><p>404</p></html>", b"\x1f\x8bnonsense", b"{}", b"[1", b"\x00\xff" * 50])
def test_what_is_no_list_says_so(kind: str, body: bytes) -> None:
    """Never an exception of a library's, never an empty list in silence."""
    with contextlib.suppress(NotReadable):
        assert find(body, kind).links == ()


@given(
    st.sampled_from(list(SourceKind)),
    st.binary(max_size=300) | st.text("<a href='/1.html'>x</[]{}\":,&;!", max_size=200),
)
def test_nothing_breaks_discovery(kind: SourceKind, body: bytes | str) -> None:
    """Whatever a server sends, the answer is links or NotReadable."""
    with contextlib.suppress(NotReadable):
        find(body, kind.value)


HOSTILE = {
    "records without end": ("listing", "<record>" + "<![CDATA[" * 20_000),
    "one link a thousand times": ("listing", "<div>%s</div>" % ('<a href="/a/1.html">甲市要闻</a><b>x</b>' * 2000)),
    "a day full of spaces": ("api", '[{"url": "/a/1.html", "date": "01%s"}]' % (" " * 50_000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_list_costs_no_time(name: str) -> None:
    """What is made to be slow to read is read in time that grows with its length."""
    kind, body = HOSTILE[name]
    start = time.perf_counter()
    find(body, kind)
    assert time.perf_counter() - start < 5


def test_a_deeply_nested_answer_is_refused() -> None:
    """Brackets without end are no list, and no crash."""
    with pytest.raises(NotReadable):
        find("[" * 200_000, "api")

"""Addresses: what is folded together, what is kept apart, and the days they tell."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.found import looks_like_article, resolve
from crawler.urls import branch_days, canonical, day, days, key, same_article


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://WWW.Example.CN:80/a/../b//c.html#top", "http://www.example.cn/b/c.html"),
        ("https://example.cn/a?utm_source=x&id=7&spm=1.2", "https://example.cn/a?id=7"),
        ("http://example.cn/a.html?from=timeline", "http://example.cn/a.html"),
        ("http://example.cn/list?from=20&size=10", "http://example.cn/list?from=20&size=10"),
        ("http://example.cn/a.jsp;jsessionid=0A1B?x=1", "http://example.cn/a.jsp?x=1"),
        ("http://example.cn/数字/经济.html", "http://example.cn/%E6%95%B0%E5%AD%97/%E7%BB%8F%E6%B5%8E.html"),
        ("http://example.cn/%e6%95%b0/%7eu/%2E.html", "http://example.cn/%E6%95%B0/~u/..html"),
        ("http://example.cn/a?share_token=7&shareholder=3", "http://example.cn/a?shareholder=3"),
        ("http://example.cn/a?ts=1676250000&scene=5&srcid=6", "http://example.cn/a?scene=5&srcid=6"),
        ("http://example.cn/a?ts=12", "http://example.cn/a?ts=12"),
        (
            "https://example.cn/s?__biz=M&mid=2&idx=1&scene=21#wechat_redirect",
            "https://example.cn/s?__biz=M&mid=2&idx=1",
        ),
        ("http://example.cn/#/detail?id=7", "http://example.cn/#/detail?id=7"),
        ("http://example.cn/#/", "http://example.cn/"),
        ("http://example.cn", "http://example.cn/"),
        ("http://example.cn:8080/a", "http://example.cn:8080/a"),
        (" http://example.cn/a\n.html ", "http://example.cn/a.html"),
    ],
)
def test_an_address_is_cleaned(url: str, expected: str) -> None:
    """What does not name the page goes, what does stays."""
    assert canonical(url) == expected


@pytest.mark.parametrize("url", ["javascript:void(0)", "mailto:a@b.cn", "ftp://a.cn/x", "http://", "/a/b.html", ""])
def test_what_is_no_address_is_an_error(url: str) -> None:
    """Only http and https with a host are addresses."""
    with pytest.raises(ValueError, match="address"):
        canonical(url)


@pytest.mark.parametrize(
    "other",
    [
        "https://www.example.cn/a/1.html",
        "http://m.example.cn/a/1.html",
        "http://example.cn//a/1.html?utm_medium=app#x",
        "http://wap.example.cn/a/1.html?isappinstalled=0",
    ],
)
def test_one_article_has_one_key(other: str) -> None:
    """Scheme http or https, www and m., tracking and double slashes are the same article."""
    assert key(other) == key("http://www.example.cn/a/1.html")


@pytest.mark.parametrize(
    "other",
    [
        "http://news.example.cn/a/1.html",
        "http://m.cn/a/1.html",
        "http://example.cn/A/1.html",
        "http://example.cn/a/1.html?shareholder=3",
        "http://example.cn/a/1.html#/detail/2",
    ],
)
def test_other_articles_have_other_keys(other: str) -> None:
    """Another host, or another path, is another article."""
    assert key(other) != key("http://example.cn/a/1.html")


@given(
    st.from_regex(
        r"https?://(www\.|m\.)?[a-z]{1,8}\.(cn|com\.cn)(/[\w%.;=-]{0,9}){0,4}(\?[\w=&%.-]{0,20})?", fullmatch=True
    )
)
def test_cleaning_twice_changes_nothing(url: str) -> None:
    """Both canonical and key are stable: a kept address stays known."""
    once = canonical(url)
    assert canonical(once) == once
    assert key(once) == key(url)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/zwgk/202302/t20230213_99.html", date(2023, 2, 13)),
        ("/2023-02/13/content_1.htm", date(2023, 2, 13)),
        ("/n1/2023/0213/c1004-32.html", date(2023, 2, 13)),
        ("/gn/2023/02-13/995.shtml", date(2023, 2, 13)),
        ("/20230213/0a1b/c.html", date(2023, 2, 13)),
        ("/art/2023/2/13/art_1_2.html", date(2023, 2, 13)),
        ("/china/2023-02-13/doc-imy.shtml", date(2023, 2, 13)),
        ("/tech/20230213103015_7.html", date(2023, 2, 13)),
        ("/a/20231345_1.html", None),
        ("/newsDetail_forward_21234567", None),
        ("/12345678/x.html", None),
        ("/202302/content_6.html", None),
        ("/18991231/x.html", None),
    ],
)
def test_the_day_in_an_address(path: str, expected: date | None) -> None:
    """The ways in which Chinese sites put the day into a path; numbers that are no dates are none."""
    assert day(f"http://example.cn{path}") == expected


def test_a_month_is_a_span() -> None:
    """A path that names only the month tells its first and last day."""
    assert days("http://example.cn/202302/content_6.html") == (date(2023, 2, 1), date(2023, 2, 28))


def test_a_month_stands_in_a_folder() -> None:
    """A file named 201901 bears a number; only a branch of a sitemap names its month."""
    assert days("http://example.cn/info/1012/201901.html") is None
    assert branch_days("http://example.cn/sitemap-2019-01.xml") == (date(2019, 1, 1), date(2019, 1, 31))


def test_a_route_of_a_program_is_an_address() -> None:
    """`#/detail?id=7` leads to an article of its own, `#top` to no other page."""
    assert resolve("#/detail?id=71", "http://example.cn/list") == "http://example.cn/list#/detail?id=71"
    assert resolve("#top", "http://example.cn/list") is None
    assert looks_like_article("http://example.cn/#/detail?id=71", "数字经济规模增长")
    assert not looks_like_article("http://example.cn/#/about", "关于我们的网站")


@pytest.mark.parametrize(
    ("url", "claimed", "believed"),
    [
        ("http://m.a.cn/x/t1_234567.html", "https://www.a.cn/y/t1_234567.html", True),
        ("http://m.a.cn/detail?id=234567", "https://www.a.cn/news/234567.html", True),
        ("http://a.cn/zt/202302/t20230213_9.html", "http://a.cn/sy/202302/t20230213_9.html", True),
        ("http://a.cn/art/2023/2/13/art_1229_58988.html", "http://a.cn/col/col1229/index.html", False),
        ("http://a.cn/art/2023/2/13/art_1229559828_589.html", "http://a.cn/col/col1229559828/index.html", False),
        ("http://a.cn/202302/t20230213_8999.html", "http://a.cn/202302/t20230213_8998.html", False),
        ("http://a.cn/202302/t20230213_8999_1.html", "http://a.cn/202302/t20230213_8999.html", False),
        ("http://a.cn/20230213/1.html", "http://a.cn/20230213/", False),
        ("http://a.cn/a/index.html", "http://a.cn/b/index.html", False),
        ("http://a.cn/a/index.html", "http://a.cn/index.html", False),
        ("http://a.cn/#/detail?id=234567", "http://a.cn/", False),
        ("http://a.cn/x/t1_234567.html", "http://a.cn/", False),
        ("http://a.cn/x/t1_234567.html", "http://a.cn/x/t1_999999.html", False),
        ("http://a.cn/x/t1_234567.html", "http://b.cn/x/t1_234567.html", False),
    ],
)
def test_what_a_page_calls_itself(url: str, claimed: str, *, believed: bool) -> None:
    """A canonical address is believed only where it shares host and the article's own name or number with the page."""
    assert same_article(url, claimed) is believed

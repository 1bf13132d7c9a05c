"""The layouts of common Chinese systems, with articles of our own: body, headline, day and outlet."""

from datetime import date

import pytest

from extract.article import read_bytes

from . import layouts

ADDRESS = "http://www.example.cn/show.asp?id=77"
TEXTS = {"long": layouts.LONG, "short": layouts.SHORT}


def read(markup, published=None, url=ADDRESS):
    return read_bytes(markup.encode(), id="x", url=url, published=published)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", layouts.layouts(layouts.LONG))
def test_layout(name, text):
    """Whatever system writes the page, its article is read and nothing else, however short its paragraphs are."""
    article = read(layouts.layouts(TEXTS[text])[name])
    assert tuple(article.body.splitlines()) == TEXTS[text]
    assert article.title == layouts.HEADLINE
    assert article.published.day.isoformat() == layouts.DAY
    assert article.outlet == layouts.OUTLET


MENU = "".join(
    f"<div>{name}　2025-07-1{n}</div>" for n, name in enumerate(("江州召开会议", "江州开通平台", "江州公布名单"))
)
UNLABELLED = f"<div>{MENU}</div><div><h1>{layouts.HEADLINE}</h1>{{}}{layouts.p(layouts.LONG)}</div>"


@pytest.mark.parametrize(
    ("byline", "url", "listed", "day"),
    [
        ("<p>2024-05-13</p>", ADDRESS, None, date(2024, 5, 13)),
        ("<p>2024-05-13</p>", ADDRESS, "2024-05-13", date(2024, 5, 13)),
        ("<p>2024-05-20</p>", ADDRESS, "2024-05-13", date(2024, 5, 13)),
        ("<p>2024-05-20</p>", "http://www.example.cn/202405/t20240513_12.html", None, date(2024, 5, 13)),
        ("<p>2024-05-20</p>", "http://www.example.cn/202405/t20240520_12.html", "2024-05-13", date(2024, 5, 20)),
        ("<p>2024-05-20 08:00</p>", ADDRESS, "2024-05-13", date(2024, 5, 20)),
        ("<p>发布时间：2024-05-20</p>", ADDRESS, "2024-05-13", date(2024, 5, 20)),
        ("<p>会期 2024-05-16</p><p>发布日期：2024-05-20</p>", ADDRESS, None, date(2024, 5, 20)),
        ("<p>更新时间：2024-06-01 10:00　发布时间：2024-05-20 09:30</p>", ADDRESS, None, date(2024, 5, 20)),
        ("", ADDRESS, "2024-05-13", date(2024, 5, 13)),
    ],
)
def test_a_bare_day_yields(byline, url, listed, day):
    """A day without label, clock or source yields to listing and address where neither agrees; others stand."""
    assert read(UNLABELLED.format(byline), listed, url).published.day == day


@pytest.mark.parametrize("title", ["", "江州统计信息网", "信息查看", "江州市统计局 统计分析"])
@pytest.mark.parametrize(
    "headline",
    [
        "<h1>{}</h1>",
        "<center><font size=5>{}</font></center>",
        "<p align=center><b>{}</b></p>",
        "<div class=tit>{}</div>",
    ],
)
def test_the_headline_of_a_page_whose_head_names_none(headline, title):
    """A printed headline is found by its looks where `<title>` is empty, a site's or a section's; never as body."""
    body = f"<div>{headline.format(layouts.HEADLINE)}<p>来源：江州市统计局</p>{layouts.p(layouts.LONG)}</div>"
    article = read(f"<html><head><title>{title}</title></head><body>{body}</body></html>")
    assert article.title == layouts.HEADLINE
    assert tuple(article.body.splitlines()) == layouts.LONG


def test_a_first_line_without_marks_is_no_headline():
    """A short first paragraph or a numbered heading is the article's own, not its headline."""
    for first in ("全市目前共有数字企业三百余家", "一、总体情况保持平稳", "1.核心产业较快增长"):
        article = read(f"<div><p>{first}</p>{layouts.p(layouts.LONG)}</div>")
        assert article.title is None
        assert tuple(article.body.splitlines()) == (first, *layouts.LONG)

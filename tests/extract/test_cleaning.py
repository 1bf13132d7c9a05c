"""The lines of an article out of its container's."""

import pytest
from lxml import html

from extract.cleaning import clean, without_teasers
from extract.html_lines import read_lines

PROSE = "据市统计局消息,全市数字经济增加值达到1.6万亿元,同比增长8.5%,占地区生产总值的比重为42.7%。"
IMAGE = "<p><img src=a.jpg></p>"
LINK = "<p><a href=1>某地发布数字经济白皮书并召开会议</a></p>"


def lines(markup):
    return read_lines(html.fragment_fromstring(f"<div>{markup}</div>"))


def kept(markup, title="数字经济提速"):
    return clean(lines(markup), title)[0]


@pytest.mark.parametrize(
    "caption",
    [
        "<p>大会现场</p>",
        "<p>大会现场,参观者络绎不绝。记者 王小明 摄</p>",
        "<p style='text-align:center'>市民在政务大厅体验自助服务。</p>",
        "<center>市民在政务大厅体验自助服务。</center>",
    ],
)
def test_captions_go(caption):
    """What stands right behind a picture, and is short or credited or centred, is its caption."""
    assert kept(f"<p>{PROSE}</p>{IMAGE}{caption}<p>{PROSE}</p>") == [PROSE, PROSE]


@pytest.mark.parametrize("line", ["<p><b>基础设施</b></p>", "<h3>基础设施</h3>", f"<p>{PROSE}</p>"])
def test_headings_and_paragraphs_behind_pictures_stay(line):
    """A subheading or a paragraph behind a picture is the article's."""
    assert len(kept(f"<p>{PROSE}</p>{IMAGE}{line}<p>{PROSE}</p>")) == 3


def test_photo_story_is_its_captions():
    """An article of pictures keeps its captions and loses their credits."""
    story = "".join(f"{IMAGE}<p>5月{n}日,人们在展厅参观数字经济展区。新华社记者 王小明 摄</p>" for n in (1, 2, 3))
    assert kept(story) == [f"5月{n}日,人们在展厅参观数字经济展区。" for n in (1, 2, 3)]


@pytest.mark.parametrize(
    "headline", ["<p>数字经济提速</p>", "<h1>数字经济</h1><h1>提速</h1>", "<p>来源:示例网</p><p>数字经济提速</p>"]
)
def test_headline_in_the_container_goes(headline):
    """The headline is not in the body, on one line or on several, nor is what stands over it."""
    assert kept(f"{headline}<p>{PROSE}</p>") == [PROSE]


def test_headline_quoted_later_stays():
    """A line like the headline behind the first paragraph is the article's."""
    assert kept(f"<p>{PROSE}</p><p>数字经济提速</p><p>{PROSE}</p>") == [PROSE, "数字经济提速", PROSE]


@pytest.mark.parametrize(
    ("tail", "stays"),
    [
        (f"<h3>相关阅读</h3>{LINK * 3}", 0),
        (f"<h3>延伸阅读</h3>{LINK}", 0),
        (f"<h3>延伸阅读</h3><p>{PROSE}</p><p>{PROSE}</p>", 3),
        (f"<h3>最新资讯</h3><p>{PROSE}</p><p>{PROSE}</p>", 3),
    ],
)
def test_lists_of_other_articles_end_the_article(tail, stays):
    """A heading of a list ends the article where links follow; its own background is kept."""
    assert len(kept(f"<p>{PROSE}</p><p>{PROSE}</p>{tail}")) == 2 + stays


def test_teasers_go_and_paragraphs_stay():
    """Prose under links goes where it closes the container in pairs; a paragraph behind one link stays."""
    teasers = lines(f"<p>{PROSE}</p>" + f"{LINK}<p>{PROSE}</p>" * 3)
    assert [line.text for line in without_teasers(teasers, {PROSE}) if not line.links] == [PROSE]
    once = lines(f"<p>{PROSE}</p>{LINK}<p>{PROSE}</p>")
    assert [line.text for line in without_teasers(once, {PROSE}) if not line.links] == [PROSE, PROSE]


def test_document_heads_go():
    """The table that government systems put over a document is not its text."""
    table = "<table><tr><td>索引号:</td><td>000-2024</td></tr><tr><td>发文机关:</td><td>市统计局</td></tr></table>"
    assert kept(f"{table}<p>{PROSE}</p>") == [PROSE]


def test_table_rows_stay():
    """Rows of data stay, whatever is in them."""
    table = "<table><tr><th>来源:</th><th>2023年</th></tr><tr><td>增加值</td><td>16251.9</td></tr></table>"
    assert kept(f"<p>{PROSE}</p>{table}") == [PROSE, "来源:\t2023年", "增加值\t16251.9"]

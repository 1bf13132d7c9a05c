"""Lines out of a tree: digits whole, tables as tables, marks read for what they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from extract.html_lines import read_lines, squeeze, subscript, superscript


def lines(markup):
    return [line.text for line in read_lines(html.fragment_fromstring(f"<div>{markup}</div>"))]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("达到14.09<sup>2</sup>万亿元", "达到14.09万亿元"),
        ("达到14.09<sup>[2]</sup>万亿元", "达到14.09万亿元"),
        ("达到14.09<sup><a href=#n>注1</a></sup>万亿元", "达到14.09万亿元"),
        ("覆盖60km<sup>2</sup>和3米<sup>3</sup>", "覆盖60km²和3米³"),
        ("达10<sup>8</sup>级", "达10⁸级"),
        ("CO<sub>2</sub>与PM<sub>2.5</sub>", "CO2与PM2.5"),
        ("增长<del>12.5</del><ins>13.1</ins>%", "增长13.1%"),
        ("增长<s>12.5</s>13.1%", "增长13.1%"),
        ("共<span>1</span><b>2</b><font>3</font>.5亿件", "共123.5亿件"),
        ("共1,2<span>34</span>家", "共1,234家"),
        ("数字\n经济 和 5G\n基站", "数字经济 和 5G基站"),
        ("smart\ncity", "smart city"),
        ("中国<rt>zhong</rt>", "中国"),
        ("数\u200b字\ufeff经济", "数字经济"),
    ],
)
def test_marks_do_not_corrupt_numbers(markup, text):
    """Raised, lowered, deleted and split digits read as a person reads them."""
    assert lines(f"<p>{markup}</p>") == [text]


def test_breaks_and_blocks_part_lines():
    """A break, a paragraph, a heading or a list entry is a line each, in page order."""
    markup = "<h2>甲</h2>乙<p>丙<br>丁</p><ul><li>戊</li><li>己</li></ul>庚"
    assert lines(markup) == list("甲乙丙丁戊己庚")


def test_data_table_keeps_its_cells():
    """A data table's rows are lines whose cells are parted by tabs; the header row and the caption stay."""
    markup = (
        "<table><caption>表1 主要指标</caption><tr><th>指标</th><th>单位</th><th>2023年</th></tr>"
        "<tr><td><p>增加值</p></td><td>亿元</td><td>16251.9<sup>1</sup></td></tr>"
        "<tr><td rowspan=2>基站</td><td>万个</td><td>12.3</td></tr><tr><td>座</td><td>7</td></tr>"
        "<tr><td colspan=2>合计</td><td>9</td></tr></table>"
    )
    assert lines(markup) == [
        "表1 主要指标",
        "指标\t单位\t2023年",
        "增加值\t亿元\t16251.9",
        "基站\t万个\t12.3",
        "基站\t座\t7",
        "合计\t合计\t9",
    ]


def test_cell_over_the_whole_width_is_said_once():
    """A unit line across the table is one line; a header over two of its columns is said over each."""
    markup = (
        "<table><tr><td colspan=3>单位:亿元</td></tr><tr><th>指标</th><th colspan=2>2023年</th></tr>"
        "<tr><td>增加值</td><td>16251.9</td><td>8.5%</td></tr></table>"
    )
    assert lines(markup) == ["单位:亿元", "指标\t2023年\t2023年", "增加值\t16251.9\t8.5%"]


def test_layout_table_is_dissolved():
    """A table of page columns gives paragraphs, no tabs."""
    prose = "据市统计局消息,全市数字经济增加值达到1.6万亿元,同比增长8.5%,占地区生产总值的比重为42.7%。" * 3
    markup = f"<table><tr><td>栏目</td><td><p>{prose}</p><p>{prose}</p></td></tr></table>"
    assert lines(markup) == ["栏目", prose, prose]


def test_nested_layout_table_keeps_inner_data():
    """Data in a layout table is still data."""
    inner = "<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>"
    assert lines(f"<table><tr><td><p>正文</p>{inner}</td></tr></table>") == ["正文", "甲\t1", "乙\t2"]


@pytest.mark.parametrize(
    ("before", "mark", "read"),
    [("14.09", "2", ""), ("60km", "2", "²"), ("10", "6", "⁶"), ("m", "3", "³"), ("x", "TM", "TM")],
)
def test_superscripts(before, mark, read):
    """What a raised text is depends on what stands before it."""
    assert superscript(before, mark) == read


def test_subscripts():
    """A lowered digit belongs to a formula, not to a number."""
    assert (subscript("H", "2"), subscript("12.5", "1")) == ("2", "")


@given(st.text(max_size=200))
def test_squeeze_is_stable(text):
    """Squeezing twice changes nothing, and never leaves a line break."""
    once = squeeze(text)
    assert squeeze(once) == once
    assert "\n" not in once

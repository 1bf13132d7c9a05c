"""Tables: a cell is a figure by its headers, its row and the caption."""

from __future__ import annotations

from datetime import date

from extract.figures import read_figures
from models.article import Article, Published


def read(body: str) -> list[tuple[str, str, str, str | None, str, str]]:
    """Surface, value and unit, subject, place, measure and period of each figure."""
    article = Article(id="x", body=body, published=Published(date(2023, 6, 8)))
    return [
        (f.surface, f"{f.quantity.value:f}{f.quantity.unit}", f.subject, f.region, f.measure.value, f.period.key)
        for f in read_figures(article)
    ]


def test_places_in_rows_units_in_headers_period_in_the_caption() -> None:
    """A row names the place, a header the unit, the caption the year and the subject."""
    body = "2022年各区数字经济主要指标\n地区\t增加值（亿元）\t同比增长（%）\n海淀区\t5200\t8.1\n朝阳区\t2300\t-1.2"
    year = "2022-01-01..2022-12-31"
    assert read(body) == [
        ("5200", "520000000000元", "数字经济增加值", "海淀区", "level", year),
        ("8.1", "8.1%", "数字经济增加值", "海淀区", "growth", year),
        ("2300", "230000000000元", "数字经济增加值", "朝阳区", "level", year),
        ("-1.2", "-1.2%", "数字经济增加值", "朝阳区", "growth", year),
    ]


def test_a_cell_is_shown_with_its_unit() -> None:
    """The surface is the cell as it stands; what people read has the unit and scale of header, row or column too."""
    bodies = (
        "主要指标\n地区\t增加值（亿元）\t同比增长（%）\t企业数（家）\n海淀区\t5,200.50\t-1.2\t0",
        "主要指标\n指标\t单位\t2022年\n5G基站\t万个\t17.1\n智慧社区覆盖率\t%\t86.5%\n数据中心\t百万架\t1.3",
        "2022年，全市数字经济增加值5200亿元，占比超过42.7%，居第3位。",
    )
    found = [f for b in bodies for f in read_figures(Article(id="x", body=b, published=Published(date(2023, 6, 8))))]
    assert [f.surface for f in found][:4] == ["5,200.50", "-1.2", "0", "17.1"]
    assert [f.stated for f in found] == [
        "5,200.50亿元", "-1.2%", "0家", "17.1万个", "86.5%", "1.3百万架", "5200亿元", "超过42.7%", "第3位"
    ]  # fmt: skip


def test_years_in_headers_and_a_column_of_units() -> None:
    """A header may be the year, a column the unit, a row the subject."""
    body = "主要指标\n指标\t单位\t2021年\t2022年\n5G基站\t万个\t10.5\t17.1"
    assert [(row[1], row[2], row[5][:4]) for row in read(body)] == [
        ("105000.0个", "5G基站", "2021"),
        ("171000.0个", "5G基站", "2022"),
    ]


def test_the_unit_of_the_caption() -> None:
    """单位：亿元 above the table holds for its plain numbers."""
    assert read("软件业务收入（单位：亿元）\n城市\t2022年\n南京市\t8200")[0][1] == "820000000000元"


def test_words_and_numbering_are_no_figures() -> None:
    """Cells of words, and the column that numbers the rows, hold none."""
    assert read("名单\n名称\t序号\t备注\n某某公司\t1\t通过") == []

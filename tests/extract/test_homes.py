"""Whose figures an article tells where its sentences name no place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from extract.article import read_bytes
from extract.figures import read_figures
from extract.homes import home_of, seated, titled
from models.article import Article, Published

OWN = "全市累计建成5G基站3.2万个，比上月末净增600个。\n接入政务数据项4100个。"


def told(body: str, title: str = "", outlet: str | None = None, region: str | None = None) -> list[str | None]:
    """The regions of an article's figures."""
    published = Published(date(2026, 11, 20))
    article = Article(id="a", body=body, title=title, outlet=outlet, region=region, published=published)
    return [figure.region for figure in read_figures(article)]


@pytest.mark.parametrize(
    ("body", "title", "outlet", "region", "expected"),
    [
        (OWN, "数字底座再夯实", "北京市经济和信息化局", "全国", ["北京市"] * 3),
        (OWN, "武汉数字底座再夯实", "中国某报", "全国", ["武汉市"] * 3),
        (OWN, "数字底座再夯实", "中国某报", "全国", [None] * 3),
        (OWN, "数字底座再夯实", "省大数据局", "山东省", [None] * 3),
        (OWN, "数字底座再夯实", None, "济南市", ["济南市"] * 3),
        ("武汉市加快数字转型。\n" + OWN, "数字底座再夯实", "中国某报", "全国", ["武汉市"] * 3),
        ("记者在武汉采访获悉，" + OWN, "数字底座再夯实", "中国某报", "全国", ["武汉市"] * 3),
        ("武汉与长沙均在提速。\n" + OWN, "数字底座再夯实", "中国某报", "全国", [None] * 3),
        ("全省5G基站12万个，居全国前列。\n济南市2.1万个。\n全市光缆30万公里。", "简况", None, "山东省",
         ["山东省", "济南市", "济南市"]),
        ("数字转型提速。\n武汉市加快建设。\n建成5G基站500万个。", "通报", None, "全国", ["全国"]),
        ("截至10月底，建成5G基站500万个。", "国家数据局通报", "国家数据局", "全国", ["全国"]),
        ("截至10月底，建成5G基站500万个。", "通报", "国家数据局", "北京市", ["全国"]),
        ("北京11月3日电 截至10月底，累计建成5G基站500万个。", "通报", None, "全国", ["全国"]),
        ("算力规模超98EFLOPS。", "我省算力规模跃居全国前列", None, "贵州省", ["贵州省"]),
        ("算力规模超98EFLOPS。", "数字经济增速居全国前列", None, "贵州省", ["贵州省"]),
    ],
)  # fmt: skip
def test_whose_figures(
    body: str, title: str, outlet: str | None, region: str | None, expected: list[str | None]
) -> None:
    """Title, 来源 and opening come before the source's place; 全市 is a city that is named, or nobody's."""
    assert told(body, title, outlet, region) == expected


def test_two_cities_of_one_article() -> None:
    """全市 is the city spoken of last."""
    body = "深圳市数字经济提速。\n全市5G基站9.8万个。\n广州市产业集聚。\n全市5G基站8.1万个。"
    assert told(body, region="全国") == ["深圳市", "广州市"]


def test_bodies() -> None:
    """A public body sits in the innermost place of its name; what publishes news sits nowhere."""
    assert seated("国家统计局北京调查总队") == "北京市"
    assert seated("朝阳区人民政府", "长春市") == "朝阳区"
    assert seated("工业和信息化部") == "全国"
    assert (seated("北京日报"), seated("深圳特区报"), seated(None)) == (None, None, None)


def test_titles() -> None:
    """A title that stands beside another's, or ranks a place, names none."""
    assert titled("杭州提速；宁波跟进") is None
    assert titled("数字经济规模居全国第一") is None


def test_an_unknown_name_stays() -> None:
    """A source's place that no gazetteer knows is what 全市 stands for."""
    assert home_of(Article(id="1", body=OWN, region="某市")).region == "某市"
    assert told(OWN, region="某市") == ["某市"] * 3


def test_a_reprint_as_served() -> None:
    """The 来源 of a page is read and says whose 全市 it is, whatever its source covers."""
    page = (
        "<html><head><meta charset='utf-8'><title>数字底座再夯实</title></head><body><div><h1>数字底座再夯实</h1>"
        "<p>2026-11-20 来源：北京市经济和信息化局</p><div class='content'>"
        "<p>截至10月底，全市累计建成5G基站16.2万个，每万人拥有5G基站数74个，新型基础设施持续完善。</p>"
        "<p>建成算力中心28个，智能算力规模稳步提升，支撑数字经济高质量发展。</p></div></div></body></html>"
    )
    article = read_bytes(page.encode(), id="a", url="https://news.example.com/a.html")
    figures = read_figures(replace(article, region="全国"))
    assert {figure.region for figure in figures} == {"北京市"}

"""What is measured: one sentence a way to name it."""

from __future__ import annotations

import pytest

from extract.figures import find_figures
from extract.naming import join, key_of, tidy, whole_prefix


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        (
            "数字经济增加值达3万亿元，占GDP比重40%，增长8%。",
            ["数字经济增加值", "数字经济增加值占GDP比重", "数字经济增加值"],
        ),
        ("投资完成86亿元，完成年度计划的60%。", ["投资", "投资完成年度计划"]),
        ("70%的制造企业实现设备上云。", ["制造企业设备上云比例"]),
        ("市级92%、区级85%的事项实现“一网通办”。", ["市级事项“一网通办”比例", "区级事项“一网通办”比例"]),
        ("平台为18个部门的40个应用提供云服务。", ["平台云服务部门", "平台云服务应用"]),
        ("总投资50亿元的算力项目开工。", ["算力项目总投资"]),
        ("打造60家左右智能工厂。", ["智能工厂"]),
        ("城市大脑支撑80家单位300余个系统运行。", ["城市大脑支撑单位", "城市大脑支撑系统"]),
        ("数据平台汇聚数据90亿条，支撑医疗、教育等45个场景。", ["数据平台汇聚数据", "数据平台支撑场景"]),
        ("全市累计建成5G基站8万个。", ["5G基站"]),
        ("工业互联网平台30个，数量居全国第二位。", ["工业互联网平台", "工业互联网平台数量"]),
        ("规上企业500家；其中百亿级企业5家、十亿级企业40家。", ["规上企业", "百亿级企业", "十亿级企业"]),
        ("现有省级以上示范园区32个，其中国家级4个、省级28个。", ["省级以上示范园区", "国家级示范园区", "省级示范园区"]),
        ("普及率和数控化率分别达78%和61%。", ["普及率", "数控化率"]),
        ("拥有国家级、省级设计中心5家和70家。", ["国家级设计中心", "省级设计中心"]),
        (
            "数字经济对经济增长的贡献率达60%，拉动GDP增长2.1个百分点。",
            ["数字经济对经济增长的贡献率", "数字经济拉动GDP增长"],
        ),
        ("改造老旧小区300个、5万户。", ["改造老旧小区", "改造老旧小区涉及户数"]),
        ("培育营收超百亿元企业6家。", ["营收超百亿元企业"]),
    ],
)
def test_ways_to_name(text: str, subjects: list[str]) -> None:
    """Each way to name a subject, and what a clause that leaves it out inherits."""
    assert [f.subject for f in find_figures(text)] == subjects


def test_a_name_told_before_is_recalled() -> None:
    """增加值 in a later paragraph is of what the paragraph speaks of."""
    body = "数字经济增加值1万亿元。\n人口500万人。\n数字经济提速，实现增加值1.2万亿元。"
    assert find_figures(body)[-1].subject == "数字经济增加值"


@pytest.mark.parametrize(
    "wording",
    [
        "5G基站",
        "全市累计建成5G基站",
        "“5G基站”",
        "5G基站数量",
        "共建成5G基站",
        "5G基站总数",
        "全市5G基站",
        "北京5G基站",
    ],
)
def test_the_key_is_stable(wording: str) -> None:
    """Wordings of one thing have one key."""
    assert key_of(wording, "北京市") == key_of("5G基站", None)


def test_different_things_have_different_keys() -> None:
    """政务数据 is not 社会数据, 核心产业增加值 is not 增加值."""
    assert key_of("汇聚政务数据", None) != key_of("汇聚社会数据", None)
    assert key_of("数字经济核心产业增加值", None) != key_of("数字经济增加值", None)


def test_naming() -> None:
    """Names are tidied, joined with aspects, and parts take what they need of the whole."""
    assert tidy("全市共有智能工厂约") == "智能工厂"
    assert join("5G基站", "总数") == "5G基站总数"
    assert whole_prefix("跨境电商进出口总额", "出口") == "跨境电商出口"

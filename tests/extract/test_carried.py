"""What a clause or sentence that leaves something out takes from those before it, and what is no figure of anything."""

from __future__ import annotations

from datetime import date

import pytest

from extract.figures import read_figures
from extract.matching import series_of
from models.article import Article, Published
from models.metric import Figure


def told(text: str, title: str = "", day: str = "2026-11-09", region: str | None = "浙江省") -> list[Figure]:
    """The figures of a text."""
    published = Published(date.fromisoformat(day))
    return list(read_figures(Article(id="a", body=text, title=title, published=published, region=region)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "平台归集政务数据812亿条，支撑应用场景460余项。与去年同期的690亿条相比，增长17.7%。",
            ["平台归集政务数据", "平台支撑应用场景", "平台归集政务数据", "平台归集政务数据"],
        ),
        ("数字经济核心产业营业收入2.1万亿元；利润总额1986亿元，下降1.3%。",
         ["数字经济核心产业营业收入", "数字经济核心产业利润总额", "数字经济核心产业利润总额"]),
        ("数字经济核心产业营业收入2.1万亿元。\n两市合计占全省的七成。其中杭州市实现营业收入1.2万亿元。",
         ["数字经济核心产业营业收入", "数字经济核心产业营业收入占全省比重", "数字经济核心产业营业收入"]),
        ("建成智慧社区4312个，杭州、宁波等9市全部建成省级智慧城市试点。", ["智慧社区", "建成省级智慧城市试点的市"]),
        ("出省带宽达到6.8万Gbps，与39个城市实现直联。", ["出省带宽", "直联城市"]),
        ("注册用户3216万人，接入服务事项1.2万项，比上年末净增200万人。", ["注册用户", "接入服务事项", "注册用户"]),
    ],
)  # fmt: skip
def test_subjects_are_carried(text: str, expected: list[str]) -> None:
    """A base is of what its unit counts, an aspect of the industry spoken of, counted places of what they do."""
    assert [figure.subject for figure in told(text)] == expected


def test_a_base_is_of_its_own_time() -> None:
    """What something is compared with is of the time it names, the growth of the time spoken of."""
    level, base, growth = told("截至10月底，用户总数4136万户，与2020年的3900万户相比增长6%。")
    assert (level.period.key, growth.period.key) == ("2026-10-31..2026-10-31",) * 2
    assert base.period.key == "2020-01-01..2020-12-31"


def test_counts_of_a_monthly_bulletin() -> None:
    """A count without a date in a monthly bulletin is of the month's end; half a year's news counts today."""
    month = told("10月份，电信业务收入38.1亿元。移动电话用户总数4136万户。")
    assert month[1].period.key == "2026-10-31..2026-10-31"
    half = told("上半年，电信业务收入38.1亿元。移动电话用户总数4136万户。")
    assert half[1].period.key == "2026-11-09..2026-11-09"


@pytest.mark.parametrize(
    "text",
    ["举办培训，限200人，每单位不超过3人。", "每家企业限报2项，名额限50家。"],
)
def test_allowances_count_nothing(text: str) -> None:
    """How many a notice admits is no statistic."""
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("经修订，2025年数字经济增加值为23986.4亿元，比初步核算数增加236.4亿元。", "236.4亿元"),
        ("2025年数字经济增加值最终核实为23986.4亿元，较快报数据上调1.2%。", "1.2%"),
    ],
)
def test_the_size_of_a_revision(text: str, surface: str) -> None:
    """What a revision moved was added to nothing, and nothing grew by it."""
    moved = next(figure for figure in told(text) if figure.surface == surface)
    assert moved.measure.value == "change"


def test_keys_keep_what_names() -> None:
    """公共数据 and 占全市比重 are not 公数据 and 占全国比重."""
    keys = [
        series_of(figure, None) for figure in told("全市开放公共数据集6120个。软件收入占全市比重59%，占全国比重2%。")
    ]
    assert [key.split("|")[1] for key in keys] == ["开放公共数据集[个]", "软件收入占全市比重", "软件收入占全国比重"]

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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("软件业务收入2865亿元，增长13%，高于全国1.1个百分点；利润总额342亿元。",
         ["软件业务收入", "软件业务收入", "软件业务收入增速", "软件业务利润总额"]),
        ("百兆用户2310万户，占总用户数的97.4%；千兆用户968万户，占比40.8%。",
         ["百兆用户", "百兆用户占总用户数比重", "千兆用户", "千兆用户占比"]),
        ("汽车产量31.2万辆，占全国的9.3%，居全国第2位。", ["汽车产量", "汽车产量占全国比重", "汽车产量"]),
        ("机架上架率82%，居全国枢纽节点第3位。", ["机架上架率", "机架上架率"]),
        ("网办率97.3%；平均办理时限由3.6个工作日压缩至1.2个工作日，压缩66.7%。", ["网办率", "平均办理时限"]),
        ("产业实现产值1260亿元，两年平均增长26.1%。", ["产业产值", "产业产值"]),
        ("引进和培育数据商1140家。", ["数据商"]),
        ("贵州、甘肃、宁夏三个枢纽节点算力410EFLOPS。", ["枢纽节点算力"]),
        ("办事材料平均精简53%。", ["办事材料"]),
        ("建成数据集5.6万个，总体量超过760PB。", ["数据集", "数据集总体量"]),
    ],
)  # fmt: skip
def test_what_a_later_clause_is_about(text: str, expected: list[str]) -> None:
    """Points after a growth are of its rate, ranks of a size, 占比 of what was counted last."""
    assert [figure.subject for figure in told(text)] == expected


def test_a_mean_over_years() -> None:
    """两年平均 runs over two years up to the end of the time spoken of, and is no 同比."""
    level, growth = told("2025年，数字经济增加值5326亿元，两年平均增长10.4%。")
    assert (level.period.key, growth.period.key) == ("2025-01-01..2025-12-31", "2024-01-01..2025-12-31")
    assert growth.basis == "年均"


def test_what_prices_do_not_date() -> None:
    """上年 of 上年不变价 is no year that a bare month leans on; 去年同期 leans on the heading's window."""
    found = told("1—8月，电信业务收入312亿元，按上年不变价计算的业务总量386亿元。8月当月，业务收入38.9亿元。")
    assert found[2].period.key == "2026-08-01..2026-08-31"
    moved = told("利润由去年同期的42亿元增加到58亿元。", title="一季度工业运行报告", day="2026-04-25")
    assert [figure.period.key for figure in moved] == ["2025-01-01..2025-03-31", "2026-01-01..2026-03-31"]


def test_the_field_of_a_rank() -> None:
    """A rank among some is no rank among all."""
    (rank,) = (f for f in told("算力规模居副省级城市第2位。") if f.measure.value == "rank")
    assert rank.scope == "副省级城市"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("电子信息制造业营收占比达71.6%，比上年下降1.4个百分点。", ["电子信息制造业营收占比"] * 2),
        ("产业增加值2412亿元，规模继续位居全省第一。", ["产业增加值"] * 2),
        ("办理事件214万件，其中95.6%在24小时内办结。", ["办理事件", "办理事件在24小时内办结比例"]),
        ("杭州市、工业园区分别实现软件收入562亿元和498亿元。", ["软件收入"] * 2),
    ],
)
def test_words_that_are_no_part_of_a_name(text: str, expected: list[str]) -> None:
    """占比达 is a share reached; 继续 and what stands before 分别 name nothing."""
    assert [figure.subject for figure in told(text)] == expected


def test_how_far_beyond() -> None:
    """高于全国平均水平7.8个 is a distance, 高于1000元 a bound, 再接入2万路 an addition."""
    _, beyond = told("每万人拥有5G基站44.6个，高于全国平均水平7.8个。")
    (bound,) = told("人均收入高于1000元。")
    (more,) = told("今年计划再接入视频监控2万路。")
    assert [f.measure.value for f in (beyond, bound, more)] == ["change", "level", "increment"]


def test_the_next_paragraph_goes_on_with_the_window() -> None:
    """A flow without a date is of the part of the year that the paragraph before opens with."""
    found = told("上半年，数字产业增加值2412亿元。\n软件业增加值562亿元。")
    assert found[1].period.key == "2026-01-01..2026-06-30"

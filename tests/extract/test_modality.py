"""Facts, targets and plans; how settled a figure is; when it is of."""

from __future__ import annotations

from datetime import date

import pytest

from extract.context import infer_day
from extract.figures import read_figures
from extract.modality import intends, opens_future, status_of
from models.article import Article, Published
from models.metric import Figure, Status


def figures(text: str, title: str | None = None, day: str = "2023-05-10") -> list[Figure]:
    """The figures of a text published on a day."""
    published = Published(date.fromisoformat(day))
    return list(read_figures(Article(id="x", body=text, title=title, published=published)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全市已建成5G基站8万个。", "actual"),
        ("力争5G基站突破9万个。", "target"),
        ("到2025年，核心产业增加值占比达到12%。", "target"),
        ("年底前5G基站达到9万个。", "target"),
        ("下一步，将打造20个示范园区。", "plan"),
        ("计划新建充电桩3000个。", "plan"),
        ("主要任务有20项。", "actual"),
        ("平台将数据共享给50个部门。", "actual"),
        ("预计全年软件业务收入将达5000亿元。", "actual"),
        ("去年全市数字经济增长8%。", "actual"),
    ],
)
def test_modality(text: str, expected: str) -> None:
    """Targets and plans are never taken for facts, nor facts for plans."""
    assert [f.modality.value for f in figures(text)] == [expected]


def test_a_plan_speaks_of_its_year_and_turns_back_to_facts() -> None:
    """Under the title of a plan figures are plans of its years; 目前 turns to what there is."""
    found = figures(
        "打造100个智慧社区。\n目前，全市已有智慧社区60个。", title="某市印发智慧城市行动计划（2023—2025年）"
    )
    assert [f.modality.value for f in found] == ["plan", "actual"]
    assert found[0].period.last == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("line", "heading", "expected"),
    [
        ("某省印发数字强省建设2023年工作要点", True, True),
        ("近日，市政府印发《智慧城市建设行动计划》。", False, True),
        ("去年8月，北京发布实施方案。", False, False),
        ("主要成效", True, False),
        ("下一步工作安排", True, True),
    ],
)
def test_sections_of_plans(line: str, heading: bool, expected: bool) -> None:
    """Headings and news of a plan open a section of plans."""
    assert opens_future(line, heading=heading, now=False) is expected


def test_intends() -> None:
    """Work to come is told from work done."""
    assert intends("下一步，将重点抓好三项工作。")
    assert not intends("平台将多部门数据打通。")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("初步核算，增加值5亿元", Status.PRELIMINARY),
        ("预计增长5%", Status.PRELIMINARY),
        ("经最终核实，为5亿元", Status.FINAL),
        ("修订后为5亿元", Status.REVISED),
        ("因统计口径调整，为5亿元", Status.BREAK),
        ("达5亿元", Status.NORMAL),
    ],
)
def test_status(text: str, status: Status) -> None:
    """How settled a figure is comes from words."""
    assert status_of(text, text) is status


@pytest.mark.parametrize(
    ("text", "first", "last", "implicit"),
    [
        ("全市5G基站8万个。", "2023-05-10", "2023-05-10", True),
        ("累计建成5G基站8万个。", "2023-05-10", "2023-05-10", False),
        ("截至4月底，5G基站8万个。", "2023-04-30", "2023-04-30", False),
        ("2022年，增加值5亿元，同比增长6%。", "2022-01-01", "2022-12-31", False),
        ("规模由5亿元增加到8亿元。", None, None, False),
        ("将新建基站3000个。", "2023-01-01", "2023-12-31", True),
        ("力争基站达到3000个。", None, "2023-12-31", True),
    ],
)
def test_when(text: str, first: str | None, last: str | None, implicit: bool) -> None:
    """A period is written, inherited, or that of the plan or the publication."""
    period = figures(text)[0].period
    assert (str(period.first) if period.first else None, str(period.last) if period.last else None) == (first, last)
    assert period.implicit is implicit


def test_the_window_of_a_paragraph_is_inherited_by_flows_only() -> None:
    """其中 and amounts take the paragraph's window; a later count stands at publication."""
    found = figures("2022年，增加值5000亿元。其中，制造业增加值900亿元。全市有企业3万家。")
    assert [str(f.period.first) for f in found] == ["2022-01-01", "2022-01-01", "2023-05-10"]


def test_the_day_is_inferred_where_none_is_known() -> None:
    """The latest day the text tells of, its year not one that is only aimed at."""
    assert infer_day("2023全球数字经济大会7月7日闭幕。到2025年建成。") == date(2023, 7, 7)
    assert infer_day("没有日期。") is None


def test_status_of_what_is_replaced() -> None:
    """What a revision replaces stays preliminary in its sentence."""
    found = figures("2023年增加值由初步核算的3120亿元修订为3196亿元。")
    assert [figure.status for figure in found] == [Status.PRELIMINARY, Status.REVISED]


def test_status_of_a_paragraph() -> None:
    """初步核算 at the head of a sentence holds for what follows of the same time, and for no other time."""
    body = "初步核算，2025年数字经济增加值2.4万亿元。核心产业增加值1.3万亿元。2024年核心产业增加值1.2万亿元。"
    assert [figure.status for figure in figures(body, day="2026-01-20")] == [
        Status.PRELIMINARY,
        Status.PRELIMINARY,
        Status.NORMAL,
    ]

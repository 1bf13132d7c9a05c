"""Figure × metric → observation, or why not."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from config.loader import load
from extract.figures import read_figures
from extract.matching import match, observe, unit_kind
from extract.originators import originator_of
from models.article import Article, Published
from models.metric import Figure, Measure, Metric, Nature, Observation

METRICS = load(None).metrics
SEEN = datetime(2023, 6, 1, tzinfo=UTC)
STATIONS = Metric(
    id="stations", name="5G基站", unit="个", measures=(Measure.LEVEL,), nature=Nature.INSTANT, excludes=("每万人",)
)


def figures(text: str) -> tuple[Figure, ...]:
    """The figures of a text."""
    return read_figures(Article(id="x", body=text, published=Published(date(2023, 6, 1))))


def told(text: str, metrics: tuple[Metric, ...] = (STATIONS,), **fields: str) -> tuple[Observation, ...]:
    """The observations of a text."""
    article = Article(id="a", body=text, published=Published(date(2023, 6, 1)), **fields)
    return observe(article, read_figures(article), metrics, SEEN)


EXAMPLES = [(metric, example) for metric in METRICS for example in metric.examples]


@pytest.mark.parametrize(("metric", "example"), EXAMPLES, ids=[f"{m.id}-{i}" for i, (m, _) in enumerate(EXAMPLES)])
def test_every_metric_is_found_in_its_examples(metric: Metric, example: object) -> None:
    """A shipped metric is found where its example says, and not where it says so."""
    found = [f for f in figures(example.text) if match(f, METRICS)[0] is metric]  # type: ignore[attr-defined]
    surface, region = example.surface, example.region  # type: ignore[attr-defined]
    if surface is None:
        assert found == []
    else:
        assert any(f.surface == surface and region in (None, f.region) for f in found)


@pytest.mark.parametrize("metric", METRICS, ids=lambda m: m.id)
def test_every_metric_has_an_example(metric: Metric) -> None:
    """A metric without an example sentence is not shipped."""
    assert metric.examples


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("每万人拥有5G基站30个。", "is not one of its names"),
        ("新增5G基站3万个。", "measure is increment"),
        ("5G基站3万平方公里。", "unit is 平方公里"),
        ("数字人民币商户5万家。", "no metric has this subject"),
    ],
)
def test_why_not(text: str, why: str) -> None:
    """A figure of no metric says why."""
    [observation] = told(text)
    assert observation.metric is None
    assert why in observation.why


def test_regions_of_a_metric() -> None:
    """A metric that watches one place is not matched elsewhere; place names in any form."""
    beijing = Metric(
        id="b", name="5G基站", unit="个", measures=(Measure.LEVEL,), nature=Nature.INSTANT, regions=("北京",)
    )
    assert told("北京建成5G基站7万个。", (beijing,))[0].metric == "b"
    assert "which it does not watch" in told("上海建成5G基站7万个。", (beijing,))[0].why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("北京累计建成5G微站7万个。", "北京市5G微站数量达7万个。"),
        ("某平台服务企业3万家。", "某平台累计服务企业3万户。"),
        ("全市拥有“链主”企业8家。", "全市链主企业达8家。"),
    ],
)
def test_untracked_series_are_stable(one: str, other: str) -> None:
    """The same thing in other words is found again."""
    assert told(one)[0].series == told(other)[0].series


def test_series_keys() -> None:
    """The key is region|subject|measure, with a track of its own for targets, and units that differ apart."""
    assert told("北京建成5G基站7万个。")[0].series == "北京市|5G基站|level"
    assert told("北京力争5G基站达到9万个。")[0].series == "北京市|5G基站|level|target"
    keys = {o.series for o in told("平台汇聚数据2万类、90亿条。")}
    assert len(keys) == 2


def test_observations_are_complete_and_stable() -> None:
    """Every figure has one observation, with a stable id, both times and who stated it."""
    text = "据某市统计局介绍，2022年增加值5亿元，增长6%。"
    observations = told(text, outlet="某报", url="https://example.org/1")
    assert [o.id for o in observations] == [f"a:{text.index('5亿元')}", f"a:{text.index('6%')}"]
    assert {(o.published, o.seen_at, o.outlet, o.originator) for o in observations} == {
        (date(2023, 6, 1), SEEN, "某报", "某市统计局")
    }


def test_unit_kinds() -> None:
    """个 and 项, 家 and 户 count alike; 元 stands alone."""
    assert unit_kind("项") == unit_kind("个") != unit_kind("家") == unit_kind("户")
    assert unit_kind("元") == "元"


def test_originator() -> None:
    """Who spoke first is the originator; else what the page names as its origin."""
    assert originator_of(Article(id="1", body="记者从工业和信息化部获悉。")) == "工业和信息化部"
    assert originator_of(Article(id="1", body="没有来源。", origin="新华社")) == "新华社"

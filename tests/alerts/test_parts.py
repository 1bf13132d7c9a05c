"""The smaller judgements: differences, directions, originators, aims, words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from alerts.delta import difference, direction
from alerts.origins import canonical, independent, same_body
from alerts.targets import is_due, is_missed, progress
from alerts.wording import amount, difference_words, period_words
from models.metric import Delta, Measure, Modality
from models.quantity import Bound
from tests.alerts.observing import observe, period

MORE, LESS = Bound.MORE_THAN, Bound.LESS_THAN


def fig(surface, value, **kw):
    return observe(surface, value, "2021", **kw).figure


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (("5.2万个", "52000"), ("7.5万个", "75000"), {"abs": "23000", "pct": "44.2"}),
        (("347亿个", "347E8"), ("380多亿个", "380E8", MORE), {"abs_min": "33E8", "pct_min": "9.5"}),
        (("181个", "181"), ("160余个", "160", MORE),
         {"abs_min": "-20", "abs_max": "-12", "pct_min": "-11.0", "pct_max": "-6.6"}),
        (("突破万亿", "1E12", MORE), ("2.2万亿", "22E11"), {"abs_max": "12E11", "pct_max": "120.0"}),
        (("340多亿", "340E8", MORE), ("380亿", "380E8"),
         {"abs_min": "30E8", "abs_max": "40E8", "pct_min": "8.8", "pct_max": "11.8"}),
        (("340多亿", "340E8", MORE), ("345亿", "345E8"), {"abs_min": "-5E8", "abs_max": "5E8"}),
        (("200家", "200"), ("不足150家", "150", LESS), {"abs_max": "-50", "pct_max": "-25.0"}),
    ],
)  # fmt: skip
def test_difference_is_as_exact_as_the_figures(a, b, expected):
    """Exact figures give one number, bounds give what is certain, and percentages only follow."""
    delta = difference(*(fig(x[0], x[1], bound=x[2] if len(x) > 2 else Bound.EXACT) for x in (a, b)))
    for key in ("abs", "abs_min", "abs_max", "pct", "pct_min", "pct_max"):
        want = expected.get(key)
        assert getattr(delta, key) == (None if want is None else Decimal(want)), key


@pytest.mark.parametrize(
    ("measure", "unit", "expected"),
    [(Measure.SHARE, "%", "个百分点"), (Measure.GROWTH, "%", "个百分点"), (Measure.RANK, "位", "位")],
)
def test_what_moves_in_points(measure, unit, expected):
    """Shares and rates move in 个百分点 and have no percentage; a rank moves in places."""
    delta = difference(*(fig(f"{v}", v, measure=measure, unit=unit) for v in ("4", "3")))
    assert (delta.abs, delta.pct, delta.unit) == (-1, None, expected)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (fig("181个", "181"), fig("160余个", "160", bound=MORE), -1),
        (fig("347亿", "347E8"), fig("340多亿", "340E8", bound=MORE), 0),
        (fig("347亿", "347E8"), fig("超100亿", "1E10", bound=MORE), 0),
        (fig("1个", "1"), fig("2个", "2"), 1),
        (fig("1.6万亿", "16E11", precision="1E11"), fig("1.63万亿", "163E10", precision="1E10"), 0),
        (fig("5000家", "5000"), fig("不足5000家", "5000", bound=LESS), 0),
    ],
)
def test_direction_is_told_only_where_it_is_certain(a, b, expected):
    """Up, down, or not to be told."""
    assert direction(a, b) == expected


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("北京市经济和信息化局(副局长王某，发布会)", "北京市经济和信息化局（局长张某，专访）", True),
        ("北京市经济和信息化局", "北京市经信局", True),
        ("市统计局", "某市统计局", True),
        ("某市统计局局长李某", "某市统计局", True),
        ("某市统计局", "某市通信管理局", False),
        ("国家数据局", "工业和信息化部", False),
        ("工信部", "工业和信息化部", True),
        (None, "某市统计局", False),
        (None, None, False),
        ("局", "某市统计局", False),
    ],
)
def test_one_body_under_many_names(a, b, same):
    """Persons, occasions, long forms and the place left out do not make another body."""
    assert same_body(a, b) is same
    assert same_body(b, a) is same


def test_canonical_name():
    """The name alone."""
    assert canonical("北京市经济和信息化局(局长张某,专访)") == "北京市经信局"


def test_originators_join_through_a_third():
    """Two outlets that quote one body each, and a body that both know, are one."""
    found = [
        observe("1个", "1", "2021", article="a", outlet="甲报", originator="某市统计局"),
        observe("1个", "1", "2021", article="b", outlet="乙报"),
        observe("1个", "1", "2021", article="c", outlet="乙报", originator="市统计局"),
        observe("1个", "1", "2021", article="d", outlet="丙报"),
    ]
    assert independent(found) == 2
    assert independent(reversed(found)) == 2


def test_one_story_is_one_originator():
    """Articles that retell one story are one originator, whatever their sentences and outlets."""
    first = observe("1个", "1", "2021", article="a", outlet="甲报")
    copies = [
        replace(observe("1个", "1", "2021", article=name, outlet=outlet), story="a")
        for name, outlet in (("b", "乙报"), ("c", "丙报"))
    ]
    other = observe("1个", "1", "2021", article="d", outlet="丁报")
    assert independent([first, *copies]) == 1
    assert independent(copies) == 1
    assert independent([*copies, other]) == 2


def aim(surface="20万个以上", value="200000", bound=MORE, **kw):
    return observe(surface, value, "<2023", article="t", modality=Modality.TARGET, bound=bound, precision="1E4", **kw)


@pytest.mark.parametrize(
    ("value", "percent", "reached"), [("180000", "90.0", False), ("200000", "100.0", True), ("210000", "105.0", True)]
)
def test_progress(value, percent, reached):
    """How far the actual has come, and whether it is there."""
    found = progress(observe("x", value, "@2023-06-30"), aim())
    assert found is not None
    assert (found.percent, found.reached, found.deadline) == (Decimal(percent), reached, date(2023, 12, 31))


def test_upper_aims_and_strangers():
    """不超过 is reached at or below; another unit, measure or zone, or two aims, cannot be set side by side."""
    upper = aim("不超过5万个", "50000", Bound.AT_MOST)
    assert progress(observe("4万个", "40000", "@2023-06-30"), upper).reached
    assert progress(aim(), aim()) is None
    assert not progress(observe("20万个左右", "200000", "@2023-06-30", bound=Bound.APPROX), aim()).reached
    assert progress(observe("x", "1", "@2023-06-30", unit="亿元"), aim()) is None
    assert progress(observe("x", "1", "@2023-06-30", zone="开发区"), aim()) is None


@pytest.mark.parametrize(
    ("actual", "today", "missed"),
    [
        (observe("18万个", "180000", "@2023-12-31"), date(2024, 2, 1), True),
        (observe("21万个", "210000", "@2023-12-31"), date(2024, 2, 1), False),
        (observe("18万个", "180000", "@2023-10-31"), date(2024, 2, 1), False),
        (observe("18万个", "180000", "@2023-12-31"), date(2023, 12, 31), False),
        (None, date(2024, 2, 1), False),
    ],
)
def test_an_aim_is_missed_only_for_certain(actual, today, missed):
    """Past its deadline, and with an actual as of the deadline that falls short."""
    assert is_missed(aim(), actual, today) is missed


def test_due():
    """Within so many days, and not after."""
    assert is_due(aim(), date(2023, 12, 10))
    assert not is_due(aim(), date(2023, 10, 1))
    assert not is_due(aim(), date(2024, 1, 1))


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("23000", "个", "+2.3万个"),
        ("120000000000", "元", "+1200亿元"),
        ("-1200", "家", "−1200家"),
        ("2.3", "个百分点", "+2.3个百分点"),
        ("0", "个", "0个"),
        ("1280000000000", "元", "+1.28万亿元"),
    ],
)
def test_amounts(value, unit, words):
    """Scale words as a headline has them, no digit invented."""
    assert amount(Decimal(value), unit, signed=True) == words


def test_differences_in_words():
    """Exact, at least, between; with the percentage where there is one."""
    exact = Delta(unit="个", abs=Decimal(23000), pct=Decimal("44.2"))
    least = Delta(unit="条", abs_min=Decimal("33E8"), pct_min=Decimal("9.5"))
    between = Delta(unit="个/项", abs_min=Decimal(-20), abs_max=Decimal(-12))
    assert difference_words(exact) == "+2.3万个 (+44.2%)"
    assert difference_words(least, "zh") == "至少 +33亿条（至少 +9.5%）"
    assert difference_words(between) == "−20个/项 to −12个/项"


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("2021", "2021年", "2021"),
        ("2022-09", "2022年前三季度", "2022 Jan–Sep"),
        ("2022-08", "2022年1—8月", "2022 months 1—8"),
        ("@2022-12-31", "截至2022-12-31", "as of 2022-12-31"),
        ("~2023-02-13", "见报于2023-02-13", "as reported 2023-02-13"),
        ("<2025", "到2025-12-31", "by 2025-12-31"),
        ("?", "时间不详", "undated"),
    ],
)
def test_periods_in_words(text, zh, en):
    """A period as a headline writes it."""
    assert period_words(period(text), "zh") == zh
    assert period_words(period(text), "en") == en

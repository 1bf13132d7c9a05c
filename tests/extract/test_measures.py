"""What a number says about its subject, and against what."""

from __future__ import annotations

import pytest

from extract.measures import basis_of, measure_of, scope_of
from models.metric import Measure


@pytest.mark.parametrize(
    ("unit", "before", "after", "expected"),
    [
        ("元", "增加值达", "", "level"),
        ("%", "占GDP比重", "", "share"),
        ("%", "占GDP比重进一步提升到", "", "share"),
        ("%", "同比增长", "", "growth"),
        ("%", "现价增速", "", "growth"),
        ("%", "增速提高到", "", "growth"),
        ("%", "覆盖率提高到", "", "share"),
        ("%", "年底前", "的企业实现上云", "share"),
        ("%", "贡献率达", "", "share"),
        ("%", "完成年度计划的", "", "share"),
        ("%", "成本降低", "", "growth"),
        ("%", "增加值占比", "", "share"),
        ("个百分点", "比上年提高", "", "change"),
        ("倍", "增长", "", "growth"),
        ("倍", "是2018年的", "", "multiple"),
        ("位", "居", "", "rank"),
        ("个", "2023年新建成", "智慧停车场", "increment"),
        ("家", "企业年均增加", "", "increment"),
        ("户", "比上年末增加", "", "increment"),
        ("个", "由100个增加到", "", "level"),
        ("平方公里", "启动", "新扩工作", "increment"),
        ("家", "打造", "智能工厂", "level"),
    ],
)
def test_measure(unit: str, before: str, after: str, expected: str) -> None:
    """The unit and the words beside a number tell its measure."""
    assert measure_of(unit, before, after)[0].value == expected


def test_numbers_in_a_row_share_their_measure() -> None:
    """下降67%和74%: the second is what the first is."""
    assert measure_of("%", "和", "", Measure.GROWTH)[0] is Measure.GROWTH


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("同比增长", "同比"),
        ("环比下降", "环比"),
        ("按现价计算增长", "现价"),
        ("按可比价格计算", "不变价"),
        ("比上年末增加", "较上年末"),
        ("达", None),
    ],
)
def test_basis(before: str, expected: str | None) -> None:
    """What a growth compares with is noted."""
    assert basis_of(before, before) == expected


def test_scope() -> None:
    """The field of a rank."""
    assert (scope_of("全国第一"), scope_of("第5位")) == ("全国", None)

"""Measure words: the longest one that is there, under the name an analyst would write."""

import pytest

from extract.units import CONVERSIONS, CURRENCIES, DURATIONS, UNITS, read_unit


@pytest.mark.parametrize(
    ("text", "name", "word"),
    [
        ("用户", "户", "用户"),
        ("个百分点", "个百分点", "个百分点"),
        ("百分点", "个百分点", "百分点"),
        ("平方公里", "平方公里", "平方公里"),
        ("元人民币", "元", "元人民币"),
        ("元/吨", "元/吨", "元"),
        ("微克/立方米", "微克/立方米", "微克"),
        ("TEU", "标准箱", "TEU"),
        ("kWh", "千瓦时", "kWh"),
        (" 个", "个", "个"),
        ("人次", "人次", "人次"),
        ("元B轮", "元", "元"),
    ],
)
def test_the_longest_measure_word_is_read(text, name, word):
    """A unit is read whole, with what it is per, and named canonically."""
    unit = read_unit(text, 0)
    assert unit is not None
    assert (unit.name, unit.word) == (name, word)


@pytest.mark.parametrize("text", ["人工智能", "元宇宙", "省级平台", "市场", "G", "GBX", "，个", "单元", ""])
def test_other_words_are_no_measure_words(text):
    """人 of 人工智能 counts nobody, and GB of GBX measures nothing."""
    assert read_unit(text, 0) is None


def test_percent_is_never_a_percentage_point():
    """% and 个百分点 are different units, whatever the data file says."""
    assert UNITS["%"] == "%"
    assert UNITS["个百分点"] == "个百分点"


def test_every_unit_is_written_as_itself_or_leads_to_one():
    """A canonical unit is not an alias of yet another, and conversions lead between canonical units."""
    chained = {name for name in UNITS.values() if UNITS.get(name, name) != name}
    assert not chained
    assert not CURRENCIES & DURATIONS
    assert all(factor > 0 for _, factor in CONVERSIONS.values())

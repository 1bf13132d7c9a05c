"""Places and what 全市 stands for."""

from __future__ import annotations

import pytest

from extract.regions import about, canonical, find_places, is_within


@pytest.mark.parametrize(
    ("text", "within", "expected"),
    [
        ("北京数字经济", None, ["北京市"]),
        ("内蒙古自治区算力", None, ["内蒙古自治区"]),
        ("海淀、朝阳两区", "北京市", ["海淀区", "朝阳区"]),
        ("海淀附近", None, []),
        ("浦东新区集聚企业", "上海市", ["浦东新区"]),
        ("我国5G基站", None, ["全国"]),
        ("中国移动建成基站", None, []),
        ("其中国家级平台", None, []),
        ("国内生产总值", None, []),
        ("全省行政村", "济南市", ["山东省"]),
        ("全市行政村", "济南市", ["济南市"]),
        ("全市行政村", "海淀区", ["北京市"]),
        ("全区工业", "宁夏回族自治区", ["宁夏回族自治区"]),
        ("全县工业", "德清县", ["德清县"]),
        ("全市行政村", None, [""]),
        ("山东半岛城市群", None, []),
        ("拉萨市区覆盖率", None, ["拉萨市"]),
        ("德国数字经济", None, ["德国"]),
    ],
)
def test_places(text: str, within: str | None, expected: list[str]) -> None:
    """Full, short and relative names are canonical places; other words that look like places are none."""
    assert [m.name for m in find_places(text, within)] == expected


def test_offsets() -> None:
    """A mention's offsets hold its text."""
    text = "据江苏省消息，南京与苏州工业园区"
    assert [text[m.start : m.end] for m in find_places(text)] == [m.text for m in find_places(text)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("北京", "北京市"), ("我国", "全国"), (None, None), ("某市", "某市"), ("延边", "延边朝鲜族自治州")],
)
def test_canonical(name: str | None, expected: str | None) -> None:
    """Any form of a name leads to the full one; an unknown name stays."""
    assert canonical(name) == expected


def test_about() -> None:
    """An article is about the place its title names, else the one it names most."""
    assert about("南京数字经济提速", "北京北京") == "南京市"
    assert about(None, "青岛建成平台。青岛还将继续。") == "青岛市"
    assert about(None, "没有地名。") is None


def test_is_within() -> None:
    """A district lies in its city and in the nation, not the other way round."""
    assert is_within("海淀区", "北京市")
    assert is_within("海淀区", "全国")
    assert not is_within("北京市", "海淀区")

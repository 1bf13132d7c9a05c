"""Publication times as Chinese pages write them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given as forall
from hypothesis import strategies as st

from extract.dates import CHINA, given, infer, plausible, read_stamp, read_url, read_when
from models.article import Precision, Published


@pytest.mark.parametrize(
    ("text", "iso", "precision"),
    [
        ("发布时间:2024-05-13 10:20", "2024-05-13T10:20:00+08:00", Precision.MINUTE),
        ("2024年5月13日10时20分", "2024-05-13T10:20:00+08:00", Precision.MINUTE),
        ("2024年05月13日 星期一 下午 3:05", "2024-05-13T15:05:00+08:00", Precision.MINUTE),
        ("2024/5/13 08:00:09", "2024-05-13T08:00:09+08:00", Precision.SECOND),
        ("2024.05.13", "2024-05-13", Precision.DAY),
        ("2024年5月13日", "2024-05-13", Precision.DAY),
        ("2024-05-13 00:00:00", "2024-05-13", Precision.DAY),
        ("2024-05-13T23:30:00Z", "2024-05-14T07:30:00+08:00", Precision.SECOND),
        ("2022-02-11 22:22:45 +0800", "2022-02-11T22:22:45+08:00", Precision.SECOND),
        ("Sun, 12 Dec 2021 01:55:37 GMT", "2021-12-12T09:55:37+08:00", Precision.SECOND),
        ("二〇二四年五月十三日", "2024-05-13", Precision.DAY),
        ("２０２４年５月１３日", "2024-05-13", Precision.DAY),
        ("2026年11月20日", "2026-11-20", Precision.DAY),
    ],
)
def test_reads_when(text, iso, precision):
    """A date is read with the time that stands behind it, in China's zone, and as exactly as it is stated."""
    found = read_when(text)
    assert (found.isoformat(), found.precision) == (iso, precision)
    assert found.evidence.startswith("text: ")


@pytest.mark.parametrize(
    "text", ["", "2024年", "1.6万亿元", "2024-13-45", "电话2024-5113", "第3.10.2版", "1887年5月1日"]
)
def test_reads_no_date_where_none_is(text):
    """Numbers that are no day are not read as one."""
    assert read_when(text) is None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://a.example.cn/n1/2024/0513/c1-2.html", date(2024, 5, 13)),
        ("http://a.example.cn/2024-05/13/content_1.htm", date(2024, 5, 13)),
        ("http://a.example.cn/xw/202405/t20240513_123.html", date(2024, 5, 13)),
        ("http://a.example.cn/24/0513/08/A.html", date(2024, 5, 13)),
        ("http://a.example.cn/art/2024/5/13/art_1.html", date(2024, 5, 13)),
        ("http://a.example.cn/id/20249999.html", None),
        (None, None),
    ],
)
def test_reads_the_day_of_an_address(url, day):
    """Systems file articles by day; numbers that are no day are not taken for one."""
    found = read_url(url)
    assert (found.day if found else None) == day


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("1715560000", "2024-05-13T08:26:40+08:00"),
        ("1715560000123", "2024-05-13T08:26:40+08:00"),
        ("20240513", "2024-05-13"),
        ("20240513102000", "2024-05-13T10:20:00+08:00"),
    ],
)
def test_reads_stamps(value, iso):
    """What systems write into metas and scripts is read too."""
    assert read_stamp(value, "script").isoformat() == iso


def test_infers_a_day_and_says_so():
    """An undated text is placed by the latest day it speaks of, marked as inferred."""
    found = infer("2023年工作要点。6日消息。7月7日,大会闭幕;据5月1日数据,2023年增长。")
    assert (found.day, found.evidence) == (date(2023, 7, 7), "inferred: 7月7日")
    assert infer("没有日期的文本") is None


def test_given_dates():
    """Days, times and their texts can be handed in."""
    assert given(date(2024, 5, 13)).day == date(2024, 5, 13)
    assert given(datetime(2024, 5, 13, 20, tzinfo=UTC)).isoformat() == "2024-05-14T04:00:00+08:00"
    assert given("2024-05-13T10:20:00+08:00").precision is Precision.SECOND
    assert given(None) is None


def test_future_is_passed_over():
    """Of several candidates the first that is not in the future stands."""
    future, past = Published(date(2042, 1, 1)), Published(date(2024, 5, 13))
    assert plausible((None, future, past), datetime(2024, 5, 14, tzinfo=CHINA)) is past
    assert plausible((None, future, past), None) is future


@forall(st.text(max_size=80))
def test_never_fails(text):
    """Whatever a page prints, reading it for a date does not fail."""
    read_when(text)
    read_stamp(text, "meta")
    read_url(text)
    infer(text)

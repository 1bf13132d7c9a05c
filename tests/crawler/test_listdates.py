"""Dates as lists write them."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.listdates import day_of, find_day, is_day, stamp

TODAY = date(2023, 3, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[2023-02-13]", date(2023, 2, 13)),
        ("2023年2月13日 10:30", date(2023, 2, 13)),
        ("2023/02/13", date(2023, 2, 13)),
        ("2023.2.3", date(2023, 2, 3)),
        ("20230213", date(2023, 2, 13)),
        ("23-02-13", date(2023, 2, 13)),
        ("13 2023-02", date(2023, 2, 13)),
        ("(02-13)", date(2023, 2, 13)),
        ("2月13日", date(2023, 2, 13)),
        ("12-30", date(2022, 12, 30)),
        ("昨天 12:30", date(2023, 2, 28)),
        ("3小时前", TODAY),
        ("2天前", date(2023, 2, 27)),
        ("12:30", None),
        ("2.5万亿元", None),
        ("02-29", None),
        ("1949年10月1日", None),
        ("2023-13-45", None),
        ("", None),
    ],
)
def test_a_day_is_found(text: str, expected: date | None) -> None:
    """With or without year, in any of the usual marks; without one never in the future, and never before the Web."""
    assert find_day(text, TODAY) == expected


@pytest.mark.parametrize(("text", "expected"), [("发布时间：2023-02-13 10:00", True), ("截至2月13日共有三家", False)])
def test_a_date_alone(text: str, *, expected: bool) -> None:
    """A date in a sentence is not the date of the link."""
    assert (is_day(text, TODAY) is not None) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1676250000, date(2023, 2, 13)),
        (1676250000000, date(2023, 2, 13)),
        ("1676250000", date(2023, 2, 13)),
        ("Mon, 13 Feb 2023 17:00:00 GMT", date(2023, 2, 14)),
        ("2023-02-13T17:00:00Z", date(2023, 2, 14)),
        ("2023-02-13 17:00:00", date(2023, 2, 13)),
        ("2023-02-13", date(2023, 2, 13)),
        (True, None),
        (None, None),
        (20230213, date(2023, 2, 13)),
        ("20230213", date(2023, 2, 13)),
        (20230213101500, date(2023, 2, 13)),
        ("202302131015", date(2023, 2, 13)),
        ("/Date(1676250000000+0800)/", date(2023, 2, 13)),
        (946684800000, date(2000, 1, 1)),
        (20231345, None),
        (0, None),
        ("0", None),
        (-62135596800000, None),
        ("0001-01-01T00:00:00+08:00", None),
        ("9999-12-31T23:59:59Z", None),
        (253402300799000, None),
        (float("nan"), None),
        (10**30, None),
        ("soon", None),
    ],
)
def test_days_of_feeds_and_json(value: object, expected: date | None) -> None:
    """Times with a zone become China's days, times without one are China's already; what stands for no day is none."""
    assert day_of(value, TODAY) == expected


def test_a_stamp_is_aware() -> None:
    """No naive time leaves the crawler."""
    at = stamp("2023-02-13 17:00:00")
    assert at is not None
    assert at.utcoffset() is not None


def test_a_leap_day_without_a_year() -> None:
    """29 February is that of the last leap year, where that is not long ago."""
    assert find_day("02-29", date(2025, 1, 3)) == date(2024, 2, 29)

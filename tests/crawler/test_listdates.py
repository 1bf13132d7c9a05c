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
        ("2023-13-45", None),
        ("", None),
    ],
)
def test_a_day_is_found(text: str, expected: date | None) -> None:
    """With or without year, in any of the usual marks; a day without year is never in the future."""
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
        (10**30, None),
        ("soon", None),
    ],
)
def test_days_of_feeds_and_json(value: object, expected: date | None) -> None:
    """Times with a zone become China's days, times without one are China's already."""
    assert day_of(value, TODAY) == expected


def test_a_stamp_is_aware() -> None:
    """No naive time leaves the crawler."""
    at = stamp("2023-02-13 17:00:00")
    assert at is not None
    assert at.utcoffset() is not None

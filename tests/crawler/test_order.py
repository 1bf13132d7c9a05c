"""In which order a list's days run, and when they have passed a day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crawler.order import Order

SINCE = date(2023, 2, 1)
TODAY = date(2023, 3, 1)


def days(first: str, *steps: int) -> list[date]:
    """A day and those that stand so many days before each other."""
    found = [date.fromisoformat(first)]
    for step in steps:
        found.append(found[-1] - timedelta(days=step))
    return found


def order(*pages: list[date]) -> Order:
    found = Order()
    for page in pages:
        found.add(page, SINCE)
    return found


def test_a_list_from_new_to_old_passes() -> None:
    """Once three days at a page's end lie before the window, so does what follows."""
    page = days("2023-02-05", 1, 1, 1, 1, 1, 1, 1)
    assert order(page).passed(page, SINCE)
    assert not order(page[:-2]).passed(page[:-2], SINCE)


def test_another_list_below_does_not_pass_for_it() -> None:
    """Old popular articles after the list's own are a jump: only the next page tells."""
    page = [*days("2023-02-28", *[1] * 9), *days("2022-05-01", 425, 274)]
    found = order(page)
    assert not found.passed(page, SINCE)
    assert found.oldest == date(2023, 2, 19)
    after = days("2022-04-20", 1, 2, 1)
    found.add(after, SINCE)
    assert found.passed(after, SINCE)


def test_pinned_items_count_for_nothing() -> None:
    """What stands before the newest day is pinned, whether long ago or last week."""
    page = [*days("2021-05-01"), *days("2023-02-20"), *days("2023-02-28", *[2] * 20)]
    found = order(page)
    assert found.rises == 0
    assert found.passed(page, SINCE)


def test_a_list_from_old_to_new_never_passes() -> None:
    """Not even where a page holds only two days: the pages are compared, too."""
    first = [*days("2022-01-01", 0, 0), *days("2022-01-02", 0, 0)]
    found = order(first)
    assert found.rising
    second = [*days("2022-01-03", 0, 0), *days("2022-01-04", 0, 0)]
    found.add(second, SINCE)
    assert found.rising
    assert not found.passed(second, SINCE)


def test_a_list_in_no_order_is_none() -> None:
    """Hits by relevance neither fall nor rise."""
    page = days("2022-05-01", 200, -350, 90, 110, -200, 80, -30, 250, -100)
    found = order(page)
    assert not found.falling
    assert not found.rising
    assert not found.passed(page, SINCE)


def test_one_wrong_day_moves_no_horizon() -> None:
    """A year typed wrong at a page's end is not what the next page's 02-05 is read by."""
    page = [*days("2023-02-20", *[1] * 10), date(2013, 2, 9)]
    assert order(page).horizon(TODAY) == TODAY
    old = days("2022-06-20", *[1] * 10)
    assert date(2022, 6, 10) <= order(old).horizon(TODAY) <= date(2022, 7, 31)


@given(st.lists(st.lists(st.dates(date(1990, 1, 1), date(2100, 1, 1)), max_size=30), max_size=5))
def test_any_days_can_be_added(pages: list[list[date]]) -> None:
    """Whatever the days, nothing breaks, and the oldest is one of them."""
    found = Order()
    for page in pages:
        found.add(page, SINCE)
        if page:
            found.passed(page, SINCE)
    assert found.oldest is None or any(found.oldest in page for page in pages)

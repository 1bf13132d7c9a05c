"""Stretches, drawings, words and addresses, without a server."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal

import pytest

from models.alert import Alert
from models.metric import Delta, Observation
from models.period import Period, PeriodKind
from models.quantity import Bound, Quantity
from web import marks, words
from web.chart import chart

from .conftest import changed, make_observation


@pytest.mark.parametrize(
    ("url", "fit"),
    [
        ("https://news.example/a?b=1&c=2#d", True),
        ("http://127.0.0.1:8000/", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,x", False),
        ("//news.example/a", False),
        ("https://user:word@news.example/", False),
        ("https://news.example/\u202egpj.exe", False),
        ("https://news.example\\@evil.example/", False),
        ("https://news.example/a b", False),
        ("https://[", False),
        ("https://", False),
        ("", False),
        (None, False),
    ],
)
def test_only_plain_web_addresses_are_links(url: str | None, fit: bool) -> None:
    """Web addresses without a user name or hidden characters; nothing else can be clicked."""
    assert (words.link(url) is not None) == fit


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2022, 1, 1), date(2022, 12, 31), "2022年"),
        (date(2022, 1, 1), date(2022, 9, 30), "2022年前三季度"),
        (date(2022, 1, 1), date(2022, 8, 31), "2022年1—8月"),
        (date(2022, 8, 1), date(2022, 8, 31), "2022年8月"),
        (date(2022, 8, 3), date(2022, 8, 9), "2022-08-03 至 2022-08-09"),
        (date(2018, 1, 1), date(2021, 12, 31), "2018-01-01 至 2021-12-31"),
        (date(2022, 8, 3), date(2022, 8, 3), "截至2022-08-03"),
        (None, date(2025, 12, 31), "到2025-12-31"),
        (date(2022, 8, 3), None, "2022-08-03 起"),
        (None, None, "时间不详"),
    ],
)
def test_periods_are_said_as_people_say_them(first: date | None, last: date | None, said: str) -> None:
    """A window in Chinese, whatever its shape."""
    assert words.period(Period(first, last, PeriodKind.RANGE)) == said


def test_amounts_and_differences_are_exact() -> None:
    """Scale words shorten, they do not round what was read; ranges and bounds are said."""
    one = make_observation("a", "7.5", 2022)

    def read(quantity: Quantity) -> str:
        return words.amount(dataclasses.replace(one, figure=dataclasses.replace(one.figure, quantity=quantity)))

    assert read(Quantity(Decimal("1.6E+12"), "元", Bound.APPROX)) == "约1.6万亿元"
    assert read(Quantity(Decimal(123456789), "人")) == "1.23456789亿人"
    assert read(Quantity(Decimal(30000), "户", value_high=Decimal(40000))) == "3万~4万户"
    assert read(Quantity(Decimal("-0.30"), "%")) == "−0.3%"
    assert read(Quantity(Decimal(0), "%", Bound.LESS_THAN)) == "不足0%"
    assert words.difference(Delta("个", abs=Decimal(23000), pct=Decimal("44.23"))) == "+2.3万个（+44.23%）"
    assert words.difference(Delta("%", abs_min=Decimal(-2), abs_max=Decimal(1))) == "−2% 至 +1%"
    assert words.difference(Delta("%", abs_min=Decimal(2))) == "至少 +2%"


def test_what_arrived_late_stands_where_its_time_is() -> None:
    """The earlier period stands first, whichever was read first, as the difference is told."""
    old, new = make_observation("old", "5.2", 2021), make_observation("new", "7.5", 2022)
    late = Alert(id=old.id, change=changed(old, new), observation=old, previous=new)
    timely = Alert(id=new.id, change=changed(new, old), observation=new, previous=old)
    assert words.in_time(late) == words.in_time(timely) == (old, new)


def test_a_body_is_shown_whole_in_stretches() -> None:
    """Every character of a long body is on exactly one stretch, wherever its lines end."""
    for body in ("一行字。\n" * 20_000, "无行" * 100_000, ""):
        at, seen = 0, ""
        while True:
            shown = marks.stretch(body, at)
            seen += body[shown.start : shown.end]
            assert shown.end - shown.start <= 2 * marks.STRETCH
            if shown.end == len(body):
                break
            assert shown.end > at
            at = shown.end
        assert seen == body


def test_marks_cover_figures_and_lose_no_text() -> None:
    """What stands elsewhere than said, or within another figure, is not marked; the text stays whole."""
    body = "序言\n基站达7.5万个。\t末"
    at = body.index("7.5")
    base = make_observation("a", "7.5", 2022)

    def put(start: int, end: int) -> Observation:
        return dataclasses.replace(
            base, figure=dataclasses.replace(base.figure, start=start, end=end, surface=body[start:end])
        )

    good, within = put(at, at + 5), put(at + 1, at + 4)
    lines = marks.marked(body, marks.stretch(body, 0), [good, within, base])
    assert ["".join(piece.text for piece in line) for line in lines] == body.split("\n")
    assert [piece.text for line in lines for piece in line if piece.figure] == ["7.5万个"]


def test_a_drawing_joins_only_what_can_be_compared() -> None:
    """Years lie on the line, a half-year beside it; an earlier word on a year is a dot of its own."""
    half = make_observation("h", "3", 2021)
    period = Period(date(2021, 1, 1), date(2021, 6, 30), PeriodKind.HALF)
    half = dataclasses.replace(half, figure=dataclasses.replace(half.figure, period=period))
    years = [make_observation(n, v, y) for n, v, y in (("c", "8", 2022), ("b", "6", 2021), ("b0", "5", 2021))]
    drawn = chart([*years, half])
    assert drawn is not None
    assert len(drawn.line.split()) == 2
    assert [dot.held and dot.main for dot in drawn.dots] == [False, False, True, True]
    assert drawn.unit == "万个"
    assert chart(years[1:]) is None
    assert chart([]) is None

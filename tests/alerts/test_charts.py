from __future__ import annotations

import io
import warnings

import pytest
from PIL import Image

from alerts.charts import caption, describe, draw, has_line, points, tick
from models.alert import Track
from models.metric import Observation
from tests.alerts import telling
from tests.alerts.observing import observe, period


def track(*observations: Observation) -> Track:
    return Track(series="s", observations=observations)


@pytest.mark.parametrize("series", [telling.SHARE, telling.VALUE, telling.STATIONS, telling.DATA, telling.POWER])
def test_a_chart_is_a_small_png(series: list[Observation]) -> None:
    """Twice the CSS size, under 20 KB, with something drawn on a transparent ground; no font is missed."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        png = draw(track(*series))
    picture = Image.open(io.BytesIO(png))
    assert picture.size == (520, 240)
    assert picture.mode == "RGBA"
    assert picture.getpixel((2, 2))[3] == 0
    assert len(picture.getcolors(100_000) or ()) > 10
    assert len(png) < 20_000


def test_the_same_series_gives_the_same_bytes() -> None:
    """So that a message rendered again is the same message."""
    assert draw(track(*telling.SHARE)) == draw(track(*reversed(telling.SHARE)))


def test_the_unit_is_as_people_write_it() -> None:
    """One scale for the whole chart."""
    assert caption(track(*telling.VALUE)) == "万亿元"
    assert caption(track(*telling.STATIONS)) == "万个"
    assert caption(track(*telling.SHARE)) == "%"


def test_the_last_word_on_a_period_is_drawn() -> None:
    """A revised value takes the place of the first one."""
    first = observe("1.6万亿元", "1600000000000", "2021", unit="元", published="2022-01-01")
    revised = observe("1.7万亿元", "1700000000000", "2021", unit="元", published="2022-06-01", article="b")
    assert [p.y for p in points(track(revised, first))] == [1.7]


@pytest.mark.parametrize(
    ("when", "expected"),
    [("2021", "2021"), ("2022-09", "2022/1-9"), ("@2023-02-13", "2023-02"), ("<2025", "2025-12"), ("?", "")],
)
def test_ticks_are_digits(when: str, expected: str) -> None:
    """No character that needs a CJK font."""
    assert tick(period(when)) == expected


def test_words_for_readers_without_pictures() -> None:
    """The alternative text holds every value drawn."""
    assert "2021年 40.4%" in describe(track(*telling.SHARE))


@pytest.mark.parametrize(
    ("observations", "expected"),
    [((), False), (telling.VALUE, False), (telling.SHARE, True), (telling.DATA[:1], False)],
)
def test_a_line_needs_two_comparable_periods(observations: list[Observation], expected: bool) -> None:
    """Else a chart would suggest a step that nobody may read."""
    assert has_line(track(*observations)) is expected

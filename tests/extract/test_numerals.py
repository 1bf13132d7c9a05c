"""Numerals: every supported form reads back to its value."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.numerals import read_number
from extract.text import fold

DIGITS = "零一二三四五六七八九"


def spoken(number: int) -> str:
    """A whole number below 10^12 as it is written in Chinese: 10500 is 一万零五百."""
    for unit, name in ((10**8, "亿"), (10**4, "万")):
        if number >= unit:
            high, low = divmod(number, unit)
            gap = "零" if low and low < unit // 10 else ""
            return spoken(high) + name + (gap + spoken(low) if low else "")
    words, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            words += ("零" if zero else "") + DIGITS[digit] + name
            zero = False
        elif words and number:
            zero = True
    return words or "零"


def value(text):
    number = read_number(fold(text), 0)
    assert number is not None, text
    assert number.end == len(text), f"{text} was read only up to {number.end}"
    return number.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("129.6万", "1296000"),
        ("4702万2854", "47022854"),
        ("5万4千6百", "54600"),
        ("3亿5000万", "350000000"),
        ("4 000 亿", "400000000000"),
        ("12 345.6万", "123456000"),
        ("1,234,567.8", "1234567.8"),
        ("４，５６５", "4565"),
        ("１．６", "1.6"),
        ("一百二十三", "123"),
        ("十五", "15"),
        ("廿三", "23"),
        ("两千四百五", "2450"),
        ("十三万五", "135000"),
        ("一千零五十", "1050"),
        ("三点五万亿", "3500000000000"),
        ("零点零五", "0.05"),
        ("一万五千亿", "1500000000000"),
        ("二〇二一", "2021"),
        ("叁佰伍拾万", "3500000"),
        ("三萬億", "3000000000000"),
    ],
)
def test_a_numeral_has_its_value(text, expected):
    """Arabic, Chinese, mixed, full-width, spaced and traditional numerals are exact."""
    assert value(text) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "expected", "stated"),
    [
        ("8900多亿", "890000000000", "10000000000"),
        ("9万余", "90000", "10000"),
        ("1.2万余", "12000", "1000"),
        ("3000余万", "30000000", "10000000"),
        ("二十几万", "200000", "100000"),
        ("数千亿", "100000000000", "100000000000"),
        ("几十", "10", "10"),
        ("千余", "1000", "1000"),
    ],
)
def test_vague_numerals_state_no_more_than_their_digits(text, expected, stated):
    """多, 余 and 几 make a numeral vague, and its precision is that of its last digit that is not zero."""
    number = read_number(text, 0)
    assert number is not None
    assert number.vague
    assert (number.value, number.precision) == (Decimal(expected), Decimal(stated))


@pytest.mark.parametrize(("text", "low", "high"), [("七八", 7, 8), ("二三十", 20, 30), ("五六百", 500, 600)])
def test_two_digits_in_a_row_span_a_range(text, low, high):
    """七八个 is between seven and eight."""
    number = read_number(text + "个", 0)
    assert number is not None
    assert (number.value, number.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("500万千瓦", "千瓦"),
        ("1.3百分点", "百分点"),
        ("5万3家", "3家"),
        ("1.5万3000", "3000"),
        ("三百一套", "一套"),
        ("2021年5", "年5"),
    ],
)
def test_a_numeral_ends_where_its_unit_begins(text, left):
    """千 of 千瓦 and 百 of 百分点 belong to the unit, and a second number is not swallowed."""
    number = read_number(text, 0)
    assert number is not None
    assert text[number.end :] == left


@pytest.mark.parametrize("text", ["千兆", "家", "", "多", "点五", "零售" + "额"[:0]])
def test_what_is_no_numeral_is_none(text):
    """Scales of units, words and nothing at all are no numerals."""
    number = read_number(text, 0)
    assert number is None or number.value == 0


@given(st.integers(min_value=1, max_value=10**12 - 1))
def test_any_spoken_number_reads_back(number):
    """Any whole number, written in Chinese, reads back to itself."""
    assert value(spoken(number)) == number


@given(st.integers(min_value=0, max_value=10**15))
def test_any_grouped_number_reads_back(number):
    """Any whole number with thousands separators, half-width or full-width, reads back to itself."""
    grouped = f"{number:,}"
    assert value(grouped) == number
    assert value(grouped.translate(str.maketrans("0123456789,", "０１２３４５６７８９，"))) == number


@given(st.decimals(min_value=0, max_value=99999, places=3), st.sampled_from(["", "万", "亿", "万亿"]))
def test_any_scaled_decimal_is_exact(number, scale):
    """A decimal with a scale is multiplied exactly, and states the place of its last digit."""
    factor = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}[scale]
    read = read_number(f"{number}{scale}", 0)
    assert read is not None
    assert read.value == number * factor
    assert read.precision == Decimal("0.001") * factor


@given(st.text(alphabet="零一二三十百千万亿点多余几数15.,，% 个", max_size=24))
def test_nothing_makes_the_grammar_fail(text):
    """Whatever stands there, the grammar ends inside the text and moves forward."""
    number = read_number(text, 0)
    assert number is None or 0 < number.end <= len(text)

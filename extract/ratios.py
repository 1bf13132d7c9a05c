"""Parts and multiples said in words: 百分之九点六, 四分之一, 三成, 过半, 翻了一番.

Parts are percent (四分之一 is 25 %), multiples are 倍 (翻两番 is 4 倍). Each reader takes folded text and an offset and
yields a `Ratio` or None; qualifiers are read by the caller.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from extract.numerals import DIGITS, Number, read_number
from models.quantity import Bound

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A part or multiple as read; `bound` where the words themselves state one (过半)."""

    start: int
    end: int
    value: Decimal
    unit: str
    precision: Decimal
    form: str
    bound: Bound | None = None
    high: Decimal | None = None


_OF = re.compile(r"(?P<of>百|千|万|千万|百万|万万|亿) ?分 ?之 ?")
_PARTS = {"百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "万万": 10**8, "亿": 10**8}


def read_rate(text: str, at: int) -> Ratio | None:
    """百分之9.6, 千分之三, 万分之五, as percent.

    Example: `read_rate("百分之九点六", 0)` is 9.6 %.
    """
    match = _OF.match(text, at)
    if not match:
        return None
    of = _PARTS[match.group("of")]
    if text.startswith("百", match.end()) and not text.startswith("百分", match.end()):
        return Ratio(at, match.end() + 1, _HUNDRED, "%", Decimal(1), "percent")
    number = _signed_number(text, match.end())
    if not number or number[1].bare:
        return None
    sign, part = number
    factor = _HUNDRED / of
    high = part.high * factor if part.high is not None else None
    bound = Bound.MORE_THAN if part.vague else None
    return Ratio(at, part.end, sign * part.value * factor, "%", part.precision * factor, "percent", bound, high)


def _signed_number(text: str, at: int) -> tuple[int, Number] | None:
    sign = -1 if text.startswith(("负", "-"), at) else 1
    number = read_number(text, at + (sign < 0))
    return (sign, number) if number else None


_DENOMINATOR = re.compile(r" ?分 ?之 ?")


def read_fraction(text: str, number: Number) -> Ratio | None:
    """三分之二 from the numeral 三 on: percent to two places, 66.67 %.

    One part of ten thousand or more (一万分之三) stays the bare ratio: nobody reads that as percent.
    """
    match = _DENOMINATOR.match(text, number.end)
    if not match or not number.value or number.bare or not number.whole:
        return None
    part = read_number(text, match.end())
    if not part or part.bare:
        return None
    if number.value >= 100 and number.value.normalize().as_tuple().digits == (1,):  # noqa: PLR2004
        return Ratio(number.start, part.end, part.value / number.value, "", part.precision / number.value, "fraction")
    if number.value > _HUNDRED:
        return None
    value = (part.value * _HUNDRED / number.value).quantize(Decimal("0.01"))
    exact = value.normalize()
    value = exact if exact == exact.to_integral_value() or part.value * 100 == exact * number.value else value
    value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
    over = _OVER.match(text, part.end)
    bound = _over(over.group()) if over else Bound.MORE_THAN if part.vague else None
    return Ratio(number.start, over.end() if over else part.end, value, "%", Decimal(1), "fraction", bound)


_SLASH = re.compile(r" ?/ ?(\d{1,3})(?![\d/.-])")


def read_slash(text: str, number: Number) -> Ratio | None:
    """3/5 as the bare ratio 0.6; never inside a date or a telephone number."""
    match = _SLASH.match(text, number.end)
    if not match or number.style != "arabic" or not number.whole or not 0 < number.value < _HUNDRED:
        return None
    below = Decimal(match.group(1))
    if not below or text[number.start - 1 : number.start] in tuple("/.-0123456789") or below <= number.value:
        return None
    return Ratio(number.start, match.end(), number.value / below, "", Decimal("0.01"), "fraction")


_TENTH = re.compile(
    r" ?成(?:(?P<more>[一二三四五六七八九半]|\d(?!\d))(?!成|个|家|项|人|次))?"
    r"(?![立为功果员本都长效交就绩熟分品套片年群了型因名渝家材吨像全单语]|多[种样元])"
)
_TENTHS = 10


def read_tenths(text: str, number: Number) -> Ratio | None:
    """三成, 六成五, 7.2成, 七八成 from the numeral on, as percent.

    Example: 六成五 is 65 %.
    """
    match = _TENTH.match(text, number.end)
    if not match or number.value > _TENTHS or number.scale != 1 or number.vague or not number.value:
        return None
    value, precision = number.value * _TENTHS, number.precision * _TENTHS
    high = number.high * _TENTHS if number.high is not None else None
    more = match.group("more")
    if more:
        value += Decimal(5) if more == "半" else Decimal(int(more) if more.isdecimal() else DIGITS[more])
        precision = Decimal(1)
    over = _OVER.match(text, match.end())  # 一成多, 三成强
    end, bound = (over.end(), _over(over.group())) if over else (match.end(), None)
    return Ratio(number.start, end, value, "%", precision, "tenths", bound, high)


_OVER = re.compile(r"[多余强弱](?![劲大个化力])")


def _over(word: str) -> Bound:
    """四分之一强 is more than a quarter, 弱 less."""
    return Bound.LESS_THAN if word == "弱" else Bound.MORE_THAN


_HALF = re.compile(
    r"(?:(?P<most>一大半|大半|多半)|(?P<half>一半|半数|对半)|(?P<bare>半))"
    r"(?![年导岛径自小天个月场程山夜空日壁价官身途封结成决区球月])"
)
_BEFORE_BARE = re.compile(r"(?:超过|超|过|逾|近|将近|接近|不足|不到|占|达) ?$")


def read_half(text: str, at: int) -> Ratio | None:
    """一半, 半数, 过半, 近半, 大半: 50 %. 半 alone counts only behind a qualifier."""
    match = _HALF.match(text, at)
    if not match:
        return None
    if match.group("bare") and not _BEFORE_BARE.search(text[max(0, at - 3) : at]):
        return None
    if match.group() in ("多半", "对半"):
        return None
    bound = Bound.MORE_THAN if match.group("most") else None
    return Ratio(at, match.end(), Decimal(50), "%", Decimal(10), "half", bound)


_DOUBLING = re.compile(
    r"翻(?:了|上)?(?P<bound>近|约|超过|超|将近|不止)?(?P<times>[一两二三四五六七八九]|\d)? ?番(?P<more>多)?"
)
_DOUBLING_BOUND = {"近": Bound.APPROX, "约": Bound.APPROX, "将近": Bound.APPROX}


def read_doubling(text: str, at: int) -> Ratio | None:
    """翻番 and 翻了一番 are 2 倍, 翻两番 is 4 倍."""
    match = _DOUBLING.match(text, at)
    if not match:
        return None
    times = match.group("times")
    power = 1 if not times else int(times) if times.isdecimal() else DIGITS[times]
    word = match.group("bound")
    bound = _DOUBLING_BOUND.get(word, Bound.MORE_THAN) if word or match.group("more") else None
    return Ratio(at, match.end(), Decimal(2) ** power, "倍", Decimal(1), "multiple", bound)

"""Equal within what both state: rounding, bounds and qualifiers decide, never a tolerance of our own liking.

1.6万亿 agrees with 1.63万亿 and not with 1.7万亿; 8900多亿 agrees with 8951亿, 340多亿 with 347亿, 近200家 with 196家.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from models.metric import Figure, Modality
from models.quantity import Bound

_ODD = re.compile(r"[多余几]|有余|出头")  # 8900多亿, 130余亿次: the next unit up is not reached
_SHORT = re.compile(r"近(?!年|期|日|三|两|几)|接近|将近")  # 近200家: a little less
_LOWER = {Bound.MORE_THAN, Bound.AT_LEAST}
_UPPER = {Bound.LESS_THAN, Bound.AT_MOST}


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the true value lies by what a figure states; None is no limit. `below` says that `high` is not reached."""

    low: Decimal | None
    high: Decimal | None
    below: bool = False

    @property
    def width(self) -> Decimal | None:
        """Its length; None where a side is open."""
        return None if self.low is None or self.high is None else self.high - self.low

    def holds(self, value: Decimal) -> bool:
        """Whether `value` lies in it."""
        if self.low is not None and value < self.low:
            return False
        return self.high is None or (value < self.high if self.below else value <= self.high)

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        low = max((i.low for i in (self, other) if i.low is not None), default=None)
        tops = [(i.high, not i.below) for i in (self, other) if i.high is not None]
        if low is None or not tops:
            return True
        high, reached = min(tops)
        return low <= high if reached else low < high


def step(value: Decimal) -> Decimal:
    """The unit of the last digit that is not zero: 890000000000 → 10000000000, 42.7 → 0.1, 0 → 1."""
    if not value:
        return Decimal(1)
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def is_odd(figure: Figure) -> bool:
    """Whether 多 or 余 says that the value lies between this number and the next: 8900多亿元, 160余项."""
    return figure.quantity.bound in _LOWER and _ODD.search(figure.surface) is not None


def is_open(figure: Figure) -> bool:
    """Whether only one side is stated: 超千亿元, 突破万亿, 不少于100个, 不足5%."""
    return figure.quantity.bound in _LOWER | _UPPER and not is_odd(figure)


def stated(figure: Figure, *, narrow: bool = False) -> Interval:
    """Where the true value lies by what `figure` states.

    With `narrow`, an open bound reaches only as far as a writer would have chosen the same number: 超1000家 up to
    2000. That is no statement, and serves only to notice that a thing moved on since.
    """
    value, half = figure.quantity.value, abs(figure.quantity.precision) / 2
    if _pointed(figure):
        return Interval(value - half, value + half)
    if figure.quantity.value_high is not None:
        return Interval(value - half, figure.quantity.value_high + half)
    if is_odd(figure):
        return Interval(value, value + step(value), below=True)
    if is_open(figure):
        return _open_side(figure, narrow=narrow)
    if _SHORT.search(figure.surface):
        return Interval(value - min(step(value), abs(value) / 10), value)
    slack = max(half, min(step(value) / 2, abs(value) / 20))
    return Interval(value - slack, value + slack)


def _open_side(figure: Figure, *, narrow: bool) -> Interval:
    value = figure.quantity.value
    reach = max(step(value), abs(value) / 20)
    if figure.quantity.bound in _LOWER:
        return Interval(value, value + reach if narrow else None, below=narrow)
    return Interval(value - reach if narrow else None, value)


def agree(a: Figure, b: Figure, *, narrow: bool = False) -> bool:
    """Whether the two can both be true of one thing at one time. Both are of one kind and in units of one kind."""
    if _pointed(a) and _pointed(b):
        if a.quantity.precision == b.quantity.precision:
            return a.quantity.value == b.quantity.value
        coarse = max(a.quantity.precision, b.quantity.precision)
        return abs(a.quantity.value - b.quantity.value) <= coarse / 2
    x, y = stated(a, narrow=narrow), stated(b, narrow=narrow)
    for one, other, reach in ((a, x, y), (b, y, x)):
        # An exact number is taken at its word against a wider statement: 9000亿 is not 8900多亿.
        if _pointed(one) and (reach.width is None or (other.width or 0) < reach.width):
            return reach.holds(one.quantity.value)
    return x.meets(y)


def width(figure: Figure) -> Decimal | None:
    """How exactly a figure states its value: the length of the interval, None where one side is open."""
    return abs(figure.quantity.precision) if _pointed(figure) else stated(figure).width


def is_finer(a: Figure, b: Figure) -> bool:
    """Whether `a` states its value more exactly than `b`: 1.63万亿 than 1.6万亿, 8951亿 than 8900多亿."""
    x, y = width(a), width(b)
    return x is not None and (y is None or x < y)


def _pointed(figure: Figure) -> bool:
    """Whether the number itself is what is stated.

    60%以上 as an aim is: an aim of 80%以上 is another aim, though 90% fulfils both.
    """
    quantity = figure.quantity
    aim = figure.modality is not Modality.ACTUAL
    return quantity.value_high is None and (aim or quantity.bound is Bound.EXACT)

"""The difference between two figures, as exactly as they state it: 347亿条 to 380多亿条 is at least +33亿条."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from alerts.equality import is_odd, is_open, stated, step
from models.metric import Delta, Figure, Measure
from models.quantity import Bound

_POINTS = {Measure.SHARE, Measure.GROWTH, Measure.CHANGE}
_TENTH = Decimal("0.1")
_COUNTED = Decimal(100)  # up to this step 160余项 is a count of whole things: 161 to 169


def difference(earlier: Figure, later: Figure) -> Delta:
    """The difference from `earlier` to `later`; shares and rates move in 个百分点, and only levels in percent.

    A rise to a lower bound is told by what it is at least; a fall by both its ends, else nobody could call it one.
    """
    unit, base = _unit(earlier, later), earlier.quantity.value
    percent = later.measure in {Measure.LEVEL, Measure.INCREMENT} and base > 0
    if _is_point(earlier) and _is_point(later):
        moved = later.quantity.value - base
        return Delta(unit=unit, abs=moved, pct=_percent(moved, base) if percent else None)
    least, most = _spread(earlier, later)
    if least is not None and least >= 0 and later.quantity.bound in {Bound.MORE_THAN, Bound.AT_LEAST}:
        most = None
    if least is not None and most is not None and least < 0 < most:
        return Delta(unit=unit, abs_min=least, abs_max=most)
    return Delta(
        unit=unit,
        abs_min=least,
        abs_max=most,
        pct_min=_percent(least, base) if percent and least is not None else None,
        pct_max=_percent(most, base) if percent and most is not None else None,
    )


def direction(earlier: Figure, later: Figure) -> int:
    """1 where the value certainly rose, -1 where it certainly fell, 0 where what is stated admits both."""
    a, b = stated(earlier), stated(later)
    if a.high is not None and b.low is not None and (b.low > a.high or (a.below and b.low >= a.high)):
        return 1
    if b.high is not None and a.low is not None and (b.high < a.low or (b.below and b.high <= a.low)):
        return -1
    if _is_point(earlier) and _is_point(later) and earlier.quantity.precision == later.quantity.precision:
        return (later.quantity.value > earlier.quantity.value) - (later.quantity.value < earlier.quantity.value)
    return 0


def _is_point(figure: Figure) -> bool:
    return figure.quantity.value_high is None and not is_odd(figure) and not is_open(figure)


def _spread(earlier: Figure, later: Figure) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most the difference can be, each None where a side is open."""
    falls = direction(earlier, later) < 0
    a_low, a_high = _ends(earlier, whole=False)
    b_low, b_high = _ends(later, whole=falls)
    least = None if b_low is None or a_high is None else b_low - a_high
    most = None if b_high is None or a_low is None else b_high - a_low
    return least, most


def _ends(figure: Figure, *, whole: bool) -> tuple[Decimal | None, Decimal | None]:
    """The ends as a reader takes them: an exact number is itself, 160余项 is 160 to 170 or, `whole`, 161 to 169."""
    value = figure.quantity.value
    if _is_point(figure):
        return value, value
    if is_odd(figure) and whole and 1 < step(value) <= _COUNTED and value == value.to_integral_value():
        return value + 1, value + step(value) - 1
    if figure.quantity.value_high is not None:
        return value, figure.quantity.value_high
    reach = stated(figure)
    return reach.low, reach.high


def _unit(earlier: Figure, later: Figure) -> str:
    if later.measure in _POINTS:
        return "个百分点"
    a, b = earlier.quantity.unit, later.quantity.unit
    return a if a == b else f"{a}/{b}"


def _percent(moved: Decimal, base: Decimal) -> Decimal:
    return (moved * 100 / base).quantize(_TENTH, rounding=ROUND_HALF_UP)

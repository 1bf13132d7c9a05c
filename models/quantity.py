"""A quantity as written: an exact decimal in a canonical unit, and how exactly it is stated."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Bound(StrEnum):
    """How the true value may lie from the one written."""

    EXACT = "exact"
    APPROX = "approx"
    MORE_THAN = "more_than"
    AT_LEAST = "at_least"
    LESS_THAN = "less_than"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in its base unit: 1.6万亿元 is `Decimal("1600000000000")` 元, 40.4% is `Decimal("40.4")` %.

    `value_high` is set for ranges only. `precision` is the unit of the last digit written, in the base unit:
    1.6万亿元 states 100000000000 (so ±0.05万亿), 8900多亿元 states 10000000000.
    """

    value: Decimal
    unit: str
    bound: Bound = Bound.EXACT
    precision: Decimal = Decimal(1)
    value_high: Decimal | None = None

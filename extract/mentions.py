"""A quantity where it stands in a text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from models.quantity import Bound, Quantity


@dataclass(frozen=True, slots=True)
class QuantityMention:
    """A number with its qualifiers and measure word: `surface == text[start:end]`.

    `form` is the way it is written: arabic, chinese, mixed, scale (千亿), percent, fraction, tenths, half, multiple,
    rank, ordinal, range or list. `core` is where the number itself starts, after qualifiers and currency; `word` the
    measure word as written, "" for none; `scale` what 万 or 亿 multiplied by; `numeral_end` where the digits end.
    """

    start: int
    end: int
    surface: str
    quantity: Quantity
    form: str
    core: int
    word: str = ""
    scale: Decimal = Decimal(1)
    numeral_end: int = 0

    @property
    def value(self) -> Decimal:
        """The value in the base unit; a decline is negative."""
        return self.quantity.value

    @property
    def value_high(self) -> Decimal | None:
        """The upper end of a range, else None."""
        return self.quantity.value_high

    @property
    def unit(self) -> str:
        """The canonical unit, "" where none is written."""
        return self.quantity.unit

    @property
    def bound(self) -> Bound:
        """How the true value may lie from the one written."""
        return self.quantity.bound

    @property
    def precision(self) -> Decimal:
        """The unit of the last digit written, in the base unit."""
        return self.quantity.precision

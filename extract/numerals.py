"""Numerals: Arabic, Chinese and mixed, to exact decimals.

Plain ones such as 129.6万 go a short way; everything else goes through `extract.numeral_reader`. Both read folded
text (see `extract.text.fold`).

    三点五万亿 → 3500000000000      4702万2854 → 47022854      8900多亿 → 890000000000, more than
    四百五     → 450                二三十     → 20..30        千亿     → 100000000000, a bare scale
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from extract.numeral_reader import ARABIC, DIGITS, WAN, YI, Reader

__all__ = ["ARABIC", "DIGITS", "Number", "read_number"]


@dataclass(frozen=True, slots=True)
class Number:
    """A numeral as read: `high` for 七八十; `vague` for 多, 余, 几; `bare` for a scale without a digit (千亿).

    `precision` is the unit of the last digit written; `scale` what 万 and 亿 at its end multiply by (1 without them).
    `style` is arabic, chinese, mixed, digits (二〇二一) or scale.
    """

    start: int
    end: int
    value: Decimal
    precision: Decimal
    style: str
    high: Decimal | None = None
    vague: bool = False
    scale: Decimal = Decimal(1)
    whole: bool = True

    @property
    def bare(self) -> bool:
        """Whether it is a scale word alone: 千亿, 百万, 万亿."""
        return self.style == "scale"


def _stated(value: Decimal) -> Decimal:
    """The place of the last digit that is not zero: what 8900多亿 commits itself to (100亿)."""
    sign, digits, exponent = value.normalize().as_tuple()
    del sign, digits
    return Decimal(1).scaleb(int(exponent))


_PLAIN = re.compile(
    r"(\d+(?:\.\d+)?)(万亿|万|亿)?(?![\d,，.点零〇十百千万亿拾佰仟多余几来]| [\d十百千万亿]|  [十百千万亿])"
)
_PLAIN_SCALES = {None: Decimal(1), "万": WAN, "亿": YI, "万亿": WAN * YI}


def _read_plain(text: str, start: int) -> Number | None:
    """The commonest numerals by far, 129.6万 and 40, without the grammar."""
    match = _PLAIN.match(text, start)
    if not match:
        return None
    written, scale_word = match.groups()
    scale = _PLAIN_SCALES[scale_word]
    decimals = len(written.partition(".")[2])
    precision = Decimal(1).scaleb(-decimals) * scale
    style = "mixed" if scale_word else "arabic"
    return Number(start, match.end(), Decimal(written) * scale, precision, style, scale=scale, whole=not decimals)


def read_number(text: str, start: int) -> Number | None:
    """The longest numeral that begins at `start` of a folded text, or None.

    Example: `read_number("约4万余人", 1)` has value 40000, `vague`, and ends before 人.
    """
    plain = _read_plain(text, start)
    if plain:
        return plain
    reader = Reader(text, start)
    while reader.step():
        pass
    if reader.empty() or reader.at == start:
        return None
    value = reader.value()
    style = "mixed" if reader.arabic and reader.last_unit else "arabic" if reader.arabic else "chinese"
    if reader.bare or reader.spelled:
        style = "scale" if reader.bare else "digits"
    vague_or_bare = reader.vague or reader.bare
    high = reader.low_high if reader.low_high is not None else reader.high
    return Number(
        start=start, end=reader.at, value=value, style=style, high=high, vague=reader.vague,
        precision=_stated(value) if vague_or_bare and value else reader.precision,
        scale=reader.scale, whole=not reader.fraction,
    )  # fmt: skip

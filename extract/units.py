"""Measure words and currencies, to the canonical unit of a figure.

A unit is kept as an analyst would write it: 亿元 is 元 (the scale is part of the number), 用户 is 户, % is never
个百分点, and a currency other than yuan keeps its name.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

_DATA = tomllib.loads((Path(__file__).parent / "data" / "units.toml").read_text(encoding="utf-8"))
DURATIONS = frozenset(_DATA["durations"].split())
CURRENCIES = frozenset(_DATA["currencies"]) - {"角"}
# 双, 环, 线, 代, 号 ... are names more often than counts: they are read, and `extract.nonfigures` refuses the names.
UNITS: dict[str, str] = {word: word for part in ("counts", "measures", "durations") for word in _DATA[part].split()} | {
    word: unit for part in ("currencies", "written") for unit, words in _DATA[part].items() for word in words.split()
}

_WORDS = "|".join(re.escape(word) for word in sorted(UNITS, key=len, reverse=True))
_PER = (
    r"(?:/(?:平方公里|平方米|立方米|公里|万人|千人|百人|人次|人|户|家|亩|公顷|吨|年|月|日|天|小时|秒|分钟|升|千瓦时|度|kWh|件|次|个|台|"
    r"辆|桶|斤|公斤|千克|克|标准箱|晚|夜|股|㎡|[Lh]))"
)
_UNIT = re.compile(rf" {{0,2}}(?P<word>{_WORDS})(?P<per>{_PER}?)(?:(?<![A-Za-z])|(?![A-Za-z]))")
# The measure word is not one where these follow it. After a numeral that is rare (100家电商 are 家, not 家电), so only
# words that stand directly behind a bare number are listed.
_NOT_UNIT = re.compile(
    r" ?(?:人(?:工智能|民币|均|类|工成本)|元(?:宇宙|旦|器件)|户(?:均|外|籍)|台(?:湾|州)|位数|国(?:际|内|有)|"
    r"(?:省|市|县|村)级|市(?:场|值|民)|分(?:别|布|为|之)|股(?:份|权)|点(?:击|赞)|年均|月均|日均|次(?:年|日|月)|本(?:市|省|报|年|月|科)|条件|单元|"
    r"环(?:境|比|节)|层级|类别)"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A measure word as written: `end` its offset, `name` the canonical unit, `duration` for spans of time."""

    end: int
    word: str
    name: str

    @property
    def duration(self) -> bool:
        """Whether it measures time: 天, 个工作日, 小时."""
        return self.word in DURATIONS


def read_unit(text: str, at: int) -> Unit | None:
    """The measure word that begins at `at` of a folded text (a space or two may stand before it), or None.

    Example: `read_unit("129.6万用户", 6)` is 户, ending after 用户.
    """
    match = _UNIT.match(text, at)
    if not match:
        return None
    word, per = match.group("word"), match.group("per")
    if len(word) == 1 and _NOT_UNIT.match(text, at):
        return None
    return Unit(match.end(), word, UNITS[word] + per)


# What one of a unit is in another, for comparing figures that were stated differently.
CONVERSIONS: dict[str, tuple[str, Decimal]] = {
    "亩": ("公顷", Decimal(1) / Decimal(15)),
    "平方米": ("平方公里", Decimal("0.000001")),
    "公顷": ("平方公里", Decimal("0.01")),
    "公斤": ("吨", Decimal("0.001")),
    "斤": ("吨", Decimal("0.0005")),
    "米": ("公里", Decimal("0.001")),
    "兆瓦": ("千瓦", Decimal(1000)),
    "吉瓦": ("千瓦", Decimal(1_000_000)),
    "度": ("千瓦时", Decimal(1)),
    "‰": ("%", Decimal("0.1")),
    "TB": ("PB", Decimal(1) / Decimal(1024)),
    "EB": ("PB", Decimal(1024)),
}

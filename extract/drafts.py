"""A quantity while it is put together: number, measure word, and what stands around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from extract import qualifiers, ranks
from extract.numerals import Number
from extract.units import CURRENCIES, UNITS, Unit, read_unit
from models.quantity import Bound

_MONEY_BEFORE = re.compile(
    r"(?:(?P<yuan>人民币|RMB|CNY|[￥¥])|(?P<dollar>US\$|USD|美元|\$)|"
    r"(?P<other>港币|港元|新台币|台币|欧元|日元|英镑|HK\$|€|£)) {0,2}$"
)
_MONEY_LAST = frozenset("币BY￥¥$D元镑€£ ")
_MONEY_NAMES = {"HK$": "港元", "€": "欧元", "£": "英镑"}
_MINUS = re.compile(r"(?:(?<![0-9A-Za-z%)）\]一-鿿])- ?|(?<=[增速率为值幅长降是])-|(?<![抱担肩自胜辜欠背减增])负 ?)$")
_MINUS_LAST = frozenset("-负 ")
_HUNDRED_MILLIONS = re.compile(r" ?个(?=亿|千万|百万)(?P<scale>亿|千万|百万)")
_HUNDREDS = {"亿": Decimal(10**8), "千万": Decimal(10**7), "百万": Decimal(10**6)}
_PETA = re.compile(r" ?P(?![A-Za-z0-9])")
_COMPUTING = re.compile(r"算力|运算|计算|智算|超算")
_SOME = re.compile(r"个多(?P<word>月|小时|星期|季度|世纪|工作日)")
_INCLUSIVE = re.compile(r" ?\(含\)")
_CENTS = re.compile(r"(?P<zero>零)?(?P<cents>[一二三四五六七八九])(?![十百千万亿个家项])")
_BROKEN_THROUGH = re.compile(r"[^，。；,;\n]{0,12}(?:技术|瓶颈|难题|难关|难点|堵点|工艺|关键|核心|“卡脖子”)")
_FEW_PLACES = 100


@dataclass(slots=True)
class Draft:
    """Span, value and unit so far; `core` is where the number starts, `start` where its qualifiers do.

    `ratio` marks parts said in words (三成), `bare` a scale word or 半 that counts only behind a qualifier.
    """

    core: int
    end: int
    value: Decimal
    unit: str
    precision: Decimal
    form: str
    word: str = ""
    high: Decimal | None = None
    vague: bool = False
    bound: Bound | None = None
    scale: Decimal = Decimal(1)
    start: int | None = None
    numeral_end: int = 0
    bare: bool = False
    negative: bool = False
    ratio: bool = False

    @property
    def begins(self) -> int:
        """Where the mention starts, as far as is known."""
        return self.core if self.start is None else self.start


def measured(text: str, number: Number) -> Draft:
    """A plain number with the measure word behind it: 129.6万用户, 两个亿, 三块五."""
    draft = Draft(number.start, number.end, number.value, "", number.precision, number.style, high=number.high,
                  vague=number.vague, scale=number.scale, numeral_end=number.end, bare=number.bare)  # fmt: skip
    if text.startswith(("个", " 个"), draft.end) and (hundred := _HUNDRED_MILLIONS.match(text, draft.end)):
        scale = _HUNDREDS[hundred.group("scale")]
        draft.value, draft.precision, draft.scale = draft.value * scale, draft.precision * scale, scale
        draft.end = draft.numeral_end = hundred.end()
    if text.startswith("亿", draft.end) and text.startswith("亿", draft.end - 1):  # 10亿亿次
        draft.value, draft.precision, draft.scale = (v * 10**8 for v in (draft.value, draft.precision, draft.scale))
        draft.end = draft.numeral_end = draft.end + 1
    attach(draft, _unit(text, draft.end))
    if draft.word in ("块", "蚊", "块钱"):
        _add_cents(text, draft)
    return draft


def attach(draft: Draft, unit: Unit | None) -> None:
    """Give the draft its measure word."""
    if not unit:
        return
    draft.end, draft.unit, draft.word = unit.end, unit.name, unit.word
    if unit.name in ("倍", "%"):
        draft.form = "multiple" if unit.name == "倍" else "percent"


def _unit(text: str, at: int) -> Unit | None:
    if text.startswith("个多", at) and (some := _SOME.match(text, at)):
        return Unit(some.end(), "个" + some.group("word"), "个" + some.group("word"))
    unit = read_unit(text, at)
    if not unit and text.startswith(("P", " P"), at) and (peta := _PETA.match(text, at)):
        return Unit(peta.end(), "P", "P") if _COMPUTING.search(text, max(0, at - 24), at + 12) else None
    if not unit or unit.word == "成":
        return None
    if unit.name == "元" and (more := read_unit(text, unit.end)) and more.name in CURRENCIES and more.word != "块":
        return Unit(more.end, more.word, more.name)
    return unit


def _add_cents(text: str, draft: Draft) -> None:
    """三块五 is 3.5, 三蚊零四 is 3.04."""
    match = _CENTS.match(text, draft.end)
    if match:
        place = Decimal("0.01") if match.group("zero") else Decimal("0.1")
        draft.value += Decimal("零一二三四五六七八九".index(match.group("cents"))) * place
        draft.precision, draft.end, draft.unit = place, match.end(), "元"


def surround(text: str, draft: Draft, floor: int) -> None:
    """Take in what stands before and behind: sign, currency, 前, qualifiers. Nothing before `floor` is taken."""
    if draft.form in ("rank", "ordinal"):
        return
    after = qualifiers.read_after(text, draft.end) or _inclusive(text, draft)
    if after:
        draft.end = after.end
        if not draft.unit and draft.form != "fraction":
            attach(draft, _unit(text, after.end))
    start = _signed(text, draft, _money(text, draft, draft.core, floor), floor)
    reached = qualifiers.reaches(text, start) if after else False
    before = qualifiers.read_before(text, start, scale_word=draft.bare)
    if before and (before.start < floor or (before.word == "突破" and (after or _breaks_through(text, draft)))):
        before = None
    start = before.start if before else start
    leading = ranks.read_leading(text, draft.core) if start == draft.core else None
    if leading and leading.start >= floor:
        start = leading.start
        if draft.word in ("位", "名") or (not draft.unit and (leading.scoped or draft.value <= _FEW_PLACES)):
            draft.form, draft.unit, draft.bound = "rank", "位", Bound.AT_MOST
    bound = qualifiers.combine(before, after, vague=draft.vague, reached=reached)
    if draft.bound is None or bound is not Bound.EXACT:
        draft.bound = bound
    draft.start = start


def _inclusive(text: str, draft: Draft) -> qualifiers.After | None:
    match = _INCLUSIVE.match(text, draft.end)
    return qualifiers.read_after(text, match.end()) if match else None


def _breaks_through(text: str, draft: Draft) -> bool:
    """突破10项关键技术 breaks through; 突破2亿个 exceeds."""
    counted = draft.word in ("项", "个", "种", "批") and draft.scale == 1
    return counted and _BROKEN_THROUGH.match(text, draft.end) is not None


def _money(text: str, draft: Draft, start: int, floor: int) -> int:
    """The currency in front of a number: 人民币50元, US$3."""
    if text[start - 1 : start] not in _MONEY_LAST or draft.unit not in ("", "元"):
        return start
    match = _MONEY_BEFORE.search(text, max(floor, start - 6), start)
    if not match:
        return start
    name = match.group().strip()
    if match.group("yuan") or match.group("dollar"):
        draft.unit = "元" if match.group("yuan") else "美元"
    else:
        draft.unit = _MONEY_NAMES.get(name, UNITS.get(name, name))
    draft.word = draft.word or name
    return match.start()


def _signed(text: str, draft: Draft, start: int, floor: int) -> int:
    """The sign in front of a number: -3.2%, 负6.6."""
    if text[start - 1 : start] not in _MINUS_LAST:
        return start
    minus = _MINUS.search(text, max(floor, start - 3), start)
    if minus:
        draft.negative = True
        return minus.start()
    return start

"""Every number of a text, as an exact quantity with its span.

    text → fold → one scanner finds where a number may begin → a reader for the form there →
    unit and qualifiers around it → ranges → units shared along a list → the sign of a decline

`find_quantities` reads all it can; whether a number is a figure is for `extract.nonfigures` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from extract import qualifiers, ranks, ratios
from extract.implied import implied_unit
from extract.mentions import QuantityMention
from extract.numerals import Number, read_number
from extract.signs import declines
from extract.text import fold
from extract.units import CURRENCIES, UNITS, Unit, read_unit
from models.quantity import Bound, Quantity

__all__ = ["QuantityMention", "find_quantities"]

# Words whose first character looks like a numeral. They are so frequent that they are passed over at once.
_PASS = (
    "一切|一看|一定|一些|一直|一般|一样|一致|一律|一旦|一起|一体|一系列|一带一路|一方面|一时|一度|一向|一贯|一并|一同|一举|一再|一概|一味|"
    "一边|一面|一流|一线|一手|一心|一经|一道|一如既往|一揽子|万一|统一|唯一|之一|同一|单一|专一|进一步|下一步|新一代|新一轮|下一代|第三方|"
    "千万(?=不要|别|要)|百姓|百货|百度|百科|万物|万事|万众|千方百计|千家万户|四川|四周|四处|四面八方|五台|九江|三亚|三明|三门峡|三峡|六安|六盘水|七台河|"
    "八达岭|十堰|千岛湖|万宁|万州|万科|万达|万向|万华|百色|亿达|两岸|两会|两者|两化|两区|两江|两广|两湖|半导体|三农|三维|二维|四维|二手|"
    "零售|零部件|零件|零距离|零工|零碳|零食|零钱|零星|几乎|几何|数据|数字|数量|肆意|肆无忌惮|拾取|拾起|收拾|陆地|大陆|登陆|十足|十分(?!之)|伍佰"
)
_START = re.compile(
    rf"(?P<skip>{_PASS})|(?P<rate>(?:百|千|万|百万|千万|万万|亿) ?分 ?之)|(?P<half>一大?半|大半|半)|(?P<turn>翻)|(?P<ordinal>第)|"
    r"(?P<top>首位|榜首|之首|居首|头名)|(?P<number>[\d零〇一二三四五六七八九两俩十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟廿卅]|[几数](?=[十百千万亿]))"
)
_MONEY_BEFORE = re.compile(
    r"(?:(?P<yuan>人民币|RMB|CNY|[￥¥])|(?P<dollar>US\$|USD|美元|\$)|(?P<other>港币|港元|新台币|台币|欧元|日元|英镑|HK\$|€|£)) {0,2}$"
)
_MONEY_NAMES = {"HK$": "港元", "€": "欧元", "£": "英镑"}
_MINUS = re.compile(r"(?:(?<![0-9A-Za-z%)）\]一-鿿])- ?|(?<=[增速率为值幅长降是])-|(?<![抱担肩自胜辜欠背])负 ?)$")
_HUNDRED_MILLIONS = re.compile(r" ?个(?=亿|千万|百万)(?P<scale>亿|千万|百万)(?P<unit>)")
_SOME = re.compile(r"个多(?P<word>月|小时|星期|季度|世纪|工作日)")
_INCLUSIVE = re.compile(r" ?\(含\)")
_RANGE = re.compile(r"(?: ?\(含\))? ?(?P<mark>-{1,2}|—{1,2}|–{1,2}|~{1,2}|至|到|−) ?(?:约)?(?=[\d一二三四五六七八九两十百千万几])")
_LIST = re.compile(r" ?(?:[、/]|和|与|及|以及|或|或者) ?$")
_CENTS = re.compile(r"(?P<zero>零)?(?P<cents>[一二三四五六七八九])(?![十百千万亿个家项])")
_FROM = re.compile(r"[从由自][^，。；,;\n]{0,18}$")


@dataclass(slots=True)
class _Draft:
    """A mention while it is put together."""

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


def find_quantities(text: str) -> list[QuantityMention]:
    """Every number of `text`, in order, whether it would be a figure or not.

    Values are exact decimals in the base unit; spans take in qualifiers and measure word; a decline told by its verb
    is negative. Runs in time linear in the length of the text.

    >>> [(q.surface, q.value, q.unit) for q in find_quantities("增加值超过1.6万亿元，下降3%")]
    [('超过1.6万亿元', Decimal('1600000000000'), '元'), ('3%', Decimal('-3'), '%')]
    """
    folded = fold(text)
    drafts = _share_units(folded, list(_drafts(folded)))
    mentions = [_mention(text, folded, draft) for draft in drafts]
    return _share_declines(folded, mentions)


def _drafts(text: str) -> Iterator[_Draft]:
    at, floor = 0, 0
    while match := _START.search(text, at):
        if match.lastgroup == "skip":
            at = match.end()
            continue
        draft = _read(text, match)
        if draft is None:
            at = match.start() + 1 if match.lastgroup != "number" else _past(text, match.start())
            continue
        if not draft.ratio and draft.form not in ("rank", "ordinal"):
            draft = _range(text, draft)
        _surround(text, draft, floor)
        yield draft
        at = floor = max(draft.end, match.start() + 1)


def _past(text: str, at: int) -> int:
    """Past a numeral that could not be read as a quantity."""
    number = read_number(text, at)
    return max(number.end if number else 0, at + 1)


def _read(text: str, match: re.Match[str]) -> _Draft | None:
    at, kind = match.start(), match.lastgroup
    ratio: ratios.Ratio | None = None
    if kind == "rate":
        ratio = ratios.read_rate(text, at)
    elif kind == "half":
        ratio = ratios.read_half(text, at)
    elif kind == "turn":
        ratio = ratios.read_doubling(text, at)
    elif kind == "ordinal":
        return _ranked(ranks.read_ordinal(text, at))
    elif kind == "top":
        return _ranked(ranks.read_top(text, at))
    if ratio:
        return _ratio(ratio)
    if kind in ("turn", "ordinal") or (kind == "half" and text[at] != "一"):
        return None
    number = read_number(text, at)
    if not number:
        return None
    ratio = ratios.read_fraction(text, number) or ratios.read_slash(text, number) or ratios.read_tenths(text, number)
    return _ratio(ratio) if ratio else _measured(text, number)


def _ranked(rank: ranks.Rank | None) -> _Draft | None:
    if not rank:
        return None
    unit = "位" if rank.form == "rank" else ""
    return _Draft(rank.core, rank.end, rank.value, unit, Decimal(1), rank.form, bound=rank.bound, start=rank.start, high=rank.high)


def _ratio(ratio: ratios.Ratio) -> _Draft:
    return _Draft(ratio.start, ratio.end, ratio.value, ratio.unit, ratio.precision, ratio.form, bound=ratio.bound, high=ratio.high,
                  bare=ratio.form == "half", numeral_end=ratio.end, ratio=True)  # fmt: skip


def _measured(text: str, number: Number) -> _Draft:
    """A plain number with its measure word."""
    draft = _Draft(number.start, number.end, number.value, "", number.precision, number.style, high=number.high, vague=number.vague,
                   scale=number.scale, numeral_end=number.end, bare=number.bare)  # fmt: skip
    hundred = _HUNDRED_MILLIONS.match(text, draft.end)
    if hundred:
        scale = {"亿": Decimal(10**8), "千万": Decimal(10**7), "百万": Decimal(10**6)}[hundred.group("scale")]
        draft.value, draft.precision, draft.scale, draft.end = draft.value * scale, draft.precision * scale, scale, hundred.end()
        draft.numeral_end = draft.end
    _attach(draft, _unit(text, draft.end))
    if draft.unit == "元" and draft.word in ("块", "蚊", "块钱"):
        _cents(text, draft)
    if draft.unit == "倍":
        draft.form = "multiple"
    elif draft.unit == "%":
        draft.form = "percent"
    return draft


def _attach(draft: _Draft, unit: Unit | None) -> None:
    if unit:
        draft.end, draft.unit, draft.word = unit.end, unit.name, unit.word


def _unit(text: str, at: int) -> Unit | None:
    some = _SOME.match(text, at)
    if some:
        return Unit(some.end(), "个" + some.group("word"), "个" + some.group("word"))
    unit = read_unit(text, at)
    if unit and unit.name == "元" and (more := read_unit(text, unit.end)) and more.name in CURRENCIES and more.word != "块":
        return Unit(more.end, more.word, more.name)
    if unit and unit.word == "成":
        return None
    return unit


def _cents(text: str, draft: _Draft) -> None:
    """三块五 is 3.5, 三蚊零四 is 3.04."""
    match = _CENTS.match(text, draft.end)
    if match:
        place = Decimal("0.01") if match.group("zero") else Decimal("0.1")
        draft.value += Decimal("零一二三四五六七八九".index(match.group("cents"))) * place
        draft.precision, draft.end = place, match.end()


def _range(text: str, draft: _Draft) -> _Draft:
    """20万—30万, 3至5个, 5-20%: the first takes unit and scale from the second where it has none."""
    match = _RANGE.match(text, draft.end)
    if not match or draft.vague or draft.high is not None or draft.unit in ("年", "月", "日"):
        return draft
    number = read_number(text, match.end())
    if not number or number.bare or (number.vague and not number.scale > 1):
        return draft
    if match.group("mark") in "至到" and _FROM.search(text[max(0, draft.core - 20) : draft.core]):
        return draft
    second = _measured(text, number)
    if draft.unit and second.unit != draft.unit:
        return draft
    low, scale, precision = draft.value, draft.scale, draft.precision
    factor = _last_scale(text, number)
    if not draft.unit and scale == 1 and not (factor < 10_000 and text[draft.numeral_end - 1] in "百千"):  # noqa: PLR2004
        if low * factor <= second.value:
            low, scale, precision = low * factor, factor if factor > 1 else scale, precision * factor
    if low > second.value:
        return draft
    second.core, second.value, second.high, second.form = draft.core, low, second.value, "range"
    second.precision, second.scale = min(precision, second.precision), max(scale, second.scale)
    return second


def _last_scale(text: str, number: Number) -> Decimal:
    """What the scale at the end of a numeral multiplies by: 万亿 for 2.3万亿, 百 for 3百, 亿 for 九百亿."""
    if number.scale > 1:
        return number.scale
    return {"百": Decimal(100), "千": Decimal(1000)}.get(text[number.end - 1], Decimal(1))


def _surround(text: str, draft: _Draft, floor: int) -> None:
    """Take in what stands before and behind: sign, currency, 前, qualifiers."""
    if draft.form in ("rank", "ordinal"):
        return
    reached_at = start = draft.core
    after = qualifiers.read_after(text, draft.end) or _inclusive(text, draft)
    if after:
        draft.end = after.end
        if not draft.unit and draft.form not in ("fraction",):
            _attach(draft, _unit(text, after.end))
            if draft.unit == "%":
                draft.form = "percent"
    start = _money(text, draft, start)
    minus = _MINUS.search(text, max(floor, start - 3), start)
    if minus:
        draft.negative, start = True, minus.start()
    reached_at = start
    before = qualifiers.read_before(text, start, scale_word=draft.bare)
    if before and before.start < floor:
        before = None
    if before and before.word == "突破" and (after or _breakthrough(text, draft)):
        before = None
    start = before.start if before else start
    leading = ranks.read_leading(text, draft.core) if start == draft.core else None
    if leading and leading.start >= floor:
        start = leading.start
        _lead(draft, scoped=leading.scoped)
    bound = qualifiers.combine(before, after, vague=draft.vague, reached=qualifiers.reaches(text, reached_at))
    if draft.bound is None or bound is not Bound.EXACT:
        draft.bound = bound
    draft.start = start


def _inclusive(text: str, draft: _Draft) -> qualifiers.After | None:
    match = _INCLUSIVE.match(text, draft.end)
    return qualifiers.read_after(text, match.end()) if match else None


def _breakthrough(text: str, draft: _Draft) -> bool:
    """突破10项关键技术 breaks through; 突破2亿个 exceeds."""
    return draft.word in ("项", "个", "种", "批") and bool(
        re.compile(r"[^，。；,;\n]{0,12}(?:技术|瓶颈|难题|难关|难点|堵点|工艺|关键|核心|“卡脖子”)").match(text, draft.end)
    ) and draft.scale == 1


def _money(text: str, draft: _Draft, start: int) -> int:
    match = _MONEY_BEFORE.search(text, max(0, start - 6), start)
    if not match or draft.unit not in ("", "元"):
        return start
    name = match.group().strip()
    draft.unit = "元" if match.group("yuan") else "美元" if match.group("dollar") else _MONEY_NAMES.get(name, UNITS.get(name, name))
    draft.word = draft.word or name
    return match.start()


def _lead(draft: _Draft, *, scoped: bool) -> None:
    """前十 and 前10名 are places; 前100项 counts."""
    if draft.word in ("位", "名") or (not draft.unit and (scoped or draft.value <= 100)):  # noqa: PLR2004
        draft.form, draft.unit, draft.bound = "rank", "位", Bound.AT_MOST


def _share_units(text: str, drafts: list[_Draft]) -> list[_Draft]:
    """1.5、2.3万亿元: a number without a unit takes that of the next in its list, and its scale."""
    for one, two in zip(reversed(drafts[:-1]), reversed(drafts[1:]), strict=True):
        if one.unit or one.scale > 1 or one.bare or one.form not in ("arabic", "chinese") or not two.unit:
            continue
        between = text[one.end : two.start if two.start is not None else two.core]
        if two.form not in ("arabic", "mixed", "chinese", "percent", "multiple", "list") or len(between) > 3 or not _LIST.match(between):  # noqa: PLR2004
            continue
        if one.form == "arabic" and two.scale > 1 and one.value < 10_000:  # noqa: PLR2004
            one.value, one.precision, one.scale = one.value * two.scale, one.precision * two.scale, two.scale
        one.unit, one.word = two.unit, two.word
        one.form = "list"
    return drafts


def _mention(text: str, folded: str, draft: _Draft) -> QuantityMention:
    start = draft.core if draft.start is None else draft.start
    value, high = draft.value, draft.high
    if not draft.unit and not draft.ratio and (draft.scale > 1 or draft.bare):
        draft.unit = implied_unit(folded, start, draft.end, int(value))
    if draft.negative or (draft.form != "rank" and declines(folded, start, draft.unit)):
        value, high = -value, (-high if high is not None else None)
        if high is not None:
            value, high = high, value
    quantity = Quantity(value, draft.unit, draft.bound or Bound.EXACT, draft.precision, high)
    return QuantityMention(start, draft.end, text[start : draft.end], quantity, draft.form, draft.core, draft.word, draft.scale,
                           draft.numeral_end or draft.end)  # fmt: skip


def _share_declines(text: str, mentions: list[QuantityMention]) -> list[QuantityMention]:
    """下降67%和74%: the second shares the verb of the first."""
    for i, (one, two) in enumerate(zip(mentions, mentions[1:], strict=False)):
        one = mentions[i]
        if one.value < 0 < two.value and one.unit == two.unit and _LIST.match(text[one.end : two.start]):
            if text[one.core - 1 : one.core] in "-负":
                continue
            mentions[i + 1] = replace(two, quantity=replace(two.quantity, value=-two.value))
    return mentions

"""Numbers that belong together.

Ranges (20万—30万), and lists that share a unit or a verb (1.5、2.3万亿元, 下降67%和74%).
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from extract.drafts import Draft, measured
from extract.mentions import QuantityMention
from extract.numerals import Number, read_number

_RANGE = re.compile(
    r"(?: ?\(含\))? ?(?P<mark>-{1,2}|—{1,2}|–{1,2}|~{1,2}|至|到) ?约?(?=[\d一二三四五六七八九两十百千万几])"
)
_FROM = re.compile(r"[从由自][^，。；,;\n]{0,18}$")
_LIST = re.compile(r" ?(?:[、/]|和|与|及|以及|或|或者) ?$")
_DATED = frozenset({"年", "月", "日", "号"})
_LISTED = frozenset({"arabic", "mixed", "chinese", "percent", "multiple", "list"})
_LONGEST_LINK = 3
_WAN = 10_000


def join_range(text: str, draft: Draft) -> Draft:
    """The range that begins with `draft`, or `draft` itself; 3至5个, 5-20%, 1.5—2.3万亿元.

    The first number takes unit and scale from the second where it has none; 从5%到10% are two numbers.
    """
    match = _RANGE.match(text, draft.end)
    if not match or draft.vague or draft.high is not None or draft.unit in _DATED:
        return draft
    number = read_number(text, match.end())
    if not number or number.bare or (number.vague and number.scale == 1):
        return draft
    if match.group("mark") in "至到" and _FROM.search(text[max(0, draft.core - 20) : draft.core]):
        return draft
    second = measured(text, number)
    if draft.unit and second.unit != draft.unit:
        return draft
    low, scale, precision = draft.value, draft.scale, draft.precision
    factor = _last_scale(text, number)
    same_scale = factor < _WAN and text[draft.numeral_end - 1] in "百千"
    if not draft.unit and scale == 1 and not same_scale and low * factor <= second.value:
        low, scale, precision = low * factor, max(factor, scale), precision * factor
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


def share_units(text: str, drafts: list[Draft]) -> None:
    """1.5、2.3万亿元: a number without a unit takes that of the next in its list, and its scale."""
    for i in range(len(drafts) - 2, -1, -1):
        one, two = drafts[i], drafts[i + 1]
        if one.unit == "个" and two.unit == "个百分点" and _LIST.match(text[one.end : two.begins]):
            one.unit, one.word, one.form = two.unit, two.word, "list"  # 7.6个和7.1个百分点
            continue
        if one.unit or one.scale > 1 or one.bare or one.form not in ("arabic", "chinese") or not two.unit:
            continue
        link = text[one.end : two.begins]
        if two.form not in _LISTED or len(link) > _LONGEST_LINK or not _LIST.match(link):
            continue
        if one.form == "arabic" and two.scale > 1 and one.value < _WAN:
            one.value, one.precision, one.scale = one.value * two.scale, one.precision * two.scale, two.scale
        one.unit, one.word, one.form = two.unit, two.word, "list"


def share_declines(text: str, mentions: list[QuantityMention]) -> list[QuantityMention]:
    """下降67%和74%: the second shares the verb of the first, unless the first wrote its own minus."""
    shared = list(mentions)
    for i, (_, two) in enumerate(pairwise(mentions)):
        one = shared[i]
        if not one.value < 0 < two.value or one.unit != two.unit or not _LIST.match(text[one.end : two.start]):
            continue
        if text[one.core - 1 : one.core] not in ("-", "负"):
            shared[i + 1] = replace(two, quantity=replace(two.quantity, value=-two.value))
    return shared

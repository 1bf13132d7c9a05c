"""Every number of a text, as an exact quantity with its span.

    text → fold → `number_places` finds where a number may begin → a reader for the form there →
    `drafts` adds measure word and qualifiers → `number_lists` joins ranges and shares units and verbs →
    `implied` tells a unit that was left out, `signs` a decline

`find_quantities` reads all it can; whether a number is a figure is for `extract.nonfigures` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extract import ranks, ratios
from extract.drafts import Draft, measured, surround
from extract.implied import implied_unit
from extract.mentions import QuantityMention
from extract.number_lists import join_range, share_declines, share_units
from extract.number_places import next_place
from extract.numerals import read_number
from extract.signs import declines
from extract.text import fold
from models.quantity import Bound, Quantity

__all__ = ["QuantityMention", "find_quantities"]


def find_quantities(text: str) -> list[QuantityMention]:
    """Every number of `text`, in order, whether it would be a figure or not.

    Values are exact decimals in the base unit; spans take in qualifiers and measure word; a decline told by its verb
    is negative. Runs in time linear in the length of the text.

    >>> [(q.surface, q.value, q.unit) for q in find_quantities("增加值超过1.6万亿元，下降3%")]
    [('超过1.6万亿元', Decimal('1600000000000'), '元'), ('3%', Decimal('-3'), '%')]
    """
    folded = fold(text)
    drafts = list(_drafts(folded))
    share_units(folded, drafts)
    return share_declines(folded, [_mention(text, folded, draft) for draft in drafts])


def _drafts(text: str) -> Iterator[Draft]:
    at = floor = 0
    while place := next_place(text, at):
        here, kind = place
        draft = _read(text, here, kind)
        if draft is None:
            at = here + 1 if kind != "number" else _past(text, here)
            at = max(at, here + 1 + (kind == "top"))
            continue
        if not draft.ratio and draft.form not in ("rank", "ordinal"):
            draft = join_range(text, draft)
        surround(text, draft, floor)
        _as_part(text, draft)
        yield draft
        at = floor = max(draft.end, here + 1)


_SHARE_BEFORE = re.compile(r"(?:占|达到?|为|比重|比例|占比|近|超)$")


def _as_part(text: str, draft: Draft) -> None:
    """超过1/4 and 1/3的企业 are parts, told in percent like 四分之一; a lone 3/5 stays the ratio it may be."""
    slash = draft.form == "fraction" and not draft.unit and "/" in text[draft.core : draft.end]
    said = (
        draft.bound is not Bound.EXACT
        or text.startswith("的", draft.end)
        or _SHARE_BEFORE.search(text, max(0, draft.core - 4), draft.core)
    )
    if slash and said:
        draft.value, draft.unit = (draft.value * 100).quantize(Decimal("0.01")), "%"
        draft.precision = Decimal(1)


def _past(text: str, at: int) -> int:
    """Past a numeral that could not be read as a quantity."""
    number = read_number(text, at)
    return number.end if number else at + 1


_READERS = {"rate": ratios.read_rate, "half": ratios.read_half, "turn": ratios.read_doubling}


def _read(text: str, at: int, kind: str) -> Draft | None:
    """The number at `at`, read in the form its place suggests."""
    if kind == "ordinal":
        return _ranked(ranks.read_ordinal(text, at))
    if kind == "top":
        return _ranked(ranks.read_top(text, at))
    ratio = _READERS[kind](text, at) if kind in _READERS else None
    if ratio:
        return _part(ratio)
    if kind == "turn" or (kind == "half" and text[at] != "一"):
        return None
    number = read_number(text, at)
    if not number:
        return None
    following = text[number.end : number.end + 2].lstrip()[:1]
    if following == "分":
        ratio = ratios.read_fraction(text, number)
    elif following == "/":
        ratio = ratios.read_slash(text, number)
    elif following == "成":
        ratio = ratios.read_tenths(text, number)
    return _part(ratio) if ratio else measured(text, number)


def _ranked(rank: ranks.Rank | None) -> Draft | None:
    if not rank:
        return None
    unit = "位" if rank.form == "rank" else ""
    return Draft(rank.core, rank.end, rank.value, unit, Decimal(1), rank.form, bound=rank.bound, start=rank.start,
                 high=rank.high, numeral_end=rank.end)  # fmt: skip


def _part(ratio: ratios.Ratio) -> Draft:
    return Draft(ratio.start, ratio.end, ratio.value, ratio.unit, ratio.precision, ratio.form, bound=ratio.bound,
                 high=ratio.high, bare=ratio.form == "half", numeral_end=ratio.end, ratio=True)  # fmt: skip


def _tidy(value: Decimal) -> Decimal:
    """1600000000000, not 1600000000000.0."""
    whole = value.to_integral_value()
    return whole if whole == value else value


def _mention(text: str, folded: str, draft: Draft) -> QuantityMention:
    start, value, high, unit = draft.begins, draft.value, draft.high, draft.unit
    if not unit and not draft.ratio and (draft.scale > 1 or draft.bare):
        unit = implied_unit(folded, start, draft.end, int(value))
    if draft.negative or (draft.form != "rank" and declines(folded, start, unit)):
        # a range stays in numerical order: 下降5%—10% is -10 to -5
        value, high = (-value, None) if high is None else (-high, -value)
    value, high = _tidy(value), high if high is None else _tidy(high)
    quantity = Quantity(value, unit, draft.bound or Bound.EXACT, draft.precision, high)
    return QuantityMention(start, draft.end, text[start : draft.end], quantity, draft.form, draft.core, draft.word,
                           draft.scale, draft.numeral_end or draft.end)  # fmt: skip

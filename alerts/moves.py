"""Several values of one thing in one article: a move from one to the other, a restatement, or parts under one name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from models.metric import Observation
from models.period import Span

_TO = r"[到至为]"
_UP_OR_DOWN = r"(?:增[加长]?|扩[大展充]?|提[高升]?|拓[展宽]?|上[升涨]|升|涨|翻|减[少]?|下[降跌]|降[低]?)"
_MOVES = re.compile(rf"基础上|[从由比较][^。;；]{{0,40}}?{_UP_OR_DOWN}[^,，。;；]{{0,6}}{_TO}|{_UP_OR_DOWN}{_TO}")
_REPLACED = re.compile(r"(?:修订|修正|更正|核定|核实|[上下]修|调整)[^,，。;；]{0,4}[为至到]?约?$")
_FROM = re.compile(r"[从由][^,，。;；从由到至为\d]{0,10}$")
_BASE = re.compile(r"[^,，。;；]{0,6}基础上")
_NEAR = 2
"""Values further apart than this factor are not one thing misstated but two things under one name."""


def is_move(a: Observation, b: Observation) -> bool:
    """Whether two values stand in one sentence as before and after: 从5.2万个增加到7.5万个, 在10个基础上扩至30余个."""
    same = a.article == b.article and a.figure.sentence_start == b.figure.sentence_start
    return same and _MOVES.search(b.figure.sentence) is not None


def is_revision(a: Observation, b: Observation) -> bool:
    """Whether one sentence replaces value `a` by `b`: 由初步核算的9160亿元修订为9248亿元."""
    if a.article != b.article or a.figure.sentence_start != b.figure.sentence_start or a.figure.end > b.figure.start:
        return False
    offset = b.figure.sentence_start
    return _REPLACED.search(b.figure.sentence[a.figure.end - offset : b.figure.start - offset]) is not None


def is_before(observation: Observation) -> bool:
    """Whether an undated value is only where a move starts: 从5.2万个, 由5.2万个, 在10个试点基础上."""
    figure = observation.figure
    offset = figure.start - figure.sentence_start
    ahead, behind = figure.sentence[max(offset - 12, 0) : offset], figure.sentence[offset + len(figure.surface) :]
    return figure.period.implicit and (_FROM.search(ahead) is not None or _BASE.match(behind) is not None)


def is_restated(own: Observation, here: list[Observation]) -> bool:
    """Whether an article contradicts itself in earnest: one dated thing stated twice, of one size, and not in a table.

    Three values for one time, values nobody dated, values of another size and rows of a table are mostly parts, places
    or stages of which one name was read.
    """
    rows = any("\t" in other.figure.sentence for other in (own, *here))
    if (
        len(here) != 1
        or own.figure.period.implicit
        or rows
        or own.figure.sentence_start == here[0].figure.sentence_start
    ):
        return False
    small, large = sorted(abs(o.figure.quantity.value) for o in (own, here[0]))
    return large <= small * _NEAR


def heads(found: Iterable[Observation]) -> list[Observation]:
    """What each article says of each period, in the order of `found`: its first statement, or what that moved to.

    全市4.2万个，其中江岸区5600个 states 4.2万个; 从5.2万个增加到7.5万个 states 7.5万个.
    """
    stated: dict[tuple[str, Span], Observation] = {}
    for other in found:
        key = (other.article, other.figure.period.span)
        held = stated.setdefault(key, other)
        first, second = sorted((held, other), key=lambda o: o.figure.start)
        if first is not second:
            stated[key] = second if is_move(first, second) else first
    return list(stated.values())

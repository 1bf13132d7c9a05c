"""The subject of a figure: what is measured, as an analyst would name it.

    ways to name it, in the order they are tried (extract.ways)
    share       占GDP比重40.4%          what was named before + 占GDP比重
    plan        完成年度计划的60%        what was named before + 完成年度计划
    grant       对平台，按投资额的20%补助  平台补助
    population  60%的企业实现上云        企业上云比例
    receiver    为3家企业提供诊断        诊断企业
    attribute   总投资5亿元的项目        项目总投资
    right       打造100家智能工厂        智能工厂
    left        智能工厂达到100家        智能工厂
    aspect      总量居全国第二           what was named before + 总量
    inherited   同比增长5%              what was named before

Before them, members of a list take their figures in order (extract.lists).
"""

from __future__ import annotations

from collections.abc import Sequence

from extract import lists
from extract.clauses import Word, text_of
from extract.naming import tidy
from extract.parse import Memory, Parse, Reading
from extract.phrases import Left, read_left
from extract.ways import WAYS, inherited, share

__all__ = ["Memory", "Reading", "read_subjects"]

RANKED = frozenset(("居", "位居", "位列", "列", "名列", "排名", "排在", "稳居", "跃居", "居于", "排"))
_AMOUNTS = frozenset(("%", "个百分点", "倍", "位"))


def read_subjects(sentence: str, words: Sequence[Word], units: Sequence[str], memory: Memory) -> list[Reading]:
    """The subjects of a clause's figures in order; `units` are theirs. `memory` is read and brought up to date."""
    gaps: list[list[Word]] = [[]]
    for word in words:
        if word.role == "fig":
            gaps.append([])
        else:
            gaps[-1].append(word)
    gaps += [[] for _ in range(len(units) + 1 - len(gaps))]
    parse = Parse(sentence, gaps, units, memory)
    named = _lists(parse)
    readings = []
    for i in range(len(units)):
        reading = named.get(i) or _one(parse, i)
        readings.append(reading)
        _remember(memory, reading, units[i])
    if named:
        if not any(reading.left.share is not None for reading in named.values()):
            memory.members = [named[i].subject for i in sorted(named)]
        memory.homes = [named[i].place for i in sorted(named)]
    return readings


def _one(parse: Parse, i: int) -> Reading:
    words = parse.left(i)
    left = read_left(_unranked(words) if parse.units[i] == "位" else words, parse.sentence)
    for way in WAYS:
        reading = way(parse, i, left)
        if reading:
            return reading
    return inherited(parse, i, left)


def _unranked(words: list[Word]) -> list[Word]:
    """总量居|全国枢纽节点|第3位: what it is ranked among names nothing."""
    at = next((i for i in range(len(words) - 1, -1, -1) if words[i].text in RANKED), None)
    return words if at is None else words[: at + 1]


def _remember(memory: Memory, reading: Reading, unit: str) -> None:
    if not reading.subject or (unit == "位" and memory.base and "left" not in reading.rules):
        return
    memory.full = reading.subject
    memory.grew = unit == "%" and bool(reading.left.change) and reading.left.share is None
    if reading.left.share is not None or "plan" in reading.rules or reading.subject.endswith(("占比", "比重")):
        memory.share = reading.subject
        return
    if unit == "个百分点" and reading.subject.endswith("增速"):
        return
    if reading.subject != memory.base:
        memory.share = ""
    memory.base = reading.subject
    if unit not in _AMOUNTS:
        memory.counted[unit] = reading.subject
    memory.told.append(reading.subject)
    if not reading.left.part and unit not in _AMOUNTS:
        memory.whole = reading.subject


def _lists(parse: Parse) -> dict[int, Reading]:
    """Figures in a row whose members were named before them, in order."""
    named: dict[int, Reading] = {}
    for first, last in lists.runs(parse.gaps, parse.sentence):
        left = read_left(parse.gaps[first], parse.sentence)
        count = last - first + 1
        if left.share is not None:
            if len(parse.memory.homes) == count and "分别" in parse.text(parse.gaps[first]):
                named |= _shared_out(parse, first, left)
            continue
        np = _with_places(parse.gaps[first], left)
        shares = lists.distribute(np, count, parse.sentence) or lists.places_first(parse.gaps[first], count)
        chain = parse.memory.chain
        if not shares and len(chain) == count and "分别" in parse.text(parse.gaps[first]):
            shares = [lists.Share(np, place) for place in chain]
        elif not np and len(parse.memory.members) == count:
            homes = parse.memory.homes if len(parse.memory.homes) == count else [None] * count
            shares = [lists.Share(member, home) for member, home in zip(parse.memory.members, homes, strict=True)]
        elif not shares and not np and "分别" in parse.text(parse.gaps[first]):
            shares = [lists.Share(name) for name in list(dict.fromkeys(parse.memory.told))[-count:]]
        for i, member in enumerate(shares):
            subject = member.subject if isinstance(member.subject, str) else text_of(member.subject, parse.sentence)
            text = tidy(subject) or parse.memory.base or parse.memory.full
            named[first + i] = Reading(text, ("list",), left, place=member.place, listed=True)
    return named


def _shared_out(parse: Parse, first: int, left: Left) -> dict[int, Reading]:
    """占GDP比重分别为42%和50% after the places of a list: each has its own."""
    reading = share(parse, first, left)
    homes = parse.memory.homes
    if reading is None:
        return {}
    return {
        first + i: Reading(reading.subject, ("list", "share"), left, place=home, listed=True)
        for i, home in enumerate(homes)
    }


def _with_places(words: Sequence[Word], left: Left) -> list[Word]:
    """The name with the places before it (海淀区、朝阳区企业) and without the verb in front (拥有国家级、省级中心)."""
    if not left.np:
        return [w for w in words if w.role in ("place", "conj")] if any(w.role == "place" for w in words) else []
    start = next((i for i, w in enumerate(words) if w is left.np[0]), 0)
    lead = [w for w in words[:start] if w.role in ("place", "conj")]
    np = left.np[1:] if left.np[0].role == "make" and len(left.np) > 1 else left.np
    return [*lead, *np] if sum(w.role == "place" for w in lead) > 1 else list(np)

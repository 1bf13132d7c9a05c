"""The subject of a figure: what is measured, as an analyst would name it.

    ways to name it, in the order they are tried
    share       占GDP比重40.4%          what was named before + 占GDP比重
    list        A、B分别为3和5          A is 3, B is 5
    population  60%的企业实现上云        企业上云比例
    receiver    为3家企业提供诊断        诊断企业
    right       打造100家智能工厂        智能工厂
    left        智能工厂达到100家        智能工厂
    aspect      总量居全国第二           what was named before + 总量
    inherited   同比增长5%              what was named before
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract import lists
from extract.clauses import Word, text_of
from extract.lexicon import UNIT_NOUN
from extract.naming import join, tidy, whole_prefix
from extract.phrases import Left, is_aspect, provided, read_left, read_right, specific

_AMOUNTS = frozenset(("%", "个百分点", "倍", "位"))
_TO = frozenset("为 向 给 使 帮 帮助 助力 对 把 将 在 以 面向 于 支持".split())
_DO = re.compile(r"^(?:已|均|都|实现了?|开展了?|完成了?|表示|认为|用上了?|达到|通过(?=.{0,3}$)|进行|可以?|能够?|了|全部|正式)+")


@dataclass(slots=True)
class Memory:
    """What was named so far: `base` without its 占…, `full` with it, `actor` who acts, `whole` what 其中 is a part of."""

    base: str = ""
    full: str = ""
    share: str = ""
    actor: str = ""
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one figure is about. `place` is set where the member of a list is a place; `change` is its verb of growth."""

    subject: str
    rules: tuple[str, ...]
    left: Left
    right: str = ""
    place: Word | None = None
    listed: bool = False


@dataclass(slots=True)
class _Clause:
    """A clause while its figures are read."""

    sentence: str
    gaps: list[list[Word]]
    units: Sequence[str]
    memory: Memory
    carry: str = ""
    out: list[Reading] = field(default_factory=list)

    @property
    def last(self) -> int:
        return len(self.units) - 1


def read_subjects(sentence: str, words: Sequence[Word], units: Sequence[str], memory: Memory) -> list[Reading]:
    """The subjects of a clause's figures in order; `units` are theirs. `memory` is read and brought up to date."""
    gaps: list[list[Word]] = [[]]
    for word in words:
        if word.role == "fig":
            gaps.append([])
        else:
            gaps[-1].append(word)
    if len(gaps) - 1 < len(units):
        gaps += [[] for _ in range(len(units) - len(gaps) + 1)]
    clause = _Clause(sentence, gaps, units, memory)
    named = _lists(clause)
    for i in range(len(units)):
        reading = named.get(i) or _figure(clause, i)
        clause.out.append(reading)
        _remember(memory, reading, units[i])
    return clause.out


def _remember(memory: Memory, reading: Reading, unit: str) -> None:
    if not reading.subject:
        return
    memory.full = reading.subject
    if reading.left.share is not None:
        memory.share = reading.subject
    else:
        memory.base = reading.subject
        if not reading.left.part and unit not in _AMOUNTS:
            memory.whole = reading.subject


def _lists(clause: _Clause) -> dict[int, Reading]:
    """Figures in a row whose members were named before them, in order."""
    named: dict[int, Reading] = {}
    for first, last in lists.runs(clause.gaps, clause.sentence):
        left = read_left(clause.gaps[first], clause.sentence)
        if left.share is not None:
            continue
        np = _with_places(clause.gaps[first], left)
        shares = lists.distribute(np, last - first + 1, clause.sentence)
        for i, share in enumerate(shares):
            subject = share.subject if isinstance(share.subject, str) else text_of(share.subject, clause.sentence)
            text = tidy(subject) or clause.memory.base
            named[first + i] = Reading(text, ("list",), left, place=share.place, listed=True)
    return named


def _with_places(words: Sequence[Word], left: Left) -> list[Word]:
    """The name with the places before it: 海淀区、朝阳区数字经济企业."""
    if not left.np:
        return [w for w in words if w.role in ("place", "conj")]
    start = next((i for i, w in enumerate(words) if w is left.np[0]), 0)
    lead = [w for w in words[:start] if w.role in ("place", "conj")]
    return [*lead, *left.np] if sum(w.role == "place" for w in lead) > 1 else left.np


def _figure(clause: _Clause, i: int) -> Reading:
    left = read_left(clause.gaps[i], clause.sentence)
    for way in (_share, _population, _receiver, _right, _left):
        reading = way(clause, i, left)
        if reading:
            return reading
    return _inherited(clause, i, left)


def _share(clause: _Clause, i: int, left: Left) -> Reading | None:
    if left.share is None:
        return None
    own = tidy(text_of(left.np, clause.sentence))
    if own and is_aspect(own):
        own = join(clause.memory.base, own)
    base = own or clause.memory.base
    whole = left.share
    if not whole and clause.gaps[i + 1] and clause.units[i] in ("%",):
        whole = text_of(read_right(clause.gaps[i + 1], more=i < clause.last)[0], clause.sentence)
    if own:
        clause.memory.base = base
    suffix = f"占{whole}比重" if whole else "占比"
    return Reading(base + suffix, ("share", *(() if own else ("inherited",))), left)


def _population(clause: _Clause, i: int, left: Left) -> Reading | None:
    """60%的企业实现上云: the share of those who do."""
    if clause.units[i] != "%" or left.change or left.linked:
        return None
    tail = clause.gaps[i + 1]
    listed = i < clause.last and clause.units[i + 1] == "%"
    if listed and all(w.role in ("conj", "noun") for w in tail) and len(tail) <= 3:  # noqa: PLR2004
        tail = clause.gaps[i + 2]  # 市级90%、区级80%的事项: what both are shares of stands behind the last
    final = clause.gaps[-1]
    if tail and tail[0].role == "de":
        np, rest = read_right(tail, more=tail is not final)
        if not np or (left.np and left.end in ("make", "keep", "prep")):
            return None
        does = rest if tail is final else read_right(final, more=False)[1]
        name = text_of(np, clause.sentence)
        own = tidy(text_of(left.np, clause.sentence)) if listed or i else ""
        own = own if re.fullmatch(r".{0,4}[级类型]", own) else ""
        return Reading(join_ratio(own + name, text_of(does, clause.sentence)), ("population",), left)
    if tail and tail is final and tail[0].role in ("make", "keep", "adv", "link") and not (left.np and _is_rate(left.np[-1].text)):
        who = tidy(text_of(left.np, clause.sentence)) or clause.carry or clause.memory.whole
        does = text_of(tail, clause.sentence)
        return Reading(join_ratio(who, does), ("population",), left) if who and len(does) > 1 else None
    if left.np == [] and tail and i < clause.last and tail[0].role in ("make", "keep") and clause.carry:
        return Reading(join_ratio(clause.carry, text_of(tail, clause.sentence)), ("population",), left)
    return None


def join_ratio(who: str, does: str) -> str:
    """企业 + 实现上云 → 企业上云比例."""
    does = _DO.sub("", does.strip("，、 ")).strip()
    return f"{tidy(who)}{does}" + ("" if does.endswith(("率", "比例")) else "比例")


def _is_rate(text: str) -> bool:
    return text.endswith(("率", "比重", "比例", "占比", "份额", "度", "面"))


def _receiver(clause: _Clause, i: int, left: Left) -> Reading | None:
    """为16个部门提供多租户服务: those who receive, named with what they receive."""
    verb = next((w for w in reversed(clause.gaps[i]) if w.role not in ("adv", "time", "place", "noun")), None)
    if clause.units[i] in _AMOUNTS or verb is None or verb.text not in ("为", "向", "给", "帮助", "帮", "助力"):
        return None
    if left.np and left.end not in ("prep", "make", "keep"):
        return None
    np, tail = read_right(clause.gaps[i + 1], more=i < clause.last)
    following = [w for gap in clause.gaps[i + 2 :] for w in gap]
    rest = tail if any(w.text not in ("的",) for w in tail) else following
    given = provided(rest, following, clause.sentence) or provided(following, (), clause.sentence)
    name = text_of(np, clause.sentence) or UNIT_NOUN.get(clause.units[i], "")
    who = specific(left.np[:-1] if left.np else [], clause.sentence) or clause.memory.actor
    clause.carry = who + given
    subject = tidy(who + given + name)
    return Reading(subject, ("receiver",), left) if subject else None


def _right(clause: _Clause, i: int, left: Left) -> Reading | None:
    """打造100家智能工厂: the noun behind the number, with who does it where that tells series apart."""
    unit = clause.units[i]
    if unit in ("%", "个百分点", "位") or (left.np and left.end in ("noun", "de", "place") and (left.linked or not _continues(left))):
        return None
    np, _ = read_right(clause.gaps[i + 1], more=i < clause.last)
    if not np:
        return _counted_places(clause, i, left) if not left.np else None
    name = tidy(text_of(np, clause.sentence))
    if not name:
        return None
    carry = "" if left.np or i == 0 else clause.carry
    if left.np:
        carry = _who(clause, left)
    clause.carry = carry
    if carry and (carry.endswith(name) or name in carry[-len(name) - 4 :]):
        return Reading(carry, ("right",), left)
    return Reading(carry + name, ("right",), left)


def _continues(left: Left) -> bool:
    """Whether the words before the number only lead to the noun behind it: 使用频率最高的|前100项, 餐饮等|20个."""
    return bool(left.np) and (left.end == "de" or left.np[-1].text in ("等", "上", "中", "各类", "类", "余", "近", "前"))


def _who(clause: _Clause, left: Left) -> str:
    """Who acts and what is done, as far as it belongs in the name: 城市大脑|支撑 does, 全市|建成 does not."""
    verb = left.np[-1]
    if verb.role == "keep":
        start = next((j for j, w in enumerate(left.np) if w.role in ("prep", "make")), None)
        before = left.np[:-1] if start is None else left.np[:start]
        who = specific(before, clause.sentence) or clause.memory.actor
        return who + verb.text
    stop = next((j for j, w in enumerate(left.np) if w.role in ("make", "keep", "prep")), len(left.np))
    who = specific(left.np[:stop], clause.sentence) if _continues(left) or verb.role == "make" else ""
    return who


def _counted_places(clause: _Clause, i: int, left: Left) -> Reading | None:
    """全省16市均达到千兆城市标准: what the places do names them."""
    tail = [w for w in clause.gaps[i + 1] if w.role not in ("adv", "time")]
    if clause.units[i] not in ("市", "县", "区", "个", "家", "人") or not tail or tail[0].role not in ("make", "keep", "link"):
        return None
    does = text_of(tail, clause.sentence)
    if len(does) < 4:  # noqa: PLR2004
        return None
    noun = clause.units[i] if clause.units[i] in "市县区" else ""
    return Reading(f"{does}的{noun}" if noun else does, ("counted",), left)


def _left(clause: _Clause, i: int, left: Left) -> Reading | None:
    """智能工厂达到100家: the noun phrase before the number."""
    np = list(left.np)
    while np and np[-1].role in ("make", "prep", "de", "conj", "keep") and len(np) > 1 and np[-1].text not in ("服务", "投资"):
        np.pop()
    if not np or (len(np) == 1 and np[0].role in ("make", "prep", "de", "conj", "mark")):
        return None
    text = _without_making(clause, np)
    text = tidy(text)
    if not text:
        return None
    if is_aspect(text) and clause.memory.base:
        return Reading(join(clause.memory.base, text), ("aspect",), left)
    clause.carry = text
    if left.part and clause.memory.whole:
        return Reading(whole_prefix(clause.memory.whole, text), ("part",), left)
    if text.startswith("核心产业") and "数字经济" in clause.memory.base:
        return Reading("数字经济" + text, ("part",), left)
    return Reading(text, ("left",), left)


def _without_making(clause: _Clause, np: list[Word]) -> str:
    """苏州|建成|5G基站 → 5G基站; 平台|汇聚|数据 stays as it is; a verb in front takes its subject from the sentence."""
    made = max((j for j, w in enumerate(np[:-1]) if w.role == "make" or (w.role == "prep" and w.text in _TO)), default=None)
    if made is not None:
        who = specific(np[:made], clause.sentence) if np[made].role == "make" else ""
        return who + text_of(np[made + 1 :], clause.sentence)
    if np[0].role == "keep" and len(np) > 1 and clause.memory.actor and not clause.memory.actor.endswith(np[0].text):
        return clause.memory.actor + text_of(np, clause.sentence)
    kept = next((j for j, w in enumerate(np) if w.role == "keep"), 0)
    if kept and not specific(np[:kept], clause.sentence):
        return text_of(np[kept:], clause.sentence)
    return text_of(np, clause.sentence)


def _inherited(clause: _Clause, i: int, left: Left) -> Reading:
    """同比增长5%: what was named before; another unit of the same thing is told apart by it."""
    memory, unit = clause.memory, clause.units[i]
    if unit == "位":
        return Reading(memory.full, ("inherited",), left)
    if unit == "个百分点" and memory.full == memory.share:
        return Reading(memory.full, ("inherited",), left)
    if unit in ("%", "个百分点", "倍"):
        base = memory.full if memory.full == memory.share and not left.change else memory.base
        if left.change and left.change in ("拉动", "带动"):
            base += left.change
        return Reading(base, ("inherited",), left)
    subject = memory.base
    if i and clause.units[i - 1] != unit and UNIT_NOUN.get(unit) and not left.np and not left.linked and not left.change:
        subject += UNIT_NOUN[unit] if not subject.endswith(UNIT_NOUN[unit]) else ""
    return Reading(subject, ("inherited",), left)

"""The ways to name what a figure is about, each a function of the clause, the figure's number in it and its left side.

Each returns a Reading, or None to let the next one try; `WAYS` is their order.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from extract.lexicon import ASPECT, UNIT_NOUN
from extract.naming import join, ratio_of, tidy
from extract.noun_ways import left_side, right
from extract.parse import Parse, Reading
from extract.phrases import Left, provided, read_right, specific

_PLAN = re.compile(r"完成(?:了)?((?:年度|全年|年初|当年)?(?:计划|目标|任务|预算)[^，]{0,8}?)(?:的|达|达到)?$")
_PART_OF_PLACE = re.compile(r"占(?:全[国球市省]|世界)比重$")  # 占全国的9.3%，居全国第2位: by size, not by share
_MEMBERS = re.compile(r"^[两二三四五六七八九十]{1,2}[省市区县地州](?:合计)?$")  # whose share it is, not what of
_BESIDE = re.compile(r"[比较与同]|新增|净增|增加|减少")
_GRANT = re.compile(r"奖励|补助|补贴|资助|贴息|奖补|扶持资金")
_ACHIEVE = ("实现", "推动", "确保", "完成", "达成")
_RATE = ("率", "比重", "比例", "占比", "份额", "度", "面")
_ATTRIBUTE = re.compile(
    r"^(?:总|年|新增)?(?:投资|规模|面积|注册资本|产值|金额|资金|产能|资产|收入|建筑面积|装机容量|估值|合同额|投资额)(?:额|规模)?$"
)


def share(parse: Parse, i: int, left: Left) -> Reading | None:
    """占GDP比重40.4%: what stands before 占, or what was named before, and what it is a share of."""
    if left.share is None:
        return None
    memory = parse.memory
    own = _MEMBERS.sub("", tidy(parse.text(left.np)))
    if own and own in ASPECT and memory.base:
        own = join(memory.base, own)
    base = own or memory.base or next(iter(memory.told), "")
    whole = left.share
    if not whole and parse.units[i] == "%":
        np, _ = parse.right(i)
        whole = parse.text(np)
    if own:
        memory.base = base
    suffix = f"占{whole}比重" if whole else "占比"
    return Reading(base + suffix, ("share", *(() if own else ("inherited",))), left)


def plan(parse: Parse, i: int, left: Left) -> Reading | None:
    """完成年度计划的60%: how far what was named before has come."""
    match = _PLAN.search(parse.text(parse.left(i))) if parse.units[i] == "%" else None
    if not match or not parse.memory.base:
        return None
    return Reading(f"{parse.memory.base}完成{match.group(1)}", ("plan", "inherited"), left)


def grant(parse: Parse, i: int, left: Left) -> Reading | None:
    """对市级平台，按投资额的20%给予补助: what is given to those the clause before names."""
    if not parse.memory.receiver:
        return None
    kind = _GRANT.search(parse.text(parse.left(i) + parse.gaps[i + 1]))
    return Reading(parse.memory.receiver + kind.group(), ("grant",), left) if kind else None


def population(parse: Parse, i: int, left: Left) -> Reading | None:
    """60%的企业实现上云: the share of those who do."""
    if parse.units[i] != "%" or left.change or left.linked:
        return None
    tail = parse.gaps[i + 1]
    final = parse.gaps[-1]
    listed = i < parse.last and parse.units[i + 1] == "%"
    if listed and len(tail) <= 3 and all(w.role in ("conj", "noun") for w in tail):  # noqa: PLR2004
        tail = parse.gaps[i + 2]  # 市级90%、区级80%的事项: what both are shares of stands behind the last
    if not tail or (left.np and left.np[-1].text.endswith(_RATE)):
        return None
    if tail[0].role == "de" or (
        not left.np and tail[0].role == "noun" and any(w.role in ("make", "keep") for w in tail)
    ):
        np, rest = read_right(tail, more=tail is not final)
        if not np or (left.end in ("make", "keep", "prep") and left.np[-1].text not in _ACHIEVE):
            return None
        does = rest if tail is final else read_right(final, more=False)[1]
        own = tidy(parse.text(left.np)) if listed or i else ""
        own = own if re.fullmatch(r".{0,4}[级类型]", own) else ""
        parse.use(i, np if tail is parse.gaps[i + 1] else [])
        return Reading(ratio_of(own + parse.text(np), parse.text(does)), ("population",), left)
    within = tail[0].text == "在" and any(w.role in ("make", "keep") for w in tail)  # 其中95.6%在24小时内办结
    if tail is final and (within or tail[0].role in ("make", "keep", "adv", "link")):
        who = tidy(parse.text(left.np)) or parse.carry or parse.memory.whole
        done = parse.text(tail)
        return Reading(ratio_of(who, done), ("population",), left) if who and len(done) > 1 else None
    return None


def receiver(parse: Parse, i: int, left: Left) -> Reading | None:
    """为16个部门提供多租户服务: those who receive, named with what they receive."""
    words = [w for w in parse.left(i) if w.role not in ("adv", "time", "place")]
    verb = words[-1].text if words else ""
    if parse.units[i] in ("%", "个百分点", "倍", "位") or verb not in ("为", "向", "给", "帮助", "帮"):
        return None
    np, tail = parse.right(i)
    doing = next((j for j, w in enumerate(np) if j and w.role in ("keep", "make")), len(np))
    np, tail = np[:doing], [*np[doing:], *tail]
    following = [w for gap in parse.gaps[i + 2 :] for w in gap]
    given = provided(tail, following, parse.sentence) or provided(following, (), parse.sentence)
    if not given and verb == "为":
        return None
    name = parse.text(np) or UNIT_NOUN.get(parse.units[i], "").removeprefix("涉及")
    who = specific(words[:-1], parse.sentence) or parse.memory.actor
    parse.use(i, np)
    parse.carry = who + given
    return Reading(tidy(who + given + name), ("receiver",), left)


def attribute(parse: Parse, i: int, left: Left) -> Reading | None:
    """总投资86亿元的智算中心项目: the project's total investment."""
    gap = parse.gaps[i + 1]
    attr = parse.text([w for w in left.np if w.role not in ("make", "adv")])
    if not gap or gap[0].role != "de" or not _ATTRIBUTE.match(attr):
        return None
    np, _ = parse.right(i)
    name = tidy(parse.text(np))
    if not name:
        return None
    parse.use(i, np)
    return Reading(name + attr, ("attribute",), left)


def inherited(parse: Parse, i: int, left: Left) -> Reading:
    """同比增长5%: what was named before; another unit of the same thing is told apart by it."""
    memory, unit = parse.memory, parse.units[i]
    said = parse.text(parse.left(i))
    faster = bool(re.search(r"增速|增幅", said))
    if unit == "位":
        ranked = memory.base if _PART_OF_PLACE.search(memory.full) else memory.full
        return Reading(join(ranked, "增速") if faster else ranked, ("inherited",), left)
    if unit == "个百分点":
        return Reading(join(memory.base, "增速") if faster or memory.grew else memory.full, ("inherited",), left)
    if unit in ("%", "倍"):
        base = memory.full if memory.full == memory.share and not left.change else memory.base
        return Reading(base, ("inherited",), left)
    subject = memory.base
    if _BESIDE.search(said) and subject in memory.counted.values():
        subject = memory.counted.get(unit, subject)  # 与去年同期的690亿条相比: of what was counted in 条
    if left.change or re.search(r"[比较].{0,8}[增减多少]", said):
        subject = re.sub(r"(?<=.{2})(?:总数|总量|数量)$", "", subject)
    elif i and parse.units[i - 1] != unit and UNIT_NOUN.get(unit) and not left.np and not left.linked:
        subject += UNIT_NOUN[unit] if not subject.endswith(UNIT_NOUN[unit]) else ""
    return Reading(subject, ("inherited",), left)


WAYS: tuple[Callable[[Parse, int, Left], Reading | None], ...] = (
    share,
    plan,
    grant,
    population,
    receiver,
    attribute,
    right,
    left_side,
)

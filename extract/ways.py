"""The ways to name what a figure is about, each a function of the clause, the figure's number in it and its left side.

Each returns a Reading, or None to let the next one try; `WAYS` is their order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from extract.clauses import Word, text_of
from extract.lexicon import ASPECT, OF_ACTOR, SOFT, UNIT_NOUN
from extract.naming import grown, is_modifier, join, ratio_of, tidy, whole_prefix
from extract.phrases import Left, provided, read_right, specific

_TO = frozenset("为 向 给 使 帮 帮助 助力 对 把 将 在 以 面向 于 支持".split())
_PLAN = re.compile(r"完成(?:了)?((?:年度|全年|年初|当年)?(?:计划|目标|任务|预算)[^，]{0,8}?)(?:的|达|达到)?$")
_GRADE = re.compile(r"[一二三十百千万亿]+级")
_EXAMPLES = frozenset(("等", "等等"))
_RATE = ("率", "比重", "比例", "占比", "份额", "度", "面")
_ATTRIBUTE = re.compile(r"^(?:总|年|新增)?(?:投资|规模|面积|注册资本|产值|金额|资金|产能|资产|收入|建筑面积|装机容量|估值|合同额|投资额)(?:额|规模)?$")


@dataclass(slots=True)
class Memory:
    """What was named so far: `base` without its 占…, `full` with it, `actor` who acts, `whole` what 其中 is a part of.

    `members` are the subjects of the last list, `receiver` whom a sentence gives something to.
    """

    base: str = ""
    full: str = ""
    share: str = ""
    actor: str = ""
    whole: str = ""
    receiver: str = ""
    members: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    context: str = ""

    def recall(self, tail: str) -> str:
        """The thing told before in the article whose name ends so: 增加值 → 数字经济增加值.

        What the paragraph speaks of is preferred, else what was told first.
        """
        names = [name for name in dict.fromkeys(self.told) if name.endswith(tail) and name != tail]
        spoken = [name for name in names if name.removesuffix(tail) in self.context]
        return max(spoken, key=len) if spoken else next(iter(names), "")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one figure is about, by which rules. `place` is the member of a list, where that is a place."""

    subject: str
    rules: tuple[str, ...]
    left: Left
    place: Word | None = None
    listed: bool = False


@dataclass(slots=True)
class Parse:
    """A clause while its figures are read: `gaps` are the words before, between and behind the figures."""

    sentence: str
    gaps: list[list[Word]]
    units: Sequence[str]
    memory: Memory
    carry: str = ""
    used: dict[int, int] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """The number of the clause's last figure."""
        return len(self.units) - 1

    def left(self, i: int) -> list[Word]:
        """The words left of figure `i` that the figure before it did not use."""
        return self.gaps[i][self.used.get(i, 0) :]

    def right(self, i: int) -> tuple[list[Word], list[Word]]:
        """The noun phrase right of figure `i`, and what follows it in the gap."""
        return read_right(self.gaps[i + 1], more=i < self.last)

    def use(self, i: int, np: Sequence[Word]) -> None:
        """Note that figure `i` took `np` from the gap behind it."""
        gap = self.gaps[i + 1]
        self.used[i + 1] = next((j + 1 for j, w in enumerate(gap) if w is np[-1]), 0) if np else 0

    def text(self, words: Sequence[Word]) -> str:
        """The words as written."""
        return text_of(words, self.sentence)


def share(parse: Parse, i: int, left: Left) -> Reading | None:
    """占GDP比重40.4%: what stands before 占, or what was named before, and what it is a share of."""
    if left.share is None:
        return None
    memory = parse.memory
    own = tidy(parse.text(left.np))
    if own and own in ASPECT and memory.base:
        own = join(memory.base, own)
    base = own or memory.base
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
    if tail[0].role == "de" or (not left.np and tail[0].role == "noun" and any(w.role in ("make", "keep") for w in tail)):
        np, rest = read_right(tail, more=tail is not final)
        if not np or (left.np and left.end in ("make", "keep", "prep")):
            return None
        does = rest if tail is final else read_right(final, more=False)[1]
        own = tidy(parse.text(left.np)) if listed or i else ""
        own = own if re.fullmatch(r".{0,4}[级类型]", own) else ""
        parse.use(i, np if tail is parse.gaps[i + 1] else [])
        return Reading(ratio_of(own + parse.text(np), parse.text(does)), ("population",), left)
    if tail is final and tail[0].role in ("make", "keep", "adv", "link"):
        who = tidy(parse.text(left.np)) or parse.carry or parse.memory.whole
        does = parse.text(tail)
        return Reading(ratio_of(who, does), ("population",), left) if who and len(does) > 1 else None
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


def right(parse: Parse, i: int, left: Left) -> Reading | None:
    """打造100家智能工厂: the noun behind the number, with who does it where that tells series apart."""
    if parse.units[i] in ("%", "个百分点", "位"):
        return None
    examples = _without_examples(left)
    if len(left.np) > 1 and left.end == "place" and not left.linked:
        left.np.pop()  # 平台连通|全市|78个部门: the place is theirs, the verb before it whatever it is
        last = left.np[-1]
        left.np[-1] = Word(last.text, "keep" if last.role == "noun" else last.role, last.start, last.end)
        left.end = left.np[-1].role
    if left.np and left.end not in ("make", "keep", "prep") and (left.linked or not _leads_on(left)) and not examples:
        return None
    np, tail = parse.right(i)
    name = tidy(parse.text(np))
    if not name:
        return _counted(parse, i, left) if not left.np else None
    parse.use(i, np)
    if name in ASPECT and parse.memory.base and not left.np:
        return Reading(join(parse.memory.base, name), ("aspect",), left)
    if tail and not left.np and tail[0].text in ("完成", "实现", "开展", "实施") and len(tail) > 1 and i == parse.last:
        name = ratio_of(name, parse.text(read_right(tail[1:], more=False)[0]), suffix="")
    carry = parse.carry if not left.np else _who(parse, left)
    parse.carry = carry
    if carry and (carry.endswith(name) or name in carry[-len(name) - 4 :]):
        return Reading(carry, ("right",), left)
    if re.match(r"[^的]{0,4}(?:奖励|补助|补贴|资助|扶持)", name) and parse.memory.receiver and not carry:
        carry = parse.memory.receiver
    return Reading(carry + name, ("right",), left)


def _leads_on(left: Left) -> bool:
    """Whether the words before the number only lead to the noun behind it: 使用频率最高的|前100项."""
    return bool(left.np) and (left.end == "de" or left.np[-1].text in ("上", "中", "各类", "余", "近", "前", "每", "首批"))


def _without_examples(left: Left) -> bool:
    """餐饮、物流等|10个试点: examples name nothing; the words before them may."""
    if not left.np or left.np[-1].text not in _EXAMPLES:
        return False
    comma = next((j for j, w in enumerate(left.np) if w.text == "、"), len(left.np))
    cut = next((j for j in range(comma - 1, -1, -1) if left.np[j].role in ("make", "keep", "link", "prep")), None)
    if cut is None:
        left.np = []
    elif left.np[cut].role in ("link", "prep"):
        left.np = left.np[: cut + (left.np[cut].role == "prep")]
    else:
        left.np = left.np[: cut + 1]
    if left.np and left.np[-1].text in ("上", "中", "内", "下"):
        left.np = []
    return True


def _who(parse: Parse, left: Left) -> str:
    """Who acts and what is done, as far as it belongs in the name: 城市大脑|支撑 does, 全市|建成 does not."""
    verb = left.np[-1]
    if verb.role == "keep":
        start = next((j for j, w in enumerate(left.np) if w.role in ("prep", "make")), None)
        before = left.np[:-1] if start is None else left.np[:start]
        return (specific(before, parse.sentence) or parse.memory.actor) + verb.text
    given = next((j for j, w in enumerate(left.np) if w.text in ("对", "对于")), None)
    if given is not None and verb.role == "make":
        return tidy(parse.text(left.np[given + 1 : -1]))
    stop = next((j for j, w in enumerate(left.np) if w.role in ("make", "keep", "prep")), len(left.np))
    return specific(left.np[:stop], parse.sentence) if _leads_on(left) or verb.role in ("make", "prep") else ""


def _counted(parse: Parse, i: int, left: Left) -> Reading | None:
    """全省16市均达到千兆城市标准: what the places do names them."""
    tail = [w for w in parse.gaps[i + 1] if w.role not in ("adv", "time")]
    if parse.units[i] not in ("市", "县", "区", "个", "家", "人") or not tail or tail[0].role not in ("make", "keep", "link"):
        return None
    does = parse.text(tail)
    if len(does) < 4:  # noqa: PLR2004
        return None
    noun = parse.units[i] if parse.units[i] in "市县区" else ""
    return Reading(f"{does}的{noun}" if noun else does, ("counted",), left)


def left_side(parse: Parse, i: int, left: Left) -> Reading | None:
    """智能工厂达到100家: the noun phrase before the number."""
    np = list(left.np)
    while np and (np[-1].role in ("prep", "de", "conj") or (np[-1].role == "make" and np[-1].text not in SOFT)) and len(np) > 1:
        np.pop()
    if not np or (len(np) == 1 and np[0].role in ("make", "prep", "de", "conj", "mark", "link", "freq")):
        return None
    memory = parse.memory
    text = tidy(named(parse, np, left, parse.units[i]))
    if parse.units[i] == "%" and text:
        text = grown(text)
        if not text:
            return Reading(memory.base, ("inherited",), left)
    if not text:
        return None
    if is_modifier(text) and memory.whole:
        return Reading(whole_prefix(memory.whole, text), ("part",), left)
    if text in OF_ACTOR and memory.actor:
        return Reading(join(memory.actor, text), ("aspect",), left)
    if text in ASPECT and memory.base:
        return Reading(join(memory.base, text), ("aspect",), left)
    if (text in ASPECT or text.startswith("核心产业")) and (told := memory.recall(text)):
        return Reading(told, ("recalled",), left)
    graded, before = _GRADE.search(text), _GRADE.search(memory.base)
    if i and graded and before and graded.start() == 0 and memory.base[-2:] == text[-2:]:
        return Reading(memory.base[: before.start()] + text, ("sibling",), left)
    parse.carry = text
    if left.part and memory.whole:
        return Reading(whole_prefix(memory.whole, text), ("part",), left)
    if text.startswith("核心产业") and "数字经济" in memory.base:
        return Reading("数字经济" + text, ("part",), left)
    return Reading(text, ("left",), left)


def named(parse: Parse, np: list[Word], left: Left, unit: str) -> str:
    """苏州|建成|5G基站 → 5G基站; 平台|汇聚|数据 stays as it is; a verb in front takes its subject from the sentence."""
    text = parse.text(np)
    if "贡献" in text:
        lead = text.removeprefix("对") if np[0].text != "对" else parse.memory.base + text
        return lead + ("率" if lead.endswith("贡献") and unit == "%" else "")
    if np[0].text.startswith("每"):
        return text
    if np[-1].text.endswith("阶段") and parse.memory.actor:
        return parse.memory.actor + parse.text(parse.gaps[-1])
    made = max((j for j, w in enumerate(np[:-1]) if _makes(w, j, unit)), default=None)
    if made is not None:
        who = specific(np[:made], parse.sentence) if np[made].role == "make" else ""
        if np[made].text == "提供" and not who:
            who = parse.memory.actor
        return who + parse.text(np[made + 1 :])
    first = np[1] if np[0].role == "freq" and len(np) > 1 else np[0]
    alone = len(np) == 1
    if first.role == "keep" and unit not in ("%", "个百分点") and (alone or not (left.linked or left.change)) and parse.memory.actor:
        return parse.memory.actor + text
    if first.text in ("拉动", "带动") and unit in ("%", "个百分点"):
        source = parse.memory.actor or parse.memory.base.removesuffix("增加值")
        return source + re.sub(r"全[市省国]", "", text) + (left.change if left.change in ("增速", "增长") else "")
    kept = next((j for j, w in enumerate(np) if w.role == "keep"), 0)
    if kept and parse.text(np[:kept]).endswith(("局", "厅", "委", "政府", "部门", "办公室", "我们", "银行机构通过")):
        return parse.text(np[kept:])
    return text


def _makes(word: Word, j: int, unit: str) -> bool:
    if word.role == "prep":
        return word.text in _TO
    if word.role != "make" or (unit == "%" and word.text.startswith("新")):
        return False
    return j == 0 or word.text not in SOFT


def inherited(parse: Parse, i: int, left: Left) -> Reading:
    """同比增长5%: what was named before; another unit of the same thing is told apart by it."""
    memory, unit = parse.memory, parse.units[i]
    said = parse.text(parse.left(i))
    faster = bool(re.search(r"增速|增幅", said))
    if unit == "位":
        return Reading(join(memory.full, "增速") if faster else memory.full, ("inherited",), left)
    if unit == "个百分点":
        return Reading(join(memory.base, "增速") if faster else memory.full, ("inherited",), left)
    if unit in ("%", "倍"):
        base = memory.full if memory.full == memory.share and not left.change else memory.base
        return Reading(base, ("inherited",), left)
    subject = memory.base
    if left.change or re.search(r"[增减多少]", said):
        subject = re.sub(r"(?<=.{2})(?:总数|总量|数量)$", "", subject)
    elif i and parse.units[i - 1] != unit and UNIT_NOUN.get(unit) and not left.np and not left.linked:
        subject += UNIT_NOUN[unit] if not subject.endswith(UNIT_NOUN[unit]) else ""
    return Reading(subject, ("inherited",), left)


WAYS: tuple[Callable[[Parse, int, Left], Reading | None], ...] = (share, plan, population, receiver, attribute, right, left_side)

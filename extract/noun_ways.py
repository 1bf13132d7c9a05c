"""The noun phrase beside a number as its subject: behind it (打造100家智能工厂) or before it (智能工厂达到100家)."""

from __future__ import annotations

import re

from extract.clauses import Word
from extract.lexicon import ASPECT, OF_ACTOR, SOFT
from extract.naming import grown, is_modifier, join, ratio_of, tidy, whole_prefix
from extract.parse import Parse, Reading
from extract.phrases import Left, read_right, specific

_TO = frozenset(["为", "向", "给", "使", "帮", "帮助", "助力", "对", "把", "将", "在", "以", "面向", "于", "支持"])
_GRADE = re.compile(r"[一二三十百千万亿]+级")
_OFFICES = ("局", "厅", "委", "政府", "部门", "办公室", "我们")
_VAGUE = 2  # characters of a noun that by itself tells nothing: 企业, 项目
# What has an output or income of its own, as a 产品研发周期 has not.
_EARNING = re.compile(
    r"(?:企业|产业|园|集群|行业|业|平台|公司|区|市场|交易所|经济|项目|商户|收入|增加值|产值|产量|利润)(?:数量|总数|规模)?$"
)
_GRADED = re.compile(r".{0,4}?[级类型](.+)$")
EMPTY = frozenset(
    (
        "指标",
        "目标",
        "任务",
        "计划",
        "两者",
        "二者",
        "三者",
        "各项指标",
        "主要指标",
        "该指标",
        "实际",
        "名义",
        "其",
        "当季",
        "东",
        "西",
        "中",
    )
)
"""Words that name nothing by themselves: what was named before is meant."""
_SHARES = frozenset(("占比", "份额"))
_WHOLES = frozenset(("全国", "全球", "世界", "国内"))
_EXAMPLES = frozenset(("等", "等等"))


def right(parse: Parse, i: int, left: Left) -> Reading | None:  # noqa: C901, PLR0911 - a return a rule, in order
    """打造100家智能工厂: the noun behind the number, with who does it where that tells series apart."""
    if parse.units[i] in ("%", "个百分点", "位"):
        return None
    examples = _without_examples(left)
    if len(left.np) > 1 and left.end == "place" and not left.linked:
        left.np.pop()  # 平台连通|全市|78个部门: the place is theirs, the verb before it whatever it is
        last = left.np[-1]
        left.np[-1] = Word(last.text, "keep" if last.role == "noun" else last.role, last.start, last.end)
        left.end = left.np[-1].role
    before = parse.left(i)
    listed = bool(before) and before[-1].text == "、" and parse.right(i)[0] and len(left.np) > 1
    if listed and left.np[0].role in ("make", "keep") and not any(w.text == "、" for w in left.np):
        left.np, left.end = left.np[:1], left.np[0].role  # 建设7大工程、|120个重点项目
    if left.np and left.end not in ("make", "keep", "prep") and (left.linked or not _leads_on(left)) and not examples:
        return None
    np, tail = parse.right(i)
    name = tidy(parse.text(np))
    if name in EMPTY and parse.memory.base:
        return Reading(parse.memory.base, ("inherited",), left)
    if not name:
        return _counted(parse, i, left) if not left.np else None
    parse.use(i, np)
    graded = _GRADED.match(parse.text(parse.right(i + 1)[0])) if i < parse.last and is_modifier(name) else None
    if graded:
        name += graded.group(1)  # 10个国家级、50个市级示范园区
    if name in ASPECT and parse.memory.base and not left.np:
        return Reading(join(parse.memory.base, name), ("aspect",), left)
    if before and before[-1].text in ("与", "同", "和", "跟") and tail and tail[0].role == "make" and len(tail) > 1:
        parse.carry = ""
        return Reading(f"{parse.text(tail[1:])}{name}", ("right",), left)  # 与39个城市实现直联
    if (
        len(name) <= _VAGUE
        and tail
        and tail[0].role in ("make", "keep", "link")
        and i == parse.last
        and not parse.carry
    ):
        name += parse.text(tail)  # 11家企业入选: which ones, their verb says
    if tail and not left.np and tail[0].text in ("完成", "实现", "开展", "实施") and len(tail) > 1 and i == parse.last:
        name = ratio_of(name, parse.text(read_right(tail[1:], more=False)[0]), suffix="")
    carry = parse.carry if not left.np else _who(parse, left)
    parse.carry = carry
    if carry and (carry.endswith(name) or name in carry[-len(name) - 4 :]):
        return Reading(carry, ("right",), left)
    return Reading(carry + name, ("right",), left)


def _leads_on(left: Left) -> bool:
    """Whether the words before the number only lead to the noun behind it: 使用频率最高的|前100项."""
    return bool(left.np) and (
        left.end == "de" or left.np[-1].text in ("上", "中", "各类", "余", "近", "前", "每", "首批")
    )


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
    tail = [w for w in parse.gaps[i + 1] if w.role not in ("adv", "time") and w.text not in ("全部", "均已")]
    if (
        parse.units[i] not in ("市", "县", "区", "个", "家", "人")
        or not tail
        or tail[0].role not in ("make", "keep", "link")
    ):
        return None
    does = parse.text(tail)
    if len(does) < 4:  # noqa: PLR2004
        return None
    noun = parse.units[i] if parse.units[i] in "市县区" else ""
    return Reading(f"{does}的{noun}" if noun else does, ("counted",), left)


def left_side(parse: Parse, i: int, left: Left) -> Reading | None:
    """智能工厂达到100家: the noun phrase before the number."""
    np = _noun_phrase(left)
    if not np:
        return None
    text = tidy(named(parse, np, left, parse.units[i]))
    if parse.units[i] == "%" and text and not grown(text):
        return Reading(parse.memory.base, ("inherited",), left)
    if parse.units[i] == "%":
        text = grown(text)
    if not text:
        return None
    return _leaning(parse, i, text, left) or _own(parse, text, left)


def _noun_phrase(left: Left) -> list[Word]:
    np = list(left.np)
    while len(np) > 1 and (
        np[-1].text in ("有", "共有", "已有", "仍", "还", "尚", "仍然")
        or np[-1].role in ("prep", "de", "conj")
        or (np[-1].role == "make" and np[-1].text not in SOFT)
    ):
        np.pop()
    bare = len(np) == 1 and np[0].role in ("make", "prep", "de", "conj", "mark", "link", "freq")
    return [] if bare else np


def _leaning(  # noqa: PLR0911 - a return a rule, in order
    parse: Parse, i: int, text: str, left: Left
) -> Reading | None:
    """A phrase that needs what was named before: an aspect (总量), a modifier (省级), one of a row (百亿级企业)."""
    memory = parse.memory
    if text in EMPTY and memory.base:
        return Reading(memory.full if parse.units[i] in ("位", "个百分点") else memory.base, ("inherited",), left)
    if text in _SHARES and memory.base:
        place = left.places[-1] if left.places else None
        if place and place.text in _WHOLES and parse.sentence.startswith(text, place.end):
            return Reading(f"{memory.base}占{place.text}比重", ("share",), left)
        if memory.share:
            return Reading(memory.share, ("inherited",), left)
    if is_modifier(text) and memory.whole:
        return Reading(whole_prefix(memory.whole, text), ("part",), left)
    if text in OF_ACTOR and memory.actor:
        return Reading(join(memory.actor, text), ("aspect",), left)
    if text in ASPECT and memory.base and (text not in OF_ACTOR or _EARNING.search(memory.base)):
        return Reading(join(memory.base, text), ("aspect",), left)
    if (text in ASPECT or text.startswith("核心产业")) and (told := memory.recall(text)):
        return Reading(told, ("recalled",), left)
    graded, before = _GRADE.search(text), _GRADE.search(memory.base)
    if i and graded and before and graded.start() == 0 and memory.base[-2:] == text[-2:]:
        return Reading(memory.base[: before.start()] + text, ("sibling",), left)
    return None


def _own(parse: Parse, text: str, left: Left) -> Reading:
    parse.carry = text
    if left.part and parse.memory.whole:
        return Reading(whole_prefix(parse.memory.whole, text), ("part",), left)
    if text.startswith("核心产业") and "数字经济" in parse.memory.base:
        return Reading("数字经济" + text, ("part",), left)
    return Reading(text, ("left",), left)


def named(parse: Parse, np: list[Word], left: Left, unit: str) -> str:
    """苏州|建成|5G基站 → 5G基站; 平台|汇聚|数据 stays as it is; a verb in front takes its subject from the sentence."""
    text = parse.text(np)
    if "贡献" in text:
        lead = text if np[0].text != "对" else parse.memory.base + text
        return lead + ("率" if lead.endswith("贡献") and unit == "%" else "")
    if np[0].text.startswith("每"):
        return text
    if np[-1].text.endswith("阶段") and parse.memory.actor:
        return parse.memory.actor + parse.text(parse.gaps[-1])
    made = max((j for j, w in enumerate(np[:-1]) if _makes(w, j, unit)), default=None)
    if made is None:
        return _acting(parse, np, left, unit)
    start = made
    if made > 1 and np[made - 1].role == "conj" and np[made - 2].role in ("make", "keep"):
        start = made - 2  # 引进和|培育数据商
    who = specific(np[:start], parse.sentence) if np[made].role == "make" else ""
    if np[made].text == "提供" and not who:
        who = parse.memory.actor
    return who + parse.text(np[made + 1 :])


def _acting(parse: Parse, np: list[Word], left: Left, unit: str) -> str:
    """What is done, by whom: the verb in front takes the sentence's actor, an office that acts is left out."""
    text, actor = parse.text(np), parse.memory.actor
    ratio = unit in ("%", "个百分点")
    first = np[1] if np[0].role == "freq" and len(np) > 1 else np[0]
    nominal = (left.linked or left.change) and len(np) > 1
    if first.role == "keep" and not ratio and not nominal and actor:
        return actor + text
    if first.text in ("拉动", "带动") and ratio:
        source = actor or parse.memory.base.removesuffix("增加值")
        return source + re.sub(r"全[市省国]", "", text) + (left.change if left.change in ("增速", "增长") else "")
    kept = next((j for j, w in enumerate(np) if w.role == "keep"), 0)
    if kept and parse.text(np[:kept]).endswith(_OFFICES):
        return parse.text(np[kept:])
    return text


def _makes(word: Word, j: int, unit: str) -> bool:
    if word.role == "prep":
        return word.text in _TO
    if word.role != "make" or (unit == "%" and word.text.startswith("新")):
        return False
    return j == 0 or word.text not in SOFT

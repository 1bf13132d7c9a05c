"""What stands left and right of a number in its clause: the phrase that names it, and what was said around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.clauses import Word, text_of
from extract.lexicon import ACTORS, ASPECT, GENERIC, PASSING, PREDICATE

_EDGE = {"adv", "time", "part", "conj", "mark"}
_TO_RIGHT = frozenset(["为", "对", "向", "给", "在", "将", "把", "使", "帮", "帮助", "于", "面向", "来自", "以"])
_PROVIDE = frozenset(["提供", "开展", "发放", "办理", "完成", "实施", "推送", "进行", "给予", "减免"])
_THAN = frozenset(("高于", "低于", "快于", "慢于"))
_LONG = 6
_SHARE_TAIL = ("的比重", "的比例", "的份额", "比重", "比例", "份额", "之比", "的")
_PLATFORM = re.compile(r"(?:平台|系统|大脑|APP|App|小程序|交易所)$")
_VAGUE = frozenset(["重点", "主要", "总体", "整体", "各类", "各级", "国内", "境内", "有关", "相关", "其余", "全部"])
_ACTING = re.compile(r"(?:平台|系统|大脑|中心|APP|App|app|小程序|端|网|园|区|所|大会|集团|公司|[”」])$")
_MEASURE = re.compile(r"(?:.量|.额|.数|.率|.值|收入|规模|面积|用户|占比|比重|里程|人员|企业数)$")


@dataclass(slots=True)
class Left:
    """The words left of a number: `np` may name it; `end` is the role of np's last word.

    `share` is the whole it is a share of (占GDP比重 → GDP); `change` is a verb of growth that stands before the number;
    `linked` says that a verb of reaching does.
    """

    np: list[Word] = field(default_factory=list)
    end: str = ""
    share: str | None = None
    change: str = ""
    linked: bool = False
    part: bool = False
    places: list[Word] = field(default_factory=list)


def read_left(words: Sequence[Word], sentence: str) -> Left:
    """Take the words between the last boundary and a number apart."""
    left = Left(part=any(w.role == "part" for w in words), places=[w for w in words if w.role == "place"])
    rest = [w for w in words if w.role not in ("time", "part")]
    at = next((i for i in range(len(rest) - 1, -1, -1) if rest[i].role == "share"), None)
    inside = _inside(rest) if at is None else None
    if inside is not None:
        start, end = inside
        left.share = text_of([w for w in rest[start + 1 : end] if w.role != "place"], sentence)
        rest = rest[:start]
        _strip(rest, left, keep_links=True)
        rest = [w for w in rest if w.text not in ("两者", "二者", "三者", "合计")]
    elif at is not None:
        left.share = _whole(rest[at + 1 :], sentence)
        rest = rest[:at]
        _strip(rest, left, keep_links=True)
    else:
        _beside(rest)
        _strip(rest, left)
        _comparison(rest, left)
    while len(rest) > 1 and rest[-1].role == "place" and rest[-2].role in ("prep", "make", "keep"):
        rest.pop()
    left.np = [
        w for w in _lead(rest) if w.text != "方面" if w.text not in PASSING or w.role not in ("adv", "link", "make")
    ]
    left.end = left.np[-1].role if left.np else ""
    return left


def _inside(words: list[Word]) -> tuple[int, int] | None:
    """在|电信业务收入|中的占比: where the whole that a share is taken of begins and ends."""
    if not any(w.text == "在" for w in words):
        return None
    last = next((i for i in range(len(words) - 1, -1, -1) if words[i].text in ("占比", "比重", "份额", "比例")), None)
    if last is None or any(w.role not in (*_EDGE, "link", "change", "prep") for w in words[last + 1 :]):
        return None
    end = last - 2 if last > 2 and words[last - 1].text == "的" else last - 1  # noqa: PLR2004
    if end < 1 or words[end].text not in ("中", "内", "里"):
        return None
    start = next((i for i in range(end - 1, -1, -1) if words[i].text == "在"), None)
    return (start, end) if start is not None and end - start > 1 else None


def _whole(words: list[Word], sentence: str) -> str:
    """What a share is taken of: 全市GDP比重进一步提升到 → GDP."""
    rest = list(words)
    while rest and rest[-1].role in (*_EDGE, "link", "change", "prep", "de"):
        rest.pop()
    for i, word in enumerate(rest):
        if word.role in ("link", "time") and i:
            rest = rest[:i]
            break
    if (
        rest
        and rest[0].role == "place"
        and len(rest) > 1
        and rest[1].role not in ("de", "conj")
        and rest[1].text[:2] not in ("比重", "比例", "份额")
    ):
        place, rest = rest[0], rest[1:]
        if place.text in ("全国", "国内", "我国", "全球", "世界"):
            rest = [place, *rest]
    text = text_of(rest, sentence)
    for tail in _SHARE_TAIL:
        text = text.removesuffix(tail)
    return text.strip()


def _strip(rest: list[Word], left: Left, *, keep_links: bool = False) -> None:
    """Drop what stands between the name and the number: 累计 达到 同比增长."""
    while rest:
        word = rest[-1]
        if word.role in _EDGE or word.role == "cmp":
            rest.pop()
        elif word.role == "link":
            left.linked = left.linked or not keep_links
            rest.pop()
        elif word.role == "change" and not keep_links:
            left.change = left.change or word.text
            rest.pop()
        elif (
            (
                word.role == "place"
                and len(rest) > 1
                and (left.linked or left.change)
                and rest[-2].role in ("link", "cmp")
            )
            or (
                word.role == "de"
                and len(rest) > 1
                and (rest[-2].role in ("prep", "time", "adv") or rest[-2].text[-1] in "是为到至")
            )
            or (word.role == "prep" and word.text == "在" and len(rest) > 1 and rest[-2].role == "link")
            or (word.role == "freq" and (left.change or left.linked))
            or (word.role == "prep" and word.text in ("从", "由", "自", "至", "按", "以", "用", "同", "与", "和", "继"))
        ):
            rest.pop()
        else:
            return


def _beside(rest: list[Word]) -> None:
    """与城市相比: what a number is set beside names nothing."""
    at = next((i for i, w in enumerate(rest) if w.text in ("相比", "相比较") and i), None)
    begin = next((i for i, w in enumerate(rest[:at]) if w.text in ("与", "同", "和", "跟")), None) if at else None
    if at is not None and begin is not None:
        del rest[begin : at + 1]


def _comparison(rest: list[Word], left: Left) -> None:
    """高于全国平均水平, 比2018年: what a number is compared with names nothing."""
    for i, word in enumerate(rest):
        moved = bool(left.change or left.linked)
        compared = word.role == "cmp" and (i or moved or word.text in ("高于", "低于", "快于"))
        if compared and (
            moved or (not i and word.text in _THAN) or not any(w.role in ("make", "keep") for w in rest[i:])
        ):
            left.change = left.change or word.text
            del rest[i:]
            _strip(rest, left)
            return


def _lead(rest: Sequence[Word]) -> list[Word]:
    """Without what leads in: conjunctions, adverbs, the place that the article is about anyway."""
    after = next((i for i, w in enumerate(rest[:4]) if w.text in ("后", "以后", "之后")), None)
    start = 0 if after is None else after + 1
    while start < len(rest) and (
        rest[start].role in (*_EDGE, "place", "de", "change", "cmp")
        or (
            rest[start].role == "prep"
            and start + 1 < len(rest)
            and rest[start].text not in _TO_RIGHT
            and (rest[start].text != "在" or rest[start + 1].role in ("place", "time"))
        )
        or rest[start].text in GENERIC
    ):
        start += 1
    return list(rest[start:])


def read_right(words: Sequence[Word], *, more: bool) -> tuple[list[Word], list[Word]]:  # noqa: C901 - one scan, one stop a line
    """The noun phrase right of a number, and what follows it. `more` says that another number follows.

    >>> # 50余个|市级部门 · 1200余个|政务系统|稳定运行
    """
    rest = list(words)
    if rest and rest[0].role == "de":
        rest = rest[1:]
    if not rest or rest[0].role in ("link", "conj", "mark", "cmp", "change", "share", "part", "adv", "time", "prep"):
        return [], rest
    relative = max((i for i, w in enumerate(rest[:-1]) if w.role == "de" and w.text == "的"), default=0)
    at = 0
    for at, word in enumerate(rest):
        if at == 0 and word.text in PREDICATE and relative == 0:
            return [], rest
        if at > relative and (
            word.text in PREDICATE or word.role in ("mark", "link", "cmp", "share", "time", "part", "prep")
        ):
            break
        if at > relative and word.role == "adv" and not (more and at == len(rest) - 1):
            break
        if more and word.role in ("de", "conj") and at == len(rest) - 1:
            break
    else:
        at = len(rest)
    np = rest[:at]
    tail = rest[at:]
    joined = bool(more and rest and rest[-1].role == "conj")
    if more and not tail and np and np[-1].role in ("conj", "keep", "make", "prep") and len(np) > 1:
        split = len(np) - 1
        while split > 1 and np[split - 1].role in ("conj", "keep", "make", "prep", "mark"):
            split -= 1
        np, tail = np[:split], np[split:]
    cut = len(np)
    if more and not joined:  # 3家企业、平台5个: what follows the last 、 belongs to the next number
        cut = next((i for i in range(len(np) - 1, 0, -1) if np[i].role == "conj" and np[i].text in "、，"), len(np))
    return np[:cut], [*np[cut:], *tail]


def provided(tail: Sequence[Word], following: Sequence[Word], sentence: str) -> str:
    """What is given to those counted: 为16个部门…|提供|多租户服务 → 多租户服务."""
    for i, word in enumerate(tail):
        if word.text in _PROVIDE or word.role == "keep":
            if word.text not in _PROVIDE:
                i -= 1  # noqa: PLW2901 - 兑付资金: the verb is part of what is given
            given = list(tail[i + 1 :]) or read_right(following, more=False)[0]
            text = text_of(given, sentence)
            return text if len(text) <= _LONG else text_of(given[-2:], sentence)
    return ""


def specific(words: Sequence[Word], sentence: str) -> str:
    """The text of who acts, if it tells one series from another: 城市大脑 does, 全市 and 市工信局 do not."""
    rest = [w for w in words if w.role not in {"adv", "time", "part", "mark", "freq"}]
    while (rest and rest[0].role in ("place", "conj", "prep")) or (rest and rest[0].text in GENERIC):
        rest = rest[1:]
    text = text_of(rest, sentence)
    if not 2 <= len(text) <= 24 or text in GENERIC or text in _VAGUE or text.endswith(ACTORS):  # noqa: PLR2004
        return ""
    return text


def actor_of(words: Sequence[Word], sentence: str) -> str:
    """Who a sentence's first clause is about, if later clauses may lean on it: “一平台”为…，|汇聚….

    Example: in 城市大脑归集数据5亿条，支撑30个场景 it is 城市大脑.
    """
    head: list[Word] = []
    counted = False
    shown = next((i for i, w in enumerate(words) if w.role in ("fig", "link", "share", "cmp")), len(words))
    named = next((i for i, w in enumerate(words[:shown]) if _PLATFORM.search(w.text)), None)
    counts = named is not None and all(w.role in ("adv", "time", "mark") for w in words[named + 1 : shown])
    if named is not None and not counts and not any(w.role in ("make", "prep") for w in words[: named + 1]):
        return specific([w for w in words[: named + 1] if w.role != "de"], sentence)
    for word in words:
        if word.role in ("make", "keep", "link", "change", "share", "fig", "cmp") or (word.role == "prep" and head):
            counted = word.role not in ("make", "keep", "prep")
            break
        head.append(word)
    else:
        return ""
    if counted:  # 平台用户数480万人: the platform acts, its users are counted
        size = len(head)
        while head and (head[-1].text in ASPECT or _MEASURE.search(head[-1].text) or head[-1].role in ("adv", "time")):
            head.pop()
        if len(head) == size or not _ACTING.search(text_of(head, sentence)):
            return ""
    if any(w.role == "conj" for w in head[1:]) or text_of(head, sentence) in ASPECT:
        return ""  # 利润由…: an aspect does nothing
    return specific([w for w in head if w.role != "de"], sentence)


def acts(name: str) -> bool:
    """Whether a name is that of something that acts by itself: a platform, a centre, a quoted name.

    >>> acts("城市大脑"), acts("共享")
    (True, False)
    """
    return bool(_ACTING.search(name))


def topic_of(words: Sequence[Word], sentence: str) -> str:
    """What a clause without figures is about: 智能算力 in 智能算力从无到有."""
    head: list[Word] = []
    for word in words:
        if word.role in ("make", "keep", "link", "change", "prep", "adv", "cmp"):
            break
        head.append(word)
    return specific(head, sentence) if len(head) < len(words) else ""

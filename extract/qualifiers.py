"""The words around a number that say how the true value may lie: 约, 超过, 不少于, 以上, 左右.

Each rule maps words to a bound; `before` and `after` say which words belong to the surface of the mention.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.quantity import Bound

_BEFORE: dict[Bound, str] = {
    Bound.APPROX: "大约为|大约有|大约|大概|约为|约有|约合|约计|约占|约达|约|将近|接近于|接近|近乎|近|差不多|几乎",
    Bound.AT_LEAST: "不少于|不低于|不小于|不下于|不下|至少有|至少为|至少达|至少|最少|起码|最低|不亚于|上",
    Bound.AT_MOST: "不超过|不高于|不多于|不大于|不超|不逾|至多|最多|最高|顶多|控制在",
    Bound.LESS_THAN: "不足|不到|不及|不满|未满|未达到|未达|未到|少于|低于|小于|未超过|未过|没到",
    Bound.MORE_THAN: "超过了|超过|超出|突破了|突破|超|逾|已过|大于|高于|多于|过|跨过|跨越|迈过|迈上|冲破|冲上",
}
_BOUND_OF = {word: bound for bound, words in _BEFORE.items() for word in words.split("|")}
_LAST_CHARACTERS = frozenset(word[-1] for word in _BOUND_OF) | {" "}
_BEFORE_RE = re.compile("(?:" + "|".join(sorted(_BOUND_OF, key=len, reverse=True)) + ") ?$")
_AFTER_RE = re.compile(
    r" ?(?P<word>及以上|或以上|以上|及以内|以内|之内|及以下|以下|左右|上下|开外|出头|之多(?=[，。；,;]|$)|"
    r"(?<=[倍%点])[多余强](?=[，。；、）),;”]|$))"
)
_AFTER = {
    **dict.fromkeys(("以上", "开外", "出头"), Bound.MORE_THAN),
    **dict.fromkeys(("以内", "之内", "以下"), Bound.AT_MOST),
    **dict.fromkeys(("左右", "上下"), Bound.APPROX),
    "之多": Bound.EXACT,
    **dict.fromkeys(("多", "余", "强"), Bound.MORE_THAN),
}
_REACHES = re.compile(r"(?:达到了|达到|达至|达|不少于|不低于|至少|保持在|稳定在|保证在|维持在) ?$")

# A qualifier's character is often the tail of another word: 节约, 附近, 通过, 赶超, 线上.
_NOT_BEFORE = {
    "约": "节合预签公契条违特邀履续租纽制解缔失简集",
    "近": "附最临邻靠就远新将亲相晋贴切走拉推临凑浅",
    "超": "赶反高",
    "过": "通经超渡度难不越跨迈冲突未错绝罪功太透已",
    "上": "线以网路海之早晚加马世身地车会省市基向至达",
    "低于": "不",
    "高于": "不",
    "接近": "",
    "突破": "实",
}
_SCALE_ONLY = {"上", "过", "迈上", "跨过", "跨越", "迈过"}


@dataclass(frozen=True, slots=True)
class Before:
    """A qualifier in front: where it starts, and the bound it states."""

    start: int
    word: str
    bound: Bound


def read_before(text: str, at: int, *, scale_word: bool) -> Before | None:
    """The qualifier that ends right before `at`, or None.

    `scale_word` says that the number is a bare scale word or 半: only those take 上 (上百) and 过 (过亿).
    Example: `read_before("总量超过7亿次", 4, scale_word=False)` starts at 2 and is `more_than`.
    """
    if text[at - 1 : at] not in _LAST_CHARACTERS:
        return None
    low = max(0, at - 6)
    match = _BEFORE_RE.search(text[low:at])
    if not match:
        return None
    word = match.group().rstrip()
    start = low + match.start()
    if word in _SCALE_ONLY and not scale_word:
        return None
    previous = text[start - 1 : start]
    if previous and previous in _NOT_BEFORE.get(word, ""):
        return None
    return Before(start, word, _BOUND_OF[word])


@dataclass(frozen=True, slots=True)
class After:
    """A qualifier behind: where it ends, and the bound it states."""

    end: int
    word: str
    bound: Bound


def read_after(text: str, at: int) -> After | None:
    """The qualifier that begins at `at`, or None: 以上, 左右, 以内.

    Example: `read_after("70%以上实现", 3)` ends at 5 and is `more_than`.
    """
    match = _AFTER_RE.match(text, at)
    if not match:
        return None
    word = match.group("word")
    bound = Bound.AT_LEAST if word in ("及以上", "或以上") else _AFTER[word[-2:]]
    return After(match.end(), word, bound)


def reaches(text: str, at: int) -> bool:
    """Whether 达 or the like stands right before `at`: 达70%以上 is at least 70 %."""
    return bool(_REACHES.search(text[max(0, at - 5) : at]))


def combine(before: Before | None, after: After | None, *, vague: bool, reached: bool) -> Bound:
    """One bound from the words in front, behind and inside (多, 余) of a number."""
    if before and before.bound in (Bound.AT_LEAST, Bound.AT_MOST, Bound.LESS_THAN):
        return before.bound
    if after:
        if after.bound is Bound.MORE_THAN and reached:
            return Bound.AT_LEAST
        if after.bound is not Bound.EXACT:
            return after.bound if not before or after.bound is not Bound.APPROX else before.bound
    if before:
        return before.bound
    return Bound.MORE_THAN if vague else Bound.EXACT

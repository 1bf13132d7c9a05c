"""Which way a number points: 下降3% is −3, 下降到3% is a level.

A decline is told by a verb right before the number (with 了, 约, 幅度达 between), by a verb with a short object
before a percentage (降低能耗15%), or by a decline that the number shares with the one before it (下降67%和74%).
"""

from __future__ import annotations

import re

_FALL = (
    "负增长|降价|减产|减收|下降|减少|下滑|降低|回落|下跌|缩减|萎缩|放缓|减缓|下调|压减|压缩|贬值|缩水|下挫|走低|下行|收窄|跌落|骤降|锐减|递减|调减|削减|降幅|跌幅|减幅|"
    "回撤|缩短|少增|少收|少|降|减|跌|低|慢"
)
_TAIL = (
    r"(?:了|约为|约|近|幅度|幅|超过|超|逾|不足|不到|为|达到|达|大约|仅|将近|至少|不少于|不低于|均|各|近乎|接近|均为|均达|的|分别|分别为|分别达|"
    r"分别约为|分别约|[:：]| )*"
)
_DIRECT = re.compile(rf"(?P<verb>{_FALL}){_TAIL}$")
_HINT = re.compile("[降减少缓慢负下滑回落跌缩萎压贬走收窄削撤低节后]")
_LEVEL = re.compile(r"(?:降|减|跌|落|少|滑|缩|调|低|窄)(?:到|至|为了|为|成)")
_OBJECT = re.compile(
    r"(?:降低|减少|压缩|压减|精简|压降|下降|削减|缩减|节约|节省)(?![至到为])(?:[^，。；：,;:\n\d增升提高达到至为占率比]|产率|效率){1,14}(?:约|近|超过|超|逾|达|了)?$"
)
_RELATIVE = re.compile(r"(?:低于|少于|落后于|落后)[^，。；,;\n\d]{1,14}?$")
_NOT_FALL = re.compile(r"(?:最|较|不|更|偏|至|很|极|减|多|缺|或|增|加|升|双|起|碳)$")
_SINGLE = frozenset("少降减跌低慢")
_CHANGES = frozenset({"%", "个百分点", "‰", "个千分点", "个基点"})
_WINDOW = 26


def declines(text: str, start: int, unit: str) -> bool:  # noqa: PLR0911 - one return a rule
    """Whether the mention that starts at `start` (its qualifier included) with `unit` tells of a decline.

    Example: in `同比下降约3%` the mention `约3%` declines; in `下降到3%` and `降至3%` it does not.
    """
    before = text[max(0, start - _WINDOW) : start]
    if not _HINT.search(before):
        return False
    direct = _DIRECT.search(before)
    if direct:
        verb = direct.group("verb")
        if verb in _SINGLE and _NOT_FALL.search(before[: direct.start()]):
            return False
        if verb in ("少", "低", "跌", "慢") and unit not in _CHANGES and "比" not in before:
            return False
        return not _LEVEL.search(before[direct.start() :][:5])
    if unit not in _CHANGES:
        return False
    if unit != "%" and _RELATIVE.search(before):
        return True
    return unit == "%" and bool(_OBJECT.search(before))

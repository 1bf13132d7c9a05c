"""Numbers that are part of a name: 5G, 1+N, “二十条”, 智慧城市2.0, 500强, 五环内.

Each rule takes a mention as seen and gives the class that refuses it, or None.
"""

from __future__ import annotations

import re

from extract.seen import Seen
from extract.units import CURRENCIES

_LETTER_BEFORE = re.compile(r"[A-Za-z]$")
_KNOWN_LETTERS = re.compile(
    r"(?:GDP|CPI|PPI|GMV|IPO|PMI|R&D|AI|APP|App|ETC|GVA|FDI|IP|USD|RMB|CNY|US|HK|VR|AR|MaaS|ARPU|PUE|GPU|CPU|IDC)$"
)
_LETTER_AFTER = re.compile(r"[A-Za-z]|\+[\dA-Za-z一-鿿]|[-·.][A-Za-z]|兆(?!瓦|帕|赫|字节)")


def tech_name(seen: Seen) -> str | None:
    """5G, 8K, IPv6, C919, 3D, 1+N: letters and signs grown together with the number."""
    if _LETTER_BEFORE.search(seen.before) and not _KNOWN_LETTERS.search(seen.before):
        return "tech_name"
    if seen.before.endswith("+") and (seen.plain or seen.mention.scale == 1):
        return "name"
    if not seen.mention.unit and _LETTER_AFTER.match(seen.rest):
        return "name" if seen.rest.startswith("+") else "tech_name"
    return None


_QUOTE_REACH = 16


def quoted(seen: Seen) -> str | None:
    """“二十条”, “新智造100”, “三个十”: a number inside a short quotation is part of a name."""
    mention = seen.mention
    opening = max(seen.before.rfind(mark) for mark in "“「『‘")
    if opening < 0 or len(seen.before) - opening > _QUOTE_REACH or any(m in seen.before[opening:] for m in "”」』’"):
        return None
    if not any(mark in seen.after[:_QUOTE_REACH] for mark in "”」』’"):
        return None
    if re.match(r"[^”」』’]*[。！？，；]", seen.after):  # speech, no name
        return None
    stated = mention.unit in ("%", "个百分点") or mention.unit in CURRENCIES or (mention.scale > 1 and mention.word)
    return None if stated else "name"


_VERSIONED = re.compile(r"(?:\.\d+)+|版|版本|阶段|时代|代|升级版|模式|体系")
_MEASURED = frozenset(
    [
        "%",
        "个百分点",
        "倍",
        "‰",
        "分",
        "岁",
        "吨",
        "米",
        "公里",
        "平方公里",
        "平方米",
        "立方米",
        "千瓦",
        "兆瓦",
        "亩",
        "公顷",
        "件",
        "次",
        "张",
        "人",
        "千瓦时",
    ]
)
INDEXED = re.compile(
    r"(?:指数|系数|比值|收入比|比率|之比|得分|评分|分值|总分|均分|容积率|率|PMI|PUE|值|密度|强度|浓度|弹性|比例|倍数|指标|排名|水平|程度|指数值)"
    r"[^，。；,;]{0,8}(?:为|达到?|是|至|到|约|超过?|高于|低于|升至|降至|分别为|以上|、|和| |[:：])? ?$"
)


_STATED = re.compile(r"(?<!版本)(?:为|达到?|[至到]|超过?|约) ?$")
_CLOSING = "，。；、,;)）"


def version(seen: Seen) -> str | None:
    """2.0, 智慧城市2.0, 3.0阶段: a decimal without a measure word, unless an index or a ratio is named."""
    if seen.mention.scale > 1:
        return None
    decimal = "." in seen.number
    if decimal and not seen.mention.unit and _VERSIONED.match(seen.rest):
        return "version"
    stated = _STATED.search(seen.before) and seen.after[:1] in _CLOSING
    if (
        decimal
        and seen.plain
        and seen.mention.form == "arabic"
        and not stated
        and not INDEXED.search(seen.before[-16:])
    ):
        return "version"
    if seen.number.endswith(".0") and seen.mention.unit not in _MEASURED and seen.mention.unit not in CURRENCIES:
        return "version"
    return "version" if seen.before.endswith(("v", "V", "版本")) and seen.plain else None


_NAMED_SET = re.compile(
    r" ?(?:强|佳|优|城(?!市)|县联|国集团|国峰会|国论坛|国组织|字方针|字诀|"
    r"点半|维码|手车|手房|手交易|次元|次方|次函数|行代码)"
)
_NAMED_NUMBERS = re.compile(r"^(?:985|211|双一流)$")
_SCHOOLS = re.compile(r" ?(?:工程|高校|院校|大学)")
_PROCESS = re.compile(r" ?(?:纳米|nm) ?(?:及以[上下])?(?:先进)?(?:制程|工艺|芯片|节点)")
_COORDINATE = re.compile(r"(?:[东西]经|[南北]纬) ?$")
_NUMBER_SIGN = re.compile(r"(?:[Tt][Oo][Pp] ?|N[Oo]\.? ?|№|#)$")


def name(seen: Seen) -> str | None:
    """500强, 百强, 十佳, TOP10, 985高校."""
    if _NAMED_SET.match(seen.rest) and (seen.mention.scale == 1 or seen.chinese):
        return "name"
    if _NAMED_NUMBERS.match(seen.number) and _SCHOOLS.match(seen.rest):
        return "name"
    if _PROCESS.match(seen.rest):
        return "tech_name"
    return "name" if _NUMBER_SIGN.search(seen.before) or _COORDINATE.search(seen.before) else None


_PLACES = re.compile(
    r"环|线|江|河|峡|亚|明|门|岸|里屯|里河|角洲|星堆|沙|原|湖|塔|台|山|水|桥|棵松|道口|里庄|广|岔|国演义|亩田|里铺|家庄|道岭|龙"
)
_PLACE_WORDS = frozenset({"", "环", "线", "台", "里", "门", "号", "亩"})


def place(seen: Seen) -> str | None:
    """五环内, 两岸, 三线城市: a Chinese numeral in the name of a place."""
    named = seen.chinese and seen.mention.word in _PLACE_WORDS and _PLACES.match(seen.rest)
    return "place_or_org_name" if named and seen.mention.scale == 1 else None

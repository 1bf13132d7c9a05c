"""Places in an order: 全国第一, 居第3位, 首位, 全国各省市之首, 进入全国前十.

A rank is value N, unit 位. 第N that names something (第一产业, 第三方, 第十四届) is an ordinal, not a rank.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from extract.numerals import read_number
from models.quantity import Bound

_SCOPE = re.compile(
    r"(?P<where>(?:全国|全球|全世界|世界|国际|国内|我国|中国|全省|全市|全区|全自治区|全州|全县|全疆|全域|全行业|行业|省内|市内|区内|业内|亚洲|亚太|欧洲|"
    r"东部|中部|西部|东北|东北地区|西南|西北|华东|华北|华南|华中|中西部|长三角|珠三角|京津冀|粤港澳大湾区|大湾区|长江经济带|长江中游|黄河流域|成渝|"
    r"同类|各)?(?:各?省(?:、?自治?区)?、?(?:直辖)?市(?:自治区)?|各省份|各省|各市|省份|地级以?上?市|地级及以上城市|副省级城市|副省级|省会城市|"
    r"计划单列市|直辖市|新一线城市|一线城市|大中城市|主要城市|重点城市|同类城市|同类地区|城市|地区|经开区|高新区|各区|各地市|各地|县市|同行业|经济体)?)"
    r"(?:排名|排行|综合排名|总排名)?(?:中|里|内|的)? ?$"
)
_VERB = re.compile(
    r"(?:稳居|高居|位居|居于|跃居|跻身|排在|排名|排列|排|位列|位次|名列|列|居|升至|上升至|跃升至|跃至|前移至|进至|上升到|提升至|提升到|升到|"
    r"退居|降至|下滑至|蝉联|保持|继续保持|获得|荣获|荣膺|获|夺得|摘得|为|第|位于|处于|均居|均列|均为|达到|并列|综合排名|进位至|仅次于)"
    r"(?:了|在|到|于|其|全省?|第)? ?$"
)
_ORDINAL = re.compile(r"第 ?(?=[\d一二三四五六七八九十百])")
_NAMES = re.compile(
    r" ?(?:位(?=院士|老师|患者|女)|[大批届次个家期步方章条节款项轮时线手书生任代类种级卷版号"
    r"梯阵人年月日天周产季股课站台座例场份讲篇回幕组部医中小附实四三二一五六七八九十0-9]|"
    r"名(?:单|义)|"
    r"方阵|梯队|阶段|产业|季度|资源|动力|责任|要务|印象|现场|机床|汽车|拖拉机|人民|届|集团|医院|中学)"
)
_TOP = re.compile(r"(?:首位|榜首|之首|第一位|头名|魁首)(?!长|席|度|创|要|都|先)")
_FIRST = re.compile(r"居首(?!位|都|次|届)|列首(?=位)")


@dataclass(frozen=True, slots=True)
class Rank:
    """A rank or ordinal as read: `core` is where 第 or the number stands, `start` takes in an adjoining scope."""

    start: int
    core: int
    end: int
    value: Decimal
    form: str
    bound: Bound = Bound.EXACT
    high: Decimal | None = None


def scope_start(text: str, at: int) -> int:
    """Where a scope that adjoins `at` begins (全国, 全国各省市), or `at` itself."""
    low = max(0, at - 14)
    window = text[low:at]
    best = at
    for match in re.finditer(r"[全世国我中省市区业亚欧东西华长珠京粤大黄成同各地副计直新一主重城县经高行排的]", window):
        scope = _SCOPE.match(window, match.start())
        if scope and scope.end() == len(window) and scope.group("where"):
            best = low + match.start()
            break
    return best


def read_ordinal(text: str, at: int) -> Rank | None:
    """第N as rank or ordinal.

    Example: 第一 in 位列全国第一 is a rank that starts at 全国; 第一 in 第一产业 is an ordinal.
    """
    match = _ORDINAL.match(text, at)
    if not match:
        return None
    number = read_number(text, match.end())
    if not number or not number.whole or number.bare:
        return None
    end = number.end
    start = scope_start(text, at)
    unit = re.compile(r" ?(?:位|名)(?!院士|老师|患者|女|单|义|称|字)").match(text, end)
    named = None if unit else _NAMES.match(text, end)
    ranked = unit is not None or start < at or bool(_VERB.search(text[max(0, at - 6) : at]))
    if named or not ranked:
        return Rank(at, at, end, number.value, "ordinal")
    return Rank(start, at, unit.end() if unit else end, number.value, "rank")


def read_top(text: str, at: int) -> Rank | None:
    """首位, 榜首, 之首 and 居首 are rank 1."""
    match = _TOP.match(text, at)
    if match:
        start = scope_start(text, at)
        return Rank(start, at, match.end(), Decimal(1), "rank")
    match = _FIRST.match(text, at)
    return Rank(at + 1, at + 1, match.end(), Decimal(1), "rank") if match else None


_LEADING = re.compile(r"前 ?$")
_NOT_LEADING = "目以之此年底日月提当先面从生往午史空眼跟车台幕向超会节事产售"
_PLACES = re.compile(r" ?(?:位|名)(?!单|额|称|义)")


@dataclass(frozen=True, slots=True)
class Leading:
    """前 before a number: where it (and an adjoining scope) starts."""

    start: int
    scoped: bool


def read_leading(text: str, at: int) -> Leading | None:
    """前 right before the number at `at`: 前100项, 全国前十; not 目前, 年底前."""
    if text[at - 1 : at] != "前" or text[at - 2 : at - 1] in tuple(_NOT_LEADING):
        return None
    start = scope_start(text, at - 1)
    return Leading(start, start < at - 1)

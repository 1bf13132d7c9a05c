"""The measure word that a writer left out, from the noun that is counted.

用户超过2200万 counts 户, 营收突破万亿 counts 元, 近一亿贫困人口 counts 人.
"""

from __future__ import annotations

import re

from extract.text import clause_start

_NOUNS: dict[str, str] = {
    "元": "收入|营收|产值|增加值|生产总值|经济总量|投资额?|资金|金额|交易额|销售额|零售额|贸易额|进出口|出口额?|"
    "进口额?|总额|成交额|税收|利润|产业规模|经济规模|市场规模|规模|市值|贷款|余额|产出|效益|补贴|支出|存款|GDP|融资额?|财政|中标|合同额|资产|估值|票房|"
    "奖金|奖池|价值",
    "户": "用户数?|客户数?|市场主体|经营主体|商户|个体工商户|住户|农户",
    "人": "人口|人数|群众|人员|就业|网民|学生|惠及|受益|从业者|会员|粉丝|参保|党员|职工|劳动力|人才",
    "人次": "游客|人次|客流量?|客运量|旅客",
    "家": "企业数?|企业数量|公司|门店",
    "次": "访问量|点击量|下载量|浏览量|播放量|阅读量|调用量|查询量|访问|下载|点击",
    "件": "专利|快递|办件量?|业务量|商标|订单|包裹",
    "个": "基站|终端|充电桩|连接数|网点|项目",
    "辆": "汽车保有量|保有量|机动车|汽车|新能源车",
    "台": "设备|服务器|机器人",
    "条": "数据|信息",
}
_UNIT_OF = {word: unit for unit, words in _NOUNS.items() for word in re.sub(r".\?", "", words).split("|")}
_NOUN = re.compile("|".join(word for words in _NOUNS.values() for word in words.split("|")))
_BEHIND = re.compile(r" ?(?:元|产业|规模|大关)(?:规模|大关|俱乐部)?")
_NOUN_BEHIND = re.compile(rf"[^，。；,;、\n\d]{{0,6}}?(?P<noun>{_NOUN.pattern})")
_TRILLION = 10**12
_WINDOW = 28


def implied_unit(text: str, start: int, end: int, value: int) -> str:
    """The unit of the number at `start`..`end` of a folded text that has none written, or "".

    The nearest noun before it in its clause decides; 万亿 without any noun is money.
    """
    low = clause_start(text, start, _WINDOW)
    last = None
    for match in _NOUN.finditer(text, low, start):
        last = match.group()
    if last:
        return _unit(last)
    if _BEHIND.match(text, end):
        return "元"
    behind = _NOUN_BEHIND.match(text, end)
    if behind:
        return _unit(behind.group("noun"))
    return "元" if abs(value) >= _TRILLION else ""


def _unit(noun: str) -> str:
    while noun not in _UNIT_OF and len(noun) > 1:
        noun = noun[:-1]
    return _UNIT_OF.get(noun, "")

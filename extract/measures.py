"""What a number says about its subject: level, share, growth, change, increment, multiple or rank.

The unit decides most; for percentages and counts the words just left of the number do.
"""

from __future__ import annotations

import re

from models.metric import Measure

_GROWTH = re.compile(
    r"增长(?!极|点)|增速|增幅|同比|环比|涨幅|降幅|跌幅|下降|上升|减少|降低|回落|下滑|上涨|下跌|提升|提高|压减|压缩|缩短|缩减|减量|扩大|收窄|翻|增加(?!值)|递增|同增|萎缩|缩水|节约|节省|精简|压降|高于|低于|多于|少于"
)
_SHARE = re.compile(
    r"占(?!地|用|领|有)|比重|占比|比例|份额|覆盖面|强度|完成(?:年度|全年|年初)?(?:计划|目标|任务|预算)|(?<!增长)(?<!增)率(?!先|领)|程度|成数|(?:(?<!增长)(?<!增)率|度|占比|比重|比例|份额)[^，。；]{0,6}$"
)
_REACHED = re.compile(
    r"(?:增长|增加|提高|提升|上升|扩大|下降|降低|压缩|缩短|回升|跃升|收窄|回落|减少|压减)(?:至|到(?!位))(?:了)?[^，。；增降]{0,6}$"
)
_RATE_NAME = re.compile(r"(?:增速|增幅|降幅|涨幅|跌幅|增长率|增长速度|同比|环比|增长|下降)[^，。；率重比]{0,4}$")
_INCREMENT = re.compile(
    r"(?:再(?:建成?|接入|开通|培育|引进|打造|布设|投放|发展|上线)|新增|净增|多出|高出|增加(?!值|到|至)|多增|少增|年均增加|增长(?!到|至)|增收|减少(?!到|至|碳|二氧化|排放)|下降(?!到|至)|新(?:建成?|设立?|打造|培育|签约?|注册|登记|认定|引进|上线|投产|开通|扩建?|挂牌|入库|成立|推出|开工|改建|创建|入驻|发展|吸纳|获批|入选|落地)(?!区|城))"
    r"[^，。；达]{0,24}$"
)
_MORE_THAN_BEFORE = re.compile(
    r"(?:比|较)[^，。；]{0,12}(?:多|少|增|减|净增|增加|减少|扩大|高出|多出|高)了?[^，。；]{0,4}$"
)
# 比初步核算数增加236.4亿元 is what a revision moved, and nothing that was added.
_FIRST_VALUE = r"(?:初步(?:核算|统计|测算)|快报|预计|此前公布|原公布|原先公布|原|修订前)(?:结果|数据|数值|数|值|的)*"
_OF_REVISION = re.compile(
    rf"[比较]{_FIRST_VALUE}[^，。；]{{0,8}}$|(?:调[增减高低]|[上下]调|核[增减]|[上下]修)了?(?:约|近)?$"
)
_BEYOND = re.compile(r"(?:高于|低于|多于|少于)[一-鿿]{1,12}[一-鿿](?<!的)$")  # 高于全国平均水平|7.8个
_INCREMENT_AFTER = re.compile(r"^[的]?(?:新增|新扩|增量|扩区|扩建)")
_GREW = re.compile(r"(?:增长|增加|提高|提升|扩大|上升|攀升|增|涨|上涨|暴涨|激增|猛增)了?(?:约|近|超|超过|逾|达|高达)?$")


def measure_of(unit: str, before: str, after: str, inherited: Measure | None = None) -> tuple[Measure, str]:
    """The measure of a number in `unit` with its clause `before` and `after` it, and the rule that told.

    `before` reaches back to the figure before it in the clause; `inherited` is that figure's measure, for numbers in a
    row (下降67%和74%).

    >>> measure_of("%", "占GDP比重进一步提升到", "")[0]
    <Measure.SHARE: 'share'>
    >>> measure_of("个", "2023年新建成", "智慧停车场")[0]
    <Measure.INCREMENT: 'increment'>
    """
    if unit == "位":
        return Measure.RANK, "unit 位"
    if unit == "个百分点":
        return Measure.CHANGE, "unit 个百分点"
    if unit == "倍":
        return (Measure.GROWTH, "grew by 倍") if _GREW.search(before) else (Measure.MULTIPLE, "unit 倍")
    if not before.strip("、和与及 至到") and inherited is not None and unit == "%":
        return inherited, "as the figure before"
    if unit == "%":
        return _percentage(before, after)
    return _amount(before, after)


def _percentage(before: str, after: str) -> tuple[Measure, str]:  # noqa: PLR0911 - a return a rule, in order
    if _OF_REVISION.search(before):
        return Measure.CHANGE, "size of a revision"
    growth = [m.start() for m in _GROWTH.finditer(before)]
    share = [m.start() for m in _SHARE.finditer(before)]
    if _REACHED.search(before):
        rate = re.search(r"增速|增幅|降幅|涨幅|跌幅|增长率", before)
        return (Measure.GROWTH, "rate of growth reached") if rate else (Measure.SHARE, "ratio reached")
    if _RATE_NAME.search(before) and not (share and share[-1] > growth[-1]):
        return Measure.GROWTH, "verb of growth"
    if growth and (not share or growth[-1] > share[-1]):
        return Measure.GROWTH, "verb of growth"
    if share:
        return Measure.SHARE, "words of share"
    if after.startswith("的"):
        return Measure.SHARE, "share of those who do"
    if growth:
        return Measure.GROWTH, "verb of growth"
    return Measure.SHARE, "percentage without growth"


def _amount(before: str, after: str) -> tuple[Measure, str]:
    if _OF_REVISION.search(before):
        return Measure.CHANGE, "size of a revision"
    if _REACHED.search(before):
        return Measure.LEVEL, "level reached"
    if _BEYOND.search(before):
        return Measure.CHANGE, "how far beyond"
    if _INCREMENT.search(before) or _MORE_THAN_BEFORE.search(before):
        return Measure.INCREMENT, "words of addition"
    if _INCREMENT_AFTER.match(after):
        return Measure.INCREMENT, "addition behind the number"
    return Measure.LEVEL, "amount"


_BASES = (
    ("同比", re.compile(r"同比|比上年同期|比去年同期|较上年同期|较去年同期|与去年同期相比")),
    ("环比", re.compile(r"环比|比上月|较上月|比上季度|较上季度")),
    ("现价", re.compile(r"现价|名义")),
    ("不变价", re.compile(r"不变价|可比价|可比价格|实际增长")),
    ("年均", re.compile(r"年均|年平均|复合增长")),
    ("较上年末", re.compile(r"(?:比|较)(?:上年末|去年底|去年末|上年底|年初|\d{4}年(?:末|底|\d+月))")),
    ("较上年", re.compile(r"(?:比|较)(?:上年|去年|上一年度?)")),
    ("较基期", re.compile(r"(?:比|较|是)(\d{4}年|三年前|五年前|十年前)")),
    ("较初步核算数", re.compile(rf"[比较]{_FIRST_VALUE}")),
    ("高于", re.compile(r"(?:高|低|快|慢)于|高出|比全[国省市]")),
)


_ANY_BASIS = re.compile(r"[比较价均于]|名义|实际|复合|与去年|是\d|是.年前")  # most clauses hold none


def basis_of(before: str, clause: str) -> str | None:
    """What a growth or change compares with, in words: 同比, 环比, 现价, 较上年末 ...

    >>> basis_of("按现价计算，比上年增长", "")
    '现价'
    """
    if not _ANY_BASIS.search(clause) and not _ANY_BASIS.search(before):
        return None
    for text in (before, clause):
        for name, pattern in _BASES:
            if pattern.search(text):
                return name
    return None


_AMONG = re.compile(r".*(?:[居列]|排名?)[在于]?(?P<field>[一-鿿]{2,14}?)(?=各|第|首位|之首|榜首|前)")
_AT_HEAD = re.compile(r"(?P<field>(?:全[国球省市区]|世界|国内|[一-鿿]{2,4}?)(?=各|第|首|之首|榜首|前))")


def scope_of(surface: str, before: str = "") -> str | None:
    """The field a rank is among, from its words and those before it: 全国第一 → 全国.

    >>> scope_of("全省第三位"), scope_of("第3位", "规模居全国枢纽节点")
    ('全省', '全国枢纽节点')
    """
    match = _AMONG.match(before + surface) or _AT_HEAD.match(surface)
    return match.group("field") if match else None

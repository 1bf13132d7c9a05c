"""How a subject is written: without what any sentence may add, so that the same thing is named the same way again."""

from __future__ import annotations

import re

from extract.lexicon import OF_ACTOR

_HEAD = re.compile(
    r"^(?:[两二三四五六七八九十]{1,2}个(?=.{4})|[^是，]{0,8}(?:目标|任务|亮点|特点)是|[两二三四五六七八九十]{1,2}[省市区县地](?!级)|[某各][省市区县]|[省市](?=大数据|公共数据|政务|城市|一体化|数据)|的|是|等|和|及|与|以及|并|[、，,·\s]|全市|全省|全国范围内|共有|共(?![享同建治振性])|累计|其中|分别|本|该|已|各类|各级各类|达到?|实现|完成|建成)+(?=.{2})"
)
_TAIL = re.compile(
    r"(?:[、，,；;：:\s]|的?基础上?|(?<![标目])的|等|约|达到?|为|(?<!公)共|累计|分别|已|均|方面|(?<=.{3})建设(?:项目)?|(?<=.{3})工作|总体|最高|最低|最多|中|上|规模达|基础上|情况|(?:最终)?(?:修订|修正|更正|核定)后?|应为|还?[只仅]有|还只?|仅|[由从](?:此前|原来|原先)?(?:初步核算|初步统计|快报)?[数值]?)+$"
)
_REPLACES = re.compile(r"(?:最终)?(?:修订|修正|更正|核定|核实|调整|上修|下修)")
_EACH = re.compile(r"^.*分别(?:实现|完成|达到?|为|占)?(?=.{2})")  # whose they are stands before 分别
_SHORT = re.compile(r"^(?:.{0,5}?[级类型性]|大型|中型|小型|超大型|国有|民营|出口|进口|男性|女性|城镇|农村|线上|线下)$")
_CLASS = re.compile(
    r"规模以上|规上|限额以上|重点|各类|总数|总量|数量|规模|总额|省级以上|国家级以上|市级以上|国家级|省级|市级"
)
_NOUN = re.compile(r"(企业|平台|项目|增加值|营业收入|收入|基站|用户|产值|中心|园区|工厂|车间|人才|场景|系统)$")


def tidy(text: str) -> str:
    """A subject without leading and trailing words that name nothing.

    >>> tidy("全市共有5G基站数量约")
    '5G基站数量'
    """
    text = re.sub(r"(?<=[一-鿿]) +(?=[一-鿿])", "", text.strip())
    text = _HEAD.sub("", text)
    while True:
        cut = _TAIL.sub("", text)
        if cut == text or len(cut) < 2:  # noqa: PLR2004
            break
        text = cut
    text = _EACH.sub("", text)
    if _REPLACES.fullmatch(text):
        return ""  # 由9160亿元修订为9248亿元: what is done to the figure is not what it counts
    text = re.sub(r"(?<=.{2})(?:达到?|为|约|可达)?每秒钟?$", "", text)
    text = re.sub(r"(?:预期)?(?:增长)?(?:预期)?目标$", "", text) or text
    text = (
        re.sub(r"(?:达到?|为|低至)?每(?:度|千瓦时|吨|人|亩|平方米|户|件|天|月|年|[百千万]人|立方米|公里)$", "", text)
        or text
    )
    if text.count("“") != text.count("”"):
        text = text.strip("“”")
    return text


_AMOUNT = re.compile(r"(?:收入|增加值|产值|投资|[销交零]售?额|利润|贷款|存款|用户|人数)$")
"""What is a size already: 营业收入首次突破万亿规模 speaks of the 营业收入."""


_RATES = ("增速", "现价增速", "增幅", "增长率")
_SHORTEST = 4
_EARNED = re.compile(r"(?:(?:主?营业?(?:业务)?|销售)?收入|利润(?:总额)?|净利润|(?:总产|产|增加)值|产量|税收)$")
"""What an industry has one of: its 利润总额 is none of its 营业收入."""


def join(base: str, aspect: str) -> str:
    """What was named before, and the aspect of it now named: 5G基站 + 总数 → 5G基站总数."""
    if aspect in OF_ACTOR and (earned := _EARNED.sub("", base)):
        base = earned
    if aspect not in _RATES and len(base) > _SHORTEST:
        base = re.sub(r"(?:增速|增幅)$", "", base)
    if not base or base.endswith(aspect) or (aspect == "规模" and _AMOUNT.search(base)):
        return base or aspect
    for tail in ("总数", "总量", "数量", "规模", "总额", "金额", "增加值", "总产值", "产值"):
        if base.endswith(tail) and len(base) > len(tail) + 1 and aspect not in _RATES:
            return base.removesuffix(tail) + aspect
    return base + aspect


def whole_prefix(whole: str, part: str) -> str:
    """The name of a part with what it needs of its whole's.

    >>> whole_prefix("数字经济增加值", "核心产业增加值")
    '数字经济核心产业增加值'
    >>> whole_prefix("省级以上工业互联网平台", "国家级")
    '国家级工业互联网平台'
    """
    if part in ("出口", "进口") and "进出口" in whole:
        return whole.replace("进出口总额", part).replace("进出口", part)
    if part in whole and not _SHORT.match(part):
        return whole
    if _SHORT.match(part):
        return (
            part + _CLASS.sub("", whole)
            if part[-1] in "级类型性" or part.endswith("型")
            else _CLASS.sub("", whole) + part
        )
    head = _NOUN.search(part)
    if head and whole.endswith(head.group()) and (part.startswith("核心") or re.search(r"[十百千万亿]级", part)):
        stem = _CLASS.sub("", whole).removesuffix(head.group())
        return part if stem in part else stem + part
    return part


_DO = re.compile(
    r"^(?:已|均|都|实现了?|开展了?|完成了?|表示|认为|用上了?|达到|通过(?=.{0,3}$)|进行|可以?|能够?|了|全部|正式)+"
)


def ratio_of(who: str, does: str, suffix: str = "比例") -> str:
    """Those who do as a name: 企业 + 实现上云 → 企业上云比例.

    >>> ratio_of("制造业企业", "开展了数字化改造")
    '制造业企业数字化改造比例'
    """
    does = _DO.sub("", does.strip("，、 ")).strip()
    return f"{tidy(who)}{does}" + ("" if does.endswith(("率", "比例")) else suffix)


_RATE = re.compile(r"(?:现价|名义|实际|年均|平均|同比|环比|累计|复合)*(?:增速|增幅|增长率|增长速度|降幅|涨幅|跌幅)$")


def grown(text: str) -> str:
    """The thing that grows: 数字经济年均增速 → 数字经济."""
    return tidy(_RATE.sub("", text)) if _RATE.search(text) else text


def is_modifier(text: str) -> bool:
    """Whether a phrase only qualifies a noun left out: 省级, 服务类."""
    return bool(_SHORT.match(text))


_NUMBERLESS = re.compile(
    r"[“”‘’\"'《》「」（）()\s·、，,的]|累计|达到|(?<!占)(?:全[市省区县国]|我[市省]|本市)|(?<![公总])共有?(?![享同治性]|建(?!成|有))|总共|目前|已|建成|建设(?=.)|开通|拥有|现有|数量$|总数$|总量$|个数$|规模(?=$)"
)


def key_of(subject: str, region: str | None) -> str:
    """A subject as the key of a series, alike for wordings that mean the same.

    >>> key_of("全市累计建成5G基站数量", "北京市") == key_of("5G基站", "北京市")
    True
    """
    text = subject
    if region:
        for name in (region, re.sub(r"(?:省|市|自治区|特别行政区)$", "", region)):
            text = text.removeprefix(name)
    short = (
        _NUMBERLESS.sub("", text).upper().replace("生产总值", "GDP").replace("地区GDP", "GDP").replace("国内GDP", "GDP")
    )
    return short or text

"""Which of a text's numbers are read as figures, beyond what extract.nonfigures tells of each alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.mentions import QuantityMention
from extract.nonfigures import classify
from extract.quantities import find_quantities
from extract.regions import is_place
from models.metric import Figure, Measure
from models.quantity import Bound, Quantity

_SIZED = re.compile(
    r"(?:以上|以下)?的?[一-鿿“”]{0,6}?(?:企业|项目|平台|园区|集群|产业|工厂|单位|品牌|镇|县|区)(?:共?有|已?达到?|为)?|(?:以上|以下)?的(?:共?有)?"
)
_FEW = 10
_PAIRED = frozenset(["市", "省", "校", "镇", "县", "区", "地", "国", "岸", "度", "港", "州", "村", "院"])
_SHRANK = re.compile(r"(?:降幅|跌幅)[^，。；]{0,8}$")
_AND = re.compile(r"[、和与及]")
_CLAUSE = re.compile(r"[，。；：:\n]")
_REACH = 60
_RATIOS = ("%", "倍", "位", "个百分点")
_BARE = (
    ("元", re.compile(
        r"收入|产值|增加值|营收|金额|交易额|投资(?!项目)|(?:产业|经济|市场|交易|贷款|融资)规模|总额|资金|GDP|生产总值|利润|税收|"
        r"市值|估值|销售额"
    )),
    ("次", re.compile(r"访问量|次数|浏览量|点击量|下载量|调用|播放量|阅读量")),
    ("人", re.compile(r"用户|人数|网民|人口|粉丝|会员|人才|观众|游客|就业")),
    ("家", re.compile(r"企业|商户|机构|单位|公司")),
    ("个", re.compile(r"终端|设备|基站|项目|连接数|应用|节点|社区")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Admitted:
    """The numbers to read, in order, and the amounts that only say of which size things are (start to end)."""

    mentions: list[QuantityMention]
    thresholds: dict[int, int]


def admit(body: str) -> Admitted:
    """The numbers of a body that are figures.

    >>> [m.surface for m in admit("两市营收超百亿元企业60家").mentions]
    ['60家']
    """
    found = find_quantities(body)
    sizes = thresholds(found, body)
    kept = [
        mention
        for mention, name in zip(found, classify(body, found), strict=True)
        if name is None and mention.start not in sizes and not determines(mention, body)
    ]
    return Admitted(kept, sizes)


def thresholds(mentions: Sequence[QuantityMention], body: str) -> dict[int, int]:
    """Amounts that only say of which size the things counted next are, by start and end: 营收|超百亿元|企业60家."""
    return {
        mention.start: mention.end
        for mention, following in pairwise(mentions)
        if mention.quantity.unit == "元"
        and following.quantity.unit in ("家", "个", "项")
        and _SIZED.fullmatch(body, mention.end, following.start)
    }


def determines(mention: QuantityMention, body: str) -> bool:
    """Whether a number only says which: 两市, 三家基础电信企业, 比第二名."""
    if mention.form == "rank":
        return body[max(0, mention.start - 1) : mention.start] in ("比", "与")
    if mention.form == "chinese" and _lists(mention, body):
        return True
    if mention.form != "chinese" or mention.quantity.value > _FEW or mention.quantity.bound is not Bound.EXACT:
        return False
    return mention.quantity.unit in _PAIRED or body.startswith(("基础电信", "运营商", "大运营商"), mention.end)


def _lists(mention: QuantityMention, body: str) -> bool:
    """贵州、甘肃、宁夏|三个|节点: the places are told, how many they are adds nothing."""
    listed = _AND.split(_CLAUSE.split(body[max(0, mention.start - _REACH) : mention.start])[-1])
    return len(listed) == mention.quantity.value > 1 and all(is_place(name) for name in listed)


def completed(
    mention: QuantityMention, subject: str, before: str, measure: Measure, earlier: Sequence[Figure]
) -> Quantity:
    """The quantity with a measure word where none is written (用户突破1200万), and negative where 降幅 says so.

    `earlier` are the figures of the sentence read so far: the same thing is counted in the same unit.
    """
    quantity = mention.quantity
    if not quantity.unit:
        units = (f.quantity.unit for f in reversed(earlier) if f.subject == subject)
        same = next((unit for unit in units if unit not in _RATIOS), None)
        guess = next((name for name, pattern in _BARE if pattern.search(subject)), "")
        quantity = replace(quantity, unit=same or guess)
    if measure is Measure.GROWTH and quantity.value > 0 and _SHRANK.search(before):
        high = quantity.value_high
        quantity = replace(quantity, value=-quantity.value, value_high=-high if high is not None else None)
    return quantity

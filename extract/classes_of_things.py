"""Numbers that belong to a class or to the text's own structure: 千亿级, 六大工程, 二级医院, 投资500万元以上的项目.

Each rule takes a mention as seen and gives the class that refuses it, or None.
"""

from __future__ import annotations

import re

from extract.seen import Seen
from extract.units import CURRENCIES
from models.quantity import Bound

_LEVEL_OF_SIZE = re.compile(r" ?(?:元|美元|人|吨|户|千瓦)?(?:级|量级|规模级|俱乐部|规模以上)")
_MILESTONE = re.compile(r"(?:元)?(?:大关|台阶|门槛)")


def magnitude(seen: Seen) -> str | None:
    """千亿级, 超千万级, 百亿元级, 10亿量级: a class of size."""
    mention = seen.mention
    if mention.word != "级" and not _LEVEL_OF_SIZE.match(seen.after):
        if _MILESTONE.match(seen.after) and mention.bound is Bound.EXACT and mention.form == "scale":
            return "magnitude_class"
        return None
    sized = mention.scale > 1 or mention.form == "scale" or mention.unit in CURRENCIES
    return "magnitude_class" if sized else "grade"


_PARTS = (
    "方面|层面|领域|维度|特征|特点|任务|工程|环节|阶段|方向|重点|要素|篇章|板块|体系|机制|坚持|原则|关键|转变|融合点|问题|抓手|支撑|"
    "提升|统筹|着力|措施|举措|行动|部分|主题|指标体系|路径|主线|战略|计划|专项|步骤|清单|要求|内容|优势|短板|亮点|趋势|变化|挑战|机遇|"
    "难题|导向|定位|关系|角度|类型|类别|类|大类|层次|层级|梯次|轮驱动|确立|维护|意识|自信|毫不动摇|全面|更加|聚焦|强化|攻坚战|硬仗|"
    "坚定不移|赛道|文明|先行|结合|平衡|循环|驱动|一体|协同|联动|融合|赋能|品牌体系|产业"
)
_PART = re.compile(
    r" ?(?:个|项|条|种|重|张|组|层|对|块|批|件|把|套|道|大)?"
    rf"(?:[^，。；、,;:\n\d“”]{{0,4}})(?:{_PARTS})"
)
_PART_AT_ONCE = re.compile(
    r" ?(?:大|类|个?方面|个?层面|个?维度|个?环节|个?阶段|项?原则|个?领域|个?板块|个?篇章|重|维|轮|要素|"
    r"个(?:坚持|统筹|更加|转变|提升|聚焦|全面|确立|维护|意识|自信))"
)
_GREAT = re.compile(r" ?大(?!型|专|中小|学|幅|量|概|约|数据|米|豆|棚|气|桥|厦|件|宗|兆|众|屏)")
_JURISDICTIONS = frozenset("市省区县国州院校村镇乡")
_COUNTERS = frozenset("个项条种类重张组层对块批件把套道大级轮次")
_SMALL_COUNT = 30
_GREATEST = 100


def structural(seen: Seen) -> str | None:  # noqa: PLR0911 - one return a rule
    """五方面, 六大工程, 四类标杆企业, 三区三线: the text counts its own parts."""
    mention = seen.mention
    if seen.number == "一":
        return None
    if _GREAT.match(seen.rest) and mention.value <= _GREATEST:
        return "structural_count"
    if seen.chinese and mention.word in _JURISDICTIONS:
        return "structural_count"  # 沪深两市, 推广至七省
    counted = mention.form in ("chinese", "arabic", "mixed", "list")
    if mention.scale > 1 or mention.value > _SMALL_COUNT or not counted:
        return None
    if _PART_AT_ONCE.match(seen.rest) and mention.bound is Bound.EXACT:
        return "structural_count"
    if seen.chinese and mention.word in _COUNTERS and _PART.match(seen.rest):
        return "structural_count"
    return None


_PAIRED_AFTER = re.compile(
    r"[^个家项次成倍万亿千百十元人名位，。；、\s\d年月日天][一二三四五六七八九十两百千万][^个家项次成倍万亿千百十，。；、\s\d]"
)
_PAIRED_BEFORE = re.compile(r"[一二三四五六七八九十两百千][^个家项次成倍万亿千百十元人名位，。；、\s\d年月日天至到和]$")


def paired(seen: Seen) -> str | None:
    """三区三线, 一核两翼, 七通一平, 百企千例: numerals in a rhyme of four."""
    if not seen.chinese or seen.mention.bound is not Bound.EXACT:
        return None
    return "name" if _PAIRED_AFTER.match(seen.rest) or _PAIRED_BEFORE.search(seen.before) else None


_GRADED = re.compile(r" ?(?:等(?:奖|座|舱|品)|星级|[ASA-Z]级)")
_PHASES = frozenset({"期", "届", "轮", "代", "版", "辑", "卷"})


def grade(seen: Seen) -> str | None:
    """四级, 二级医院, 三期, 一期: levels and phases."""
    if seen.mention.word == "级" or _GRADED.match(seen.rest):
        return "grade"
    return "phase" if seen.mention.word in _PHASES and seen.mention.value < _SMALL_COUNT else None


_BODIES = re.compile(r" ?(?:部门|部委|部局|厅局|委办局)|个(?:部门|单位|部委|厅局)(?:近日|日前)?(?:联合|印发|共同|发文)")


def issuing_bodies(seen: Seen) -> str | None:
    """10部门联合印发: how many signed, not how many there are."""
    return "issuing_body_count" if _BODIES.match(seen.rest) and seen.mention.scale == 1 else None


_CRITERIA = frozenset(
    "元 美元 岁 周岁 人 平方米 吨标准煤 千瓦 兆瓦 吨 公里 米 立方米 亩 分贝 千伏 平方公里 公顷 户 床 张".split()  # noqa: SIM905
)
_CLASS_OF = re.compile(
    r"(?:\(含\))?(?:的[^，。；,;\n]{0,10}?|[^，。；,;、\n\d的]{0,8}?)(?:企业|项目|工程|单位|人口|老年人|老人|机组|公司|客户|集团|园区|"
    r"家庭|小区|地块|建筑|锅炉|设备|订单|职工|住宅|商品房|法人|商户|群体|纳税人|居民|群众|学校|医院|集群|镇|县|工业|单体|船舶|泊位|"
    r"商场|劳动力|车辆|电站|变电站|线路|单品|品牌|城市|村|社区|机构|经营者|农户|大户|基地)"
)


def threshold(seen: Seen) -> str | None:
    """投资500万元以上的技改项目: the bound of a class, not a count of anything."""
    mention = seen.mention
    if mention.unit not in _CRITERIA or not mention.surface.endswith(("以上", "以下", "以内", "及以上")):
        return None
    return "threshold" if _CLASS_OF.match(seen.after) else None

"""Numbers that are not figures, each with the name of its class.

Two kinds of rules, tried in order. Spans are found once in a text: addresses, telephone and document numbers, titles,
clock times, numbering. Tests look at one mention and the words beside it: versions, names, durations, grades, counts
of the text's own structure. Every class has a name that `--explain` shows.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.mentions import QuantityMention
from extract.text import fold
from extract.units import CURRENCIES, DURATIONS
from models.quantity import Bound

_CUE = r"(?:电话|手机|传真|热线|电话号码|号码|拨打|致电|客服|联系方式|邮编|邮政编码|QQ群?|微信号?|区号|Tel|TEL|tel|Fax|FAX|订单号|身份证号?|账号|卡号|编号|证号|信用代码)"
_RUN = r"[(+]{0,2}\d[\d()+./\- ]*\d(?: ?(?:ext\.?|x|转) ?\d+)?"
_TLD = r"(?:com|cn|net|org|gov|edu|io|ai|me|pm|am|cc|tv|info|xyz|top|ly|co|biz|vip|tech|site|online|uk|us|jp|de|hk|tw)"
# In order of precedence. Possessive character classes and bounded repeats keep each linear.
_SPANS: tuple[tuple[str, str], ...] = (
    ("url", r"(?:https?|ftps?)://[!-~]+|www\.[!-~]+|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,32}){1,4}|(?<![\w.])(?:[A-Za-z0-9-]{1,63}\.){1,5}" + _TLD + r"(?![A-Za-z])[!-~]*"),
    ("document_number", r"[〔\[【(]\d{4}[〕\]】)] ?第?\d{1,5} ?号|(?<![A-Za-z])(?:GB|DB|ISO|IEC|IEEE|YD|JR|GA|ISBN|ISSN|CN|T|ITU)(?:[/-]?[A-Z]{1,6})? ?[\d.]{2,}(?:[-—:/.]\d+)*|第? ?\d{1,5} ?号(?:文件?|令|公告|公报|通知|议案|提案|决议|建议|函)"),
    ("identifier", r"(?:" + _CUE + r")[^\d\n。，,;；(（]{0,8}" + r"[A-Za-z]{1,3}\d{6,}" + r"|(?<![A-Za-z])[A-Z]{1,3}\d{8,}"),
    ("telephone", _CUE + r"[^\d\n。，,;；]{0,10}(?P<tel>" + _RUN + r"(?: ?[,，、/;；] ?" + _RUN + r")*)(?![\d万亿千百多余%个件户部台次人元.]|\.\d)"),
    ("telephone", r"(?<![\d.])\d{3,5}(?=(?:政务服务|市民服务|便民服务|便民|市民|政务|服务|举报|投诉|报警|急救|消费者|社保|税务|纳税|旅游|医疗|公益|维权|心理|咨询|咨询服务){0,3}(?:热线|平台热线|电话|专线))"),
    ("telephone", r"(?<![\d.])(?:\+|00)\d{1,3}[ (-][\d() -]{6,}\d|(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)|(?<![\d.])\(?0\d{2,3}\)?[ -]?\d{7,8}(?:-\d{1,6})?(?!\d)|"
                  r"(?<![\d.])[48]00[- ]\d{3,4}[- ]?\d{3,4}(?!\d)|\(\d{2,4}\)[ .]?\d{3,4}[-. ]\d{4}(?!\d)|(?<![\d.,，])\d{3}[- ]\d{3}[- ]\d{4}(?![\d万亿%])|(?<![\d.,，])\d{2,3} \d{8}(?![\d万亿%])"),
    ("stock_quote", r"(?:股票代码|证券代码|基金代码|代码)[:：]? ?\d{5,6}|[(（](?:[A-Z]{2,6}[:：. ]?)?\d{4,6}(?:\.[A-Z]{2})?[)）]|\d{5,6}\.(?:SH|SZ|HK|BJ)"),
    ("title", r"《[^《》\n]{1,80}》"),
    ("clock", r"(?<!\d)(?:[01]?\d|2[0-4])[:：][0-5]\d(?:[:：][0-5]\d)?(?!\d)|(?<!\d)(?:[01]?\d|2[0-4])(?:时|点)[0-5]?\d分|(?:上午|下午|晚上|凌晨|中午|早上|傍晚|早|晚) ?(?:\d{1,2}|[一二三四五六七八九十]{1,2})(?:时|点)"),
    ("clause", r"第 ?[\d一二三四五六七八九十百零]+ ?(?:条|章|节|款|项|编|部分|页|版|期|号|卷|辑|集|讲|课|单元)(?:第 ?[\d一二三四五六七八九十]+ ?[款项])?"),
    ("name", r"十[二三四五六]五(?!家|个|项)|[一二三四五六七八九十]{1,3}届[一二三四五六七八九]中全会|党的[一二三四五六七八九十]{1,3}大|[一二三四五六七八九]中全会|(?:\d{1,3}|[一二三四五六七八九十])[+＋](?:\d{1,3}|[A-ZＮa-z]|[一-鿿]{1,6})(?:[+＋](?:\d{1,3}|[A-Za-z]|[一-鿿]{1,4}))*|"
             r"(?<![\d.])(?:985|211|618|双1[12]|996|007|863|973|3·15|315晚会|“?[一二三四五六七八九十]·[一二三四五六七八九十]+)(?![\d.,万亿个家项人%])(?=工程|高校|院校|计划|大促|购物节|期间|晚会|[，。、”])"),
    ("list_ordinal", r"(?:(?<=\n)|^)[ \t]*(?:[(（]? ?(?:\d{1,2}|[一二三四五六七八九十]{1,3}) ?[)）]|(?:\d{1,2})[.、](?!\d)|(?:\d{1,2}\.){1,3}\d{1,2}(?=[ 　]?[一-鿿])(?![\d.]*(?:万|亿|%|个|家|元))|[一二三四五六七八九十]{1,3}[、.]|[①-⑳])"),
    ("list_ordinal", r"(?<=[。；;，,：:\n、 ])(?:[(（](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）])(?=[一-鿿])|(?:(?<=[。；;：:，,\n ])|^)[一二三四五六七八九十](?=[是要])"),
    ("name", r"百城万站|百企千例|十百千万?|万企[一-鿿]{2}|千企[一-鿿]{2}|百企[一-鿿]{2}|万项技改|千[一-鿿]万[一-鿿]|百[一-鿿]千[一-鿿]|[七三五四六]通一平|双随机、?一公开|三公经费|三重一大|三同时|三资|五险一金|三险一金|六保|六稳|四早|三区三线|三线一单|四上企业|三品一标|"
             r"一网(?:通办|统管|通享|协同|慧治|通管)|一[业企区园村镇县市省校园品街人事件窗门端码图库云][一-鿿]{0,2}一?[策品码档图案证网码评区窗](?![一-鿿]{0,1}\d)|一刻钟|最后一公里|最先一公里|一站式|一条龙|一窗[一-鿿]{2}|一键[一-鿿]{2}|一码[一-鿿]{2}|一卡通|一号[一-鿿]{2}|一业一[一-鿿]|一老一小|三孩|二孩|二胎|三胎"),
)  # fmt: skip
_SPAN_RE = re.compile("|".join(f"(?P<s{i}>{pattern})" for i, (_, pattern) in enumerate(_SPANS)))
_QUOTED = re.compile(r"[“「『\"‘]([^“”「」『』\"‘’\n]{1,24})[”」』\"’]")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text that holds no figure, and its class."""

    start: int
    end: int
    name: str


def find_spans(text: str) -> list[Span]:
    """The stretches of a folded text in which no number is a figure, in order, with their classes."""
    spans = []
    for match in _SPAN_RE.finditer(text):
        group = match.lastgroup or ""
        index = int(group[1:]) if group.startswith("s") else next(i for i in range(len(_SPANS)) if match.group(f"s{i}"))
        spans.append(Span(match.start(), match.end(), _SPANS[index][0]))
    return spans


@dataclass(frozen=True, slots=True)
class _Seen:
    """A mention with the words beside it: `before` and `after` end at line breaks."""

    mention: QuantityMention
    before: str
    after: str
    number: str
    rest: str  # what follows the digits, measure word included

    @property
    def plain(self) -> bool:
        """Whether it is a number without unit and without scale."""
        return not self.mention.unit and self.mention.scale == 1


_MULTIPLIER_FORMS = frozenset({"percent", "fraction", "tenths", "half", "multiple", "rank"})
_ASCII_WORD = re.compile(r"[A-Za-z]")
_KNOWN_LETTERS = re.compile(r"(?:GDP|CPI|PPI|GMV|IPO|PMI|R&D|AI|APP|App|ETC|GVA|FDI|IP|USD|RMB|CNY|US|HK|VR|AR|MaaS)$")


def _ordinal(seen: _Seen) -> str | None:
    if seen.mention.form != "ordinal":
        return None
    return "tier" if re.match(r" ?(?:梯队|方阵|阵营)", seen.after) else "ordinal"


def _tech_name(seen: _Seen) -> str | None:
    """5G, 8K, IPv6, C919, 3D: letters grown together with the number."""
    before = seen.before[-6:]
    if before and _ASCII_WORD.match(before[-1]) and not _KNOWN_LETTERS.search(before):
        return "tech_name"
    if before.endswith(("+", "＋")) and seen.plain:
        return "tech_name"
    if not seen.mention.unit and re.match(r"[A-Za-z]|\+[\dA-Za-z]|[-·.][A-Za-z]", seen.rest):
        return "tech_name"
    if seen.mention.form == "scale" and seen.rest.startswith("兆"):
        return "tech_name"
    return "tech_name" if re.match(r"兆(?!瓦|帕|赫|字节)", seen.rest) else None


_GRADED = re.compile(r" ?(?:级|等级|星级|星|A级|级别)(?!别?地区生产)")


def _magnitude(seen: _Seen) -> str | None:
    """千亿级, 超千万级, 百亿元级, 10亿量级: a class of size."""
    graded = seen.mention.word in ("级",) or re.match(r"(?:元|美元|人|吨|户)?(?:级|量级|规模级|俱乐部|门槛|大关|台阶)", seen.after)
    if not graded:
        return None
    if re.match(r"(?:元)?(?:大关|台阶|门槛)", seen.after) and seen.mention.bound is not Bound.EXACT:
        return None
    if seen.mention.scale > 1 or seen.mention.form == "scale" or seen.mention.unit in CURRENCIES:
        return "magnitude_class"
    return "grade"


def _version(seen: _Seen) -> str | None:
    """2.0, 智慧城市2.0, 3.0阶段: a decimal without a measure word, unless an index or a ratio is named."""
    if re.match(r"(?:\.\d+)+|版|版本|阶段|时代|代|升级版|模式|体系", seen.rest) and "." in seen.number and not seen.mention.unit:
        return "version"
    if seen.mention.form == "arabic" and seen.plain and "." in seen.number and not _INDEXED.search(seen.before[-16:]):
        return "version"
    if seen.number.endswith(".0") and seen.mention.scale == 1 and seen.mention.unit not in _MEASURED:
        return "version"
    return "version" if seen.before.endswith(("v", "V", "版本")) and seen.plain else None


_MEASURED = frozenset({"%", "个百分点", "倍", "‰", "分", "岁", "级"}) | CURRENCIES | frozenset("吨 米 公里 平方公里 平方米 立方米 千瓦 兆瓦 亩 公顷 件 次 张 人 万户 千瓦时".split())
_INDEXED = re.compile(
    r"(?:指数|系数|比值|收入比|比率|之比|得分|评分|分值|总分|均分|容积率|率|PMI|PUE|值|密度|强度|浓度|弹性|期|比例|倍数|指标)[^，。；,;]{0,8}(?:为|达到?|是|至|到|约|超过?|高于|低于|升至|降至|分别为|以上|、|和| |[:：])? ?$"
)


def _place_or_idiom(seen: _Seen) -> str | None:
    """五环内, 两岸, 三线城市: a Chinese numeral in a name."""
    if not _chinese(seen):
        return None
    if re.match(r"环|线|江|河|峡|亚|明|门|岸|省边|里屯|里河|角洲|星堆|沙|原|湖|塔|台|山|水|桥|棵松|道口|里庄|广|岔|和|国演义", seen.rest) and seen.mention.word in ("", "环", "线", "台", "里", "门", "号"):
        return "place_or_org_name"
    return None


def _chinese(seen: _Seen) -> bool:
    return seen.mention.form in ("chinese", "scale", "digits", "range") and not any(c.isdecimal() for c in seen.number)


_BIG = Decimal(10)
_STRUCTURE = (
    "方面|层面|领域|维度|特征|特点|任务|工程|环节|阶段|方向|重点|要素|篇章|板块|体系|机制|坚持|原则|关键|转变|融合点|问题|抓手|支撑|提升|统筹|着力|"
    "措施|举措|行动|部分|主题|指标体系|路径|主线|战略|计划|专项|步骤|清单|要求|内容|优势|短板|亮点|趋势|变化|挑战|机遇|难题|导向|定位|"
    "关系|角度|类型|类别|类|大类|层次|层级|梯次|轮驱动|确立|维护|意识|自信|毫不动摇|全面|更加|聚焦|强化|攻坚战|硬仗|坚定不移|赛道|"
    "文明|先行|结合|平衡|循环|驱动|一体|协同|联动|融合|赋能|角度|品牌体系|产业"
)
_STRUCTURAL = re.compile(rf" ?(?:个|项|条|种|重|张|组|层|对|块|批|件|把|套|道|大)?(?:[^，。；、,;:\n\d“”]{{0,4}})(?:{_STRUCTURE})")
_STRUCTURAL_TIGHT = re.compile(rf" ?(?:大|类|个?方面|个?层面|个?维度|个?环节|个?阶段|项?原则|个?领域|个?板块|个?篇章|重|维|轮|要素|中心(?!城)|个坚持|个统筹|个更加|个转变|个提升|个聚焦|个全面|个确立|个维护|个意识|个自信)")
_COUNT_WORDS = frozenset("个项条种类重张组层对块批件把套道大级轮次")


def _structural(seen: _Seen) -> str | None:
    """五方面, 六大工程, 四类标杆企业: the text counts its own parts."""
    rest = seen.rest
    if re.match(r" ?大(?!型|专|中小|学|幅|量|概|约|数据|米|豆|棚|气|桥|厦|件|宗|兆|棚)", rest) and seen.mention.value <= 100:  # noqa: PLR2004
        return "structural_count"
    if seen.number == "一":
        return None
    if seen.mention.scale > 1 or seen.mention.value > 30 or seen.mention.form not in ("chinese", "arabic", "mixed", "list"):  # noqa: PLR2004
        return None
    if _STRUCTURAL_TIGHT.match(rest) and seen.mention.bound is Bound.EXACT:
        return "structural_count"
    if _chinese(seen) and seen.mention.word in _COUNT_WORDS and _STRUCTURAL.match(rest):
        return "structural_count"
    return None


def _grade(seen: _Seen) -> str | None:
    """四级, 二级医院, 三期, 一期: levels and phases."""
    if seen.mention.word == "级" or re.match(r"等(?:奖|座|舱)|星级|[AS]级", seen.rest):
        return "grade"
    if seen.mention.word in ("期", "届", "轮", "代", "版", "辑") and seen.mention.value < 30:  # noqa: PLR2004
        return "phase"
    return None


def _issuing_bodies(seen: _Seen) -> str | None:
    direct = re.match(r" ?(?:部门|部委|部局|厅局|委办局)|个(?:部门|单位|部委|厅局)(?:近日|日前)?(?:联合|印发|共同|发文)", seen.rest)
    return "issuing_body_count" if direct and seen.mention.scale == 1 else None


_DATE_WORDS = frozenset({"年", "月", "日", "号", "季度", "世纪", "年代", "旬", "时", "点", "点钟", "周年", "学年"})


def _date_or_duration(seen: _Seen) -> str | None:
    """Anything measured in time: 2021年 is a date, 三年左右 and 3个工作日 are durations."""
    word = seen.mention.word
    if word == "分" and (_SCORED.search(seen.before[-16:]) or seen.mention.value > 60):  # noqa: PLR2004
        return None
    if word in ("代", "号", "载", "夜", "晚") or word in DURATIONS:
        if word in _DATE_WORDS and not (word == "年" and seen.mention.value < 1000):  # noqa: PLR2004
            return "date"
        return "duration"
    if re.match(r" ?(?:年|个?月|日|季度|天|小时|余年|多年|余载|来年|分钟|周|点钟|刻)(?!票据)", seen.rest) and not seen.mention.unit:
        return "duration"
    return None


_SCORED = re.compile(r"(?:得分|评分|分值|总分|均分|满意度|指数|得到|得|考核|平均)[^，。；,;]{0,8}$")


def _year(seen: _Seen) -> str | None:
    """2022北京新闻中心, 2021-2025: a year without its measure word."""
    if not seen.plain or "." in seen.number or seen.mention.bound is not Bound.EXACT:
        return None
    if 1900 <= seen.mention.value <= 2099 and len(seen.number) == 4:  # noqa: PLR2004
        return "year_in_name"
    if seen.mention.value_high and 1900 <= seen.mention.value_high <= 2099:  # noqa: PLR2004
        return "year_in_title"
    return None


_CRITERION = frozenset({"元", "美元", "岁", "人", "平方米", "吨标准煤", "千瓦", "兆瓦", "吨", "公里", "米", "立方米", "亩", "分贝", "周岁", "千伏"})
_CLASS_OF = re.compile(
    r"(?:\(含\))?(?:的[^，。；,;\n]{0,10}?|[^，。；,;、\n\d的]{0,8}?)(?:企业|项目|工程|单位|人口|老年人|老人|机组|公司|客户|集团|园区|家庭|小区|地块|建筑|锅炉|"
    r"设备|订单|职工|住宅|商品房|法人|商户|群体|纳税人|居民|群众|学校|医院|产业集群|镇|县|工业|常住人口|单体|船舶|泊位|商场|平台企业|劳动力|车辆|电站|变电站|线路|单品|品牌)"
)


def _threshold(seen: _Seen) -> str | None:
    """投资500万元以上的技改项目: the bound of a class, not a count of anything."""
    surface, unit = seen.mention.surface, seen.mention.unit
    if unit not in _CRITERION or not surface.endswith(("以上", "以下", "以内")):
        return None
    return "threshold" if _CLASS_OF.match(seen.after) else None


_NAMED_SET = re.compile(r" ?(?:强|佳|优|城(?!市)|校|县联|国集团|国峰会|国论坛|国组织|字方针|字诀|点半|维码|手车|手房|手交易|次元|次方|次函数|行代码)")


def _name(seen: _Seen) -> str | None:
    """500强, 百强, 十佳, “二十条”."""
    if _NAMED_SET.match(seen.rest) and seen.mention.scale == 1:
        return "name"
    if seen.before.endswith(("Top", "TOP", "top", "TOP ", "Top ", "No.", "NO.", "№", "#")):
        return "name"
    return None


def _lexical(seen: _Seen) -> str | None:
    """一批, 零窗口, 两手抓: a Chinese numeral that counts nothing."""
    mention = seen.mention
    if mention.form in _MULTIPLIER_FORMS or not _chinese(seen):
        return None
    if mention.form == "scale":
        return _bare_scale(seen)
    if mention.form == "digits":
        return "lexical"
    if seen.number in ("一", "零", "〇"):
        return None if mention.unit in ("倍", "%", "个百分点") else "lexical"
    if mention.unit:
        return None
    if mention.scale > 1 and len(seen.number) > 1:
        return None
    return "lexical"


_REACHED = re.compile(r"(?:达到?了?|破|跨越|迈上|迈入|增至|升至|总额|规模|产值|投资|营收|收入|累计|近|约|过|超|上|逾|突破|数|几|余) ?$")


def _bare_scale(seen: _Seen) -> str | None:
    """千亿 counts only with a qualifier or 达 before it: 超千亿元, 上百家, 达百万; else it is part of a name."""
    mention = seen.mention
    if mention.bound is not Bound.EXACT:
        return None if mention.unit or mention.scale > 1 or not seen.after[:1].strip("，。；、,;)）”") else "lexical"
    if mention.unit and mention.scale > 1 and _REACHED.search(seen.before[-6:]):
        return None
    return "magnitude_class"


def _without_unit(seen: _Seen) -> str | None:
    """A bare integer that nothing qualifies: numbering, codes, parts of names."""
    mention = seen.mention
    if not seen.plain or mention.form in _MULTIPLIER_FORMS:
        return None
    digits = seen.number.replace(" ", "")
    if digits.isdecimal() and (len(digits) >= 7 or (len(digits) > 1 and digits.startswith("0"))):  # noqa: PLR2004
        return "identifier"
    if mention.bound is not Bound.EXACT and not re.match(r"[号楼路室]", seen.rest):
        return None
    if _INDEXED.search(seen.before[-16:]):
        return None
    return "number_without_unit"


def _quoted(seen: _Seen) -> str | None:
    """“二十条”, “新智造100”, “三个十”: a number inside a short quotation is part of a name."""
    mention = seen.mention
    opening = max(seen.before.rfind(mark) for mark in "“「『‘")
    if opening < 0 or len(seen.before) - opening > 16 or any(mark in seen.before[opening:] for mark in "”」』’"):  # noqa: PLR2004
        return None
    closing = re.search(r"[”」』’]", seen.after[:16])
    if not closing:
        return None
    if mention.unit in ("%", "个百分点") or mention.unit in CURRENCIES or (mention.scale > 1 and mention.unit):
        return None
    return "name"


_STOCK = re.compile(r"(?:沪指|深指|深成指|深证成指|创业板指|科创50|上证|上证指数|恒指|恒生指数|道指|纳指|标普|股价|收盘价?|收报|报收|开盘|盘中|涨停|跌停|每股|换手率|K线|现报|股指)[^。；\n]{0,24}$")


def _stock(seen: _Seen) -> str | None:
    return "stock_quote" if seen.mention.unit in ("元", "%", "点", "美元", "港元", "") and _STOCK.search(seen.before) else None


_TESTS: tuple[Callable[[_Seen], str | None], ...] = (
    _ordinal, _tech_name, _stock, _year, _quoted, _magnitude, _version, _issuing_bodies, _date_or_duration, _name, _place_or_idiom,
    _structural, _grade, _threshold, _lexical, _without_unit,
)  # fmt: skip
_REACH = 32


def _see(text: str, mention: QuantityMention) -> _Seen:
    low = max(0, mention.start - _REACH)
    before = text[low : mention.start]
    after = text[mention.end : mention.end + _REACH]
    before = before[before.rfind("\n") + 1 :]
    after = after.partition("\n")[0]
    return _Seen(mention, before, after, text[mention.core : mention.numeral_end], text[mention.numeral_end : mention.numeral_end + _REACH].partition("\n")[0])


def _in_cell(text: str, mention: QuantityMention) -> bool:
    """Whether the mention fills a table cell: there the header says what it counts."""
    before, after = text[mention.start - 1 : mention.start], text[mention.end : mention.end + 1]
    return (before == "\t" and after in ("\t", "\n", "")) or (after == "\t" and before in ("\n", "", "\t"))


def _judge(text: str, mention: QuantityMention, spans: Sequence[Span], starts: Sequence[int]) -> str | None:
    at = bisect_right(starts, mention.end - 1) - 1
    if at >= 0 and spans[at].end > mention.core:
        return spans[at].name
    seen = _see(text, mention)
    in_cell = _in_cell(text, mention)
    for test in _TESTS:
        name = test(seen)
        if name and not (in_cell and name in ("number_without_unit", "version", "identifier", "lexical")):
            return name
    return None


def classify(text: str, mentions: Sequence[QuantityMention]) -> list[str | None]:
    """For each mention of `text` the class that keeps it from being a figure, or None for a figure.

    Example: for `5G基站129.6万个` the classes are `["tech_name", None]`.
    """
    folded = fold(text)
    spans = find_spans(folded)
    starts = [span.start for span in spans]
    return [_judge(folded, mention, spans, starts) for mention in mentions]


def why_not(text: str, mention: QuantityMention) -> str | None:
    """The class that keeps one mention from being a figure, or None; for many mentions use `classify`."""
    return classify(text, [mention])[0]


def is_nonfigure(text: str, mention: QuantityMention) -> bool:
    """Whether the mention is not a figure."""
    return why_not(text, mention) is not None

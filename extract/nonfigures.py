"""Numbers that are not figures, each with the name of its class.

Two kinds of rules. Stretches of a text that hold no figure at all (titles, addresses, telephone numbers) come from
`extract.identifiers`. The rest look at one mention and the words beside it, in the order of `RULES`: the first that
names a class decides. `--explain` shows that name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence

from extract.classes_of_things import grade, issuing_bodies, magnitude, paired, structural, threshold
from extract.identifiers import Span, find_spans
from extract.mentions import QuantityMention
from extract.numbers_in_names import INDEXED, name, place, quoted, tech_name, version
from extract.seen import Seen, see
from extract.text import fold
from extract.units import DURATIONS
from models.quantity import Bound

_RELATIVE_FORMS = frozenset({"percent", "fraction", "tenths", "half", "multiple", "rank"})
_TIER = re.compile(r" ?(?:梯队|方阵|阵营|梯次)")
_CLAUSE = re.compile(r" ?[条章节款项编]")


def _ordinal(seen: Seen) -> str | None:
    """第一产业, 第三方, 第十二条, 第一梯队."""
    if seen.mention.form != "ordinal":
        return (
            "ordinal"
            if not seen.number.strip("一二三四五六七八九十") and _AFTER_ORDINAL.search(seen.before[-14:])
            else None
        )  # 第一、二、三产业
    if _TIER.match(seen.after):
        return "tier"
    return "clause" if _CLAUSE.match(seen.after) else "ordinal"


_LINE_NUMBER = re.compile(r" ?(?:[.、)](?!\d)|\.(?=\d+[.一-鿿]))")
_ENUMERATED = re.compile(r"(?:^|[。；;：:，,\s])$")


def _list_ordinal(seen: Seen) -> str | None:
    """1. and (二) and 一是: the numbering of the text itself."""
    head = seen.before.strip(" \t(")
    if seen.number.isdecimal() and len(seen.number) > 2:  # noqa: PLR2004
        return None
    if not head and _LINE_NUMBER.match(seen.rest):
        return "list_ordinal"
    if seen.before.endswith("(") and seen.rest.startswith(")") and seen.plain:
        return "list_ordinal"
    listed = seen.chinese and seen.rest.startswith(("是", "要", "、")) and _ENUMERATED.search(seen.before)
    return "list_ordinal" if listed else None


_CLOCK_BEFORE = re.compile(r"\d ?[:：] ?$|\d:\d{2} ?[-—~至] ?$")
_CLOCK_AFTER = re.compile(r" ?[:：] ?\d")


def _clock(seen: Seen) -> str | None:
    """14:30, and ratios such as 15.9:83.8."""
    return "clock" if seen.plain and (_CLOCK_BEFORE.search(seen.before) or _CLOCK_AFTER.match(seen.rest)) else None


_DATED = frozenset("年 月 日 号 季度 世纪 年代 旬 时 点 点钟 周年 学年".split())  # noqa: SIM905
_SCORED = re.compile(r"(?:得分|评分|分值|总分|均分|满意度|指数|得到|得|考核|平均|为|达)[^，。；,;]{0,8}$")
_TIME_AFTER = re.compile(r" ?(?:年|个?月|日|季度|天|小时|余年|多年|余载|来年|分钟|周|点钟|刻)(?!票据)")
_DOCUMENT_BEFORE = re.compile(r"[〕\]】)] ?第? ?$")
_EARLIEST = 1000
_MOST_POINTS = 60


def _time(seen: Seen) -> str | None:
    """Anything measured in time: 2021年 is a date, 三年左右 and 3个工作日 are durations, 〔2021〕15号 a document."""
    word, value = seen.mention.word, seen.mention.value
    if word == "分" and (_SCORED.search(seen.before[-16:]) or value > _MOST_POINTS):
        return None
    if word == "天" and "天数" in seen.before[-12:]:
        return None
    if word == "号" and _DOCUMENT_BEFORE.search(seen.before):
        return "document_number"
    if word in DURATIONS or word in ("代", "号", "载", "夜", "晚"):
        return "date" if word in _DATED and not (word == "年" and value < _EARLIEST) else "duration"
    return "duration" if not seen.mention.unit and _TIME_AFTER.match(seen.rest) else None


_FIRST_YEAR, _LAST_YEAR, _YEAR_DIGITS = 1900, 2099, 4


def _year(seen: Seen) -> str | None:
    """2022北京新闻中心, 2021-2025: a year without its measure word."""
    mention = seen.mention
    if not seen.plain or "." in seen.number or mention.bound is not Bound.EXACT:
        return None
    if _FIRST_YEAR <= mention.value <= _LAST_YEAR and len(seen.number) == _YEAR_DIGITS:
        return "year_in_name"
    high = mention.value_high
    return "year_in_title" if high and _FIRST_YEAR <= high <= _LAST_YEAR else None


_FORMAL = frozenset("壹贰叁肆伍陆柒捌玖")  # 内陆省份
_HUNDREDFOLD = re.compile(r"[百千万]倍")
_COUNTS_NOTHING = re.compile(
    r"[两二三四五六七八九]面|[两二三四五六]项(?:指标|数据|均|都|排名|增速)|[两二三四五六七八九十]项(?:均|都)"
)
_EVERY = re.compile(r"每(?:隔|有)?(?:约|近)?$")
_THERE_IS = re.compile(r"每.{1,14}[就便](?:有|是)(?:近|超过?|约)?$")
_THEN = re.compile(r"[^，。；]{1,10}[，,]?(?:中)?[就便](?:有|是)(?:近|超过?|约)?[\d一二两三]")
_AFTER_ORDINAL = re.compile(r"第[一二三四五六七八九十](?:[、和与及][一二三四五六七八九十])*[、和与及]$")


def _rate_in_words(seen: Seen) -> str | None:
    """每3家企业就有1家: how common something is, said by example."""
    if "每" not in seen.before:
        return None
    if (_EVERY.search(seen.before[-4:]) and _THEN.match(seen.rest)) or _THERE_IS.search(seen.before[-24:]):
        return "lexical"
    return None


def _rhetoric(seen: Seen) -> str | None:
    """百倍千倍, 两面, 两项指标均…, and characters that only look like numerals: 内陆省份, 长三角."""
    mention = seen.mention
    if mention.word == "倍" and mention.bound is Bound.EXACT and _HUNDREDFOLD.fullmatch(seen.number + mention.word):
        return "lexical"
    if seen.chinese and (seen.number in _FORMAL or _COUNTS_NOTHING.match(seen.number + seen.rest[:5])):
        return "lexical"
    return "lexical" if mention.word == "角" and seen.before.endswith(("长", "珠", "金")) else None


def _lexical(seen: Seen) -> str | None:
    """一批, 零窗口, 两手抓, 一二三产业: a Chinese numeral that counts nothing."""
    mention = seen.mention
    if mention.form in _RELATIVE_FORMS or not seen.chinese:
        return None
    if mention.form == "scale":
        return _bare_scale(seen)
    if mention.form == "digits":
        return "lexical"
    if seen.number in ("一", "零", "〇"):
        return None if mention.unit in ("%", "个百分点") else "lexical"
    counted = mention.unit or (mention.scale > 1 and len(seen.number) > 1)
    return None if counted else "lexical"


_REACHED = re.compile(r"(?:达到?了?|破|跨越|迈上|迈入|增至|升至|总额|规模|产值|投资|营收|收入|累计) ?$")
_ENDS = "，。；、,;)）” \t"


def _bare_scale(seen: Seen) -> str | None:
    """千亿 counts only with a qualifier or 达 before it: 超千亿元, 上百家, 达百亿元; else it is part of a name."""
    mention = seen.mention
    if mention.bound is not Bound.EXACT:
        return None if mention.unit or mention.scale > 1 or seen.after[:1] in _ENDS else "lexical"
    reached = mention.unit and mention.scale > 1 and _REACHED.search(seen.before)
    return None if reached else "magnitude_class"


_ROOM = re.compile(r"[号楼路室座]")
_LONGEST = 6


def _without_unit(seen: Seen) -> str | None:
    """A bare integer that nothing qualifies: codes, numbering, parts of names."""
    mention = seen.mention
    if mention.form == "fraction" and not mention.unit:
        return "number_without_unit"
    if not seen.plain or mention.form in _RELATIVE_FORMS:
        return None
    digits = seen.number.replace(" ", "")
    if digits.isdecimal() and (len(digits) > _LONGEST or (len(digits) > 1 and digits.startswith("0"))):
        return "identifier"
    if mention.bound is not Bound.EXACT and not _ROOM.match(seen.rest):
        return None
    return None if INDEXED.search(seen.before[-16:]) else "number_without_unit"


_MARKET = re.compile(
    r"(?:沪指|深指|深成指|深证成指|创业板指|科创50|上证|上证指数|恒指|恒生指数|道指|纳指|标普|股价|收盘价?|收报|报收|开盘|盘中|涨停|跌停|"
    r"每股|换手率|K线|现报|股指)[^。；\n]{0,24}$"
)
_QUOTED_IN = frozenset({"元", "%", "点", "美元", "港元", ""})


def _stock(seen: Seen) -> str | None:
    """报收17.5元, 沪指涨0.3%."""
    return "stock_quote" if seen.mention.unit in _QUOTED_IN and _MARKET.search(seen.before) else None


_ALLOWED = re.compile(
    r"(?<![上下期权年局有界极时无大])限(?:报|招|额|定|制在)?$|每(?:家|个)?(?:单位|企业|部门|学校|人|户)[^，。；\d]{0,6}$"
)
_GRANTED = frozenset("人名个项家件份台")
_CAPPED = frozenset((Bound.AT_MOST, Bound.LESS_THAN))


def _allowance(seen: Seen) -> str | None:
    """限200人, 每单位不超过3人: what a notice grants counts nothing."""
    capped = "限" in seen.before[-3:] or seen.mention.bound in _CAPPED
    if not capped or seen.mention.unit not in _GRANTED or not _ALLOWED.search(seen.before[-12:]):
        return None
    return "allowance"


RULES: tuple[Callable[[Seen], str | None], ...] = (
    _ordinal,
    _list_ordinal,
    tech_name,
    _rate_in_words,
    _clock,
    _stock,
    _year,
    quoted,
    magnitude,
    version,
    issuing_bodies,
    _time,
    name,
    place,
    structural,
    paired,
    grade,
    threshold,
    _allowance,
    _rhetoric,
    _lexical,
    _without_unit,
)
# In a table the header says what a cell counts, so a bare number there is nothing odd.
_ALLOWED_IN_CELL = frozenset({"number_without_unit", "version", "identifier", "lexical"})


def _in_cell(text: str, mention: QuantityMention) -> bool:
    """Whether the mention fills a table cell."""
    before, after = text[mention.start - 1 : mention.start], text[mention.end : mention.end + 1]
    return (before == "\t" and after in ("\t", "\n", "")) or (after == "\t" and before in ("\n", "", "\t"))


def _judge(text: str, mention: QuantityMention, spans: Sequence[Span], starts: Sequence[int]) -> str | None:
    at = bisect_right(starts, mention.end - 1) - 1
    if at >= 0 and spans[at].end > mention.core:
        return spans[at].name
    seen = see(text, mention)
    for rule in RULES:
        name = rule(seen)
        if name and not (name in _ALLOWED_IN_CELL and _in_cell(text, mention)):
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

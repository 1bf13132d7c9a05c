"""What the pages say of our values, in Chinese; and what of the articles' own words is fit to be shown or followed."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from urllib.parse import quote, urlsplit

from models.alert import Alert
from models.metric import Comparable, Delta, Event, Measure, Modality, Observation, Severity, Status
from models.period import Period
from models.quantity import Bound

EVENTS = {
    Event.NEW_METRIC: "新指标",
    Event.NEW_PERIOD: "新一期",
    Event.CHANGED_VALUE: "数值变化",
    Event.UNCHANGED: "未变",
    Event.CORROBORATED: "得到印证",
    Event.REFINED: "更精确",
    Event.CONFLICTING: "说法不一",
    Event.REVISED: "修订",
    Event.REPEAT: "文内重复",
}
SEVERITIES = {Severity.REVIEW: "待核", Severity.NOTICE: "要闻", Severity.INFO: "一般", Severity.SILENT: "静默"}
COMPARABLE = {Comparable.YES: "可比", Comparable.CAVEAT: "可比，但有保留", Comparable.NO: "不可比"}
MEASURES = {
    Measure.LEVEL: "水平",
    Measure.SHARE: "占比",
    Measure.GROWTH: "增速",
    Measure.CHANGE: "变动",
    Measure.INCREMENT: "新增",
    Measure.MULTIPLE: "倍数",
    Measure.RANK: "排名",
}
MODALITIES = {Modality.ACTUAL: "事实", Modality.TARGET: "目标", Modality.PLAN: "计划"}
STATUSES = {
    Status.NORMAL: "",
    Status.ESTIMATED: "预计",
    Status.PRELIMINARY: "初步",
    Status.REVISED: "修订",
    Status.FINAL: "最终",
    Status.BREAK: "口径调整",
}
BOUNDS = {
    Bound.EXACT: "",
    Bound.APPROX: "约",
    Bound.MORE_THAN: "超过",
    Bound.AT_LEAST: "不低于",
    Bound.LESS_THAN: "不足",
    Bound.AT_MOST: "不超过",
}
SCALES = ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))
_SPANS = {
    "01-12": "年",
    "01-06": "年上半年",
    "07-12": "年下半年",
    "01-09": "年前三季度",
    "01-03": "年一季度",
    "04-06": "年二季度",
    "07-09": "年三季度",
    "10-12": "年四季度",
}


def period(of: Period) -> str:
    """A period: 2022年前三季度, 2022年1—8月, 截至2023-02-13, 到2025-12-31, 2018-01-01 至 2021-12-31."""
    first, last = of.first, of.last
    if last is None:
        return f"{first} 起" if first else "时间不详"
    if first is None:
        return f"到{last}"
    if first == last:
        return f"{'见报于' if of.implicit else '截至'}{last}"
    if of.window in _SPANS:
        return f"{first.year}{_SPANS[of.window]}"
    if "d" in of.window or "+" in of.window:
        return f"{first} 至 {last}"
    months = f"{first.month}" if first.month == last.month else f"{first.month}—{last.month}"
    return f"{first.year}年{months}月"


def number(value: Decimal, unit: str, *, signed: bool = False) -> str:
    """A value with its scale word and unit, exact: 23000, 个 → 2.3万个; signed +2.3万个."""
    scale, word = next(((s, w) for s, w in SCALES if abs(value) >= s), (Decimal(1), ""))
    sign = "−" if value < 0 else "+" if signed and value > 0 else ""
    return f"{sign}{(abs(value) / scale).normalize():f}{word}{unit}"


def amount(of: Observation) -> str:
    """What a figure was read as: 约7.5万个, 3万~4万户."""
    read = of.figure.quantity
    high = f"~{number(read.value_high, read.unit)}" if read.value_high is not None else ""
    return f"{BOUNDS[read.bound]}{number(read.value, '' if high else read.unit)}{high}"


def difference(delta: Delta) -> str:
    """A difference: +2.3万个（+44.2%）, 至少 +33亿条, +1.2个百分点 至 +1.4个百分点."""
    moved = _bounded(delta.abs, delta.abs_min, delta.abs_max, delta.unit)
    part = _bounded(delta.pct, delta.pct_min, delta.pct_max, "%")
    return f"{moved}（{part}）" if part else moved


def _bounded(exact: Decimal | None, least: Decimal | None, most: Decimal | None, unit: str) -> str:
    def say(value: Decimal) -> str:
        return number(round(value, 4), unit, signed=True)

    if exact is not None:
        return say(exact)
    if least is not None and most is not None:
        return f"{say(least)} 至 {say(most)}"
    if least is not None:
        return f"至少 {say(least)}"
    return f"至多 {say(most)}" if most is not None else ""


def label(series: str) -> str:
    """A series key in words: `北京市|5G基站|level` → 北京市 5G基站, `全国|网民|growth|target` → 全国 网民 增速 目标."""
    names = {measure.value: word for measure, word in MEASURES.items()} | {
        "level": "",
        "share": "",
        "target": "目标",
        "-": "",
    }
    return " ".join(filter(None, (names.get(part, part) for part in series.split("|"))))


def clean(text: str | None) -> str:
    """Text without control and format characters (a right-to-left override); tabs and line ends stay."""
    return "".join(c for c in text or "" if c in "\t\n" or unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs"})


def in_time(alert: Alert) -> tuple[Observation | None, Observation]:
    """Earlier and later of what was compared, whichever was read first; a difference leads from the one to the other.

    Of two statements on one time the earlier is the one published first.
    """
    own, other = alert.observation, alert.previous
    if other is None:
        return None, own
    if alert.change.event in {Event.REVISED, Event.CONFLICTING}:
        return (own, other) if other.published > own.published else (other, own)
    last, held = own.figure.period.last, other.figure.period.last
    return (own, other) if last is not None and held is not None and held > last else (other, own)


def quoted(of: Observation) -> tuple[str, str, str]:
    """The sentence before, at and after its figure; all of it before where the figure does not stand in it."""
    sentence, surface = of.figure.sentence, of.figure.surface
    at = of.figure.start - of.figure.sentence_start
    if sentence[at : at + len(surface)] != surface:
        at = sentence.find(surface)
    return (sentence[:at], surface, sentence[at + len(surface) :]) if at >= 0 else (sentence, "", "")


def link(url: str | None) -> str | None:
    """An http(s) address fit to be followed, else None: `javascript:`, `data:`, user names, hidden characters."""
    text = (url or "").strip()
    try:
        parts = urlsplit(text)
        fit = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    except ValueError:
        return None
    if not fit or clean(text) != text or any(c.isspace() or c == "\\" for c in text):
        return None
    return text


def part(text: str) -> str:
    """A name as one part of an address, slashes and bars included."""
    return quote(text, safe="")

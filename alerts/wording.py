"""Numbers, periods and differences in words, the same in a reason, a mail and the digest.

Values keep their Chinese scale words (+2.3万个) in the English frame too, where the evidence beside them has them.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from models.metric import Delta, Observation
from models.period import Period

_SCALES = ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))
_BOUNDED = {"zh": ("至少 {}", "至多 {}", "{} 至 {}"), "en": ("at least {}", "at most {}", "{} to {}")}


def amount(value: Decimal, unit: str, *, signed: bool = False) -> str:
    """A value with its scale word and unit: 23000, 个 → 2.3万个; signed: +2.3万个; −1200, 家 → −1200家."""
    size = abs(value)
    scale, word = next(((s, w) for s, w in _SCALES if size >= s), (Decimal(1), ""))
    # Four significant decimals are more than any headline states; what is exact below that stays exact.
    number = (size / scale).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP).normalize()
    sign = "−" if value < 0 else "+" if signed and value > 0 else ""
    return f"{sign}{number:f}{word}{unit}"


def difference_words(delta: Delta, language: str = "en") -> str:
    """A difference in words: +2.3个百分点; +2.3万个 (+44.2%); at least +33亿条 (at least +9.5%)."""
    moved = _bounded(delta.abs, delta.abs_min, delta.abs_max, delta.unit, language)
    part = _bounded(delta.pct, delta.pct_min, delta.pct_max, "%", language)
    if not part:
        return moved
    return f"{moved}（{part}）" if language == "zh" else f"{moved} ({part})"


def _bounded(exact: Decimal | None, least: Decimal | None, most: Decimal | None, unit: str, language: str) -> str:
    at_least, at_most, between = _BOUNDED[language]
    if exact is not None:
        return amount(exact, unit, signed=True)
    if least is not None and most is not None:
        return between.format(amount(least, unit, signed=True), amount(most, unit, signed=True))
    if least is not None:
        return at_least.format(amount(least, unit, signed=True))
    return at_most.format(amount(most, unit, signed=True)) if most is not None else ""


def period_words(period: Period, language: str = "zh") -> str:
    """A period as a headline writes it, whatever the article wrote: 2022年前三季度, 截至2023-02-13, 到2025年底."""
    first, last = period.first, period.last
    if last is None:
        return {"zh": "时间不详", "en": "undated"}[language]
    if first is None:
        return f"到{last.isoformat()}" if language == "zh" else f"by {last.isoformat()}"
    if first == last:
        if language == "zh":
            return f"{'见报于' if period.implicit else '截至'}{last.isoformat()}"
        return f"as {'reported' if period.implicit else 'of'} {last.isoformat()}"
    return _span(period, language)


def _span(period: Period, language: str) -> str:
    first, last = period.first, period.last
    if first is None or last is None or "d" in period.window or "+" in period.window:
        return f"{first} 至 {last}" if language == "zh" else f"{first} to {last}"
    named = {
        "01-12": ("{}年", "{}"),
        "01-06": ("{}年上半年", "{} H1"),
        "07-12": ("{}年下半年", "{} H2"),
        "01-09": ("{}年前三季度", "{} Jan–Sep"),
        "01-03": ("{}年一季度", "{} Q1"),
        "04-06": ("{}年二季度", "{} Q2"),
        "07-09": ("{}年三季度", "{} Q3"),
        "10-12": ("{}年四季度", "{} Q4"),
    }.get(period.window)
    if named:
        return named[language != "zh"].format(first.year)
    months = f"{first.month}" if first.month == last.month else f"{first.month}—{last.month}"
    return f"{first.year}年{months}月" if language == "zh" else f"{first.year} months {months}"


def told(observation: Observation) -> str:
    """A figure with its period and outlet, for a reason: 5.2万个 (as reported 2022-02-11, 某报)."""
    outlet = f", {observation.outlet}" if observation.outlet else ""
    return f"{observation.figure.stated} ({period_words(observation.figure.period, 'en')}{outlet})"

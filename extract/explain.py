"""Why a figure is read as it is: the rules that fired, and the words they saw."""

from __future__ import annotations

from decimal import Decimal

from extract.nonfigures import classify
from extract.quantities import find_quantities
from models.article import Article
from models.metric import Figure, Status

_AROUND = 18


def explain(article: Article, figure: Figure) -> tuple[str, ...]:
    """Lines for a person: the figure in its sentence, each field with the rule that gave it.

    The figure must be the article's own: its offsets are into that body.
    """
    before = article.body[max(figure.sentence_start, figure.start - _AROUND) : figure.start]
    after = article.body[figure.end : min(figure.sentence_start + len(figure.sentence), figure.end + _AROUND)]
    rules = dict(rule.split(": ", 1) for rule in figure.rules if ": " in rule)
    period = figure.period
    when = f"{period.first or ''}..{period.last or ''} {period.kind.value}" + (" implicit" if period.implicit else "")
    high = f" to {plain(figure.quantity.value_high)}" if figure.quantity.value_high is not None else ""
    rows = [
        (
            "value",
            f"{plain(figure.quantity.value)}{high} {figure.quantity.unit} ({figure.quantity.bound.value})",
            rules.get("quantity", ""),
        ),
        ("subject", figure.subject or "?", rules.get("subject", "")),
        ("measure", figure.measure.value + (f", {figure.basis}" if figure.basis else ""), rules.get("measure", "")),
        ("region", (figure.region or "?") + (f", {figure.zone}" if figure.zone else ""), rules.get("region", "")),
        ("period", when + (f" “{period.text}”" if period.text else ""), rules.get("period", "")),
        ("modality", figure.modality.value, rules.get("modality", "")),
    ]
    if figure.status is not Status.NORMAL:
        rows.append(("status", figure.status.value, "words of status"))
    if figure.scope:
        rows.append(("scope", figure.scope, "rank"))
    head = f"{figure.start}..{figure.end}  …{before}【{figure.surface}】{after}…".replace("\n", " ").replace("\t", " ")
    return (head, *(f"  {name:9}{value}" + (f"   ← {rule}" if rule else "") for name, value, rule in rows))


def explain_rest(article: Article) -> tuple[str, ...]:
    """Lines for the numbers of an article that are no figures, each with the class that kept it from being one."""
    mentions = find_quantities(article.body)
    return tuple(
        f"{mention.start}..{mention.end}  {mention.surface}   ← {name}"
        for mention, name in zip(mentions, classify(article.body, mentions), strict=True)
        if name is not None
    )


def plain(value: Decimal | None) -> str:
    """A value in digits without exponent: 1600000000000, 40.4.

    >>> plain(Decimal("1.60E12"))
    '1600000000000'
    """
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

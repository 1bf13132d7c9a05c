"""Figure × Metric → Observation, or why not.

A figure belongs to a metric if its measure, kind of unit and region are the metric's and its subject, normalised, is
one of its names. Every figure becomes an observation: an untracked one is kept under its own normalised subject,
so that the same thing in another article is found again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from extract.context import published_of
from extract.naming import key_of
from extract.originators import originator_of
from extract.regions import canonical
from models.article import Article
from models.metric import Figure, Metric, Modality, Observation

_KINDS = ("个项种类款", "家户", "人名位", "台套")
# A city's platform for data goes by several names; “一平台” is the last of 七通一平.
_PLATFORM = re.compile(r"^(?:.{0,8}?数据(?:资源|共享|汇聚共享|共享交换)?平台|一平台)(?=.{3})")
_FORWARD = (Modality.TARGET, Modality.PLAN)
_PLAIN = frozenset(("", "%", "元", "个百分点", "倍", "位"))


@dataclass(frozen=True, slots=True)
class _Names:
    metric: Metric
    keys: frozenset[str]


def unit_kind(unit: str) -> str:
    """One unit for those that count alike: 个 for 项 and 种, 家 for 户, 人 for 名.

    >>> unit_kind("项"), unit_kind("元")
    ('个', '元')
    """
    return next((kind[0] for kind in _KINDS if unit and unit in kind), unit)


def series_of(figure: Figure, metric: Metric | None) -> str:
    """The key of a figure's series: `region|subject|measure`, with `|target` for targets and plans.

    An untracked subject carries its unit in brackets, so that 条 and 类 of one thing are not compared.
    """
    subject = metric.name if metric else key_of(figure.subject, figure.region)
    unit = figure.quantity.unit
    if metric is None and unit not in _PLAIN:
        subject += f"[{unit_kind(unit)}]"
    key = f"{figure.region or '-'}|{subject}|{figure.measure.value}"
    return f"{key}|target" if figure.modality in _FORWARD else key


def match(figure: Figure, metrics: Sequence[Metric]) -> tuple[Metric | None, str]:
    """The metric a figure belongs to, and why; or None and why it belongs to none."""
    return _match(figure, [_names(metric) for metric in metrics])


def _names(metric: Metric) -> _Names:
    return _Names(metric, frozenset(key_of(name, None) for name in (metric.name, *metric.aliases)))


def _match(figure: Figure, metrics: Iterable[_Names]) -> tuple[Metric | None, str]:
    key = key_of(figure.subject, figure.region)
    bare = _PLATFORM.sub("", key)
    keys = {key, bare, "大数据平台" + bare} if bare != key else {key}
    near: list[str] = []
    for names in metrics:
        if not keys & names.keys:
            if len(key) > 2 and any(name in key or key in name for name in names.keys):  # noqa: PLR2004
                near.append(f"{names.metric.id}: subject {figure.subject!r} is not one of its names")
            continue
        reason = _refusal(figure, names.metric)
        if reason is None:
            return names.metric, f"subject {figure.subject!r} is {names.metric.name}"
        near.append(f"{names.metric.id}: {reason}")
    if near:
        return None, "untracked; " + "; ".join(sorted(near, key=lambda text: "is not one of" in text)[:3])
    return None, "untracked; no metric has this subject"


def _refusal(figure: Figure, metric: Metric) -> str | None:
    """Why a figure of the metric's name is not the metric's all the same; None if it is."""
    if figure.measure not in metric.measures:
        return f"measure is {figure.measure.value}, not {' or '.join(m.value for m in metric.measures)}"
    unit = figure.quantity.unit
    if unit not in ("%", "个百分点", "倍", "位") and unit_kind(unit) != unit_kind(metric.unit):
        return f"unit is {unit or 'missing'}, not {metric.unit}"
    if metric.regions and figure.region not in {canonical(region) for region in metric.regions}:
        return f"region is {figure.region}, which it does not watch"
    excluded = next((word for word in metric.excludes if word in figure.subject), None)
    return f"subject holds {excluded!r}, which it excludes" if excluded else None


def observe(
    article: Article, figures: Sequence[Figure], metrics: Sequence[Metric], seen_at: datetime
) -> tuple[Observation, ...]:
    """An observation for every figure, tracked or not, in the figures' order.

    `seen_at` (aware) is when the article was read; where no day of publication is known it stands in for that too. The
    id is stable: the article's id and the figure's offset.
    """
    names = [_names(metric) for metric in metrics]
    originator = originator_of(article)
    published = published_of(article) or seen_at.date()
    found = []
    for figure in figures:
        metric, why = _match(figure, names)
        observation = Observation(
            id=f"{article.id}:{figure.start}",
            article=article.id,
            figure=figure,
            series=series_of(figure, metric),
            metric=metric.id if metric else None,
            published=published,
            seen_at=seen_at,
            why=why,
            outlet=article.outlet,
            originator=originator,
            url=article.url,
            sha256=article.sha256,
        )
        found.append(observation)
    return tuple(found)

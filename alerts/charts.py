"""Small charts of series that moved, as PNG. Nothing but digits is drawn, so that no CJK font is needed.

Words stand in the message around the picture: `caption` gives the unit, `describe` the values for readers without
pictures. Colours hold on white and on dark paper alike, and the background is transparent.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from alerts.wording import period_words
from models.alert import Track
from models.metric import Measure, Observation
from models.period import Period

_SCALES = ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))
_DPI = 200  # twice the 100 CSS pixels of an inch here: sharp on a good screen, small in a mail
_MOST = 12  # points a chart this small can show
_LINE, _OTHER, _TEXT = "#3b82c4", "#9aa3ad", "#7d8590"


@dataclass(frozen=True, slots=True)
class Point:
    """A value on the chart: `x` in days, `y` in the track's unit, `window` what makes two of them comparable."""

    x: int
    y: float
    tick: str
    window: str


def caption(track: Track) -> str:
    """The unit the chart is drawn in: 万亿元, 万个, %."""
    return _scale(track.observations)[1]


def describe(track: Track, language: str = "zh") -> str:
    """The values in words, by period: for the alternative text of the picture."""
    latest = {o.figure.period.span: o for o in _ordered(track.observations)}
    return "; ".join(f"{period_words(o.figure.period, language)} {o.figure.stated}" for o in latest.values())


def points(track: Track) -> tuple[Point, ...]:
    """One point a period, the last that became known; the latest twelve."""
    scale, _ = _scale(track.observations)
    latest = {o.figure.period.span: o for o in _ordered(track.observations)}
    found = [
        Point(
            x=o.figure.period.last.toordinal(),
            y=float(o.figure.quantity.value / scale),
            tick=tick(o.figure.period),
            window=_window(o),
        )
        for o in latest.values()
        if o.figure.period.last is not None
    ]
    return tuple(sorted(found, key=lambda p: p.x)[-_MOST:])


def has_line(track: Track) -> bool:
    """Whether two comparable periods can be joined; else a chart would suggest a step that nobody may read."""
    shown = points(track)
    return sum(p.window == shown[-1].window for p in shown) > 1 if shown else False


def tick(period: Period) -> str:
    """A period in digits: 2021, 2022/1-9, 2023-02-13 for an instant."""
    first, last = period.first, period.last
    if last is None:
        return ""
    if first is None or first == last:
        return f"{last:%Y-%m}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(last.year) if first.year == last.year else f"{first.year}-{last.year}"
    if first.year == last.year:
        months = f"{first.month}-{last.month}" if first.month != last.month else str(first.month)
        return f"{first.year}/{months}"
    return f"{first:%Y/%m}-{last:%Y/%m}"


def draw(track: Track, *, width: int = 260, height: int = 120) -> bytes:
    """PNG of `width` x `height` CSS pixels: a line over periods of one kind, hollow points for the others.

    The last two points carry their values. The same track gives the same bytes.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    shown = points(track)
    figure = Figure(figsize=(width / 100, height / 100), dpi=_DPI)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.06, 0.20, 0.88, 0.62))
    axes.patch.set_alpha(0)
    figure.patch.set_alpha(0)
    if shown:
        _plot(axes, shown)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(_OTHER)
    axes.set_yticks([])
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", transparent=True, metadata={"Software": None})
    return buffer.getvalue()


def _plot(axes: object, shown: Sequence[Point]) -> None:
    main = shown[-1].window
    line = [p for p in shown if p.window == main]
    rest = [p for p in shown if p.window != main]
    plot = axes.plot  # type: ignore[attr-defined]
    if rest:
        plot([p.x for p in rest], [p.y for p in rest], "o", color=_OTHER, markerfacecolor="none", markersize=3.5)
    plot([p.x for p in line], [p.y for p in line], "-o", color=_LINE, linewidth=1.6, markersize=3.5)
    lows, highs = min(p.y for p in shown), max(p.y for p in shown)
    span = (highs - lows) or abs(highs) or 1.0
    axes.set_ylim(lows - span * 0.18, highs + span * 0.28)  # type: ignore[attr-defined]
    left, right = shown[0].x, shown[-1].x
    pad = max((right - left) * 0.14, 20)
    axes.set_xlim(left - pad, right + pad)  # type: ignore[attr-defined]
    for p in {shown[0], *shown[-2:]}:
        axes.annotate(  # type: ignore[attr-defined]
            f"{p.y:.6g}",
            (p.x, p.y),
            xytext=(0, 4),
            textcoords="offset points",
            ha="center",
            fontsize=6.5,
            color=_LINE if p.window == main else _TEXT,
            fontweight="bold" if p is shown[-1] else "normal",
        )
    ends = [shown[0], shown[-1]] if len(shown) > 1 else [shown[0]]
    middle = shown[len(shown) // 2]
    if len(shown) > 2 and min(middle.x - left, right - middle.x) > (right - left) / 3:  # noqa: PLR2004
        ends.insert(1, middle)
    axes.set_xticks([p.x for p in ends], [p.tick for p in ends])  # type: ignore[attr-defined]
    axes.tick_params(axis="x", labelsize=6, colors=_TEXT, length=2, pad=2)  # type: ignore[attr-defined]


def _ordered(observations: Sequence[Observation]) -> list[Observation]:
    """By period, and within one by the time it became known: the last one holds."""
    return sorted(
        observations, key=lambda o: (o.figure.period.last or date.min, o.published, o.seen_at.timestamp(), o.id)
    )


def _window(observation: Observation) -> str:
    period = observation.figure.period
    if observation.figure.measure in {Measure.SHARE, Measure.GROWTH}:
        return "ratio"  # a share of nine months lies on the line of yearly ones; the headline carries the caveat
    if period.first is None or period.last is None or period.first == period.last:
        return "instant"
    return f"{period.first:%m%d}-{period.last:%m%d}"


def _scale(observations: Sequence[Observation]) -> tuple[Decimal, str]:
    unit = observations[-1].figure.quantity.unit if observations else ""
    size = max((abs(o.figure.quantity.value) for o in observations), default=Decimal(0))
    return next(((s, f"{w}{unit}") for s, w in _SCALES if size >= s), (Decimal(1), unit))

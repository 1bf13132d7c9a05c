"""A series as a drawing: where points, line and words stand in an SVG of 640 x 220. The template draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from models.metric import Measure, Observation
from web.words import SCALES, amount, period

_LEFT, _RIGHT, _TOP, _BOTTOM = 84, 616, 24, 180


@dataclass(frozen=True, slots=True)
class Dot:
    """One statement: its place, what it says; `held` where it is the latest word on its period, `main` on the line."""

    x: float
    y: float
    words: str
    value: str
    held: bool
    main: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing: dots from left to right, the line as points, values and days at the edges, and the unit."""

    dots: tuple[Dot, ...]
    line: str
    values: tuple[tuple[float, str], ...]
    days: tuple[tuple[float, str], ...]
    unit: str


def chart(history: Sequence[Observation]) -> Chart | None:
    """The drawing of a series, of which `history` is the latest first; None with fewer than two periods to show.

    Every statement is a dot; a line joins the latest words on comparable periods alone, those of the latest one's kind.
    """
    shown = [o for o in history if o.figure.period.last is not None]
    unit = shown[0].figure.quantity.unit if shown else ""
    shown = [o for o in reversed(shown) if o.figure.quantity.unit == unit]
    held = {o.figure.period.span: o.id for o in shown}
    if len(held) < 2:  # noqa: PLR2004 - one period is no course of things
        return None
    scale, word = _scale(shown)
    values = [float(o.figure.quantity.value / scale) for o in shown]
    days = [o.figure.period.last.toordinal() for o in shown if o.figure.period.last is not None]
    low, high = min(values), max(values)
    across, up = (days[-1] - days[0]) or 1, (high - low) or 1
    main = _window(shown[-1])
    dots = tuple(
        Dot(
            x=round(_LEFT + (_RIGHT - _LEFT) * (day - days[0]) / across, 1),
            y=round(_BOTTOM - (_BOTTOM - _TOP) * (value - low) / up, 1) if high > low else (_TOP + _BOTTOM) / 2,
            words=f"{period(o.figure.period)} {amount(o)}，{o.published} {o.outlet or ''}".strip(),
            value=f"{value:.5g}",
            held=held[o.figure.period.span] == o.id,
            main=_window(o) == main,
        )
        for o, value, day in zip(shown, values, days, strict=True)
    )
    line = " ".join(f"{dot.x},{dot.y}" for dot in dots if dot.held and dot.main)
    edges = [(dot.y, dot.value) for dot in (dots[values.index(high)], dots[values.index(low)])]
    ends = [(dots[0].x, shown[0]), (dots[-1].x, shown[-1])]
    return Chart(dots, line, tuple(dict(edges).items()), tuple((x, str(o.figure.period.last)) for x, o in ends), word)


def _window(of: Observation) -> str:
    return "" if of.figure.measure in {Measure.SHARE, Measure.GROWTH} else of.figure.period.window


def _scale(shown: Sequence[Observation]) -> tuple[Decimal, str]:
    unit = shown[0].figure.quantity.unit
    size = max(abs(o.figure.quantity.value) for o in shown)
    return next(((s, f"{w}{unit}") for s, w in SCALES if size >= s), (Decimal(1), unit))

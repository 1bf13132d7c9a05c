"""Aims and works planned: their own track, and how far the actual has come towards them.

An aim is never set against an actual as if one had changed into the other; what may be told is progress.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from alerts.comparability import same_unit
from alerts.equality import stated
from models.metric import Measure, Modality, Observation
from models.quantity import Bound

_VAGUE = {Bound.APPROX, Bound.LESS_THAN, Bound.AT_MOST}

SUFFIX = "|target"
"""What a series key of aims ends in."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an actual has come: `percent` of the aim (levels only), `reached`, and the aim's deadline."""

    percent: Decimal | None
    reached: bool
    deadline: date | None


def counterpart(series: str) -> str:
    """The key of the actual series of an aim, or of the aims of an actual one."""
    return series.removesuffix(SUFFIX) if series.endswith(SUFFIX) else series + SUFFIX


def progress(actual: Observation, aim: Observation) -> Progress | None:
    """How far `actual` has come towards `aim`; None where the two cannot be set side by side.

    18万个 towards 20万个以上 is 90 %, not reached; an upper aim (不超过5%) is reached at or below it.
    """
    a, b = actual.figure, aim.figure
    if a.modality is not Modality.ACTUAL or b.modality is Modality.ACTUAL:
        return None
    if not same_unit(a.quantity.unit, b.quantity.unit) or a.measure is not b.measure or a.zone != b.zone:
        return None
    goal, reach = b.quantity.value, stated(a)
    if b.quantity.bound in {Bound.LESS_THAN, Bound.AT_MOST}:
        return Progress(None, reach.high is not None and a.quantity.value <= goal, b.period.last)
    percent = None
    if a.measure in {Measure.LEVEL, Measure.INCREMENT} and goal > 0:
        percent = (a.quantity.value * 100 / goal).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    least = reach.low if a.quantity.bound in _VAGUE else a.quantity.value  # 10%左右 may fall short of 10%
    return Progress(percent, least is not None and least >= goal, b.period.last)


def is_missed(aim: Observation, actual: Observation | None, today: date) -> bool:
    """Whether the deadline of `aim` has passed and the last actual known, of that day or later, falls short of it.

    Without an actual as of the deadline nobody can say that an aim was missed.
    """
    deadline = aim.figure.period.last
    if deadline is None or today <= deadline or actual is None:
        return False
    known = actual.figure.period.last
    found = progress(actual, aim)
    return known is not None and known >= deadline and found is not None and not found.reached


def is_due(aim: Observation, today: date, days: int = 30) -> bool:
    """Whether the deadline of `aim` lies within the next `days` days."""
    deadline = aim.figure.period.last
    return deadline is not None and 0 <= (deadline - today).days <= days

"""A figure as plain JSON data: the form that `shuzhi extract --jsonl` prints and scorers read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from models.metric import Figure, Status


def number(value: Decimal | None) -> int | float | None:
    """An exact JSON number: an int where integral, else the float that prints the same digits.

    >>> number(Decimal("40.40")), number(Decimal("1.6E12"))
    (40.4, 1600000000000)
    """
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def figure_json(figure: Figure) -> dict[str, Any]:
    """The figure's fields as the contract names them; offsets are code points into the article's body."""
    period = figure.period
    return {
        "surface": figure.surface,
        "start": figure.start,
        "end": figure.end,
        "value": number(figure.quantity.value),
        "value_high": number(figure.quantity.value_high),
        "unit": figure.quantity.unit,
        "bound": figure.quantity.bound.value,
        "measure": figure.measure.value,
        "subject": figure.subject,
        "region": figure.region,
        "period": {
            "text": period.text,
            "start": period.first.isoformat() if period.first else None,
            "end": period.last.isoformat() if period.last else None,
            "type": period.kind.value,
            "implicit": period.implicit,
        },
        "modality": figure.modality.value,
        "status": None if figure.status is Status.NORMAL else figure.status.value,
        "sentence": figure.sentence,
    }

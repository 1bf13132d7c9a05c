"""Observations written short, for the tests of this room."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from models.metric import Figure, Measure, Metric, Modality, Nature, Observation, Status
from models.period import Period, PeriodKind
from models.quantity import Bound, Quantity


def period(text: str) -> Period:
    """A period from few letters.

    `2021` a year, `2022-09` January to September, `@2022-02-11` a moment, `~2022-02-11` one nobody wrote, `<2025` a
    deadline, `?` none.
    """
    if text == "?":
        return Period(None, None, PeriodKind.NONE)
    if text[0] in "@~":
        day = date.fromisoformat(text[1:])
        return Period(day, day, PeriodKind.ASOF, implicit=text[0] == "~")
    if text[0] == "<":
        return Period(None, date(int(text[1:]), 12, 31), PeriodKind.DEADLINE)
    if "-" in text:
        year, month = map(int, text.split("-"))
        last = date(year, month, {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30}[month])
        return Period(date(year, 1, 1), last, PeriodKind.QUARTERS if month % 3 == 0 else PeriodKind.MONTHS)
    return Period(date(int(text), 1, 1), date(int(text), 12, 31), PeriodKind.YEAR)


def observe(
    surface: str,
    value: str,
    when: str,
    *,
    article: str = "a",
    start: int = 0,
    published: str = "2023-02-13",
    unit: str = "个",
    bound: Bound = Bound.EXACT,
    precision: str | None = None,
    measure: Measure = Measure.LEVEL,
    subject: str = "5G基站",
    region: str = "某市",
    metric: str | None = "stations",
    modality: Modality = Modality.ACTUAL,
    status: Status = Status.NORMAL,
    outlet: str | None = None,
    originator: str | None = None,
    basis: str | None = None,
    zone: str | None = None,
    sentence: str | None = None,
    sentence_start: int | None = None,
    url: str | None = None,
) -> Observation:
    """An observation: what was written, its value, when it holds (see `period`), and whatever else matters."""
    number = Decimal(value)
    exponent = number.normalize().as_tuple().exponent if number else 0
    return Observation(
        id=f"{article}:{start}",
        article=article,
        figure=Figure(
            surface=surface,
            start=start,
            end=start + len(surface),
            sentence=sentence or f"{subject}{surface}。",
            sentence_start=start if sentence_start is None else sentence_start,
            quantity=Quantity(number, unit, bound, Decimal(precision) if precision else Decimal(1).scaleb(exponent)),
            measure=measure,
            subject=subject,
            region=region,
            period=period(when),
            modality=modality,
            status=status,
            basis=basis,
            zone=zone,
        ),
        series=f"{region}|{subject}|{measure}" + ("" if modality is Modality.ACTUAL else "|target"),
        metric=metric,
        published=date.fromisoformat(published),
        seen_at=datetime(2023, 7, 1, tzinfo=UTC),
        outlet=outlet,
        originator=originator,
        url=url,
    )


def metric(name: str = "stations", nature: Nature = Nature.INSTANT, *, rising: bool = False) -> Metric:
    """A declaration as short as one can be."""
    return Metric(id=name, name=name, unit="个", measures=tuple(Measure), nature=nature, rising=rising)

"""Models for storage tests, made of a few words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from models.article import Article, Page, Published
from models.metric import Change, Delta, Event, Figure, Measure, Observation, Severity
from models.period import Period, PeriodKind
from models.quantity import Bound, Quantity

NOW = datetime(2023, 2, 13, 8, 30, tzinfo=UTC)


def page(url: str = "https://news.example/1.html", body: bytes = b"<p>1.6</p>", **more: object) -> Page:
    """A page as served."""
    return Page(url=url, body=body, fetched_at=NOW, **more)  # type: ignore[arg-type]


def article(name: str = "a", body: str = "基站达7.5万个。", **more: object) -> Article:
    """An article as read."""
    return Article(id=name, body=body, title="标题", published=Published(date(2023, 2, 13)), **more)  # type: ignore[arg-type]


def observation(
    article: str = "a",
    start: int = 0,
    *,
    value: str = "7.5",
    series: str = "北京市|5G基站|level",
    first: date | None = date(2022, 1, 1),
    last: date | None = date(2022, 12, 31),
    published: date = date(2023, 2, 13),
    metric: str | None = "5g",
) -> Observation:
    """An observation of one figure."""
    figure = Figure(
        surface=f"{value}万个",
        start=start,
        end=start + len(value) + 2,
        sentence=f"基站达{value}万个。",
        sentence_start=0,
        quantity=Quantity(Decimal(value) * 10000, "个", Bound.APPROX, Decimal("1E+3")),
        measure=Measure.LEVEL,
        subject="5G基站",
        region="北京市",
        period=Period(first, last, PeriodKind.YEAR, "2022年"),
        rules=("one", "two"),
    )
    return Observation(
        id=f"{article}:{start}",
        article=article,
        figure=figure,
        series=series,
        metric=metric,
        published=published,
        seen_at=NOW,
        why="named",
    )


def change(of: Observation, *, why: str = "nothing was held") -> Change:
    """What an observation told."""
    return Change(
        observation=of.id,
        event=Event.NEW_METRIC,
        severity=Severity.INFO,
        why=why,
        delta=Delta("个", abs=Decimal("0.10")),
    )

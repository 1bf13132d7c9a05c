from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.digest import Limits, build
from models.alert import Alert, Digest
from models.metric import Event, Severity
from tests.alerts import telling
from tests.alerts.telling import NOW, day

DAY = date(2026, 11, 20)


def made(told: list[Alert], **known: object) -> Digest:
    return build(DAY, told, since=NOW - timedelta(days=1), until=NOW, **known)  # type: ignore[arg-type]


def test_each_alert_stands_in_its_section() -> None:
    """What changed, what a person should look at, what is new, and what was confirmed are apart."""
    digest = made(day(), series=telling.series())
    assert {s.kind: len(s.alerts) for s in digest.sections} == {"changed": 4, "review": 1, "new": 1}
    assert [a.change.originators for a in digest.confirmed] == [3]
    assert dict(digest.counts) == {"changed_value": 3, "corroborated": 1, "new_metric": 1, "new_period": 2}


def test_changed_comes_first_and_comparable_before_not() -> None:
    """The reader begins with what moved."""
    first, *_ = made(day()).sections
    assert first.kind == "changed"
    assert first.alerts[-1].observation.figure.surface == "1.28万亿元"


@given(st.lists(st.integers(0, 4000), max_size=30), st.lists(st.integers(1, 3999), max_size=5, unique=True))
def test_nothing_is_told_twice_and_nothing_is_lost(minutes: list[int], ends: list[int]) -> None:
    """Cut time into digests anywhere: every alert stands in exactly one of them."""
    alerts = [replace(day()[0], id=str(n), told_at=NOW + timedelta(minutes=minute)) for n, minute in enumerate(minutes)]
    borders = [NOW + timedelta(minutes=m) for m in (0, *sorted(ends), 4001)]
    told = [
        alert.id for since, until in pairwise(borders) for alert in build(DAY, alerts, since=since, until=until).alerts
    ]
    assert sorted(told) == sorted(a.id for a in alerts)


def test_history_stays_apart() -> None:
    """A backfill is no news: it stands at the end, whatever its event."""
    digest = made([replace(a, backfill=True) for a in day()])
    assert [s.kind for s in digest.sections] == ["history"]


@pytest.mark.parametrize("event", [Event.REPEAT])
def test_repeats_are_not_told(event: Event) -> None:
    """What an article says twice is counted and not shown."""
    alert = day()[0]
    digest = made([replace(alert, change=replace(alert.change, event=event, severity=Severity.SILENT))])
    assert digest.sections == ()
    assert digest.counts == (("repeat_in_document", 1),)


def test_a_flood_of_one_kind_hides_no_other() -> None:
    """Each section keeps some lines; what is left out is counted."""
    flood = [replace(day()[2], id=f"{n:03}") for n in range(100)]
    digest = made([*flood, *day()[4:6]], limits=Limits(items=10))
    assert [(s.kind, len(s.alerts), s.omitted) for s in digest.sections] == [
        ("changed", 10, 90),
        ("review", 1, 0),
        ("new", 1, 0),
    ]


def test_only_series_with_a_line_are_drawn() -> None:
    """Nine months beside a full year would look like a fall, and a doubtful one like a fact: no chart."""
    digest = made(day(), series=telling.series())
    assert "北京市|数字经济增加值|level" not in {t.series for t in digest.tracks}
    assert "广东省|智能算力规模|level" not in {t.series for t in digest.tracks}
    assert len(digest.tracks) == 3
    assert len(made(day(), series=telling.series(), limits=Limits(charts=2)).tracks) == 2

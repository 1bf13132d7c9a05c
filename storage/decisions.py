"""What a person decided: kept apart from what was read, so that it survives every reread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, bindparam, exists, select, update

from models.metric import Severity
from storage.schema import decisions, events, findings, observations

_SOME = 400  # bound parameters a statement


_ON = (
    select(decisions.c.subject, decisions.c.kind)
    .where(decisions.c.subject.in_(bindparam("subjects", expanding=True)))
    .order_by(decisions.c.number)
)


class Verdict(StrEnum):
    """What was decided."""

    ACCEPT = "accept"  # an observation is right as it stands
    REJECT = "reject"  # an observation is wrong: nothing is compared with it any more
    MERGE = "merge"  # a series is another one under a different name


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A verdict on an observation (by id) or a series (by key, with the key it is merged into as `target`)."""

    verdict: Verdict
    subject: str
    target: str | None
    note: str | None
    decided_at: datetime


def put(connection: Connection, decision: Decision) -> None:
    """Keep a decision; it takes the place of an earlier one on the same subject, which stays on record."""
    row = {
        "kind": decision.verdict.value,
        "subject": decision.subject,
        "target": decision.target,
        "note": decision.note,
        "decided_at": decision.decided_at,
    }
    connection.execute(decisions.insert(), row)
    if decision.verdict is not Verdict.MERGE:
        aside = decision.verdict is Verdict.REJECT
        mine = (observations.c.id == decision.subject, observations.c.retired_at.is_(None))
        connection.execute(update(observations).where(*mine).values(set_aside=aside))


def latest(connection: Connection, subject: str) -> Decision | None:
    """The decision that holds on an observation or series."""
    row = connection.execute(
        select(decisions).where(decisions.c.subject == subject).order_by(decisions.c.number.desc()).limit(1)
    ).one_or_none()
    if row is None:
        return None
    return Decision(
        verdict=Verdict(row.kind), subject=row.subject, target=row.target, note=row.note, decided_at=row.decided_at
    )


def every(connection: Connection) -> list[Decision]:
    """All decisions, the latest first; those that were replaced, too."""
    rows = connection.execute(select(decisions).order_by(decisions.c.number.desc()))
    return [
        Decision(verdict=Verdict(r.kind), subject=r.subject, target=r.target, note=r.note, decided_at=r.decided_at)
        for r in rows
    ]


def rejected(connection: Connection, subjects: Sequence[str]) -> set[str]:
    """Those of these observations that a person rejected."""
    found: dict[str, str] = {}
    for first in range(0, len(subjects), _SOME):
        rows = connection.execute(_ON, {"subjects": subjects[first : first + _SOME]})
        found |= {row.subject: row.kind for row in rows}
    return {subject for subject, kind in found.items() if kind == Verdict.REJECT.value}


def merges(connection: Connection) -> dict[str, str]:
    """Series that are others under a different name, each with the one it is."""
    rows = connection.execute(
        select(decisions.c.subject, decisions.c.target)
        .where(decisions.c.kind == Verdict.MERGE.value, decisions.c.target.is_not(None))
        .order_by(decisions.c.number)
    )
    found = {row.subject: row.target for row in rows if row.subject != row.target}
    return {series: _end(series, found) for series in found}


def _end(series: str, merged: dict[str, str]) -> str:
    """Where a chain of merges leads; a circle ends where it closes."""
    seen = {series}
    while (following := merged.get(series)) is not None and following not in seen:
        seen.add(following)
        series = following
    return series


def waiting(connection: Connection, *, limit: int = 200) -> list[tuple[str, str]]:
    """Observations a person should look at and nobody has: each with why, in order of telling."""
    decided = exists().where(decisions.c.subject == events.c.observation)
    told = connection.execute(
        select(events.c.observation, events.c.event)
        .where(events.c.severity == Severity.REVIEW.value, events.c.retired_at.is_(None), ~decided)
        .order_by(events.c.number)
        .limit(limit)
    ).all()
    settled = exists().where(decisions.c.subject == findings.c.observation)
    doubts = connection.execute(
        select(findings.c.observation, findings.c.why)
        .where(findings.c.retired_at.is_(None), ~settled)
        .order_by(findings.c.number)
        .limit(limit)
    ).all()
    return [(row[0], row[1]) for row in (*told, *doubts)]

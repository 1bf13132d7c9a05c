"""What does not fit together, kept for a person to look at."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection, select, update

from storage.schema import findings


class Finding(Protocol):
    """What a check says: its name, the observations it rests on, and why they do not fit."""

    @property
    def kind(self) -> str:
        """The check."""
        ...

    @property
    def others(self) -> tuple[str, ...]:
        """The observations it rests on, beside its own."""
        ...

    @property
    def why(self) -> str:
        """In words."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A finding on the shelf."""

    number: int
    observation: str
    kind: str
    why: str
    others: tuple[str, ...]
    found_at: datetime


def put(
    connection: Connection, observation: str, found: Sequence[Finding], *, page: int, now: datetime, again: bool = True
) -> int:
    """Keep what was found about an observation, in place of what was before; returns how many are new.

    Without `again` nothing can have been found before.
    """
    if not found and not again:
        return 0
    mine = (findings.c.observation == observation, findings.c.retired_at.is_(None))
    old = {(row.kind, row.why) for row in connection.execute(select(findings).where(*mine))}
    new = {(finding.kind, finding.why): finding for finding in found}
    if old - new.keys():
        gone = [why for _, why in old - new.keys()]
        connection.execute(update(findings).where(*mine, findings.c.why.in_(gone)).values(retired_at=now))
    rows = [
        {
            "observation": observation,
            "page": page,
            "kind": finding.kind,
            "why": finding.why,
            "others": json.dumps(finding.others),
            "found_at": now,
        }
        for key, finding in new.items()
        if key not in old
    ]
    if rows:
        connection.execute(findings.insert(), rows)
    return len(rows)


def every(connection: Connection, observation: str | None = None) -> list[Doubt]:
    """All that was found, or what was found about one observation, in order."""
    which = select(findings).where(findings.c.retired_at.is_(None)).order_by(findings.c.number)
    if observation is not None:
        which = which.where(findings.c.observation == observation)
    return [
        Doubt(
            number=row.number,
            observation=row.observation,
            kind=row.kind,
            why=row.why,
            others=tuple(json.loads(row.others)),
            found_at=row.found_at,
        )
        for row in connection.execute(which)
    ]

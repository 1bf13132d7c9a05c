"""The outbox: messages written in the transaction that found the news, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, exists, select, update

from models.alert import Delivery, DeliveryState, Message
from storage.database import Database, in_order
from storage.schema import deliveries
from storage.upserts import insert_new

_WAITING = (DeliveryState.PENDING.value, DeliveryState.DEFERRED.value, DeliveryState.CLAIMED.value)
_HOLDING_BACK = (DeliveryState.PENDING.value, DeliveryState.CLAIMED.value)


def put(connection: Connection, messages: Iterable[Message], *, recipients: Iterable[str]) -> None:
    """Queue messages for each recipient; one that is queued or was sent already (same key) is left alone."""
    to = list(recipients)
    rows = [
        {
            "key": message.key,
            "recipient": recipient,
            "channel": message.channel,
            "subject": message.subject,
            "text": message.text,
            "html": message.html,
            "created_at": message.created_at,
            "state": DeliveryState.PENDING.value,
            "attempts": 0,
            "due_at": message.created_at,
            "uncertain": False,
        }
        for message in messages
        for recipient in to
    ]
    if rows:
        in_order(connection, "deliveries")
    insert_new(connection, deliveries, rows)


@dataclass(frozen=True, slots=True)
class Outbox:
    """Messages on their way, as delivery works them off; every method is one transaction."""

    database: Database

    def claim(self, channel: str, *, now: datetime, lapse: timedelta) -> Delivery | None:
        """The next delivery due on `channel`, claimed until `now + lapse`; None where none is due."""
        earlier = deliveries.alias("earlier")
        held_back = exists().where(
            earlier.c.channel == channel,
            earlier.c.recipient == deliveries.c.recipient,
            earlier.c.number < deliveries.c.number,
            earlier.c.state.in_(_HOLDING_BACK),
            earlier.c.due_at > now,
        )
        due = and_(deliveries.c.channel == channel, deliveries.c.state.in_(_WAITING), deliveries.c.due_at <= now)
        with self.database.writing() as connection:
            # Not SKIP LOCKED: what it skips would no longer hold back the rest of its lane.
            in_order(connection, f"claim:{channel}")
            row = connection.execute(
                select(deliveries).where(due, ~held_back).order_by(deliveries.c.number).limit(1)
            ).one_or_none()
            if row is None:
                return None
            lapsed = row.state == DeliveryState.CLAIMED.value
            values = {
                "state": DeliveryState.CLAIMED.value,
                "due_at": now + lapse,
                "uncertain": row.uncertain or lapsed,
            }
            connection.execute(update(deliveries).where(deliveries.c.number == row.number).values(values))
            return _delivery(row, **values)

    def sent(self, number: int, *, at: datetime) -> None:
        """It was taken."""
        self._set(number, state=DeliveryState.SENT.value, sent_at=at, problem=None)

    def failed(
        self, number: int, *, state: DeliveryState, due_at: datetime, problem: str, uncertain: bool = False
    ) -> None:
        """It was not: what becomes of it, and when."""
        self._set(number, state=state.value, due_at=due_at, problem=problem, uncertain=uncertain)

    def _set(self, number: int, **values: Any) -> None:
        values["attempts"] = deliveries.c.attempts + 1
        with self.database.writing() as connection:
            connection.execute(update(deliveries).where(deliveries.c.number == number).values(**values))


def every(connection: Connection, *states: DeliveryState, limit: int = 1000) -> list[Delivery]:
    """Deliveries in these states (any), newest first."""
    which = select(deliveries).order_by(deliveries.c.number.desc()).limit(limit)
    if states:
        which = which.where(deliveries.c.state.in_([state.value for state in states]))
    return [_delivery(row) for row in connection.execute(which)]


def retry(connection: Connection, number: int, now: datetime) -> bool:
    """Queue a dead letter again; False where that number is none."""
    done = connection.execute(
        update(deliveries)
        .where(deliveries.c.number == number, deliveries.c.state == DeliveryState.DEAD.value)
        .values(state=DeliveryState.PENDING.value, due_at=now)
    )
    return done.rowcount > 0


def forget_sent(connection: Connection, before: datetime) -> int:
    """Drop the text of messages sent before that moment; their keys stay, so that none is sent twice."""
    done = connection.execute(
        update(deliveries)
        .where(deliveries.c.state == DeliveryState.SENT.value, deliveries.c.sent_at < before, deliveries.c.text != "")
        .values(text="", html=None)
    )
    return done.rowcount


def remove(connection: Connection, number: int) -> None:
    """Give up a dead letter for good."""
    connection.execute(
        delete(deliveries).where(deliveries.c.number == number, deliveries.c.state == DeliveryState.DEAD.value)
    )


def _delivery(row: Row[Any], **changed: Any) -> Delivery:
    found = {**row._mapping, **changed}  # noqa: SLF001 - SQLAlchemy's public name for it
    message = Message(
        key=row.key,
        channel=row.channel,
        subject=row.subject,
        text=row.text,
        html=row.html,
        created_at=row.created_at,
    )
    return Delivery(
        number=row.number,
        message=message,
        recipient=row.recipient,
        state=DeliveryState(found["state"]),
        due_at=found["due_at"],
        attempts=row.attempts,
        sent_at=row.sent_at,
        problem=row.problem,
        uncertain=found["uncertain"],
    )

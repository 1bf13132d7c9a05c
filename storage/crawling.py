"""What the crawler remembers: addresses known, list pages as last seen, how each source fared.

`Shelf` is the crawler's `Known` and `Sink` in one; every call is a transaction of its own, so that what was handed
over survives a kill.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import Connection, Text, bindparam, exists, func, select

from models.article import Page
from models.report import Failure
from models.source import Belonging, Debt, Fetched, Further, Kept, Link, Outcome, Visit
from storage import pages as shelf
from storage.database import Database
from storage.schema import belongings, outcomes, pages, visits
from storage.schema import keys as key_table
from storage.upserts import insert_or_replace

_KEPT = TypeAdapter(Kept)
_VISIT = TypeAdapter(Visit)
_OUTCOME = TypeAdapter(Outcome)
_DEBTS = TypeAdapter(tuple[Debt, ...])
_OWED = "debts:"  # what a source owes is kept as if it were a list of its own
_SOME = 400  # bound parameters a statement
_LATEST = 5000  # pages, of all sources, that are looked at to see how reading goes
_JUDGED = 20  # the last pages of a source that tell how reading it goes
_IS_KNOWN = key_table.c.key.in_(bindparam("known", expanding=True))
_KEPT_OF = select(key_table.c.key, key_table.c.data).where(_IS_KNOWN)
_PAGE_OF = select(key_table.c.page).where(_IS_KNOWN, key_table.c.page.is_not(None)).order_by(key_table.c.page).limit(1)
_SAME_BODY = (
    select(pages.c.url)
    .where(pages.c.sha256 == bindparam("body", type_=Text), pages.c.form == shelf.Form.SERVED.value)
    .order_by(pages.c.number)
    .limit(1)
)
_FIRST_END = select(func.min(outcomes.c.finished_at)).where(outcomes.c.source == bindparam("source", type_=Text))


@dataclass(frozen=True, slots=True)
class Shelf:
    """The crawler's doors onto `database`."""

    database: Database

    def kept(self, keys: Sequence[str]) -> Mapping[str, Kept]:
        """What is remembered of these keys; keys never heard of are left out."""
        found: dict[str, Kept] = {}
        with self.database.reading() as connection:
            for first in range(0, len(keys), _SOME):
                some = connection.execute(_KEPT_OF, {"known": list(keys[first : first + _SOME])})
                found |= {key: _KEPT.validate_json(data) for key, data in some}
        return found

    def same_body(self, sha256: str) -> str | None:
        """The URL of a kept page with exactly this body, else None."""
        with self.database.reading() as connection:
            found: str | None = connection.scalar(_SAME_BODY, {"body": sha256})
        return found

    def visit(self, url: str) -> Visit | None:
        """The list page at this address as last seen."""
        with self.database.reading() as connection:
            data = connection.scalar(select(visits.c.data).where(visits.c.url == url))
        return None if data is None else _VISIT.validate_json(data)

    def outcome(self, source: str) -> Outcome | None:
        """The last complete outcome of this source."""
        with self.database.reading() as connection:
            data = connection.scalar(
                select(outcomes.c.data)
                .where(outcomes.c.source == source, outcomes.c.complete)
                .order_by(outcomes.c.number.desc())
                .limit(1)
            )
        return None if data is None else _OUTCOME.validate_json(data)

    def debts(self, source: str) -> Sequence[Debt]:
        """The articles that this source owes."""
        with self.database.reading() as connection:
            data = connection.scalar(select(visits.c.data).where(visits.c.url == _OWED + source))
        return () if data is None else _DEBTS.validate_json(data)


@dataclass(frozen=True, slots=True)
class Inbox:
    """Where the crawler puts what it found."""

    database: Database

    def pages(self, some: Sequence[Fetched]) -> None:
        """Keep pages and all that belongs to them, parts and attachments, in order; or nothing of it.

        Under a known key a page is another copy of the one known by it.
        """
        with self.database.writing() as connection:
            for one in some:
                number = _take(connection, one.page, one.keys, one.kept)
                if number is not None and one.further:
                    bound = [(other, _take_further(connection, other)) for other in one.further]
                    shelf.bind(connection, number, bound)

    def unchanged(self, keys: Sequence[str], kept: Kept) -> None:
        """A kept page was asked for again and is the same."""
        with self.database.writing() as connection:
            number = _page_of(connection, keys)
            if number is None and kept.sha256 is not None:
                number = connection.scalar(
                    select(pages.c.number).where(pages.c.sha256 == kept.sha256).order_by(pages.c.number).limit(1)
                )
            _remember(connection, keys, kept, number)

    def gone(self, link: Link, keys: Sequence[str], failure: Failure, at: datetime) -> None:
        """These keys will never yield a page."""
        del failure
        kept = Kept(fetched_at=at, gone=True, titles=(link.title,) if link.title else ())
        with self.database.writing() as connection:
            _remember(connection, keys, kept, _page_of(connection, keys))

    def visit(self, visit: Visit) -> None:
        """Remember a list page in place of its former state."""
        row = {"url": visit.url, "source": visit.source, "data": _VISIT.dump_json(visit).decode()}
        with self.database.writing() as connection:
            insert_or_replace(connection, visits, [row])

    def outcome(self, outcome: Outcome) -> None:
        """Add to a source's history."""
        row = {
            "source": outcome.source,
            "complete": outcome.complete,
            "finished_at": outcome.finished_at,
            "data": _OUTCOME.dump_json(outcome).decode(),
        }
        with self.database.writing() as connection:
            connection.execute(outcomes.insert(), row)

    def debts(self, source: str, debts: Sequence[Debt]) -> None:
        """Remember what a source owes in place of what it owed before."""
        row = {"url": _OWED + source, "source": source, "data": _DEBTS.dump_json(tuple(debts)).decode()}
        with self.database.writing() as connection:
            insert_or_replace(connection, visits, [row])


def health(connection: Connection, source: str, *, limit: int = 30) -> list[Outcome]:
    """The last outcomes of a source, newest first."""
    rows = connection.scalars(
        select(outcomes.c.data).where(outcomes.c.source == source).order_by(outcomes.c.number.desc()).limit(limit)
    )
    return [_OUTCOME.validate_json(data) for data in rows]


def readings(connection: Connection) -> dict[str, tuple[int, int]]:
    """Of the last articles of each source that were tried to read: how many, and how many could not be."""
    last = connection.scalar(select(func.max(pages.c.number))) or 0
    done = (shelf.State.READ.value, shelf.State.FAILED.value)
    lately = (
        select(pages.c.source, pages.c.state)
        .where(pages.c.number > last - _LATEST, pages.c.source.is_not(None), pages.c.state.in_(done))
        .where(~exists().where(belongings.c.member == pages.c.number))
        .order_by(pages.c.number.desc())
    )
    found: dict[str, tuple[int, int]] = {}
    for source, state in connection.execute(lately):
        tried, failed = found.get(source, (0, 0))
        if tried < _JUDGED:
            found[source] = tried + 1, failed + (state == shelf.State.FAILED.value)
    return found


def first_end(connection: Connection, source: str) -> datetime | None:
    """When the first walk of that source ended; None while none has."""
    found: datetime | None = connection.scalar(_FIRST_END, {"source": source})
    return found


def _take(
    connection: Connection,
    page: Page,
    keys: Sequence[str],
    kept: Kept | None = None,
    form: shelf.Form = shelf.Form.SERVED,
) -> int | None:
    """Keep a page known under `keys`; its number, None where it is kept already."""
    if kept is None:
        headers = {name.lower(): value for name, value in page.headers}
        validators = headers.get("etag"), headers.get("last-modified")
        kept = Kept(fetched_at=page.fetched_at, etag=validators[0], last_modified=validators[1], sha256=page.sha256)
    number = _page_of(connection, keys)
    address = connection.scalar(select(pages.c.address).where(pages.c.number == number)) if number else None
    added = shelf.add(connection, page, form=form, address=address)
    _remember(connection, keys, kept, added or number)
    return added


def _take_further(connection: Connection, one: Further) -> int | None:
    """The number of a part or an attachment, kept now or before; None where it is missing."""
    if one.page is None:
        return None
    number = _page_of(connection, one.keys)
    address = connection.scalar(select(pages.c.address).where(pages.c.number == number)) if number else None
    form = shelf.Form.PART if one.kind is Belonging.PART else shelf.Form.SERVED
    added = _take(connection, one.page, one.keys, form=form)
    return added or shelf.number_of(connection, address or one.page.url, one.page.sha256)


def _page_of(connection: Connection, keys: Sequence[str]) -> int | None:
    found: int | None = connection.scalar(_PAGE_OF, {"known": list(keys)})
    return found


def _remember(connection: Connection, keys: Sequence[str], kept: Kept, page: int | None) -> None:
    data = _KEPT.dump_json(kept).decode()
    insert_or_replace(connection, key_table, [{"key": key, "page": page, "data": data} for key in dict.fromkeys(keys)])

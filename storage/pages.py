"""Pages as served, compressed, in order of arrival; each is pending, read or failed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import zstandard
from sqlalchemy import Connection, Row, Text, and_, bindparam, func, or_, select, update

from models.article import Page
from models.source import Belonging, Further
from storage.database import in_order
from storage.schema import Number, articles, belongings, contents, pages
from storage.upserts import insert_new

_LEVEL = 3  # 6 saves a twentieth of the bytes for three times the work


class Form(StrEnum):
    """How a page arrived, which decides who reads it."""

    SERVED = "served"  # crawled
    FILE = "file"  # a file given by hand; its name may tell the format
    RECORD = "record"  # a JSONL record with a clean body; the bytes are the record
    PART = "part"  # a further page of an article; read with the first one, never by itself


class State(StrEnum):
    """Whether a page was read."""

    PENDING = "pending"
    READ = "read"
    FAILED = "failed"
    PART = "part"  # nothing to be read by itself


_CRAWLED = (Form.SERVED, Form.PART)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A page on the shelf. `number` is its place in the order of arrival.

    `address` says what it is a copy of, `copy` counts from 1 the different bytes seen there; `key` is the id given
    with it, `name` its file's name. `problem` and `message` tell why reading failed. `parts` are the further pages of
    its article, in order; `linked` is the page that links it, where it is an attachment.
    """

    number: int
    page: Page
    form: Form
    address: str
    copy: int = 1
    key: str | None = None
    name: str | None = None
    state: State = State.PENDING
    problem: str | None = None
    message: str | None = None
    parts: tuple[Page, ...] = ()
    linked: Page | None = None


_COPIES = select(pages.c.sha256).where(pages.c.address == bindparam("where", type_=Text))
_INSERT = pages.insert().returning(pages.c.number)
_MARK = update(pages).where(pages.c.number == bindparam("which", type_=Number))
_WAITING = select(pages.c.number).where(
    pages.c.number.in_(bindparam("numbers", expanding=True)), pages.c.state == State.PENDING.value
)


def add(
    connection: Connection,
    page: Page,
    *,
    form: Form = Form.SERVED,
    key: str | None = None,
    name: str | None = None,
    address: str | None = None,
) -> int | None:
    """Keep `page` as pending and return its number, or None where these bytes are kept for its address already.

    `address` is what the page is a copy of, where that is not its own URL or the `key` it was given.
    """
    address = address or _address(page, form, key)
    in_order(connection, "pages")
    copies = connection.scalars(_COPIES, {"where": address}).all()
    if page.sha256 in copies:
        return None
    packed = zstandard.ZstdCompressor(level=_LEVEL).compress(page.body)
    insert_new(connection, contents, [{"sha256": page.sha256, "size": len(page.body), "packed": packed}])
    row = {
        "address": address,
        "copy": len(copies) + 1,
        "form": form.value,
        "key": key,
        "name": name,
        "url": page.url,
        "requested": page.requested,
        "source": page.source,
        "status": page.status,
        "content_type": page.content_type,
        "headers": json.dumps(page.headers, ensure_ascii=False),
        "fetched_at": page.fetched_at,
        "published": page.published,
        "sha256": page.sha256,
        "state": (State.PART if form is Form.PART else State.PENDING).value,
    }
    number: int = connection.execute(_INSERT, row).scalar_one()
    return number


def failure(connection: Connection, page: Page, *, form: Form, key: str | None = None) -> tuple[str, str] | None:
    """Problem and message of the page with these bytes at its address, if reading it failed."""
    same = pages.c.address == _address(page, form, key), pages.c.sha256 == page.sha256
    row = connection.execute(
        select(pages.c.problem, pages.c.message).where(*same, pages.c.state == State.FAILED.value)
    ).first()
    return None if row is None else (row.problem or "unreadable", row.message or "")


def _address(page: Page, form: Form, key: str | None) -> str:
    return page.url if form in _CRAWLED else f"{form}:{key or page.url}"


def number_of(connection: Connection, address: str, sha256: str) -> int | None:
    """The number of the page with these bytes at that address."""
    found: int | None = connection.scalar(
        select(pages.c.number).where(pages.c.address == address, pages.c.sha256 == sha256)
    )
    return found


def bind(connection: Connection, number: int, further: Sequence[tuple[Further, int | None]]) -> None:
    """Keep what belongs to a page, each with the number it is kept under (None: missing).

    A part that had arrived as a page of its own and was not read yet is one no more.
    """
    rows = [
        {
            "page": number,
            "place": place,
            "kind": one.kind.value,
            "url": one.url,
            "member": member,
            "problem": one.problem,
        }
        for place, (one, member) in enumerate(further, 1)
    ]
    insert_new(connection, belongings, rows)
    for one, member in further:
        if one.kind is Belonging.PART and member is not None:
            alone = pages.c.number == member, pages.c.state == State.PENDING.value
            as_part = {"form": Form.PART.value, "state": State.PART.value}
            connection.execute(update(pages).where(*alone).values(as_part))


def pending(connection: Connection, *, after: int = 0, limit: int = 100) -> list[Kept]:
    """The first pages not read yet, in order of arrival, numbered above `after`."""
    return _some(connection, and_(pages.c.state == State.PENDING.value, pages.c.number > after), limit)


def everything(connection: Connection, *, after: int = 0, limit: int = 100) -> list[Kept]:
    """The first pages of any state, in order of arrival, numbered above `after`; parts come with their first page."""
    return _some(connection, and_(pages.c.form != Form.PART.value, pages.c.number > after), limit)


def one(connection: Connection, number: int) -> Kept | None:
    """The page of that number."""
    return next(iter(_some(connection, pages.c.number == number, 1)), None)


def first_since(connection: Connection, moment: datetime) -> int | None:
    """The number of the first page that arrived at `moment` or later."""
    found: int | None = connection.scalar(select(func.min(pages.c.number)).where(pages.c.fetched_at >= moment))
    return found


def of_article(connection: Connection, article: str) -> Kept | None:
    """The page that an article was read out of, or that was given that id, whatever became of it."""
    number = connection.scalar(
        select(articles.c.page).where(articles.c.id == article).order_by(articles.c.number.desc()).limit(1)
    )
    if number is None:
        given = or_(pages.c.key == article, pages.c.address == article, pages.c.url == article)
        number = connection.scalar(select(pages.c.number).where(given).order_by(pages.c.number.desc()).limit(1))
    return None if number is None else one(connection, number)


def state(connection: Connection, number: int) -> State | None:
    """Where the page of that number stands."""
    found = connection.scalar(select(pages.c.state).where(pages.c.number == number))
    return None if found is None else State(found)


def waiting(connection: Connection, numbers: Sequence[int]) -> set[int]:
    """Those of the pages that are still pending."""
    return set(connection.scalars(_WAITING, {"numbers": list(numbers)}))


def mark_read(connection: Connection, numbers: Sequence[int], now: datetime) -> None:
    """These pages were read; their articles are on the shelf."""
    _mark(connection, numbers, state=State.READ.value, read_at=now, problem=None, message=None)


def mark_failed(connection: Connection, number: int, now: datetime, *, problem: str, message: str) -> None:
    """The page could not be read, and why; `read --again` tries it anew."""
    _mark(connection, [number], state=State.FAILED.value, read_at=now, problem=problem, message=message)


def count(connection: Connection) -> dict[State, int]:
    """How many pages are in each state."""
    rows = connection.execute(select(pages.c.state, func.count()).group_by(pages.c.state))
    return {State(found): number for found, number in rows}


def _mark(connection: Connection, numbers: Sequence[int], **values: Any) -> None:
    if numbers:
        connection.execute(_MARK, [{"which": number, **values} for number in numbers])


def _whole(*more: Any) -> Any:
    return (
        select(pages, contents.c.packed, *more).select_from(pages).join(contents, contents.c.sha256 == pages.c.sha256)
    )


def _some(connection: Connection, which: Any, limit: int) -> list[Kept]:
    rows = connection.execute(_whole().where(which).order_by(pages.c.number).limit(limit)).all()
    numbers = [row.number for row in rows if row.form == Form.SERVED.value]
    parts = _parts(connection, numbers)
    linked = _linked(connection, numbers)
    return [_kept(row, tuple(parts.get(row.number, ())), linked.get(row.number)) for row in rows]


def _parts(connection: Connection, numbers: list[int]) -> dict[int, list[Page]]:
    """The further parts of these pages' articles, in order."""
    found: dict[int, list[Page]] = {}
    query = (
        _whole(belongings.c.page.label("first"))
        .join(belongings, belongings.c.member == pages.c.number)
        .where(belongings.c.page.in_(numbers), belongings.c.kind == Belonging.PART.value)
        .order_by(belongings.c.page, belongings.c.place)
    )
    for row in connection.execute(query) if numbers else ():
        found.setdefault(row.first, []).append(_page(row))
    return found


def _linked(connection: Connection, numbers: list[int]) -> dict[int, Page]:
    """The page that first linked each of these, as far as they are attachments."""
    if not numbers:
        return {}
    which = belongings.c.member.in_(numbers), belongings.c.kind == Belonging.ATTACHMENT.value
    first = func.min(belongings.c.page)
    links = connection.execute(
        select(belongings.c.member, first.label("page")).where(*which).group_by(belongings.c.member)
    ).all()
    wanted = {row.page for row in links}
    rows = connection.execute(_whole().where(pages.c.number.in_(wanted))) if wanted else ()
    found = {row.number: _page(row) for row in rows}
    return {row.member: found[row.page] for row in links}


def _page(row: Row[Any]) -> Page:
    return Page(
        url=row.url,
        body=zstandard.ZstdDecompressor().decompress(row.packed),
        fetched_at=row.fetched_at,
        source=row.source,
        requested=row.requested,
        status=row.status,
        content_type=row.content_type,
        headers=tuple((name, value) for name, value in json.loads(row.headers)),
        published=row.published,
        sha256=row.sha256,
    )


def _kept(row: Row[Any], parts: tuple[Page, ...], linked: Page | None) -> Kept:
    return Kept(
        number=row.number,
        page=_page(row),
        form=Form(row.form),
        address=row.address,
        copy=row.copy,
        key=row.key,
        name=row.name,
        state=State(row.state),
        problem=row.problem,
        message=row.message,
        parts=parts,
        linked=linked,
    )


def walk(connection: Connection, *, batch: int = 100) -> Iterator[Kept]:
    """Every page in order of arrival, `batch` at a time, so that an archive of any size fits into memory."""
    after = 0
    while some := everything(connection, after=after, limit=batch):
        yield from some
        after = some[-1].number

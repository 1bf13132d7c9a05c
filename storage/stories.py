"""Articles found again by a few numbers of their text: who may have told the same story before."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import BigInteger, Connection, Select, bindparam, delete, func, select, union_all

from models.article import Article
from storage import articles
from storage.schema import Number, marks

_LATEST = 32
"""Articles looked at for one mark: a phrase that everybody writes must not cost more with every article."""

_IN_COMMON = 2
_CANDIDATES = 8


_MARKS = 12
_NONE = -1


def _question() -> Select[tuple[int]]:
    """Who has most of twelve marks, built once: building it for each article would cost more than the answer."""
    found = [
        select(marks.c.page)
        .where(
            marks.c.mark == bindparam(f"mark{place}", type_=BigInteger), marks.c.page < bindparam("page", type_=Number)
        )
        .order_by(marks.c.page.desc())
        .limit(_LATEST)
        .subquery()
        for place in range(_MARKS)
    ]
    shared = union_all(*(select(some.c.page) for some in found)).subquery()
    common = func.count()
    return (
        select(shared.c.page)
        .group_by(shared.c.page)
        .having(common >= _IN_COMMON)
        .order_by(common.desc(), shared.c.page)
        .limit(_CANDIDATES)
    )


_ALIKE = _question()
_INSERT = marks.insert()
_HELD = select(marks.c.mark).where(marks.c.page == bindparam("page", type_=Number))


def put(connection: Connection, numbers: Mapping[int, Sequence[int]], *, again: Collection[int] = ()) -> None:
    """Let the articles of pages be found by these numbers, for the pages `again` in place of those they had."""
    rows = []
    for page, found in numbers.items():
        held = set(connection.scalars(_HELD, {"page": page})) if page in again else set()
        if held == set(found):
            continue
        if held:
            connection.execute(delete(marks).where(marks.c.page == page))
        rows += [{"mark": number, "page": page} for number in dict.fromkeys(found)]
    if rows:
        connection.execute(_INSERT, rows)


def alike(connection: Connection, page: int, numbers: Sequence[int]) -> list[Article]:
    """Articles that arrived before `page` and have some of these numbers, in order of arrival; at most eight.

    Those with the most in common; one walk down an index for each of the first twelve numbers.
    """
    if len(numbers) < _IN_COMMON:
        return []
    asked = [*dict.fromkeys(numbers), *[_NONE] * _MARKS][:_MARKS]
    given = {f"mark{place}": number for place, number in enumerate(asked)}
    near: list[int] = list(connection.scalars(_ALIKE, {"page": page, **given}))
    return articles.of_pages(connection, near)

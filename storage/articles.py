"""Articles as read: the newest reading holds, the earlier ones stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from models.article import Article
from storage.codec import pack_article, unpack_article
from storage.schema import Number, articles

_MINE = (articles.c.page == bindparam("of_page", type_=Number), articles.c.retired_at.is_(None))
_HELD = select(articles.c.data, articles.c.body).where(*_MINE)
_OF_PAGES = (
    select(articles.c.data, articles.c.body)
    .where(articles.c.page.in_(bindparam("of_pages", expanding=True)), articles.c.retired_at.is_(None))
    .order_by(articles.c.page)
)
_RETIRE = update(articles).where(*_MINE)
_INSERT = articles.insert()


def put(connection: Connection, article: Article, *, page: int, now: datetime, again: bool = True) -> bool:
    """Keep the reading of `page`; False where the same reading is kept already. Without `again` there is none."""
    data = pack_article(article)
    old = connection.execute(_HELD, {"of_page": page}).one_or_none() if again else None
    if old is not None:
        if (old.data, old.body) == (data, article.body):
            return False
        connection.execute(_RETIRE, {"of_page": page, "retired_at": now})
    row = {
        "id": article.id,
        "page": page,
        "title": article.title,
        "published": article.published.day if article.published else None,
        "outlet": article.outlet,
        "source": article.source,
        "url": article.url,
        "body": article.body,
        "data": data,
        "read_at": now,
    }
    connection.execute(_INSERT, row)
    return True


def get(connection: Connection, article: str) -> Article | None:
    """The article of that id as last read."""
    row = connection.execute(
        select(articles.c.data, articles.c.body)
        .where(articles.c.id == article, articles.c.retired_at.is_(None))
        .order_by(articles.c.number.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else unpack_article(row.data, row.body)


def of_page(connection: Connection, page: int) -> Article | None:
    """The article read out of that page, as last read."""
    row = connection.execute(_HELD, {"of_page": page}).one_or_none()
    return None if row is None else unpack_article(row.data, row.body)


def of_pages(connection: Connection, pages: Sequence[int]) -> list[Article]:
    """The articles read out of these pages, in order of arrival."""
    rows = connection.execute(_OF_PAGES, {"of_pages": list(pages)}) if pages else ()
    return [unpack_article(row.data, row.body) for row in rows]


def titles(connection: Connection, ids: list[str]) -> dict[str, str]:
    """The titles of these articles, as far as they have one."""
    rows = connection.execute(
        select(articles.c.id, articles.c.title)
        .where(articles.c.id.in_(ids), articles.c.retired_at.is_(None), articles.c.title.is_not(None))
        .order_by(articles.c.number)
    )
    return {row.id: row.title for row in rows}

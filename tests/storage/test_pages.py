"""Pages are kept as served, once, in order of arrival."""

from __future__ import annotations

import os
from datetime import date

import pytest

from models.article import Page
from storage import pages
from storage.database import Database
from storage.pages import Form, State

from .making import NOW, page


def test_page_comes_back_as_served(database: Database) -> None:
    """Bytes, headers, times and days are those that were kept."""
    body = os.urandom(3000) + "数字经济".encode("gb18030") * 100
    kept = page(
        body=body,
        source="portal",
        requested="https://news.example/short",
        content_type="text/html; charset=gbk",
        headers=(("ETag", '"1"'), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")),
        published=date(2023, 2, 12),
    )
    with database.writing() as connection:
        number = pages.add(connection, kept)
    assert number is not None
    with database.reading() as connection:
        found = pages.one(connection, number)
    assert found is not None
    assert found.page == kept
    assert (found.state, found.form, found.copy) == (State.PENDING, Form.SERVED, 1)


def test_same_bytes_are_kept_once(database: Database) -> None:
    """The same page handed over again is nothing new; other bytes at its address are a second copy."""
    with database.writing() as connection:
        first = pages.add(connection, page())
        assert pages.add(connection, page()) is None
        second = pages.add(connection, page(body=b"<p>1.7</p>"))
        elsewhere = pages.add(connection, page(url="https://news.example/2.html"))
    assert first is not None
    assert second is not None
    assert elsewhere is not None
    with database.reading() as connection:
        copies = [(k.address, k.copy, k.page.body) for k in pages.everything(connection)]
    assert copies == [
        ("https://news.example/1.html", 1, b"<p>1.6</p>"),
        ("https://news.example/1.html", 2, b"<p>1.7</p>"),
        ("https://news.example/2.html", 1, b"<p>1.6</p>"),
    ]


def test_pending_pages_come_in_order_of_arrival(database: Database) -> None:
    """What is read or failed is not pending, and the rest keeps its order."""
    with database.writing() as connection:
        numbers = [pages.add(connection, page(url=f"https://news.example/{n}")) for n in range(5)]
    assert numbers == sorted(numbers)  # type: ignore[type-var]
    with database.writing() as connection:
        pages.mark_read(connection, [numbers[1] or 0], NOW)
        pages.mark_failed(connection, numbers[3] or 0, NOW, problem="not_article", message="a list")
    with database.reading() as connection:
        assert [k.number for k in pages.pending(connection)] == [numbers[0], numbers[2], numbers[4]]
        assert [k.number for k in pages.pending(connection, after=numbers[0] or 0, limit=1)] == [numbers[2]]
        failed = pages.one(connection, numbers[3] or 0)
        assert pages.count(connection) == {State.PENDING: 3, State.READ: 1, State.FAILED: 1}
    assert failed is not None
    assert (failed.state, failed.problem, failed.message) == (State.FAILED, "not_article", "a list")


def test_nothing_stays_of_an_interrupted_transaction(database: Database) -> None:
    """A page whose transaction broke off was never there."""

    def interrupted() -> None:
        with database.writing() as connection:
            pages.add(connection, page())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    with database.reading() as connection:
        assert pages.everything(connection) == []


def test_time_without_a_zone_is_refused(database: Database) -> None:
    """Nobody could say which moment it means."""
    naive = Page(url="https://news.example/", body=b"x", fetched_at=NOW.replace(tzinfo=None))
    with pytest.raises(Exception, match="time zone"), database.writing() as connection:
        pages.add(connection, naive)

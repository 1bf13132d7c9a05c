"""What the crawler remembers comes back as it was given, from either database."""

from __future__ import annotations

from datetime import date, timedelta

from models.article import Page
from models.source import Belonging, Debt, Fetched, Further, Kept, Link
from storage import crawling, pages
from storage.crawling import Inbox, Shelf
from storage.database import Database

from .making import NOW, page


def debt(number: int) -> Debt:
    """An article that could not be had."""
    link = Link(f"https://news.example/{number}.html", "portal", date(2023, 2, 12), f"数字经济第{number}号要闻", NOW)
    return Debt(link=link, since=NOW - timedelta(days=number), tried=NOW, kind="gone")


def test_what_is_remembered_of_an_article(database: Database) -> None:
    """Its titles, its day and when it was first had come back under every key, with what belongs to it kept too."""
    kept = Kept(fetched_at=NOW, sha256="0" * 64, first=NOW, titles=("旧题", "新题"), published=date(2023, 2, 12))
    part = page("https://news.example/1_2.html", b"<p>2.3</p>")
    further = Further(kind=Belonging.PART, url=part.url, page=part, keys=("1_2",))
    Inbox(database).pages([Fetched(page(), ("1", "m1"), kept, (further,))])
    assert Shelf(database).kept(["1", "m1"]) == {"1": kept, "m1": kept}
    assert Shelf(database).kept(["1_2"])["1_2"].sha256 == part.sha256
    with database.reading() as connection:
        assert [found.parts for found in pages.walk(connection) if found.parts] == [(part,)]


def test_debts_are_those_last_handed_over(database: Database) -> None:
    """Of each source its own; none for a source that never owed anything."""
    inbox, shelf = Inbox(database), Shelf(database)
    inbox.debts("portal", [debt(1), debt(2)])
    inbox.debts("other", [debt(3)])
    assert shelf.debts("portal") == (debt(1), debt(2))
    inbox.debts("portal", [])
    assert (shelf.debts("portal"), shelf.debts("other"), shelf.debts("nobody")) == ((), (debt(3),), ())


def test_how_reading_a_source_goes(database: Database) -> None:
    """Counted over its last twenty articles; what is pending, and what an article links, does not count."""
    inbox = Inbox(database)

    def arrive(source: str, number: int) -> Page:
        found = page(f"https://{source}.example/{number}", f"{source}{number}".encode(), source=source)
        inbox.pages([Fetched(found, (found.url,))])
        return found

    for number in range(30):
        arrive("early", number)
    document = page("https://late.example/a.pdf", b"%PDF", source="late")
    linked = Further(kind=Belonging.ATTACHMENT, url=document.url, page=document, keys=("pdf",))
    inbox.pages([Fetched(page("https://late.example/x", b"x", source="late"), ("x",), None, (linked,))])
    arrive("pending", 1)
    with database.reading() as connection:
        numbers = {found.page.url: found.number for found in pages.walk(connection)}
    with database.writing() as connection:
        for number in range(30):
            which = numbers[f"https://early.example/{number}"]
            if number < 15:
                pages.mark_failed(connection, which, NOW, problem="not_article", message="the page holds no text")
            else:
                pages.mark_read(connection, [which], NOW)
        pages.mark_read(connection, [numbers["https://late.example/x"]], NOW)
        pages.mark_failed(connection, numbers[document.url], NOW, problem="scan", message="no text layer")
    with database.reading() as connection:
        assert crawling.readings(connection) == {"early": (20, 5), "late": (1, 0)}

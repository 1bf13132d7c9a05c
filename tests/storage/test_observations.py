"""Observations come back exactly, every vintage stays, and history is what was known before."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from alerts.memory import Memory
from models.metric import Observation
from storage import articles, observations, pages, reports
from storage.database import Database
from storage.observations import Told

from .making import NOW, article, change, observation, page

LATER = NOW + timedelta(days=1)


def arrive(database: Database, *found: Observation, url: str = "https://news.example/1") -> int:
    """A page with these observations."""
    with database.writing() as connection:
        number = pages.add(connection, page(url=url))
        assert number is not None
        articles.put(connection, article(found[0].article), page=number, now=NOW)
        for one in found:
            observations.put(connection, [(number, one)], now=NOW)
            observations.tell(connection, [(number, one, Told(change=change(one)))], now=NOW)
    return number


def test_observation_comes_back_exactly(database: Database) -> None:
    """Decimals keep their digits, periods their days, and what it told its difference."""
    one = observation(value="7.50")
    arrive(database, one)
    with database.reading() as connection:
        found = observations.get(connection, one.id)
        told = observations.change_of(connection, one.id)
    assert found == one
    assert found is not None
    assert str(found.figure.quantity.precision) == "1E+3"
    assert told == change(one)


def test_reading_again_alike_changes_nothing(database: Database) -> None:
    """The same reading leaves rows, events and their times alone."""
    one, two = observation(start=0), observation(start=9)
    number = arrive(database, one, two)
    with database.writing() as connection:
        assert not articles.put(connection, article(), page=number, now=LATER)
        assert observations.retire_others(connection, number, [one, two], LATER) == {one.id, two.id}
    with database.reading() as connection:
        assert len(observations.vintages(connection, one.id)) == 1
        assert [t.told_at for t in reports.told(connection)] == [NOW, NOW]


def test_reading_again_otherwise_adds_a_vintage(database: Database) -> None:
    """What was read before stays, with the time at which another reading replaced it."""
    old, gone = observation(value="7.5"), observation(start=9)
    number = arrive(database, old, gone)
    new = observation(value="7.6")
    with database.writing() as connection:
        assert observations.retire_others(connection, number, [new], LATER) == set()
        observations.put(connection, [(number, new)], now=LATER)
        observations.tell(connection, [(number, new, Told(change=change(new), history=True))], now=LATER)
    with database.reading() as connection:
        assert observations.vintages(connection, old.id) == [(old, NOW, LATER), (new, LATER, None)]
        assert observations.get(connection, gone.id) is None
        assert [(t.observation, t.history) for t in reports.told(connection)] == [(new, True)]


def test_history_knows_only_what_came_before(database: Database) -> None:
    """Neither this page nor a later one is known yet, and of a series nobody spoke of nothing is."""
    first, own, later = observation("a", 5), observation("b", 3), observation("c", 0)
    arrive(database, first, url="https://news.example/a")
    number = arrive(database, own, url="https://news.example/b")
    arrive(database, later, url="https://news.example/c")
    with database.reading() as connection:
        known = observations.History(connection, number)
        assert list(known.ending(first.series, date(2022, 12, 31))) == [first]
        whole = observations.whole(connection, [first.series, "nobody's"], before=number)
        assert {name: held and held() for name, held in whole.items()} == {
            first.series: [(number - 1, first)],
            "nobody's": [],
        }


def test_a_long_series_is_not_read_whole(database: Database) -> None:
    """Short series come whole, however many are asked for; a long one is told to be long."""
    names = [f"series {number}" for number in range(150)]
    short = [observation(f"{number:02}", number, series=name) for number, name in enumerate(names)]
    long = [observation("long", number, series="long") for number in range(observations.SHORT)]
    number = arrive(database, *short, *long, url="https://news.example/a")
    with database.reading() as connection:
        found = observations.whole(connection, [*names, "long"], before=number + 1)
    assert found.pop("long") is None
    assert {name: held() for name, held in found.items() if held} == {
        name: [(number, one)] for name, one in zip(names, short, strict=True)
    }


def test_history_answers_as_memory_does(database: Database) -> None:
    """The shelf and the list in memory give the same answers to the same questions."""
    dice = Random(5)  # noqa: S311 - seeded on purpose
    days = [date(2022, 12, 31), date(2022, 9, 30), date(2021, 12, 31), None]
    everything = []
    for number in range(40):
        last = dice.choice(days)
        first = dice.choice([None, last, date(last.year, 1, 1)]) if last else None
        everything.append(
            observation(
                f"{number:02}",
                series=dice.choice(["x", "y"]),
                first=first,
                last=last,
                published=date(2023, 1, 1 + dice.randrange(5)),
            )
        )
        arrive(database, everything[-1], url=f"https://news.example/{number}")
    memory = Memory(everything)
    with database.reading() as connection:
        known = observations.History(connection, 10**6)
        for series in "xy":
            for day in days:
                assert list(known.ending(series, day)) == list(memory.ending(series, day))
                for window in (None, "at", "by", "01-12", "01-09"):
                    asked = day or date.max
                    assert list(known.before(series, asked, window)) == list(memory.before(series, asked, window))
                    if day:
                        assert list(known.after(series, day, window)) == list(memory.after(series, day, window))

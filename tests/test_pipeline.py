"""The hallway: what arrives is read in order, once, completely, and told in the transaction that keeps it."""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
import signal
import subprocess
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from config.loader import Config, load
from models.article import Page
from models.metric import Event, Severity
from models.report import Report
from models.rule import Rule
from models.source import Fetched, Outcome, Source, SourceKind
from pipeline import Pipeline, extract
from storage import decisions, deliveries, findings, observations, pages, reports
from storage.crawling import Inbox, Shelf
from storage.database import Database
from storage.decisions import Decision, Verdict
from storage.pages import State

from .articles import FIRST, SECOND, many, page, record, write
from .conftest import command, environment

NOW = datetime(2023, 2, 14, 8, 0, tzinfo=UTC)
CONFIG = load()


def with_settings(config: Config, **tables: dict[str, object]) -> Config:
    """The configuration with some settings changed."""
    settings = config.settings.model_copy(
        update={name: getattr(config.settings, name).model_copy(update=keys) for name, keys in tables.items()}
    )
    return dataclasses.replace(config, settings=settings)


def pipeline(database: Database, config: Config = CONFIG, now: datetime = NOW) -> Pipeline:
    """A pipeline whose clock stands still."""
    return Pipeline(config, database, lambda: now)


def take_in(database: Database, folder: Path, *records: dict, config: Config = CONFIG, now: datetime = NOW) -> Report:
    """Ingest and read records."""
    line = pipeline(database, config, now)
    report = line.ingest([write(folder / "in.jsonl", *records)])
    report.merge(line.read())
    return report


def told(database: Database) -> list[tuple[str, str, str]]:
    """Article, surface and event of everything told, in order."""
    with database.reading() as connection:
        return [(t.observation.article, t.observation.figure.surface, t.change.event) for t in reports.told(connection)]


def test_events_are_told_in_order_of_arrival(database, tmp_path):
    """Article by article, figure by figure, each compared with those before it."""
    report = take_in(database, tmp_path, record("one"), record("two", SECOND, "2023-02-13"))
    assert not report.failures
    assert told(database) == [
        ("one", "1.6万亿元", Event.NEW_METRIC),
        ("one", "40.4%", Event.NEW_METRIC),
        ("one", "5.2万个", Event.NEW_METRIC),
        ("two", "1.28万亿元", Event.NEW_PERIOD),
        ("two", "42.7%", Event.NEW_PERIOD),
        ("two", "7.5万个", Event.CHANGED_VALUE),
    ]


def test_reading_again_adds_nothing(database, tmp_path):
    """The same records, and every page read again by the same rules, add no page, figure or event."""
    both = record("one"), record("two", SECOND, "2023-02-13")
    take_in(database, tmp_path, *both)
    with database.reading() as connection:
        before, first = reports.counts(connection), list(reports.told(connection))
    again = take_in(database, tmp_path, *both, now=NOW + timedelta(days=3))
    assert again.counts["known"] == 2
    report = pipeline(database, now=NOW + timedelta(days=4)).read(again=True)
    assert (report.counts["articles"], report.counts["events"]) == (2, 0)
    with database.reading() as connection:
        assert reports.counts(connection) == before
        assert list(reports.told(connection)) == first


def test_better_rules_change_what_they_change(database, tmp_path):
    """Read again with a metric that was not declared before: its figures are told anew, as history, the old kept."""
    poor = dataclasses.replace(CONFIG, metrics=())
    take_in(database, tmp_path, record("one"), record("two", SECOND, "2023-02-13"), config=poor)
    with database.reading() as connection:
        [old] = [t for t in reports.told(connection) if t.observation.figure.surface == "42.7%"]
    assert old.observation.metric is None
    differing = pipeline(database).replay()
    assert [d.after.observation.id for d in differing if d.after and d.after.observation.metric] != []
    with database.reading() as connection:
        assert reports.one(connection, old.observation.id) == old  # replay kept nothing
    pipeline(database).read(again=True)
    with database.reading() as connection:
        new = reports.one(connection, old.observation.id)
        assert new is not None
        assert new.observation.metric
        assert new.history
        assert [v[0] for v in observations.vintages(connection, old.observation.id)] == [
            old.observation,
            new.observation,
        ]
        assert deliveries.every(connection) == []
    assert pipeline(database).replay() == []


def test_page_edited_in_place_keeps_both_copies(database, tmp_path):
    """The second copy is an article of its own, its changed figure told against the first."""
    url = "https://news.example/1.html"

    def arrive(body: str, day: int) -> None:
        at = datetime(2023, 2, day, 4, tzinfo=UTC)
        served = Page(url=url, body=page(body, day="2023-02-13 10:00").encode(), fetched_at=at, source="portal")
        Inbox(database).pages([Fetched(served, (url,))])
        pipeline(database, now=at).read()

    arrive("截至2022年底，深圳累计建成5G基站6.5万个。", 13)
    arrive("截至2022年底，深圳累计建成5G基站6.8万个。", 14)
    (first, *_), (second, surface, event) = told(database)
    assert (second, surface, event) == (f"{first}~2", "6.8万个", Event.REVISED)
    with database.reading() as connection:
        assert [kept.copy for kept in pages.everything(connection)] == [1, 2]


def test_news_is_queued_with_what_it_tells(database, tmp_path):
    """A loud event of a fresh article is in the outbox as soon as the event is on the shelf, once a recipient."""
    config = with_settings(CONFIG, alerts={"channels": ("console",)})
    old = record("one"), record("two", SECOND, "2023-02-13")
    report = take_in(database, tmp_path, *old, config=config)
    assert report.counts["notice"] == 3
    with database.reading() as connection:
        [queued] = deliveries.every(connection)
        loud = [t for t in reports.told(connection) if t.when]
    assert queued.message.channel == "console"
    assert "42.7%" in queued.message.text
    assert {t.when for t in loud} == {"at_once"}


def test_a_rule_may_ask_for_what_is_told_quietly(database, tmp_path):
    """Who wants to hear of every new series, watched or not, gets a message for it."""
    rule = Rule(id="all", events=(Event.NEW_METRIC,), severity=Severity.INFO, untracked=True)
    config = dataclasses.replace(with_settings(CONFIG, alerts={"channels": ("console",)}), rules=(rule,))
    take_in(database, tmp_path, record("one", "全市建成充电桩3.2万个。", "2023-02-13"), config=config)
    with database.reading() as connection:
        [queued] = deliveries.every(connection)
    assert "3.2万个" in queued.message.text


def test_old_articles_and_a_first_visit_wake_nobody(database, tmp_path):
    """An article old on arrival, and the first run on a source, are told as history."""
    source = Source(id="portal", name="门户", kind=SourceKind.FEED, urls=("https://news.example/feed",))
    config = dataclasses.replace(with_settings(CONFIG, alerts={"channels": ("console",)}), sources=(source,))
    take_in(database, tmp_path, record("old"), config=config)
    take_in(database, tmp_path, record("older", SECOND, "2022-10-30"), config=config)

    def arrive(name: str, count: str, at: datetime) -> None:
        body = page(f"截至2023年2月13日，北京建成5G基站{count}。", day="2023-02-13 10:00")
        served = Page(url=f"https://news.example/{name}", body=body.encode(), fetched_at=at, source="portal")
        Inbox(database).pages([Fetched(served, (name,))])

    arrive("a", "8.1万个", NOW)
    pipeline(database, config).read()
    with database.reading() as connection:
        assert all(t.history for t in reports.told(connection))
        assert deliveries.every(connection) == []
    Inbox(database).outcome(Outcome(source="portal", started_at=NOW, finished_at=NOW, complete=True))
    later = NOW + timedelta(days=1)
    arrive("b", "8.4万个", later)
    pipeline(database, config, later).read()
    with database.reading() as connection:
        assert len(deliveries.every(connection)) == 1


def test_loud_events_of_the_past_are_counted_apart(database, tmp_path):
    """What an old article tells wakes nobody, and the count says so."""
    report = take_in(
        database, tmp_path, record("one"), record("two", SECOND, "2023-02-13"), now=NOW + timedelta(days=400)
    )
    assert (report.counts["notice"], report.counts["notice (history)"]) == (0, 3)


def test_slow_page_is_given_up_and_may_be_read_later(database, tmp_path):
    """A page over its time is a failure, the run goes on, and `read --again` tries it anew."""
    hasty = with_settings(CONFIG, read={"seconds_per_page": 0.000_01})
    report = take_in(database, tmp_path, record("one"), record("two", SECOND), config=hasty)
    assert [failure.kind for failure in report.failures] == ["too_slow", "too_slow"]
    with database.reading() as connection:
        assert pages.count(connection) == {State.FAILED: 2}
    assert pipeline(database).read().counts["articles"] == 0
    assert pipeline(database).read(again=True).counts["articles"] == 2


def test_failed_page_read_late_tells_what_it_would_have_told(database, tmp_path):
    """It is compared with what stood before it when it arrived, whatever came since."""
    hasty = with_settings(CONFIG, read={"seconds_per_page": 0.000_01})
    take_in(database, tmp_path, record("one"), config=hasty)
    take_in(database, tmp_path, record("two", SECOND, "2023-02-13"))
    pipeline(database).read(again=True)
    assert [event for article, _, event in told(database) if article == "one"] == [Event.NEW_METRIC] * 3
    assert next(event for article, _, event in told(database) if article == "two") == Event.NEW_PERIOD


def test_crashing_reader_takes_one_page_with_it(tmp_path):
    """A reader killed from outside is replaced; what it had in hand beyond its one page is read by the next."""
    config = with_settings(CONFIG, read={"workers": 1, "batch": 30})
    source = write(tmp_path / "in.jsonl", *many(30))
    report = Report()
    found = extract(config, [source], report, now=NOW)
    names = [next(found).kept.key]
    for child in multiprocessing.active_children():
        os.kill(child.pid or 0, signal.SIGKILL)
    rest = list(found)
    names += [reading.kept.key for reading in rest]
    assert names == [f"r{n:03}" for n in range(30)]
    assert {reading.problem for reading in rest} <= {None, "crashed"}
    assert len([failure for failure in report.failures if failure.kind == "crashed"]) <= 1


def test_two_processes_read_as_one(database_url, tmp_path):
    """Two `read` at once: each page once, the same history as one alone."""
    source = write(tmp_path / "in.jsonl", *many(60))
    alone = environment(tmp_path / "alone")
    subprocess.run(command("ingest", source), env=alone, cwd=tmp_path, check=True, capture_output=True)
    both = environment(tmp_path / "both", SHUZHI_DATABASE=database_url)
    subprocess.run(command("ingest", "--no-read", source), env=both, cwd=tmp_path, check=True, capture_output=True)
    running = [subprocess.Popen(command("read"), env=both, cwd=tmp_path, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait(120) for process in running] == [0, 0]
    printed = [
        subprocess.run(command("events", "--jsonl"), env=env, cwd=tmp_path, check=True, capture_output=True).stdout
        for env in (alone, both)
    ]
    assert printed[0] == printed[1] != b""


def test_arrivals_from_two_sides_keep_their_order(postgres_url):
    """Pages added at once by many connections are numbered in the order in which they become visible."""
    from storage.database import open_database

    with open_database(postgres_url) as database:
        seen: list[list[int]] = []

        def add(side: int) -> None:
            for n in range(15):
                served = Page(url=f"https://{side}.example/{n}", body=b"x", fetched_at=NOW)
                Inbox(database).pages([Fetched(served, (served.url,))])
                with database.reading() as connection:
                    seen.append([kept.number for kept in pages.everything(connection, limit=1000)])

        sides = [threading.Thread(target=add, args=(side,)) for side in range(3)]
        for side in sides:
            side.start()
        for side in sides:
            side.join()
        final = max(seen, key=len)
        assert len(final) == 45
        assert all(numbers == final[: len(numbers)] for numbers in seen)


def test_rejected_figure_is_compared_with_no_more(database, tmp_path):
    """What a person set aside is out of the history, also after everything was read again."""
    take_in(database, tmp_path, record("one", "2021年北京数字经济增加值达16万亿元。"))
    [wrong] = [article for article, *_ in told(database)]
    with database.reading() as connection:
        [observation] = observations.of_article(connection, wrong)
    with database.writing() as connection:
        decisions.put(
            connection,
            Decision(verdict=Verdict.REJECT, subject=observation.id, target=None, note="misprint", decided_at=NOW),
        )
    pipeline(database).read(again=True)
    take_in(database, tmp_path, record("two", "2021年北京数字经济增加值达1.6万亿元。", "2022-03-01"))
    assert told(database)[-1] == ("two", "1.6万亿元", Event.NEW_METRIC)


def test_merged_series_are_one(database, tmp_path):
    """Figures of a series that a person merged into another continue that one."""
    body = "截至2021年底，北京智慧停车泊位达到{}万个。"
    take_in(database, tmp_path, record("one", body.format(3)))
    with database.reading() as connection:
        [kept] = observations.of_article(connection, "one")
    with database.writing() as connection:
        decisions.put(
            connection,
            Decision(verdict=Verdict.MERGE, subject=kept.series, target="北京市|别名|level", note=None, decided_at=NOW),
        )
    pipeline(database).read(again=True)
    take_in(database, tmp_path, record("two", body.format(4).replace("2021", "2022"), "2023-02-13"))
    with database.reading() as connection:
        assert [o.article for o in reports.series(connection, "北京市|别名|level")] == ["one", "two"]
        assert reports.series(connection, kept.series) == []


def test_series_as_of_a_day(database, tmp_path):
    """Nothing published later is shown; what was read later of an earlier day is."""
    take_in(database, tmp_path, record("two", SECOND, "2023-02-13"), record("one"))
    name = "北京市|数字经济增加值|level"
    with database.reading() as connection:
        assert [o.article for o in reports.series(connection, name)] == ["one", "two"]
        assert [o.article for o in reports.series(connection, name, as_of=date(2022, 12, 31))] == ["one"]
        assert reports.series(connection, name, seen_by=NOW - timedelta(days=1)) == []


def test_first_and_latest_statement_of_a_period(database, tmp_path):
    """Of several statements about one period, the first or the latest published; other periods keep theirs."""
    told_twice = record("three", "2021年北京数字经济增加值为1.7万亿元。", "2022-12-01")
    take_in(database, tmp_path, told_twice, record("one"), record("two", SECOND, "2023-02-13"))
    with database.reading() as connection:
        found = reports.series(connection, "北京市|数字经济增加值|level")
    assert [o.article for o in reports.vintages(found, reports.Vintage.ALL)] == ["one", "three", "two"]
    assert [o.article for o in reports.vintages(found, reports.Vintage.FIRST)] == ["one", "two"]
    assert [o.article for o in reports.vintages(found, reports.Vintage.LATEST)] == ["three", "two"]


def test_what_does_not_fit_waits_for_a_person(database, tmp_path):
    """A share that is not its part of its whole is kept as a doubt, and is in the review queue until decided."""
    body = "2021年，云江市数字经济增加值达到3000亿元，地区生产总值10000亿元，数字经济增加值占GDP比重达到45.0%。"
    take_in(database, tmp_path, record("one", body.replace("云江市", "杭州市")))
    with database.reading() as connection:
        doubts = findings.every(connection)
        waiting = decisions.waiting(connection)
    assert [doubt.kind for doubt in doubts] == ["share_of_parts"]
    assert [name for name, _ in waiting] == [doubts[0].observation]
    with database.writing() as connection:
        accepted = Decision(
            verdict=Verdict.ACCEPT, subject=doubts[0].observation, target=None, note=None, decided_at=NOW
        )
        decisions.put(connection, accepted)
    with database.reading() as connection:
        assert decisions.waiting(connection) == []


def test_crawler_remembers(database):
    """What was fetched is known under all of its keys, what is gone stays gone, a list page is remembered."""
    inbox, shelf = Inbox(database), Shelf(database)
    served = Page(
        url="https://news.example/1", body=b"x", fetched_at=NOW, headers=(("ETag", '"v1"'), ("Last-Modified", "then"))
    )
    inbox.pages([Fetched(served, ("a", "b"))])
    kept = shelf.kept(["a", "b", "c"])
    assert set(kept) == {"a", "b"}
    assert (kept["a"].etag, kept["a"].last_modified, kept["a"].sha256) == ('"v1"', "then", served.sha256)
    assert shelf.same_body(served.sha256) == served.url
    assert shelf.same_body("0" * 64) is None
    assert shelf.kept([str(n) for n in range(2000)]) == {}


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_number_of_readers_makes_no_difference(tmp_path, workers):
    """Whoever reads, the readings are the same, in order."""
    config = with_settings(CONFIG, read={"workers": workers, "batch": 2})
    source = write(tmp_path / "in.jsonl", record("one", FIRST), *many(7), record("two", SECOND))
    found = [(r.kept.key, r.observations) for r in extract(config, [source], Report(), now=NOW)]
    assert [key for key, _ in found] == ["one", *(f"r{n:03}" for n in range(7)), "two"]
    single = with_settings(CONFIG, read={"workers": 1})
    assert found == [(r.kept.key, r.observations) for r in extract(single, [source], Report(), now=NOW)]

"""The hallway: takes what is pending, calls the rooms, puts the result back. The only file that knows them all.

    crawl    sources ─► crawler.run ─► pages, kept as served
    ingest   files, records ─► intake ─► pages
    read     pending pages ─► readers (all cores) ─► in order of arrival, all that is ready in one transaction:
                 article ─► observations ─► compare with history ─► events ─► outbox
    gather   crawl, and beside it read what it has kept
    extract  files ─► intake ─► reading ─► shown, nothing kept

A killed process leaves each page either read completely or still pending. Comparing and storing is done by one process
at a time, in the order of arrival, so that any number of them tell the same history as one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from config.loader import Config
from intake import Arrival, Intake
from models.article import Page
from models.errors import ConfigError, Problem
from models.report import Report
from models.source import Onward, Source
from overlap import Beside, Sum
from readers import readings, together
from reading import Reading
from storage import pages, reports, runs
from storage.crawling import Inbox, Shelf
from storage.database import Database, copied
from storage.pages import Kept, State
from storage.reports import Told
from telling import Teller

_LOOK = 0.1
"""Seconds between two looks at what a crawl has kept."""

Clock = Callable[[], datetime]
Progress = Callable[[Report], None]


@dataclass(frozen=True, slots=True)
class Difference:
    """An event as it was told and as it would be told now; None where there was, or would be, none."""

    before: Told | None
    after: Told | None


@dataclass(frozen=True, slots=True)
class Following:
    """The crawler's question where an article goes on, answered by reading."""

    def onward(self, page: Page) -> Onward:
        """The next part of the article on `page`, and the documents it links."""
        from extract.article import onward

        try:
            return onward(page)
        except Exception:  # noqa: BLE001 - a mistake of ours must cost one page's parts, not the run
            return Onward()


def _place(told: Told) -> tuple[datetime, str, int]:
    observation = told.observation
    return observation.seen_at, observation.article, observation.figure.start


def _quiet(_: Report) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class Pipeline:
    """One configuration on one database. `clock` tells the aware time; `progress` sees the Report as it grows."""

    config: Config
    database: Database
    clock: Clock
    progress: Progress = _quiet

    def crawl(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        sources: Iterable[str] = (),
        plan: bool = False,
    ) -> Report:
        """Fetch what the sources published in `since..until` and keep it; without `since`, `crawl.window_days` back.

        These days end with `until`, where that is given and past.

        Raises:
            ConfigError: a source is asked for that is not declared.
        """
        from crawler.run import run
        from crawler.window import Window

        settings = self.config.settings.crawl
        chosen = self._sources(sources)
        last = min(until or date.max, self.clock().date())
        since = since or last - timedelta(days=settings.window_days)
        with self._run("crawl") as report:
            report.merge(
                run(
                    chosen,
                    Window(since, until),
                    Shelf(self.database),
                    Inbox(self.database),
                    settings,
                    clock=self.clock,
                    progress=self.progress,
                    plan=plan,
                    follow=Following(),
                )
            )
        return report

    def ingest(self, paths: Iterable[Path]) -> Report:
        """Keep files and records handed in, in order of arrival; those kept already are passed over."""
        with self._run("ingest") as report:
            intake = Intake(self.clock(), self.config.settings.read.max_page_bytes, report)
            for arrival in intake.arrivals(paths):
                self._keep(arrival, report)
                self.progress(report)
        return report

    def read(self, *, again: bool = False) -> Report:
        """Read every pending page, or with `again` every page kept; another process that reads is waited for."""
        with self.database.alone("read"):
            return self._read(self._pages(again=again), self.progress, again=again)

    def gather(self, *, since: date | None = None, until: date | None = None, sources: Iterable[str] = ()) -> Report:
        """`crawl`, and `read` beside it what it has kept so far: on all cores, and the network never waits.

        Where another process reads already, it reads what is left when that one has ended.

        Raises:
            ConfigError: a source is asked for that is not declared.
        """
        chosen = [source.id for source in self._sources(sources)]
        shown = Sum(self.progress)
        with Beside(partial(self._read_beside, shown.of("read"))) as beside:
            report = replace(self, progress=shown.of("crawl")).crawl(since=since, until=until, sources=chosen)
        report.merge(beside.report)
        return report

    def _read_beside(self, progress: Progress, beside: Beside) -> Report:
        """Read what a crawl keeps, once no other process reads."""
        while True:
            beside.goes_on()
            with self.database.alone("read", wait=False) as mine:
                if mine:
                    return self._read(self._arriving(beside), progress, again=False)
            sleep(_LOOK)

    def _read(self, pages: Iterable[Kept | None], progress: Progress, *, again: bool) -> Report:
        long: set[str] = set()
        with self._run("read") as report:
            for some in together(pages, self.config):
                self._store_all(some, report, long, again=again)
                progress(report)
        return report

    def extract(self, paths: Iterable[Path], report: Report) -> Iterator[Reading]:
        """What would be read out of files and records, in the order given; nothing is kept."""
        return extract(self.config, paths, report, now=self.clock())

    def replay(self, since: date | None = None) -> list[Difference]:
        """Read again what arrived since that day, with today's rules, and tell which events would differ.

        Nothing is kept and nothing is sent: it happens in a transaction that is undone, on SQLite in a copy, so that
        nobody waits for it.
        """
        zone = ZoneInfo(self.config.settings.general.timezone)
        moment = datetime.combine(since or date(1970, 1, 2), time.min, zone)
        with copied(self.database) as database, database.engine.connect() as connection:
            with database.reading() as reader:
                first = pages.first_since(reader, moment)
            if first is None:
                return []
            undone = connection.begin()
            before = {t.observation.id: t for t in reports.told(connection, first_page=first)}
            teller = Teller(self.config, connection, self.clock())
            aside = Pipeline(self.config, database, self.clock)
            for reading in readings(aside._pages(again=True, after=first - 1), self.config):
                teller.tell([reading], Report())
            after = {t.observation.id: t for t in reports.told(connection, first_page=first)}
            undone.rollback()
        ids = sorted({**before, **after}, key=lambda name: _place(before.get(name) or after[name]))
        found = [Difference(before.get(name), after.get(name)) for name in ids]
        return [d for d in found if not d.before or not d.after or d.before.change != d.after.change]

    def _sources(self, ids: Iterable[str]) -> list[Source]:
        wanted = list(ids)
        known = {source.id: source for source in self.config.sources}
        if problems := [
            Problem("sources", name, f"no such source; there are {', '.join(known) or 'none'}")
            for name in wanted
            if name not in known
        ]:
            raise ConfigError(str(self.config.root), tuple(problems))
        return [known[name] for name in wanted] if wanted else [s for s in known.values() if s.enabled]

    def _run(self, job: str) -> AbstractContextManager[Report]:
        return runs.recorded(self.database, job, self.clock)

    def _keep(self, arrival: Arrival, report: Report) -> None:
        with self.database.writing() as connection:
            number = pages.add(connection, arrival.page, form=arrival.form, key=arrival.key, name=arrival.name)
            failed = pages.failure(connection, arrival.page, form=arrival.form, key=arrival.key)
        if number is None and failed is not None:
            report.add("failed before")
            report.fail(failed[0], arrival.page.url, f"failed before: {failed[1]}")
            return
        report.add("known" if number is None else "pages")

    def _arriving(self, beside: Beside) -> Iterator[Kept | None]:
        """Pages that are pending or become so while the crawl goes on; None where there are no more for the moment."""
        after, looked, more = 0, -_LOOK, True
        while more:
            more = beside.goes_on()
            if more and monotonic() - looked < _LOOK:
                yield None
                continue
            looked = monotonic()
            for kept in self._pages(again=False, after=after):
                after = kept.number
                yield kept
                beside.goes_on()

    def _pages(self, *, again: bool, after: int = 0) -> Iterator[Kept]:
        some = pages.everything if again else pages.pending
        while True:
            with self.database.reading() as connection:
                batch = some(connection, after=after, limit=50)
            if not batch:
                return
            yield from batch
            after = batch[-1].number

    def _store_all(self, some: Sequence[Reading], report: Report, long: set[str], *, again: bool) -> None:
        """Everything these pages told, or that they told nothing, in one transaction."""
        told = Report()
        with self.database.writing() as connection:
            teller = Teller(self.config, connection, self.clock(), long)
            left = pages.waiting(connection, [reading.kept.number for reading in some])
            due = [reading for reading in some if again or reading.kept.number in left]
            for reading in due:
                _note(connection, reading, told, teller.now, again=again)
            teller.tell(due, told)
            pages.mark_read(connection, [r.kept.number for r in due if r.article is not None], teller.now)
        report.merge(told)  # what was undone was not done


def _note(connection: Connection, reading: Reading, report: Report, now: datetime, *, again: bool) -> None:
    """That a page told nothing, or lacked some of its parts."""
    if reading.article is None:
        if not again or reading.kept.state is not State.READ:
            problem = reading.problem or "unreadable"
            pages.mark_failed(connection, reading.kept.number, now, problem=problem, message=reading.message)
        _tell_unread(reading, reading.kept.page.url, report)
    for url, message in reading.missing:
        report.fail("part", url, f"{message}; {reading.kept.page.url} was read without it")


def _tell_unread(reading: Reading, subject: str, report: Report) -> None:
    """Why a page yielded no article: a failure; a scan is none, nobody promised to read it."""
    if reading.problem == "scan":
        report.add("scans")
        report.notes.append(f"{subject}: {reading.message}; scans are not read")
    else:
        report.fail(reading.problem or "unreadable", subject, reading.message)


def extract(config: Config, paths: Iterable[Path], report: Report, *, now: datetime) -> Iterator[Reading]:
    """What would be read out of files and records, in the order given; needs no database and keeps nothing."""
    intake = Intake(now, config.settings.read.max_page_bytes, report)
    kept = (
        Kept(number=number, page=a.page, form=a.form, address=a.key, key=a.key, name=a.name)
        for number, a in enumerate(intake.arrivals(paths), 1)
    )
    for reading in readings(kept, config):
        if reading.article is None:
            _tell_unread(reading, reading.kept.name or reading.kept.page.url, report)
        else:
            report.add("articles")
            report.add("figures", len(reading.observations))
        yield reading

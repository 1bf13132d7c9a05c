"""The hallway: takes what is pending, calls the rooms, puts the result back. The only file that knows them all.

    crawl    sources ─► crawler.run ─► pages, kept as served
    ingest   files, records ─► intake ─► pages
    read     pending pages ─► reading (all cores) ─► in order of arrival, one transaction a page:
                 article ─► observations ─► compare with history ─► events ─► outbox
    extract  files ─► intake ─► reading ─► shown, nothing kept

A killed process leaves each page either read completely or still pending. Comparing and storing is done by one process
at a time, in the order of arrival, so that any number of them tell the same history as one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from config.loader import Config
from intake import Arrival, Intake
from models.article import Page
from models.errors import ConfigError, Problem
from models.report import Report
from models.source import Further, Onward, Source
from reading import Reading, readings
from storage import pages, reports, runs
from storage.crawling import Inbox, Shelf
from storage.database import Database, copied
from storage.pages import Kept, State
from storage.reports import Told
from telling import Teller

Clock = Callable[[], datetime]
Progress = Callable[[Report], None]


@dataclass(frozen=True, slots=True)
class Difference:
    """An event as it was told and as it would be told now; None where there was, or would be, none."""

    before: Told | None
    after: Told | None


@dataclass(frozen=True, slots=True)
class Following:
    """The crawler's question where an article goes on, answered by reading; and where its parts are kept."""

    inbox: Inbox

    def onward(self, page: Page) -> Onward:
        """The next part of the article on `page`, and the documents it links."""
        from extract.article import onward

        try:
            return onward(page)
        except Exception:  # noqa: BLE001 - a mistake of ours must cost one page's parts, not the run
            return Onward()

    def together(self, page: Page, keys: Sequence[str], further: Sequence[Further]) -> None:
        """Keep an article's pages, all or nothing."""
        self.inbox.together(page, keys, further)


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

        Raises:
            ConfigError: a source is asked for that is not declared.
        """
        from crawler.run import run
        from crawler.window import Window

        settings = self.config.settings.crawl
        chosen = self._sources(sources)
        since = since or self.clock().date() - timedelta(days=settings.window_days)
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
                    follow=Following(Inbox(self.database)),
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
        with self.database.alone("read"), self._run("read") as report:
            for reading in readings(self._pages(again=again), self.config):
                self._store(reading, report, again=again)
                self.progress(report)
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
                teller.tell(reading, Report())
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

    def _run(self, job: str) -> _Run:
        return _Run(self.database, self.clock, job)

    def _keep(self, arrival: Arrival, report: Report) -> None:
        with self.database.writing() as connection:
            number = pages.add(connection, arrival.page, form=arrival.form, key=arrival.key, name=arrival.name)
        report.add("known" if number is None else "pages")

    def _pages(self, *, again: bool, after: int = 0) -> Iterator[Kept]:
        some = pages.everything if again else pages.pending
        while True:
            with self.database.reading() as connection:
                batch = some(connection, after=after, limit=50)
            if not batch:
                return
            yield from batch
            after = batch[-1].number

    def _store(self, reading: Reading, report: Report, *, again: bool) -> None:
        """Everything one page told, or that it told nothing, in one transaction."""
        number, now = reading.kept.number, self.clock()
        with self.database.writing() as connection:
            if not again and pages.state(connection, number) is not State.PENDING:
                return
            if reading.article is None:
                if not again or reading.kept.state is not State.READ:
                    problem = reading.problem or "unreadable"
                    pages.mark_failed(connection, number, now, problem=problem, message=reading.message)
                _tell_unread(reading, reading.kept.page.url, report)
                return
            for url, message in reading.missing:
                report.fail("part", url, f"{message}; {reading.kept.page.url} was read without it")
            Teller(self.config, connection, now).tell(reading, report)
            pages.mark_read(connection, number, now)


@dataclass(slots=True)
class _Run:
    """A run's Report, kept in the database when it ends, and that it was begun when it does not."""

    database: Database
    clock: Clock
    job: str
    number: int = 0
    report: Report | None = None

    def __enter__(self) -> Report:
        with self.database.writing() as connection:
            self.number = runs.start(connection, self.job, self.clock())
        self.report = Report()
        return self.report

    def __exit__(self, *_: object) -> None:
        with self.database.writing() as connection:
            runs.finish(connection, self.number, self.clock(), self.report or Report())


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

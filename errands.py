"""What the daemon does beside its jobs: keeps the record of runs, tidies, looks for trouble. Part of the hallway.

Everything here blocks, and is called from threads.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from alerts.channels import recipients
from alerts.render import operator_message
from config.loader import Config
from crawler.health import Read, trouble
from crawler.revisit import interval
from daemon.apart import Ended
from daemon.status import JobStatus
from daemon.troubles import Limits, troubles
from models.report import Failure, Report
from models.source import Source
from storage import crawling, deliveries, digests, pages, runs, upkeep
from storage.database import Database

log = logging.getLogger("shuzhi.daemon")
_PREFIX = "job:"
_LATELY = 20
_VISITS = 700
"""A fortnight of visits every half an hour: what a source's pace and health are told from."""


@dataclass
class Errands:
    """Errands on one database. `outbox` and `troubles` are as the last look found them."""

    config: Config
    database: Database
    home: Path
    clock: Callable[[], datetime]
    outbox: Mapping[str, int] = field(default_factory=dict)
    troubles: tuple[Failure, ...] = ()
    _ill: dict[str, str] = field(default_factory=dict)
    _told: set[tuple[str, str]] = field(default_factory=set)

    def last_starts(self, names: Iterable[str]) -> dict[str, datetime]:
        """When each job started last and ended well, of those that ever did.

        A run that was killed or failed does not count: its job is due again. Where there was no other, it counts as
        one a day too old, so that a first digest that was killed is made up, and not waited for till tomorrow.
        """
        found = {}
        with self.database.reading() as connection:
            for name in names:
                lately = runs.recent(connection, _PREFIX + name, limit=_LATELY)
                good = [run for run in lately if run.report is not None and not _failed(run.report)]
                if good:
                    found[name] = good[0].started_at
                elif lately:
                    found[name] = lately[0].started_at - timedelta(days=1)
        return found

    def close_open_runs(self) -> None:
        """End the record of runs that a killed daemon left open."""
        with self.database.writing() as connection:
            upkeep.close_open_runs(connection, self.clock(), _PREFIX)

    def start_run(self, name: str, started: datetime) -> int:
        """Record that a job starts; the run's number."""
        with self.database.writing() as connection:
            return runs.start(connection, _PREFIX + name, started)

    def record(self, name: str, number: int | None, started: datetime, ended: Ended) -> None:
        """Record and log how a job ended; without a `number`, only where it did something."""
        report = ended.report or Report(failures=[Failure("job", name, ended.problem)])
        if number is None and not report.counts and not report.failures:
            return
        with self.database.writing() as connection:
            number = runs.start(connection, _PREFIX + name, started) if number is None else number
            runs.finish(connection, number, self.clock(), report)
        counted = ", ".join(f"{count} {word}" for word, count in report.counts.items() if count)
        log.info("%s: %s", name, ended.problem or counted or "nothing new")
        for failure in report.failures:
            log.warning("%s: %s %s: %s", name, failure.kind, failure.subject, failure.message)

    def paces(self, sources: Iterable[Source]) -> dict[str, timedelta]:
        """How long after its last visit each source is visited again; what is wrong with it is kept for `health`."""
        crawl, now, found = self.config.settings.crawl, self.clock(), {}
        least, most = timedelta(minutes=crawl.visit_least_minutes), timedelta(minutes=crawl.visit_most_minutes)
        with self.database.reading() as connection:
            read = crawling.readings(connection)
        for source in sources:
            with self.database.reading() as connection:
                outcomes = crawling.health(connection, source.id, limit=_VISITS)[::-1]
            found[source.id] = interval(source, outcomes, least=least, most=most)
            if words := trouble(source.id, outcomes, now, Read(*read.get(source.id, ()))):
                self._ill[source.id] = words
            else:
                self._ill.pop(source.id, None)
        return found

    def pending(self) -> bool:
        """Whether some page waits to be read."""
        with self.database.reading() as connection:
            return bool(pages.pending(connection, limit=1))

    def upkeep(self) -> Report:
        """Drop old records and give space back."""
        report = Report()
        before = self.clock() - timedelta(days=self.config.settings.daemon.keep_runs_days)
        with self.database.writing() as connection:
            report.add("runs forgotten", upkeep.forget_runs(connection, before))
            report.add("messages emptied", deliveries.forget_sent(connection, before))
        upkeep.tidy(self.database)
        return report

    def health(self, jobs: Sequence[JobStatus]) -> Report:
        """Look for trouble, and tell the operator what is new in it, each once a day. Counts `told`."""
        settings = self.config.settings.daemon
        enabled = {source.id for source in self.config.sources if source.enabled}
        with self.database.reading() as connection:
            self.outbox = digests.backlog(connection)
        self.troubles = troubles(
            self.clock(),
            jobs=jobs,
            sources={source: words for source, words in sorted(self._ill.items()) if source in enabled},
            outbox=self.outbox,
            disk_free=shutil.disk_usage(self.home).free,
            limits=Limits(late=timedelta(minutes=settings.late_minutes), disk_free=settings.disk_free_mb * 1_000_000),
        )
        return self.tell_operator(self.troubles)

    def tell_operator(self, failures: Sequence[Failure]) -> Report:
        """Queue a message about those of `failures` that were not told today. Counts `told`."""
        report, now = Report(), self.clock()
        day = now.date().isoformat()
        new = [f for f in failures if (f"{f.kind} {f.subject}", day) not in self._told]
        if not new:
            return report
        # The same troubles make the same key after a restart: the outbox takes it once.
        key = f"{day}/" + "/".join(sorted(f"{f.kind}:{f.subject}" for f in new))
        settings = self.config.settings
        with self.database.writing() as connection:
            for channel in settings.alerts.operator:
                message = operator_message(
                    new, key=key, channel=channel, created_at=now, language=settings.alerts.language
                )
                to = recipients(channel, settings.channels)
                deliveries.put(connection, [message], recipients=to)
                report.add("told", len(to))
        self._told = {(name, when) for name, when in self._told if when == day}
        self._told |= {(f"{f.kind} {f.subject}", day) for f in new}
        for failure in new:
            log.warning("trouble: %s %s: %s", failure.kind, failure.subject, failure.message)
        return report


def _failed(report: Report) -> bool:
    return any(failure.kind == "job" for failure in report.failures)

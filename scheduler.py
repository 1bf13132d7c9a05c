"""The daemon: when each job runs. No logic: what is due is decided in `daemon`, what is done in the pipeline.

    crawl:<source>  by its own pace, in a process of its own, cut off when it hangs; one at a time at each host
    read            when a crawl brought pages, in a process of its own
    deliver:<name>  every few seconds, a job a channel: a dead one delays no other
    digest, upkeep  once a day            health   every minute

One asyncio process; APScheduler keeps its jobs in memory, and when each ran last is in our own table of runs, so what
was missed while the machine was off is made up once.
"""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import signal
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from config.loader import Config, load
from crawler.manners import netloc
from daemon import systemd
from daemon.apart import Ended, run_apart
from daemon.due import Daily, Every, Schedule, next_due
from daemon.plan import CRAWL, DELIVER, DIGEST, HEALTH, READ, UPKEEP, plan, visit, window_start
from daemon.status import JobStatus, Status, served
from daemon.turns import Turns
from delivering import Deliverer, check_channels
from digesting import Digester
from errands import Errands
from models.errors import ConfigError, StorageError
from models.report import Failure, Report
from pipeline import Pipeline
from storage import crawling
from storage.database import Database, open_database
from storage.standing import Place

log = logging.getLogger("shuzhi.daemon")
_QUIET = (DELIVER, READ, HEALTH)
"""Jobs that run so often that only those runs are recorded that did something."""
_BEAT = 5.0
_RETRY = timedelta(minutes=5)
"""After a daily job failed, it is tried again in so long."""
_STANDBY = 2.0
_DISPLACED = 3
"""The exit code when another daemon took over: nothing could be done."""


def clock() -> datetime:
    """The time."""
    return datetime.now(UTC)  # noqa: TID251 - the edge


def crawl_source(config: Config, url: str, source: str) -> Report:
    """One source's crawl, for a process of its own."""
    with open_database(url) as database:
        with database.reading() as connection:
            walks = crawling.health(connection, source)
        since = window_start(clock(), walks, config.settings.crawl.window_days)
        return Pipeline(config, database, clock).crawl(since=since, sources=[source])


def read_pages(config: Config, url: str) -> Report:
    """One reading of what is pending, for a process of its own."""
    with open_database(url) as database:
        return Pipeline(config, database, clock).read()


class Due(BaseTrigger):  # type: ignore[misc]
    """Our schedules, as APScheduler asks for them."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """The next moment, after the last one it fired at."""
        return next_due(self.schedule, previous_fire_time, now)


class Daemon:
    """One daemon on one home. `run` returns when it was told to stop."""

    def __init__(self, config: Config, *, url: str, home: Path, database: Database, env: Mapping[str, str]) -> None:
        self.config = config
        self._url, self._home, self._database, self._env = url, home, database, env
        self._jobs: dict[str, JobStatus] = {}
        self._schedules: dict[str, Schedule] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._turns = Turns(config.settings.daemon.crawls)
        self._stop = asyncio.Event()
        self._threads = ThreadPoolExecutor(max_workers=16, thread_name_prefix="daemon")
        self._again: set[str] = set()
        self._beat = clock()
        self._place = Place(database)
        self.displaced = False
        self._errands = Errands(config, database, home, clock)
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            jobstores={"default": MemoryJobStore()},
            executors={"default": AsyncIOExecutor()},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    async def run(self) -> None:
        """Work until SIGTERM or SIGINT."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        loop.add_signal_handler(signal.SIGHUP, lambda: self._keep(asyncio.ensure_future(self._reload())))
        with ExitStack() as stack:
            stack.callback(self._place.leave)
            if not await self._alone():
                return
            if port := self.config.settings.daemon.port:
                stack.enter_context(served(port, self.status))
            await self._begin()
            self._keep(asyncio.ensure_future(self._stay_alone()))
            await self._watch()
            await self._end()

    def status(self) -> Status:
        """What stands now; may be asked from any thread."""
        return Status(
            now=clock(),
            beat=self._beat,
            jobs=tuple(self._jobs.values()),
            outbox=dict(self._errands.outbox),
            troubles=tuple(f"{t.kind} {t.subject}: {t.message}" for t in self._errands.troubles),
            disk_free=shutil.disk_usage(self._home).free,
        )

    async def _alone(self) -> bool:
        """Become the only daemon here. On SQLite a second one gives up; on PostgreSQL it stands by."""
        told = False
        while not self._stop.is_set():
            if self._place.take():
                return True
            if self._database.is_sqlite:
                raise StorageError(str(self._home), "another daemon is running on this home")
            if not told:
                log.info("another daemon is at work: standing by")
                systemd.tell("READY=1\nSTATUS=standing by")
                told = True
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), _STANDBY)
        return False

    async def _stay_alone(self) -> None:
        """Notice when PostgreSQL forgot who is at work; be it again, or stop where another one is by now."""
        while True:
            await asyncio.sleep(_BEAT)
            if await self._thread(self._place.held):
                continue
            log.error("the database no longer knows that this daemon is at work: nothing begins until it does")
            self._scheduler.pause()
            if not await self._again_alone():
                log.error("another daemon is at work by now: stopping")
                self.displaced = True
                self._stop.set()
                return
            log.info("at work again")
            self._scheduler.resume()

    async def _again_alone(self) -> bool:
        """Take the place as soon as the database can be asked; False where another has it."""
        while True:
            with suppress(StorageError):
                return bool(await self._thread(self._place.take))
            await asyncio.sleep(_STANDBY)

    async def _begin(self) -> None:
        for problem in check_channels(self.config, self._home, self._env):
            log.warning("%s", problem)
        await self._thread(self._errands.close_open_runs)
        self._scheduler.start()
        await self._plan()
        systemd.tell(f"READY=1\nSTATUS=working\nMAINPID={os.getpid()}")
        log.info("started: %d sources", sum(name.startswith(CRAWL) for name in self._schedules))

    async def _plan(self) -> None:
        """Bring the jobs in line with the configuration; a job that stays keeps its turn."""
        wanted = plan(self.config, await self._thread(self._errands.paces, self.config.sources))
        lasts = await self._thread(self._errands.last_starts, tuple(wanted))
        now = clock()
        for name in set(self._schedules) - set(wanted):
            with suppress(JobLookupError):
                self._scheduler.remove_job(name)
            self._jobs.pop(name, None)
        for name, schedule in wanted.items():
            known = self._jobs.get(name)
            last = known.started if known and known.started else lasts.get(name)
            due = next_due(schedule, last, now)
            self._scheduler.add_job(
                self._perform, Due(schedule), args=[name], id=name, next_run_time=due, replace_existing=True
            )
            self._jobs[name] = replace(known or JobStatus(name=name, started=last), due=due)
        self._schedules = wanted

    async def _watch(self) -> None:
        """Beat for systemd, and notice when the clock was set: timers sleep through that."""
        wait = min(_BEAT, systemd.watchdog_seconds(self._env) or _BEAT)
        while not self._stop.is_set():
            self._beat = now = clock()
            systemd.tell("WATCHDOG=1")
            for name, schedule in self._schedules.items():
                job = self._scheduler.get_job(name)
                status = self._jobs[name]
                due = next_due(schedule, status.started, now)
                if job is not None and not status.running and job.next_run_time > due + timedelta(seconds=1):
                    job.modify(next_run_time=due)
                self._jobs[name] = replace(status, due=job.next_run_time if job else due)
            self._scheduler.wakeup()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), wait)

    async def _end(self) -> None:
        """Begin nothing more, cut off what runs apart, let the message in hand be recorded."""
        systemd.tell("STOPPING=1")
        log.info("stopping")
        self._scheduler.pause()
        for task in self._tasks:
            if not task.get_name().startswith(DELIVER):
                task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=self.config.settings.daemon.stop_seconds)
        self._scheduler.shutdown(wait=False)
        self._threads.shutdown(wait=False, cancel_futures=True)
        log.info("stopped")

    async def _reload(self) -> None:
        """Take the configuration anew where it has no mistake; else keep the one at work and say so."""
        systemd.tell("RELOADING=1")
        try:
            self.config = await self._thread(load, self.config.root)
        except ConfigError as error:
            log.error("%s\nthe configuration before stays at work", error)  # noqa: TRY400 the mistake, not the stack
            problem = Failure("configuration", str(self.config.root), str(error.problems[0]))
            await self._thread(self._errands.tell_operator, [problem])
        else:
            self._errands.config = self.config
            self._turns.allow(self.config.settings.daemon.crawls)
            await self._plan()
            log.info("configuration taken anew: %d sources", len(self.config.sources))
        systemd.tell("READY=1")

    async def _perform(self, name: str) -> None:
        """Run one job, and once more where that was asked for while it ran: what asked may have come too late."""
        task = asyncio.current_task()
        if task is None or self._stop.is_set():
            return
        task.set_name(name)
        self._keep(task)
        try:
            await self._once(name)
            while name in self._again and not self._stop.is_set():
                self._again.discard(name)
                await self._once(name)
        finally:
            self._jobs[name] = replace(self._jobs.get(name, JobStatus(name=name)), running=False)

    async def _once(self, name: str) -> None:
        """Do it, record it, and ask for what follows from it."""
        started = clock()
        self._jobs[name] = replace(self._jobs[name], started=started, running=True)
        ended = Ended(None, "stopped")
        number = None
        try:
            number = None if name.startswith(_QUIET) else await self._thread(self._errands.start_run, name, started)
            ended = await self._do(name)
        except asyncio.CancelledError:
            raise
        except Exception as error:
            log.exception("%s", name)
            ended = Ended(None, f"{type(error).__name__}: {error}"[:500])
        finally:
            self._account(name, ended)
        await self._thread(self._errands.record, name, number, started, ended)
        self._follow(name, ended.report or Report())
        if name.startswith(CRAWL):
            await self._pace(name)
        if ended.report is None and isinstance(self._schedules.get(name), Daily):
            self._at(name, clock() + _RETRY)

    async def _do(self, name: str) -> Ended:
        if name.startswith(CRAWL):
            async with self._turns.at(self._hosts(name)):
                await self._quiet_over(name)
                words = (self.config, self._url, name.removeprefix(CRAWL))
                return await run_apart(crawl_source, *words, timeout=self.config.settings.daemon.crawl_timeout)
        if name == READ:
            return await self._read()
        if name.startswith(DELIVER):
            return Ended(await self._thread(self._deliver, name.removeprefix(DELIVER)))
        work = {DIGEST: self._digest, UPKEEP: self._errands.upkeep, HEALTH: self._health}
        return Ended(await self._thread(work[name]))

    def _hosts(self, name: str) -> set[str]:
        """The hosts that a visit asks, as far as the source's declaration tells them."""
        source = next((one for one in self.config.sources if f"{CRAWL}{one.id}" == name), None)
        return {*map(netloc, source.urls), *source.hosts} if source else set()

    async def _quiet_over(self, name: str) -> None:
        """Return outside the quiet hours: they may have begun while a visit waited for its turn."""
        schedule = self._schedules.get(name)
        while isinstance(schedule, Every) and schedule.quiet and (rest := schedule.quiet.rest(clock())):  # noqa: ASYNC110 clocks are set
            await asyncio.sleep(min(rest.total_seconds(), 60.0))

    async def _read(self) -> Ended:
        if not await self._thread(self._errands.pending):
            return Ended(Report())
        return await run_apart(read_pages, self.config, self._url, timeout=self.config.settings.daemon.read_timeout)

    def _deliver(self, channel: str) -> Report:
        deliverer = Deliverer(self.config, self._database, self._home, self._env)
        return deliverer.send(clock, only=channel, stop=self._stop.is_set)

    def _digest(self) -> Report:
        return Digester(self.config, self._database).send(clock())

    def _health(self) -> Report:
        return self._errands.health(tuple(self._jobs.values()))

    def _account(self, name: str, ended: Ended) -> None:
        before = self._jobs.get(name, JobStatus(name=name))
        failed = ended.report is None
        self._jobs[name] = replace(
            before,
            finished=clock(),
            problem=ended.problem,
            runs=before.runs + 1,
            failures=before.failures + failed,
        )

    async def _pace(self, name: str) -> None:
        """Let the source's next visit follow from how this one went."""
        source = next((one for one in self.config.sources if f"{CRAWL}{one.id}" == name), None)
        if source is None or name not in self._schedules:
            return
        paces = await self._thread(self._errands.paces, [source])
        self._schedules[name] = schedule = visit(self.config, source, paces[source.id])
        due = next_due(schedule, self._jobs[name].started, clock())
        with suppress(JobLookupError):
            self._scheduler.modify_job(name, trigger=Due(schedule), next_run_time=due)

    def _follow(self, name: str, report: Report) -> None:
        if name.startswith(CRAWL) and report.counts["pages"]:
            self._soon(READ)
        if report.counts["queued"] or report.counts["digests"] or report.counts["told"]:
            for job in self._schedules:
                if job.startswith(DELIVER):
                    self._soon(job)
        if report.counts["dead"]:
            self._soon(HEALTH)

    def _soon(self, name: str) -> None:
        """Run it now, or once more when it has ended."""
        if self._jobs[name].running:
            self._again.add(name)
        else:
            self._at(name, clock())

    def _at(self, name: str, moment: datetime) -> None:
        with suppress(JobLookupError):
            self._scheduler.modify_job(name, next_run_time=moment)

    def _keep(self, task: asyncio.Task[Any]) -> None:
        """Know the task, so that it can be waited for."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _thread(self, work: Any, *words: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *words)


def serve(config: Config, *, url: str, home: Path) -> int:
    """Run the daemon until it is told to stop; the exit code.

    Raises:
        StorageError: the database cannot be used, or another daemon is at work on this home.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    for chatty in ("apscheduler", "alembic"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
    home.mkdir(parents=True, exist_ok=True)
    with open_database(url) as database:
        daemon = Daemon(config, url=url, home=home, database=database, env=os.environ)
        asyncio.run(daemon.run())
    logging.shutdown()
    # A server that hangs may still hold a thread; its message stays claimed and is sent again.
    os._exit(_DISPLACED if daemon.displaced else 0)

"""The command line: parse, load the configuration, call the pipeline, print what it did, exit with what that means.

Exit codes: 0 fine; 1 done, with failures (told on standard error); 2 the command or the configuration is wrong;
3 nothing could be done.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from pathlib import Path
from typing import Annotated, Self
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from sqlalchemy import Connection

import inquiry
import printing
import sourcing
from config.loader import Config, load
from config.settings import SHIPPED
from models.alert import DeliveryState
from models.errors import ConfigError, InputError, ShuzhiError
from models.metric import Severity
from models.report import Report
from pipeline import Pipeline, extract
from storage import decisions, deliveries, reports, runs
from storage.database import Database, open_database
from web import command as window


class Exit(IntEnum):
    """What the process's exit code means."""

    FINE = 0
    FAILURES = 1
    WRONG = 2
    NOTHING = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What stands before the command."""

    home: Path
    config: Path
    json: bool
    quiet: bool

    def load(self) -> Config:
        """The configuration, checked."""
        return load(self.config)

    def url(self, config: Config) -> str:
        """The database's: from the environment, the settings, or the home folder."""
        given = os.environ.get("SHUZHI_DATABASE") or config.settings.storage.url
        return given or f"sqlite:///{self.home.resolve() / 'shuzhi.db'}"

    def open(self, config: Config) -> Database:
        """The database, opened."""
        return open_database(self.url(config))

    def now(self) -> datetime:
        """The time."""
        return clock()

    @property
    def out(self) -> Console:
        """Where results go."""
        return out


app = typer.Typer(
    help="Tells, the same day and without a false alarm, when an official figure changes.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_STOPPED = 130
"""Exit code after Ctrl-C, as shells have it."""

_PIPE_WIDTH = 200
"""Columns of a table where nobody's terminal says how many there are."""

out = Console(highlight=False, emoji=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
err = Console(stderr=True, highlight=False, emoji=False, width=None if sys.stderr.isatty() else _PIPE_WIDTH)

app.add_typer(sourcing.app, name="sources")
app.registered_commands += [*inquiry.app.registered_commands, *window.app.registered_commands]


def clock() -> datetime:
    """The time; everything below is handed it. `SHUZHI_NOW` stands in for it where an old day is told again."""
    given = os.environ.get("SHUZHI_NOW")
    if not given:
        return datetime.now(UTC)  # noqa: TID251 - the edge
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        raise InputError("SHUZHI_NOW", f"must be a time like 2023-02-14T08:00+08:00, got {given!r}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@app.callback()
def options(
    context: typer.Context,
    home: Annotated[Path, typer.Option(envvar="SHUZHI_HOME", help="Folder of the database and the archive.")] = Path(
        "var"
    ),
    config: Annotated[
        Path, typer.Option(envvar="SHUZHI_CONFIG", help="Folder of the configuration.", show_default="the shipped one")
    ] = SHIPPED,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, for a pipe.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print failures only.")] = False,
) -> None:
    """Options before the command; they may also stand after it."""
    context.obj = Options(home=home, config=config, json=json, quiet=quiet)


@app.command()
def crawl(
    context: typer.Context,
    *,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="From that day; none: crawl.window_days before --until."),
    ] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day; none: today.")] = None,
    source: Annotated[list[str] | None, typer.Option(help="Only this source; may be given again.")] = None,
    plan: Annotated[bool, typer.Option(help="Fetch lists only and tell how many pages there would be.")] = False,
    read: Annotated[bool, typer.Option(help="Read what was fetched.")] = True,
) -> None:
    """Fetch what the sources published, and read it."""
    if since and until and since > until:
        raise typer.BadParameter(f"{_day(since)} lies after --until {_day(until)}", param_hint="--since")
    if since and since.date() > clock().date() + timedelta(days=1):  # it may be tomorrow there already
        raise typer.BadParameter(f"{_day(since)} lies in the future", param_hint="--since")

    def work(pipeline: Pipeline) -> Report:
        if read and not plan:
            return pipeline.gather(since=_day(since), until=_day(until), sources=source or ())
        return pipeline.crawl(since=_day(since), until=_day(until), sources=source or (), plan=plan)

    _run(context.obj, "crawling", work)


@app.command()
def ingest(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Files, folders, or JSONL records, in order of arrival.")],
    read: Annotated[bool, typer.Option(help="Read what was taken in.")] = True,
) -> None:
    """Take in files, folders and JSONL records, and read them."""

    def work(pipeline: Pipeline) -> Report:
        report = pipeline.ingest(paths)
        if read:
            report.merge(pipeline.read())
        return report

    _run(context.obj, "taking in", work)


@app.command("read")
def read_pages(
    context: typer.Context,
    again: Annotated[bool, typer.Option("--again", help="Read every page kept once more.")] = False,
) -> None:
    """Read the pages that are pending."""
    _run(context.obj, "reading", lambda pipeline: pipeline.read(again=again))


@app.command("extract")
def extract_files(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Files, folders, or JSONL records.")],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON object a line, in the order read.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show which rules decided.")] = False,
) -> None:
    """Print what would be read out of files; keep nothing."""
    config = context.obj.load()
    report = Report()
    for reading in extract(config, paths, report, now=clock()):
        if reading.article is None:
            continue
        if jsonl or context.obj.json:
            figures = [o.figure for o in reading.observations]
            print(printing.line(printing.article_record(reading.article, figures)))  # noqa: T201
        else:
            printing.print_article(out, reading.article, reading.observations, explain=explain)
    for failure in report.failures:
        err.print(f"{failure.kind} {failure.subject}: {failure.message}", markup=False, soft_wrap=True)
    raise typer.Exit(_code(report))


@app.command()
def events(
    context: typer.Context,
    *,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON object a line: every event told.")] = False,
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Told on that day or later.")] = None,
    since_last: Annotated[bool, typer.Option("--since-last", help="Told by the last run that told any.")] = False,
    severity: Annotated[list[Severity] | None, typer.Option(help="Only these; may be given again.")] = None,
    metric: Annotated[str | None, typer.Option(help="Only this metric.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Silent ones too.")] = False,
) -> None:
    """Print what was told, in order."""
    as_json = jsonl or context.obj.json
    wanted = severity or ([] if every or as_json else [s for s in Severity if s is not Severity.SILENT])
    config = context.obj.load()
    with context.obj.open(config) as database, database.reading() as connection:
        start = _start(config, since)
        if since_last:
            telling = [r for r in runs.recent(connection, "read") if r.report and r.report.counts["events"]]
            start = telling[0].started_at if telling else start
        if metric is not None and not _is_metric(config, connection, metric):
            err.print(f"no metric is called {metric!r}; `shuzhi series` lists them", markup=False, soft_wrap=True)
            raise typer.Exit(Exit.NOTHING)
        for told in reports.told(connection, since=start, severities=wanted, metric=metric):
            if as_json:
                print(printing.line(printing.event_record(told.change, told.observation)))  # noqa: T201
            else:
                printing.print_event(out, told)


@app.command()
def series(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(help="A metric's id, a series key, or a part of one; none: all.")
    ] = None,
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="As published by that day.")
    ] = None,
    vintage: Annotated[
        reports.Vintage, typer.Option(help="Every statement of a period, its first or its latest one.")
    ] = reports.Vintage.ALL,
) -> None:
    """Print the history of a series, or the list of all."""
    config = context.obj.load()
    with context.obj.open(config) as database, database.reading() as connection:
        if name is None:
            _list_series(reports.all_series(connection), as_json=context.obj.json)
            return
        found = reports.vintages(reports.series(connection, name, as_of=_day(as_of)), vintage)
        if not found:
            err.print(f"no series is called {name!r}; `shuzhi series` lists them", markup=False)
            raise typer.Exit(Exit.NOTHING)
        aside = decisions.rejected(connection, [observation.id for observation in found])
        if context.obj.json:
            for observation in found:
                record = printing.observation_record(observation, set_aside=observation.id in aside)
                print(printing.line(record))  # noqa: T201
        else:
            printing.print_series(out, found, aside)


@app.command()
def check(context: typer.Context) -> None:
    """Check the configuration and print every mistake in it."""
    from checking import inspect

    config = context.obj.load()
    problems = tuple(inspect(config, context.obj.home.resolve(), os.environ))
    if problems:
        raise ConfigError(str(config.root), problems)
    if context.obj.json:
        sizes = {"sources": len(config.sources), "metrics": len(config.metrics), "topics": len(config.topics)}
        print(printing.line({"config": str(config.root), **sizes, "mistakes": 0}))  # noqa: T201
        return
    out.print(
        f"{config.root}: {len(config.sources)} sources, {len(config.metrics)} metrics, {len(config.topics)} topics; "
        "no mistake found",
        markup=False,
        soft_wrap=True,
    )


@app.command()
def daemon(context: typer.Context) -> None:
    """Keep running: crawl, read, deliver and make the digest, each in its time."""
    from scheduler import serve

    config = context.obj.load()
    raise typer.Exit(serve(config, url=context.obj.url(config), home=context.obj.home.resolve()))


@app.command()
def digest(
    context: typer.Context,
    day: Annotated[datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="Its day; the next one.")] = None,
    preview: Annotated[Path | None, typer.Option(help="Write its HTML there instead of printing text.")] = None,
    send: Annotated[bool, typer.Option("--send", help="Send all told since the last one, once a day.")] = False,
) -> None:
    """Print, write or send the digest of a day."""
    from delivering import Deliverer
    from digesting import Digester

    config, now = context.obj.load(), clock()
    with context.obj.open(config) as database:
        digester = Digester(config, database)
        if send:
            if day or preview:
                raise typer.BadParameter("--send is of now; --date and --preview only look")
            report = digester.send(now)
            report.merge(Deliverer(config, database, context.obj.home, os.environ).send(clock))
            _show(context.obj, report)
            raise typer.Exit(_code(report))
        message = digester.preview(_day(day), now)
    if preview is not None:
        preview.write_text(message.html or "", encoding="utf-8")
    if context.obj.json:
        record = {"key": message.key, "subject": message.subject, "text": message.text, "html": message.html}
        print(printing.line(record))  # noqa: T201
    elif preview is None:
        out.print(message.text, markup=False, soft_wrap=True)
    else:
        out.print(f"{message.subject}\n{preview}", markup=False, soft_wrap=True)


@app.command("deliveries")
def show_deliveries(
    context: typer.Context,
    *,
    state: Annotated[list[DeliveryState] | None, typer.Option(help="Only these; may be given again.")] = None,
    retry: Annotated[list[int] | None, typer.Option(help="Try this dead letter again, by number.")] = None,
    limit: Annotated[int, typer.Option(help="How many, newest first.")] = 50,
) -> None:
    """Print what is on its way to people, what arrived, and the dead letters; try dead letters again."""
    config, now = context.obj.load(), clock()
    with context.obj.open(config) as database, database.writing() as connection:
        missing = [number for number in retry or () if not deliveries.retry(connection, number, now)]
        for delivery in deliveries.every(connection, *(state or ()), limit=limit):
            if context.obj.json:
                print(printing.line(printing.delivery_record(delivery)))  # noqa: T201
            else:
                printing.print_delivery(out, delivery)
    for number in missing:
        err.print(f"{number} is no dead letter")
    raise typer.Exit(Exit.FAILURES if missing else Exit.FINE)


notify = typer.Typer(help="Reach people.", no_args_is_help=True)
app.add_typer(notify, name="notify")


@notify.command("test")
def notify_test(
    context: typer.Context, channel: Annotated[str, typer.Argument(help="console, file, smtp, webhook or apprise.")]
) -> None:
    """Send a test message to every recipient of a channel."""
    from delivering import Deliverer

    config = context.obj.load()
    with context.obj.open(config) as database:
        reached = Deliverer(config, database, context.obj.home, os.environ).test(channel, clock())
    for recipient in reached:
        err.print(f"{channel}: {recipient} took it", markup=False, soft_wrap=True)
    if not reached:
        err.print(f"channels.{channel}.to names nobody", markup=False)
        raise typer.Exit(Exit.NOTHING)


@app.command()
def demo(context: typer.Context) -> None:
    """Show on a sample site what Shuzhi does."""
    from demo.run import main as show

    asked = context.obj.home if context.get_parameter_source("home") else None
    raise typer.Exit(show(None if asked == Path("var") else asked))


@contextmanager
def _stoppable() -> Iterator[None]:
    """Ctrl-C ends the command with a word instead of a traceback."""
    try:
        yield
    except KeyboardInterrupt:
        err.print("stopped; what was done is kept, what was not is still pending")
        raise typer.Exit(_STOPPED) from None


def _run(options: Options, doing: str, work: Callable[[Pipeline], Report]) -> None:
    """Load, open, work, print the Report, exit with its code."""
    config = options.load()
    with ExitStack() as stack:
        database = stack.enter_context(options.open(config))
        shown = stack.enter_context(_Watch(doing, quiet=options.quiet or options.json))
        stack.enter_context(_stoppable())
        report = work(Pipeline(config, database, clock, shown.see))
    _show(options, report)
    raise typer.Exit(_code(report))


def _show(options: Options, report: Report) -> None:
    if options.json:
        print(printing.line(printing.report_record(report)))  # noqa: T201
    elif options.quiet:
        printing.print_failures(err, report)
    else:
        printing.print_report(out, err, report)


def _is_metric(config: Config, connection: Connection, name: str) -> bool:
    """Whether a metric of that name is declared, or was when something was told of it."""
    return any(metric.id == name for metric in config.metrics) or any(reports.told(connection, metric=name))


def _list_series(found: list[reports.SeriesLine], *, as_json: bool) -> None:
    if not as_json:
        printing.print_series_list(out, found)
        return
    for one in found:
        print(printing.line(printing.series_record(one)))  # noqa: T201


def _code(report: Report) -> Exit:
    if not report.failures:
        return Exit.FINE
    return Exit.FAILURES if report.counts else Exit.NOTHING


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _start(config: Config, since: datetime | None) -> datetime | None:
    """The first moment of a day in the operator's zone."""
    if since is None:
        return None
    return datetime.combine(since.date(), time.min, ZoneInfo(config.settings.general.timezone))


class _Watch:
    """A line on standard error that says how far it is; nothing where that is no terminal."""

    def __init__(self, doing: str, *, quiet: bool) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        self.doing = doing
        self.progress = Progress(*columns, console=err, transient=True, disable=quiet or not err.is_terminal)
        self.task = self.progress.add_task(doing)

    def __enter__(self) -> Self:
        self.progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.progress.stop()

    def see(self, report: Report) -> None:
        """Show the counts so far."""
        counted = ", ".join(printing.count(size, name) for name, size in report.counts.items() if size)
        self.progress.update(self.task, description=f"{self.doing}: {counted}")


_ANYWHERE = {"--home": True, "--config": True, "--json": False, "--quiet": False, "-q": False}
"""The options of all commands and whether each takes a value."""


def _hoist(words: list[str]) -> list[str]:
    """The command line with the options of all commands in front, wherever they stood."""
    front: list[str] = []
    rest: list[str] = []
    left = iter(words)
    for word in left:
        if word == "--":
            rest += [word, *left]
        elif word in _ANYWHERE:
            front += [word, *([next(left, "")] if _ANYWHERE[word] else [])]
        elif word.partition("=")[0] in _ANYWHERE and "=" in word:
            front.append(word)
        else:
            rest.append(word)
    return front + rest


def main(words: list[str] | None = None) -> None:
    """The command `shuzhi`."""
    try:
        app(_hoist(sys.argv[1:] if words is None else words))
    except ConfigError as error:
        err.print(str(error), markup=False, soft_wrap=True)
        sys.exit(Exit.WRONG)
    except ShuzhiError as error:
        err.print(str(error), markup=False, soft_wrap=True)
        sys.exit(Exit.NOTHING)
    except KeyboardInterrupt:
        sys.exit(_STOPPED)


def crawl_main() -> None:
    """The command `crawl`, short for `shuzhi crawl`."""
    main(["crawl", *sys.argv[1:]])


if __name__ == "__main__":
    main()

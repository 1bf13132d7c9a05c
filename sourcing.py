"""`shuzhi sources`: how each fares, one tried now, a page of it kept as a test case, feeds taken over from a reader.

cli.py adds this group to its app.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table

from config.loader import Config
from config.settings import SHIPPED
from crawler.health import Health, Read, State, health
from models.article import Article, Page
from models.errors import ConfigError, InputError, Problem, ReadError
from models.source import Source
from storage import crawling
from storage.database import Database

if TYPE_CHECKING:
    from crawler.trial import Trial

app = typer.Typer(help="List the sources and how they fare; try one, keep a page of it, import feeds.")

_HISTORY = 200
_COLOURS = {State.HEALTHY: "green", State.NEW: "dim", State.SILENT: "yellow", State.PARTIAL: "yellow"}
_TRY_SECONDS = 20.0
_WIDE = 110  # columns that the whole table needs


class Options(Protocol):
    """What stands before the command."""

    json: bool

    def load(self) -> Config:
        """The configuration."""
        ...

    def open(self, config: Config) -> Database:
        """The database."""
        ...

    def now(self) -> datetime:
        """The time."""
        ...

    @property
    def out(self) -> Console:
        """Where results go."""
        ...


@app.callback(invoke_without_command=True)
def table(context: typer.Context) -> None:
    """List the sources and how they fare."""
    if context.invoked_subcommand is not None:
        return
    options: Options = context.obj
    config = options.load()
    with options.open(config) as database, database.reading() as connection:
        read = crawling.readings(connection)
        found = [
            health(
                source.id,
                crawling.health(connection, source.id, limit=_HISTORY)[::-1],
                options.now(),
                Read(*read.get(source.id, ())),
            )
            for source in config.sources
        ]
    if options.json:
        for one in found:
            print(json.dumps(_record(one), ensure_ascii=False))  # noqa: T201 - results go to standard output
        return
    zone = ZoneInfo(config.settings.general.timezone)
    options.out.print(_shown(config.sources, found, zone, narrow=options.out.width < _WIDE))


@app.command()
def check(
    context: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(help="Sources; all of them where none is named.")] = None,
) -> None:
    """Try sources now: what their lists hold, and whether two articles can be had and read. Keeps nothing."""
    from crawler.trial import try_source

    options: Options = context.obj
    config = options.load()
    settings = config.settings.crawl
    quick = settings.model_copy(update={"retries": 0, "timeout": min(settings.timeout, _TRY_SECONDS)})
    sound = True
    for source in _chosen(config, ids or ()):
        trial = try_source(source, quick, clock=options.now)
        read = [_read(page) for page in trial.pages]
        good = sum(isinstance(one, Article) for one in read)
        well = trial.sound and good == len(read)
        sound &= well
        if options.json:
            print(json.dumps(_trial_record(trial, read, sound=well), ensure_ascii=False))  # noqa: T201
            continue
        words = f"{len(trial.links)} links, {trial.dated} dated, {len(trial.pages)} articles, {good} read"
        options.out.print(f"[{'green' if well else 'red'}]{source.id}[/] {words}")
        for line in (*_listed(trial), *map(_said, read)):
            options.out.print(f"    {line}", markup=False, soft_wrap=True)
    raise typer.Exit(0 if sound else 1)


@app.command()
def sample(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="The source whose manners and headers are used.")],
    url: Annotated[str, typer.Argument(help="The page.")],
    folder: Annotated[Path, typer.Option("--into", help="Where the page and what is read of it are put.")] = Path(
        "samples"
    ),
) -> None:
    """Keep a page as a test case: its bytes, and what is read out of it now, to be corrected by hand."""
    from crawler.found import resolve
    from crawler.trial import fetch_one
    from extract.article import read_page
    from extract.attachments import ending

    options: Options = context.obj
    config = options.load()
    (declared,) = _chosen(config, [source])
    if resolve(url, "") is None:
        typer.echo(f"{url}: no http(s) address", err=True)
        raise typer.Exit(2)
    trial = fetch_one(url, declared, config.settings.crawl, clock=options.now)
    if not trial.pages:
        failure = trial.failures[0] if trial.failures else None
        raise InputError(url, f"{failure.kind}: {failure.message}" if failure else "no page")
    page = trial.pages[0]
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{source}-{page.sha256[:12]}"
    (folder / f"{stem}{ending(page.body)}").write_bytes(page.body)
    article = read_page(page)
    day = article.published.isoformat() if article.published else None
    record: dict[str, object] = {"id": stem, "url": page.url, "content_type": page.content_type}
    record |= {"fetched_at": page.fetched_at.isoformat(), "title": article.title, "published": day}
    record |= {"outlet": article.outlet, "body": article.body}
    (folder / f"{stem}.json").write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    options.out.print(str(folder / f"{stem}.json"), markup=False)


@app.command("import")
def import_feeds(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="An OPML file, as feed readers export it.")],
) -> None:
    """Declare a source for every feed of an OPML file that is not declared yet, in a configuration of your own."""
    from crawler.markup import NotReadable
    from crawler.opml import declaration, sources

    options: Options = context.obj
    config = options.load()
    folder = config.root / "sources"
    if config.root.resolve() == SHIPPED:
        raise InputError(
            str(folder), "comes with Shuzhi and is not written into; copy the folder above it and name that by --config"
        )
    known = {url for source in config.sources for url in source.urls}
    try:
        found, dropped = sources(file.read_bytes(), frozenset(source.id for source in config.sources))
    except (OSError, NotReadable) as error:
        raise InputError(str(file), str(error)) from None
    new = [source for source in found if known.isdisjoint(source.urls)]
    for source in new:
        folder.mkdir(exist_ok=True)
        target = folder / f"{source.id}.toml"
        try:
            with target.open("x", encoding="utf-8") as out:  # never over another file
                out.write(declaration(source))
        except OSError as error:
            raise InputError(str(target), error.strerror or str(error)) from None
        options.out.print(str(target), markup=False, soft_wrap=True)
    for text in dropped:
        options.out.print(f"left out, no http(s) address: {text:.100}", markup=False, soft_wrap=True)
    options.out.print(f"{len(new)} new, {len(found) - len(new)} declared already, {len(dropped)} left out")


def _read(page: Page) -> Article | ReadError:
    """The article on a page, or why there is none."""
    from extract.article import read_page

    try:
        return read_page(page)
    except ReadError as error:
        return error


def _listed(trial: Trial) -> Iterator[str]:
    """The first links that a trial found, and what went wrong."""
    for link in trial.links[:3]:
        yield f"{link.published or 'undated   '} {link.title or ''} {link.url}"
    for failure in trial.failures:
        yield f"{failure.kind} {failure.subject}: {failure.message}"


def _said(one: Article | ReadError) -> str:
    if isinstance(one, ReadError):
        return f"not read {one.subject}: {one.message}"
    day = one.published.isoformat() if one.published else "undated"
    return f"read {day} {one.title or 'without a title'}, {len(one.body)} characters"


def _trial_record(trial: Trial, read: Sequence[Article | ReadError], *, sound: bool) -> dict[str, object]:
    failures = [[failure.kind, failure.subject, failure.message] for failure in trial.failures]
    failures += [["unread", one.subject, one.message] for one in read if isinstance(one, ReadError)]
    record: dict[str, object] = {"source": trial.source, "sound": sound, "links": len(trial.links)}
    record |= {"dated": trial.dated, "pages": len(trial.pages)}
    return record | {"read": sum(isinstance(one, Article) for one in read), "failures": failures}


def _chosen(config: Config, ids: Iterable[str]) -> list[Source]:
    known = {source.id: source for source in config.sources}
    wanted = list(ids)
    if problems := [Problem("sources", name, "no such source") for name in wanted if name not in known]:
        raise ConfigError(str(config.root), tuple(problems))
    return [known[name] for name in wanted] or list(known.values())


def _shown(sources: Iterable[Source], found: Iterable[Health], zone: ZoneInfo, *, narrow: bool) -> Table:
    """The table of sources, in local time; a `narrow` one keeps what an operator acts upon."""
    shown = Table(box=None, pad_edge=False)
    for name in ("source", "state", "last read") if narrow else ("source", "kind", "state", "last read", "newest"):
        shown.add_column(name, no_wrap=True)
    if not narrow:
        for name in ("a day", "lately"):
            shown.add_column(name, justify="right", no_wrap=True)
    shown.add_column("why", overflow="fold")
    for source, one in zip(sources, found, strict=True):
        name = source.id if source.enabled else f"{source.id} {'(off)' if narrow else '(disabled)'}"
        state = f"[{_COLOURS.get(one.state, 'red')}]{one.state}"
        read = one.last_success.astimezone(zone) if one.last_success else None
        if narrow:
            shown.add_row(name, state, f"{read:%m-%d %H:%M}" if read else "", one.why)
            continue
        rates = ["" if rate is None else f"{rate:.1f}" for rate in (one.usual, one.lately)]
        when = f"{read:%Y-%m-%d %H:%M}" if read else ""
        shown.add_row(name, source.kind, state, when, str(one.newest or ""), *rates, one.why)
    return shown


def _record(one: Health) -> dict[str, object]:
    return {
        "source": one.source,
        "state": one.state.value,
        "why": one.why,
        "last_success": one.last_success.isoformat() if one.last_success else None,
        "newest": one.newest.isoformat() if one.newest else None,
        "usual": one.usual,
        "lately": one.lately,
    }

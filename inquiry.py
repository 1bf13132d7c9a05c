"""Commands that ask back and decide: why, why-not, replay, review.

They stand apart from cli.py, which holds the daily ones; cli.py adds them to its app.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Protocol

import typer
from rich.console import Console
from rich.markup import escape
from sqlalchemy import Connection

import printing
from config.loader import Config
from models.errors import InputError
from models.metric import Observation
from pipeline import Pipeline
from storage import articles, decisions, findings, observations, pages, reports
from storage.database import Database
from storage.decisions import Decision, Verdict

app = typer.Typer()


class Options(Protocol):
    """What stands before the command."""

    home: Path
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


def _said(options: Options, text: str, **style: Any) -> None:
    options.out.print(escape(text), soft_wrap=True, **style)


@app.command()
def why(
    context: typer.Context,
    event: Annotated[str, typer.Argument(help="The figure's id, article:start, as `events --jsonl` prints them.")],
) -> None:
    """Print the chain behind an event: quote, rules, what it was compared with, decision, evidence."""
    options: Options = context.obj
    with options.open(options.load()) as database, database.reading() as connection:
        told = reports.one(connection, event)
        if told is None:
            raise InputError(event, "no event of that id; `shuzhi events --jsonl` prints article and start of each")
        o, change = told.observation, told.change
        if options.json:
            _line(_chain(connection, told))
            return
        _said(options, f"{change.severity} {change.event}: {_named(o)}", style="bold")
        _quote(options, o)
        _said(options, f"read as     {_reading(o)}")
        _said(options, f"by rules    {', '.join(o.figure.rules) or 'none named'}")
        _said(options, f"series      {o.series} ({o.why})")
        before = observations.get(connection, change.compared_to) if change.compared_to else None
        compared = f"{_named(before)}, published {before.published}, {before.id}" if before else "nothing"
        _said(options, f"compared to {compared}")
        if change.comparable:
            _said(options, f"comparable  {change.comparable}")
        _said(options, f"because     {change.why}")
        _said(options, f"reached     {_reached(told)}")
        for doubt in findings.every(connection, o.id):
            _said(options, f"but         {doubt.why}")
        decided = decisions.latest(connection, o.id)
        if decided:
            _said(options, f"decided     {decided.verdict} on {decided.decided_at:%Y-%m-%d} {decided.note or ''}")
        for old, recorded, retired in observations.vintages(connection, o.id)[:-1]:
            _said(options, f"formerly    {_reading(old)}, from {recorded:%Y-%m-%d %H:%M} to {retired:%Y-%m-%d %H:%M}")
        _said(
            options, f"evidence    {o.url or o.article}, published {o.published}, seen {o.seen_at:%Y-%m-%d %H:%M} UTC"
        )
        _said(options, f"            page as served: sha256 {o.sha256 or 'unknown'}")


@app.command("why-not")
def why_not(
    context: typer.Context,
    article: Annotated[str, typer.Argument(help="An article's id or address.")],
) -> None:
    """Print why nothing, or nothing loud, was told of an article: of the page, and of each of its figures."""
    options: Options = context.obj
    with options.open(options.load()) as database, database.reading() as connection:
        kept = pages.of_article(connection, article)
        if kept is None:
            raise InputError(article, "no page is kept for that id or address: it was never fetched or taken in")
        if options.json:
            _line(_fate(connection, kept))
            return
        said = f": {kept.problem}: {kept.message}" if kept.problem else ""
        _said(options, f"page {kept.number}, {kept.address}, {kept.state}{said}")
        found = articles.of_page(connection, kept.number)
        if found is None:
            return
        _said(options, f"article {found.id}, topics {', '.join(found.topics) or 'none'}")
        told = {t.observation.id: t for t in reports.told(connection, article=found.id)}
        for o in observations.of_article(connection, found.id):
            _said(options, f"{o.figure.stated} {_named(o)}", style="bold")
            _said(options, f"  metric   {o.metric or 'none'}: {o.why}")
            if (event := told.get(o.id)) is not None:
                _said(options, f"  told     {event.change.severity} {event.change.event}: {event.change.why}")
                _said(options, f"  reached  {_reached(event)}")
        _said(options, "what is not listed was not taken for a figure; see `shuzhi extract --explain`", style="dim")


@app.command()
def replay(
    context: typer.Context,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only what arrived on that day or later.")
    ] = None,
) -> None:
    """Read the archive with today's rules and print which events would differ; keep and send nothing."""
    options: Options = context.obj
    config = options.load()
    with options.open(config) as database:
        found = Pipeline(config, database, options.now).replay(since.date() if since else None)
    for difference in found:
        if options.json:
            sides = {"before": difference.before, "after": difference.after}
            _line({name: _event(side) if side else None for name, side in sides.items()})
            continue
        told = difference.after or difference.before
        if told is None:
            continue
        _said(options, f"{told.observation.id} {_named(told.observation)}", style="bold")
        for mark, side in (("-", difference.before), ("+", difference.after)):
            words = f"{side.change.severity} {side.change.event}: {side.change.why}" if side else "no such figure"
            _said(options, f"  {mark} {words}", style="red" if mark == "-" else "green")
    if not options.json:
        _said(options, f"{printing.count(len(found), 'events')} would differ")


@app.command()
def review(
    context: typer.Context,
    verdict: Annotated[Verdict | None, typer.Argument(help="accept, reject or merge; none lists what waits.")] = None,
    subject: Annotated[str | None, typer.Argument(help="A figure's id; for merge a series.")] = None,
    *,
    into: Annotated[str | None, typer.Option(help="The series to merge into.")] = None,
    note: Annotated[str | None, typer.Option(help="A word for those who come after.")] = None,
    decided: Annotated[bool, typer.Option("--decided", help="List what was decided, the latest first.")] = False,
) -> None:
    """List what waits for a person, or decide on it."""
    options: Options = context.obj
    with options.open(options.load()) as database:
        if decided or verdict is None:
            (_list_decided if decided else _list_waiting)(options, database)
            return
        if subject is None or (verdict is Verdict.MERGE) != (into is not None):
            raise InputError(f"review {verdict}", "needs what it is about, and for merge a series to merge --into")
        with database.writing() as connection:
            if verdict is Verdict.MERGE:
                known = reports.series(connection, subject)
                missing = not any(o.series == subject for o in known)
            else:
                missing = observations.get(connection, subject) is None
            if missing:
                raise InputError(subject, "nothing of that name is kept")
            decision = Decision(verdict=verdict, subject=subject, target=into, note=note, decided_at=options.now())
            decisions.put(connection, decision)
    if options.json:
        _line(_decision(decision))
        return
    _said(options, f"{verdict}: {subject}" + (f" into {into}" if into else ""))
    if verdict is not Verdict.ACCEPT:
        _said(options, "what was told before stands; `shuzhi read --again` compares it anew", style="dim")


def _list_waiting(options: Options, database: Database) -> None:
    with database.reading() as connection:
        waiting = decisions.waiting(connection)
        for name, reason in waiting:
            told = reports.one(connection, name)
            if told is None:
                continue
            if options.json:
                _line({"id": name, "reason": reason, "event": _event(told)})
                continue
            _said(options, f"{name} {_named(told.observation)}", style="bold")
            words = told.change.why if reason == told.change.event else reason
            _said(options, f"  {reason if reason == told.change.event else 'does not fit'}: {words}")
            _quote(options, told.observation)
    if not options.json:
        verb = "waits" if len(waiting) == 1 else "wait"
        _said(options, f"{len(waiting)} {verb}; decide with `shuzhi review accept|reject ID`")


def _list_decided(options: Options, database: Database) -> None:
    with database.reading() as connection:
        for one in decisions.every(connection):
            if options.json:
                _line(_decision(one))
                continue
            into = f" into {one.target}" if one.target else ""
            note = f": {one.note}" if one.note else ""
            _said(options, f"{one.decided_at:%Y-%m-%d} {one.verdict:6} {one.subject}{into}{note}")


def _line(record: dict[str, Any]) -> None:
    print(printing.line(record))  # noqa: T201 - results go to standard output


def _event(told: reports.Told) -> dict[str, Any]:
    return printing.event_record(told.change, told.observation)


def _decision(one: Decision) -> dict[str, Any]:
    made = {"verdict": one.verdict.value, "subject": one.subject, "into": one.target, "note": one.note}
    return made | {"decided_at": one.decided_at.isoformat()}


def _chain(connection: Connection, told: reports.Told) -> dict[str, Any]:
    """What `why` prints, as one object."""
    o, before = told.observation, told.change.compared_to
    earlier = observations.get(connection, before) if before else None
    decided = decisions.latest(connection, o.id)
    return {
        "id": o.id,
        "event": _event(told),
        "observation": printing.observation_record(o),
        "rules": list(o.figure.rules),
        "compared_to": printing.observation_record(earlier) if earlier else None,
        "reached": _reached(told),
        "doubts": [doubt.why for doubt in findings.every(connection, o.id)],
        "decided": _decision(decided) if decided else None,
        "formerly": [_reading(old) for old, _, _ in observations.vintages(connection, o.id)[:-1]],
        "sha256": o.sha256,
    }


def _fate(connection: Connection, kept: pages.Kept) -> dict[str, Any]:
    """What `why-not` prints, as one object."""
    found = articles.of_page(connection, kept.number)
    told = {t.observation.id: t for t in reports.told(connection, article=found.id)} if found else {}
    figures = [
        printing.observation_record(o)
        | {"why": o.why, "event": _event(event) if (event := told.get(o.id)) else None}
        | {"reached": _reached(event) if event else None}
        for o in (observations.of_article(connection, found.id) if found else ())
    ]
    page = {"number": kept.number, "address": kept.address, "state": kept.state.value}
    problem = {"problem": kept.problem, "message": kept.message}
    return {"page": page | problem, "article": found.id if found else None, "figures": figures}


def _named(o: Observation) -> str:
    figure = o.figure
    return f"{figure.region or '?'} {figure.subject} {figure.stated} ({printing.span(figure.period)})"


def _reading(o: Observation) -> str:
    figure = o.figure
    parts = (printing.amount(figure.quantity), figure.measure, figure.modality, figure.status)
    return f"{', '.join(parts)}, period {printing.span(figure.period)} ({figure.period.kind})"


def _quote(options: Options, o: Observation) -> None:
    """The sentence with its figure marked."""
    figure = o.figure
    at = figure.start - figure.sentence_start
    left, right = figure.sentence[:at], figure.sentence[at + len(figure.surface) :]
    marked = f"“{escape(left)}[bold reverse]{escape(figure.surface)}[/]{escape(right)}”"
    options.out.print(f"  {marked}", soft_wrap=True)


def _reached(told: reports.Told) -> str:
    if told.when is None:
        return "nobody at once: it is not loud" + ("; it was history" if told.history else "")
    return f"{told.when}: {told.reason}"

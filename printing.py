"""How things look on a terminal and in a pipe: reports, articles with figures, events, series. Pure but for the print.

The JSON shapes are the contract of docs/cli.md; people and programs build on them.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from extract.explain import explain as explain_figure
from extract.explain import explain_rest
from extract.wire import figure_json
from models.alert import Delivery
from models.article import Article
from models.metric import Change, Delta, Figure, Measure, Observation, Severity, Status
from models.period import Period
from models.quantity import Bound, Quantity
from models.report import Report
from storage.reports import SeriesLine, Told

COLOURS = {Severity.REVIEW: "red", Severity.NOTICE: "yellow", Severity.INFO: "cyan", Severity.SILENT: "dim"}
BOUNDS = {
    Bound.EXACT: "",
    Bound.APPROX: "≈",
    Bound.MORE_THAN: ">",
    Bound.AT_LEAST: "≥",
    Bound.LESS_THAN: "<",
    Bound.AT_MOST: "≤",
}

_SHOWN_BY_ITSELF = frozenset({Measure.LEVEL, Measure.SHARE})
"""What a subject and a unit say without a word: 占GDP比重 42.7%."""

STATUSES = {
    Status.NORMAL: "",
    Status.ESTIMATED: "E",
    Status.PRELIMINARY: "P",
    Status.REVISED: "R",
    Status.FINAL: "F",
    Status.BREAK: "B",
}
"""Observation status as SDMX writes it."""


def line(record: dict[str, Any]) -> str:
    """One record as one line of JSON, Chinese left readable."""
    return json.dumps(record, ensure_ascii=False)


def number(value: Decimal | None) -> int | float | str | None:
    """A decimal as JSON can hold it exactly: a number where that loses nothing, else text."""
    if value is None:
        return None
    if value == value.to_integral_value():
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else str(value)


def article_record(article: Article, figures: Iterable[Figure]) -> dict[str, Any]:
    """An article as `shuzhi extract --jsonl` writes it."""
    return {
        "id": article.id,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "outlet": article.outlet,
        "author": article.author,
        "body": article.body,
        "topics": list(article.topics),
        "figures": [figure_json(figure) for figure in figures],
    }


def delta_record(delta: Delta | None) -> dict[str, Any] | None:
    """A difference, with the parts that are known."""
    if delta is None:
        return None
    parts = {name: getattr(delta, name) for name in ("abs", "abs_min", "abs_max", "pct", "pct_min", "pct_max")}
    return {"unit": delta.unit} | {name: number(value) for name, value in parts.items() if value is not None}


def event_record(change: Change, observation: Observation) -> dict[str, Any]:
    """An event as `shuzhi events --jsonl` prints it."""
    return {
        "article": observation.article,
        "start": observation.figure.start,
        "surface": observation.figure.surface,
        "metric": observation.metric,
        "series": observation.series,
        "event": change.event.value,
        "severity": change.severity.value,
        "comparable": change.comparable.value if change.comparable else None,
        "compared_to": change.compared_to,
        "delta": delta_record(change.delta),
        "why": change.why,
    }


def observation_record(observation: Observation, *, set_aside: bool = False) -> dict[str, Any]:
    """An observation as `shuzhi series --json` prints it."""
    figure = figure_json(observation.figure)
    return {
        "id": observation.id,
        "series": observation.series,
        "metric": observation.metric,
        "published": observation.published.isoformat(),
        "seen_at": observation.seen_at.isoformat(),
        "outlet": observation.outlet,
        "url": observation.url,
        "place": observation.place,
        "article": observation.article,
        "set_aside": set_aside,
        "figure": figure,
    }


def series_record(found: SeriesLine) -> dict[str, Any]:
    """A series as `shuzhi series --json` lists it."""
    until = found.last.isoformat() if found.last else None
    return {"series": found.series, "metric": found.metric, "figures": found.observations, "until": until}


def report_record(report: Report) -> dict[str, Any]:
    """What a run did, for `--json`."""
    return {
        "counts": {name: count for name, count in report.counts.items() if count},
        "failures": [{"kind": f.kind, "subject": f.subject, "message": f.message} for f in report.failures],
        "notes": report.notes,
    }


def span(period: Period) -> str:
    """A period for a table: `2022-01-01..2022-09-30`, `2023-02-13`, `..2025-12-31`."""
    return f"{period.last}" if period.first == period.last and period.last else period.key


def amount(quantity: Quantity) -> str:
    """A quantity for a table: scaled by 万 and 亿 as Chinese readers do."""
    scale, word = next(
        (
            (scale, word)
            for scale, word in ((Decimal(10**12), "万亿"), (Decimal(10**8), "亿"), (Decimal(10**4), "万"))
            if abs(quantity.value) >= scale and quantity.unit != "%"
        ),
        (Decimal(1), ""),
    )

    def plain(value: Decimal) -> str:
        return f"{(value / scale).normalize():f}{word}"

    high = f"~{plain(quantity.value_high)}" if quantity.value_high is not None else ""
    return f"{BOUNDS[quantity.bound]}{plain(quantity.value)}{high}{quantity.unit}"


def count(size: int, name: str) -> str:
    """A number of things: 2 pages, 1 page, 1 entry, 1 message emptied."""
    if size == 1:
        first, _, rest = name.partition(" ")
        first = f"{first[:-3]}y" if first.endswith("ies") else first.removesuffix("s")
        name = f"{first} {rest}".strip()
    return f"{size} {name}"


def print_report(console: Console, errors: Console, report: Report) -> None:
    """The counts in one line, notes below; failures on standard error, one a line."""
    console.print(", ".join(count(number, name) for name, number in report.counts.items() if number) or "nothing to do")
    for note in report.notes:
        console.print(f"  {escape(note)}")
    print_failures(errors, report)


def print_failures(errors: Console, report: Report) -> None:
    """What could not be done, one a line."""
    for failure in report.failures:
        errors.print(
            f"[red]{escape(failure.kind)}[/] {escape(failure.subject)}: {escape(failure.message)}", soft_wrap=True
        )


def print_article(console: Console, article: Article, observations: Iterable[Observation], *, explain: bool) -> None:
    """An article's head and a table of its figures; with `explain`, what decided each."""
    console.print(f"[bold]{escape(article.title or article.id)}[/]")
    when = article.published
    facts = (when.isoformat() + f" ({when.evidence})" if when else None, article.outlet, article.author)
    console.print(escape(" · ".join(fact for fact in facts if fact)) or "no date, outlet or author found")
    table = Table("figure", "value", "measure", "region", "subject", "period", "said as", box=None, pad_edge=False)
    for o in observations:
        figure = o.figure
        said = figure.modality.value + ("" if figure.status.value == "normal" else f", {figure.status.value}")
        row = (figure.surface, amount(figure.quantity), figure.measure.value, figure.region or "")
        table.add_row(*map(escape, (*row, figure.subject, span(figure.period), said)))
        if explain:
            for text in (*explain_figure(article, figure), f"  series   {o.series}   ← {o.why}"):
                console.print(escape(text), soft_wrap=True)
    if explain and (rest := explain_rest(article)):
        console.print("no figures:")
        for text in rest:
            console.print(escape(text), soft_wrap=True)
    console.print(table)
    console.print()


def print_event(console: Console, told: Told) -> None:
    """An event in words: what, whether it may be compared, why, its id, and the evidence for what is loud."""
    change, o = told.change, told.observation
    figure = o.figure
    colour = COLOURS[change.severity]
    measure = "" if figure.measure in _SHOWN_BY_ITSELF else f" {figure.measure}"
    place = f"{figure.region or '?'} {figure.subject}{measure}"
    comparable = f" · comparable: {change.comparable}" if change.comparable else ""
    history = " · history" if told.history and change.severity in {Severity.NOTICE, Severity.REVIEW} else ""
    console.print(
        f"[{colour}]{change.severity.value:6} {change.event.value}[/] [bold]{escape(place)}[/] "
        f"[bold]{escape(figure.stated)}[/] ({escape(span(figure.period))}){comparable}{history}",
        soft_wrap=True,
    )
    why = f"       {escape(change.why)} [dim]· {escape(o.id)}[/]"
    console.print(why, soft_wrap=True, style="dim" if change.severity == "info" else "")
    if change.severity in {Severity.NOTICE, Severity.REVIEW}:
        source = " · ".join(x for x in (o.outlet, o.published.isoformat(), o.url, o.place) if x)
        console.print(f"       “{escape(figure.sentence)}”", soft_wrap=True)
        console.print(f"       {escape(told.title or '')} — {escape(source)}", soft_wrap=True, style="dim")


def print_series(console: Console, observations: Iterable[Observation], aside: Container[str] = ()) -> None:
    """Observations by series, each series a table by period; those in `aside` are marked as set aside."""
    table: Table | None = None
    current = ""
    for o in observations:
        if table is None or o.series != current:
            if table is not None:
                console.print(table)
            current = o.series
            table = Table(title=escape(current), title_justify="left", box=None, pad_edge=False)
            for name in ("period", "value", "status", "as written", "published", "outlet", "article"):
                table.add_column(name)
        value = (span(o.figure.period), amount(o.figure.quantity))
        status = " ".join(filter(None, (STATUSES[o.figure.status], "set aside" if o.id in aside else "")))
        row = (*value, status, o.figure.surface, o.published.isoformat())
        table.add_row(*map(escape, (*row, o.outlet or "", o.url or o.article)))
    if table is not None:
        console.print(table)


def print_series_list(console: Console, lines: Iterable[SeriesLine]) -> None:
    """Every series with how much is held of it."""
    table = Table("series", "metric", "figures", "until", box=None, pad_edge=False)
    for found in lines:
        table.add_row(escape(found.series), found.metric or "", str(found.observations), str(found.last or ""))
    console.print(table)


def delivery_record(delivery: Delivery) -> dict[str, object]:
    """A delivery as JSON values."""
    return {
        "number": delivery.number,
        "state": delivery.state.value,
        "channel": delivery.message.channel,
        "recipient": delivery.recipient,
        "key": delivery.message.key,
        "subject": delivery.message.subject,
        "attempts": delivery.attempts,
        "due_at": delivery.due_at.isoformat(),
        "sent_at": delivery.sent_at.isoformat() if delivery.sent_at else None,
        "problem": delivery.problem,
        "uncertain": delivery.uncertain,
    }


def print_delivery(out: Console, delivery: Delivery) -> None:
    """A delivery on one line, and its last problem on another."""
    message = delivery.message
    words = f"{delivery.number:>6} {delivery.state:8} {message.channel} {delivery.recipient}  {message.subject}"
    out.print(words, markup=False, soft_wrap=True)
    if delivery.problem:
        doubt = "; an earlier attempt may have arrived" if delivery.uncertain else ""
        out.print(f"       after {delivery.attempts}: {delivery.problem}{doubt}", markup=False, soft_wrap=True)

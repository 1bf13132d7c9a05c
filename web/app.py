"""The window as a WSGI application: looks at the shelf, changes nothing, and trusts no word that came from a page.

Only GET and HEAD are answered, only under a host name that is ours (a foreign name that leads here is how a web page
would read along), no script runs, and nothing is loaded from anywhere else.
"""

from __future__ import annotations

import csv
import io
import ipaddress
import json
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlalchemy import Connection, text
from werkzeug.exceptions import BadRequest, HTTPException, MethodNotAllowed, NotFound, ServiceUnavailable
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from config.loader import Config
from models.errors import StorageError
from models.metric import Observation, Severity
from storage import articles, browsing, decisions, findings, observations, reports
from storage.database import Database
from storage.reports import Told
from web import marks, words
from web.chart import chart

EVENTS_SHOWN, SERIES_SHOWN, HISTORY_SHOWN = 30, 50, 100
_MOST = 2**53  # a larger number in an address is no number of a row
_NEWS = 6
_SECURITY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_STYLE = Path(__file__).with_name("style.css")
_ROUTES = Map(
    [
        Rule("/", endpoint="lately"),
        Rule("/event/<path:name>", endpoint="event"),
        Rule("/article/<path:name>", endpoint="article"),
        Rule("/series", endpoint="all_series"),
        Rule("/series/<path:name>.csv", endpoint="series_csv"),
        Rule("/series/<path:name>", endpoint="series"),
        Rule("/style.css", endpoint="style"),
        Rule("/healthz", endpoint="healthz"),
    ],
    merge_slashes=False,
)


class Window:
    """The application over one open database."""

    def __init__(self, database: Database, config: Config) -> None:
        self.database = database
        self.metrics = {metric.id: metric.name for metric in config.metrics}
        self.zone = ZoneInfo(config.settings.general.timezone)
        self.hosts = {host.lower() for host in (*config.settings.web.hosts, "localhost")}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        response = self.answer(request)
        response.headers.update(_SECURITY)
        return response(environ, start_response)

    def answer(self, request: Request) -> Response:
        """The page asked for, or one that says why there is none."""
        try:
            if request.method not in {"GET", "HEAD"}:
                raise MethodNotAllowed(["GET", "HEAD"])
            self._check_host(request)
            endpoint, arguments = _ROUTES.bind_to_environ(request.environ).match()
            if "\0" in arguments.get("name", ""):
                raise NotFound
            view: Callable[..., Response] = getattr(self, endpoint)
            return view(request, **arguments)
        except HTTPException as error:
            return self._problem(error)
        except StorageError:  # its words name the database: they are for the operator, not for the reader
            return self._problem(ServiceUnavailable())

    def lately(self, request: Request) -> Response:
        """What was told, the latest first, loud news on top of the front page; silent events only when asked for."""
        severity, metric = _word(request, "severity"), _word(request, "metric")
        loud: list[Severity] = [s for s in Severity if s is not Severity.SILENT]
        if severity not in {"", "all", *Severity}:
            raise BadRequest("severity")
        chosen = loud if severity == "" else [s for s in Severity if s.value == severity]  # none: all
        region, query = _word(request, "region"), _word(request, "q")
        wanted = browsing.Wanted(severities=chosen, metric=metric, region=region, words=query.split()[:8])
        with self.database.reading() as connection:
            found = browsing.latest(connection, wanted, before=_number(request, "before"), limit=EVENTS_SHOWN + 1)
            shown = [*self._news(connection), *found[:EVENTS_SHOWN]] if not request.args else found[:EVENTS_SHOWN]
            alerts = [reports.alert(connection, told) for told in {told.number: told for told in shown}.values()]
        asked = {"severity": severity, "metric": metric, "region": region, "q": query}
        before = found[EVENTS_SHOWN - 1].number if len(found) > EVENTS_SHOWN else None
        return self._page("lately", alerts=alerts, asked=asked, before=before, metrics=self.metrics)

    def _news(self, connection: Connection) -> list[Told]:
        """What stands on top of the front page: the latest loud news of declared metrics."""
        loud = (Severity.REVIEW, Severity.NOTICE)
        return browsing.latest(connection, browsing.Wanted(severities=loud, news=True), limit=_NEWS)

    def event(self, request: Request, name: str) -> Response:
        """The chain behind one event."""
        del request
        with self.database.reading() as connection:
            told = reports.one(connection, name)
            if told is None:
                raise NotFound
            known = {
                "told": told,
                "alert": reports.alert(connection, told),
                "doubts": findings.every(connection, name),
                "decided": decisions.latest(connection, name),
                "formerly": observations.vintages(connection, name)[:-1],
            }
        return self._page("event", **known)

    def all_series(self, request: Request) -> Response:
        """Series by name."""
        query, page = _word(request, "q"), _number(request, "page") or 1
        with self.database.reading() as connection:
            start = (page - 1) * SERIES_SHOWN
            found = browsing.named_series(connection, query.split()[:8], offset=start, limit=SERIES_SHOWN + 1)
        shown, more = found[:SERIES_SHOWN], len(found) > SERIES_SHOWN
        return self._page("all_series", shown=shown, more=more, page=page, q=query, metrics=self.metrics)

    def series(self, request: Request, name: str) -> Response:
        """The history of one series, with a drawing of what is on the page."""
        page = _number(request, "page") or 1
        with self.database.reading() as connection:
            start = (page - 1) * HISTORY_SHOWN
            found = browsing.history(connection, name, offset=start, limit=HISTORY_SHOWN + 1)
        if not found:
            raise NotFound
        shown, more = found[:HISTORY_SHOWN], len(found) > HISTORY_SHOWN
        return self._page("series", key=name, shown=shown, more=more, page=page, chart=chart(shown))

    def series_csv(self, request: Request, name: str) -> Response:
        """All of a series as CSV, streamed a batch at a time."""
        del request
        with self.database.reading() as connection:
            if not browsing.history(connection, name, limit=1):
                raise NotFound
        response = Response(self._rows(name), mimetype="text/csv")
        response.headers.set("Content-Disposition", "attachment", filename="series.csv")
        return response

    def article(self, request: Request, name: str) -> Response:
        """An article as read, its figures marked; a long one in stretches."""
        with self.database.reading() as connection:
            found = articles.get(connection, name)
            if found is None:
                raise NotFound
            read = observations.of_article(connection, name)
            told = {one.observation.id: one.change for one in reports.told(connection, article=name)}
        stretch = marks.stretch(found.body, _number(request, "from") or 0)
        lines = marks.marked(found.body, stretch, read)
        return self._page("article", article=found, lines=lines, told=told, stretch=stretch, number=len(read))

    def style(self, request: Request) -> Response:
        """The one style sheet."""
        del request
        return Response(_STYLE.read_bytes(), mimetype="text/css")

    def healthz(self, request: Request) -> Response:
        """Whether the database answers: 200 or 503."""
        del request
        with self.database.reading() as connection:
            connection.execute(text("SELECT 1"))
        return Response(json.dumps({"status": "ok"}) + "\n", mimetype="application/json")

    def _check_host(self, request: Request) -> None:
        host = request.host.lower()
        name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
        if name not in self.hosts and not _is_address(name):
            raise BadRequest("web.hosts")

    def _rows(self, name: str) -> Iterator[str]:
        columns = ("period", "first", "last", "value", "value_high", "bound", "unit", "measure", "status", "modality")
        evidence = ("surface", "published", "seen_at", "outlet", "originator", "url", "sha256", "sentence", "id")
        yield "\ufeff" + _line(columns + evidence)  # the mark lets spreadsheets read UTF-8
        start, batch = 0, 500
        with self.database.reading() as connection:
            while found := browsing.history(connection, name, offset=start, limit=batch):
                for observation in found:
                    yield _line(_cells(observation))
                start += batch

    def _page(self, template: str, **known: Any) -> Response:
        return Response(self._templates.get_template(f"{template}.html").render(known), mimetype="text/html")

    def _problem(self, error: HTTPException) -> Response:
        said = {400: "这个地址不能用", 404: "没有这一页", 405: "只能看，不能改", 503: "数据库暂时无法读取"}
        code = error.code or 500
        response = self._page("problem", code=code, said=said.get(code, "出了差错"))
        response.status_code = code
        for key, value in error.get_headers():
            if key in {"Allow", "Location"}:
                response.headers[key] = value
        return response

    @cached_property
    def _templates(self) -> Environment:
        env = Environment(
            loader=PackageLoader("web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=lambda value: words.clean(value) if type(value) is str else value,
        )
        env.filters |= {
            name: getattr(words, name) for name in ("period", "amount", "difference", "label", "quoted", "in_time")
        }
        env.filters |= {"link": words.link, "part": words.part}
        env.filters["moment"] = lambda moment: f"{moment.astimezone(self.zone):%Y-%m-%d %H:%M}"
        env.globals["words"] = words
        return env


def _word(request: Request, name: str) -> str:
    return words.clean(request.args.get(name, "")).strip()[:100]


def _number(request: Request, name: str) -> int | None:
    given = request.args.get(name)
    if not given:
        return None
    if not (given.isascii() and given.isdigit()):
        raise BadRequest(name)
    return number if 0 < (number := int(given[:20])) < _MOST else None


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _cells(of: Observation) -> tuple[str, ...]:
    figure, read, when = of.figure, of.figure.quantity, of.figure.period
    numbers = (str(read.value), "" if read.value_high is None else str(read.value_high), read.bound.value)
    kinds = (figure.measure.value, figure.status.value, figure.modality.value)
    told = (of.published.isoformat(), of.seen_at.isoformat())
    names = (of.outlet, of.originator, of.url, of.sha256, figure.sentence, of.id)
    safe = tuple(_harmless(name or "") for name in (words.period(when), str(when.first or ""), str(when.last or "")))
    return (*safe, *numbers, _harmless(read.unit), *kinds, _harmless(figure.surface), *told, *map(_harmless, names))


def _harmless(cell: str | None) -> str:
    """A text that no spreadsheet takes for a formula."""
    kept = words.clean(cell)
    return f"'{kept}" if kept.lstrip()[:1] in {"=", "+", "-", "@"} and kept else kept


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()

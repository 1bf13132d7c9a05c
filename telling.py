"""Readings onto the shelf: each figure compared with all that was known before it, told, and queued for people.

    article ─► told before? ─► observations ─► compare ─► event ─► alert ─► rules ─► outbox
                               checks  ─► findings

All of it happens in the transaction it is given, so that news is queued if and only if it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache, cached_property, partial

from sqlalchemy import Connection

from alerts.changes import compare
from alerts.channels import recipients
from alerts.checks import findings
from alerts.glance import Glance, Lot
from alerts.render import alert_message
from alerts.rules import Decision, Sent, batches, decide
from alerts.targets import counterpart
from config.loader import Config
from extract.duplicates import retold
from models.alert import Alert
from models.article import Article
from models.metric import Change, Metric, Observation, Severity
from models.report import Report
from models.rule import Rule, When
from reading import Reading
from storage import articles, crawling, decisions, deliveries, observations, reports, stories
from storage import findings as doubts
from storage.pages import State

_LOUD = {Severity.NOTICE, Severity.REVIEW}
_MOST_LONG = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Before:
    """What holds of a page before it is told: what is `known`, and whether it is `quiet`, that nobody is to be woken.

    `again` says that it was read before: then some figures may be read just the `same`, events were `told`, and a
    person may have `rejected` figures.
    """

    known: Glance
    quiet: bool
    again: bool
    same: set[str]
    told: dict[str, Change]
    rejected: set[str]


@dataclass(slots=True)
class _Rows:
    """Figures and events on their way to the shelf, which takes them together; `rejected` are ids of figures."""

    connection: Connection
    now: datetime
    rejected: set[str] = field(default_factory=set)
    figures: list[tuple[int, Observation]] = field(default_factory=list)
    events: list[tuple[int, Observation, observations.Told]] = field(default_factory=list)

    def put(self) -> None:
        """Onto the shelf with them."""
        observations.put(self.connection, self.figures, now=self.now, set_aside=self.rejected)
        observations.tell(self.connection, self.events, now=self.now)
        self.figures.clear()
        self.events.clear()


def _is_again(reading: Reading) -> bool:
    """Whether its page was read before."""
    return reading.kept.state is not State.PENDING


def _in_story(observation: Observation, article: Article) -> Observation:
    """The observation with the story its article retells, and whom that goes back to where nobody else is named."""
    return replace(observation, story=article.story, originator=observation.originator or article.origin)


@dataclass(frozen=True)
class Teller:
    """Tells readings on one connection, at one moment.

    `long` are the series found to be long, for the next one to know; it forgets them where they are too many.
    """

    config: Config
    connection: Connection
    now: datetime
    long: set[str] = field(default_factory=set)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Who hears of what."""
        return self.config.rules

    @cached_property
    def _heard(self) -> frozenset[Severity]:
        """The severities somebody may be told of at once: the loud ones, and lower ones that a rule asks for."""
        order = list(Severity)
        asked = (order.index(rule.severity) for rule in self.rules if rule.when is When.AT_ONCE)
        return frozenset(order[min([order.index(Severity.NOTICE), *asked]) :])

    def tell(self, readings: Iterable[Reading], report: Report) -> None:
        """Keep the articles of `readings`, in order of arrival, what their figures tell, and messages about it."""
        connection = self.connection
        some = [reading for reading in readings if reading.article is not None]
        marks = {reading.kept.number: reading.marks for reading in some}
        stories.put(connection, marks, again={reading.kept.number for reading in some if _is_again(reading)})
        found = [self._figures(reading, reading.article) for reading in some if reading.article is not None]
        names = [name for figures in found for o in figures for name in (o.series, counterpart(o.series))]
        if len(self.long) > _MOST_LONG:
            self.long.clear()
        lot = Lot(partial(observations.whole, connection, before=max(marks, default=0)), names, marks, self.long)
        rows = _Rows(connection, self.now)
        for reading, figures in zip(some, found, strict=True):
            before = self._before(reading, figures, lot)
            rows.rejected |= before.rejected
            decided = [self._one(reading, observation, before, rows, report) for observation in figures]
            self._queue([decision for decision in decided if decision], report)
            report.add("articles")
            report.add("figures", len(figures))
        rows.put()

    def _figures(self, reading: Reading, article: Article) -> list[Observation]:
        """Keep the article of `reading`; its observations in the order of its text, each in its story and series."""
        page = reading.kept.number
        article = retold(article, stories.alike(self.connection, page, reading.marks))
        articles.put(self.connection, article, page=page, now=self.now, again=_is_again(reading))
        told = (_in_story(observation, article) for observation in reading.observations)
        return sorted(map(self._merged, told), key=lambda o: o.figure.start)

    def _before(self, reading: Reading, figures: Sequence[Observation], lot: Lot) -> _Before:
        connection, page, again = self.connection, reading.kept.number, _is_again(reading)
        return _Before(
            known=Glance(lot, observations.History(connection, page), page),
            rejected=decisions.rejected(connection, [o.id for o in figures]) if again else set(),
            quiet=self._is_history(reading),
            again=again,
            same=observations.retire_others(connection, page, figures, self.now) if again else set(),
            told=observations.told_before(connection, page) if again else {},
        )

    @cached_property
    def _metrics(self) -> dict[str, Metric]:
        return {metric.id: metric for metric in self.config.metrics}

    @cached_property
    def _merges(self) -> dict[str, str]:
        return decisions.merges(self.connection)

    def _merged(self, observation: Observation) -> Observation:
        """The observation in the series that a person merged its own into."""
        series = self._merges.get(observation.series)
        if series is None:
            return observation
        metric = observations.metric_of(self.connection, series)
        why = f"{observation.why}; series {observation.series} was merged into {series} by review"
        return replace(observation, series=series, metric=metric, why=why)

    def _one(
        self, reading: Reading, observation: Observation, before: _Before, rows: _Rows, report: Report
    ) -> Decision | None:
        """Compare and keep one figure; what is decided about it where it told something new."""
        known, page = before.known, reading.kept.number
        change = compare(observation, known, self._metrics.get(observation.metric or ""))
        found = findings(observation, known)
        if observation.id not in before.same:
            rows.figures.append((page, observation))
        if observation.id not in before.rejected:
            known.add(observation)
        added = doubts.put(self.connection, observation.id, found, page=page, now=self.now, again=before.again)
        report.add("findings", added)
        former = before.told.get(observation.id)
        if former == change:
            return None
        decision = None
        if change.severity in self._heard:
            rows.put()  # what was told lately counts, and the news of this lot is part of that
            decision = self._decide(self._alert(reading, observation, change, known, quiet=before.quiet))
        if decision and change.severity not in _LOUD and decision.when is not When.AT_ONCE:
            decision = None  # what no rule asks for goes its quiet way
        told = observations.Told(
            change=change,
            history=before.quiet,
            when=decision.when if decision else None,
            reason=decision.why if decision else "",
        )
        if former is not None:
            observations.retire_event(self.connection, observation.id, self.now)
        rows.events.append((page, observation, told))
        report.add("events")
        if change.severity in _LOUD:
            report.add(f"{change.severity.value} (history)" if before.quiet else change.severity.value)
        return decision

    def _alert(
        self,
        reading: Reading,
        observation: Observation,
        change: Change,
        known: Glance,
        *,
        quiet: bool,
    ) -> Alert:
        metric = self._metrics.get(observation.metric or "")
        period = observation.figure.period
        others = known.ending(observation.series, period.last)
        return Alert(
            id=observation.id,
            change=change,
            observation=observation,
            previous=known.find(change.compared_to) if change.compared_to else None,
            title=reading.article.title if reading.article else None,
            others=tuple(o for o in others if o.figure.period.span == period.span and o.article != observation.article),
            topics=metric.topics if metric else (),
            told_at=self.now,
            backfill=quiet,
        )

    def _decide(self, alert: Alert) -> Decision:
        since = self.now - timedelta(days=max((rule.quiet_days for rule in self.rules), default=7))
        settings = self.config.settings.alerts
        lately = reports.sent_at_once(self.connection, alert.observation.series, since)
        sent = Sent(now=self.now, lately=lately, stale_days=settings.stale_days)
        return decide(alert, self.rules, sent, channels=settings.channels)

    def _queue(self, decisions: Sequence[Decision], report: Report) -> None:
        """One message a channel and group, for each of the channel's recipients."""
        settings = self.config.settings
        for batch in batches(decisions):
            message = alert_message(
                batch.alerts, channel=batch.channel, created_at=self.now, language=settings.alerts.language
            )
            to = recipients(batch.channel, settings.channels)
            deliveries.put(self.connection, [replace(message, key=batch.key)], recipients=to)
            report.add("queued", len(to))

    @cached_property
    def _first_end(self) -> Callable[[str], datetime | None]:
        return cache(partial(crawling.first_end, self.connection))

    def _is_history(self, reading: Reading) -> bool:
        """Whether nobody is to be woken: a page read again, an article old on arrival, a source's first run."""
        kept = reading.kept
        if _is_again(reading):
            return True
        if kept.page.source:
            first = self._first_end(kept.page.source)
            if first is None or first >= kept.page.fetched_at:
                return True
        published = reading.article.published if reading.article else None
        age = kept.page.fetched_at.date() - published.day if published else timedelta(0)
        return age.days > self.config.settings.alerts.stale_days

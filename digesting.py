"""The digest of a day, from the shelf to the outbox: part of the hallway.

    events told since the last digest ─► alerts ─► Digest ─► one message a channel ─► outbox, and how far it reached

Events are numbered in the order in which they are told, and a digest remembers the last number it saw, in the
transaction that queues it. So no event stands in two digests and none falls between them, whatever the clock did.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from alerts.channels import recipients
from alerts.digest import CHANGED, Limits, build, is_shown
from alerts.render import digest_message, is_empty
from config.loader import Config
from models.alert import Alert, Digest, Message, SilentSource, TargetDue
from models.metric import Severity
from models.report import Report
from models.rule import When
from storage import crawling, decisions, deliveries, digests, reports
from storage.database import Database
from storage.decisions import Verdict

_MARGIN = timedelta(days=2)  # told_at follows a clock that may have been set; numbers decide, this only narrows
_FIRST = timedelta(days=7)
"""How far back the first digest looks."""
_PAST_TARGETS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Digester:
    """Makes digests of one database under one configuration."""

    config: Config
    database: Database

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which days begin and the digest is timed."""
        return ZoneInfo(self.config.settings.general.timezone)

    def send(self, now: datetime, *, channels: Iterable[str] | None = None) -> Report:
        """Queue the digest of all that was told since the last one; once a day, however often it is asked for.

        Counts `digests` (messages queued) and `entries`. An empty day queues a line or nothing, by setting.
        """
        report = Report()
        settings = self.config.settings
        names = tuple(settings.digest.channels if channels is None else channels)
        day = now.astimezone(self.zone).date()
        with self.database.writing() as connection:
            edge = digests.edge(connection)
            if edge is not None and edge.day >= day:
                report.notes.append(f"the digest of {edge.day} was made already")
                return report
            last = digests.last_event(connection)
            since = edge.until if edge else now - _FIRST
            digest = self._digest(connection, day, since=since, until=now, after=edge.number if edge else None)
            digests.set_edge(connection, digests.Edge(day=day, number=last, until=now))
            if not is_empty(digest) or settings.digest.empty == "line":
                for name in names:
                    to = recipients(name, settings.channels)
                    deliveries.put(connection, [self._message(digest, name, now)], recipients=to)
                    report.add("digests", len(to))
            report.add("entries", len(digest.alerts))
        return report

    def preview(self, day: date | None, now: datetime) -> Message:
        """The digest of `day` as at its time, from the 24 hours before; without a day the next one, as it stands now.

        Nothing is kept: it neither sends it nor takes its events from the next digest.
        """
        with self.database.reading() as connection:
            if day is None:
                edge = digests.edge(connection)
                since, after = (edge.until, edge.number) if edge else (now - _FIRST, None)
                today = now.astimezone(self.zone).date()
                digest = self._digest(connection, today, since=since, until=now, after=after)
                return self._message(digest, "file", now, so_far=True)
            until = datetime.combine(day, time.fromisoformat(self.config.settings.digest.time), self.zone)
            since = until - timedelta(days=1)
            return self._message(self._digest(connection, day, since=since, until=until, after=None), "file", now)

    def _message(self, digest: Digest, channel: str, now: datetime, *, so_far: bool = False) -> Message:
        since = digest.since.astimezone(self.zone).date() if digest.since else digest.day
        return digest_message(
            digest,
            channel=channel,
            created_at=now.astimezone(self.zone),
            language=self.config.settings.alerts.language,
            topics={topic.id: topic.name for topic in self.config.topics},
            pointer=f"shuzhi events --since {since}",
            so_far=so_far,
        )

    def _digest(
        self, connection: Connection, day: date, *, since: datetime, until: datetime, after: int | None
    ) -> Digest:
        """Events numbered beyond `after`; without it, those told in since <= t < until."""
        settings = self.config.settings.digest
        told = list(self._told(connection, since, until, after))
        return build(
            day,
            told,
            since=since.astimezone(self.zone),
            until=until.astimezone(self.zone),
            series={
                key: reports.series(connection, key)
                for key in {a.observation.series for a in told if a.previous and a.change.event in CHANGED}
            },
            targets=self._targets(connection, day),
            silent=self._silent(connection, until),
            limits=Limits(items=settings.max_items, charts=settings.charts),
        )

    def _told(self, connection: Connection, since: datetime, until: datetime, after: int | None) -> Iterator[Alert]:
        topics = {metric.id: metric.topics for metric in self.config.metrics}
        for told in reports.told(connection, since=since if after is None else since - _MARGIN):
            if told.when is When.NEVER or (after is not None and told.number <= after):
                continue
            if after is None and told.told_at >= until:
                continue
            if not is_shown(told.change, told.observation):
                continue
            alert = reports.alert(connection, told, topics.get(told.observation.metric or "", ()))
            decided = decisions.latest(connection, alert.id) if alert.change.severity is Severity.REVIEW else None
            if decided and decided.verdict is Verdict.REJECT:
                continue
            if decided and decided.verdict is Verdict.ACCEPT:  # a person looked: it is news, and no doubt any more
                alert = replace(alert, change=replace(alert.change, severity=Severity.NOTICE))
            # The number has decided that it belongs here; what the clock said then must not overrule it.
            yield alert if after is None else replace(alert, told_at=max(since, min(told.told_at, until - _MOMENT)))

    def _targets(self, connection: Connection, day: date) -> list[TargetDue]:
        ahead = timedelta(days=self.config.settings.digest.targets_days)
        found = []
        for target in digests.due_targets(connection, day - _PAST_TARGETS, day + ahead):
            if target.figure.period.last is None:
                continue
            actual = [
                o
                for o in reports.series(connection, target.series.removesuffix("|target"))
                if o.series == target.series.removesuffix("|target")
            ]
            latest = actual[-1] if actual else None
            found.append(TargetDue(target=target, due=target.figure.period.last, latest=latest))
        return found

    def _silent(self, connection: Connection, now: datetime) -> list[SilentSource]:
        last = digests.last_pages(connection)
        limit = now - timedelta(days=self.config.settings.digest.silent_days)
        found = []
        for source in self.config.sources:
            walks = crawling.health(connection, source.id, limit=1)
            if not source.enabled or not walks or (source.id in last and last[source.id] >= limit):
                continue
            since = last[source.id].astimezone(self.zone) if source.id in last else None
            problem = ", ".join(f"{kind} ({n})" for kind, n in walks[0].failures.items()) or None
            found.append(SilentSource(id=source.id, name=source.name, since=since, problem=problem))
        return found


_MOMENT = timedelta(microseconds=1)

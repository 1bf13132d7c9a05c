"""The tables, as SQLAlchemy Core sees them; docs/storage.md says what each keeps and why its indexes are what they are.

    contents ─< pages ─< articles
                 │  └──< observations ── events ── deliveries
                 └────── keys  belongings  marks         visits  outcomes  runs  decisions

Nothing that was read is overwritten: a row that a later reading replaces gets `retired_at`, and the new one stands
beside it. Numbers are exact (decimals as text, inside `data`), days are dates, moments are aware and kept in UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

NAMING = {"ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s"}

metadata = MetaData(naming_convention=NAMING)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC; a naive one is refused, because nobody could say which moment it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware time to what the driver keeps."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = f"{value!r} has no time zone"
            raise ValueError(msg)
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """What the driver kept, as an aware time in UTC."""
        del dialect
        if value is None:
            return None
        found: datetime = value
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


# SQLite numbers rows by itself only where the key is an INTEGER; PostgreSQL should not run out of numbers.
Number = BigInteger().with_variant(Integer, "sqlite")


def _number() -> Column[Any]:
    return Column("number", Number, primary_key=True, autoincrement=True)


contents = Table(
    "contents",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("packed", LargeBinary, nullable=False),
)
"""Bytes as served, compressed once however often they were served."""

pages = Table(
    "pages",
    metadata,
    _number(),
    Column("address", Text, nullable=False),
    Column("copy", Integer, nullable=False),
    Column("form", String(16), nullable=False),
    Column("key", Text),
    Column("name", Text),
    Column("url", Text, nullable=False),
    Column("requested", Text),
    Column("source", Text),
    Column("status", Integer, nullable=False),
    Column("content_type", Text, nullable=False),
    Column("headers", Text, nullable=False),
    Column("fetched_at", Moment, nullable=False),
    Column("published", Date),
    Column("sha256", String(64), ForeignKey("contents.sha256"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("problem", String(32)),
    Column("message", Text),
    Column("read_at", Moment),
    Index("uq_pages_address_sha256", "address", "sha256", unique=True),
    Index("ix_pages_sha256", "sha256"),
    Index("ix_pages_state_number", "state", "number"),
)
"""Everything that arrived, in order of arrival: `number` is that order."""

articles = Table(
    "articles",
    metadata,
    _number(),
    Column("id", Text, nullable=False),
    Column("page", Number, ForeignKey("pages.number"), nullable=False),
    Column("title", Text),
    Column("published", Date),
    Column("outlet", Text),
    Column("source", Text),
    Column("url", Text),
    Column("body", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("read_at", Moment, nullable=False),
    Column("retired_at", Moment),
    Index("ix_articles_id", "id"),
    Index("ix_articles_page", "page"),
    Index("ix_articles_published", "published"),
)
"""Articles as read; `data` is the model without its body."""

belongings = Table(
    "belongings",
    metadata,
    Column("page", Number, ForeignKey("pages.number"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("url", Text, nullable=False),
    Column("member", Number, ForeignKey("pages.number")),
    Column("problem", Text),
    Index("ix_belongings_member", "member"),
)
"""What an article's page goes on to: its further parts and the documents it links, without `member` what is missing."""

marks = Table(
    "marks",
    metadata,
    Column("mark", BigInteger, primary_key=True, autoincrement=False),
    Column("page", Number, ForeignKey("pages.number"), primary_key=True, autoincrement=False),
    Index("ix_marks_page", "page"),
)
"""A few numbers of each article's text, by which other tellings of its story are found."""

observations = Table(
    "observations",
    metadata,
    _number(),
    Column("id", Text, nullable=False),
    Column("page", Number, ForeignKey("pages.number"), nullable=False),
    Column("article", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("series", Text, nullable=False),
    Column("metric", Text),
    Column("region", Text),
    Column("first", Date),
    Column("last", Date),
    Column("shape", String(24), nullable=False),
    Column("value", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("published", Date, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("set_aside", Boolean, nullable=False),
    Column("data", Text, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("retired_at", Moment),
    # By these history is asked for; docs/storage.md shows what the last column saves.
    Index("ix_observations_series_last_published", "series", "last", "published"),
    Index("ix_observations_series_shape_last_published", "series", "shape", "last", "published"),
    Index("ix_observations_article_series", "article", "series"),
    Index("ix_observations_page_start", "page", "start"),
    Index("ix_observations_metric_series", "metric", "series"),
    Index(
        "uq_observations_id",
        "id",
        unique=True,
        sqlite_where=text("retired_at IS NULL"),
        postgresql_where=text("retired_at IS NULL"),
    ),
)
"""Figures as understood, one row a vintage; `data` is the whole model."""

events = Table(
    "events",
    metadata,
    _number(),
    Column("observation", Text, nullable=False),
    Column("page", Number, ForeignKey("pages.number"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("article", Text, nullable=False),
    Column("series", Text, nullable=False),
    Column("metric", Text),
    Column("event", String(24), nullable=False),
    Column("severity", String(12), nullable=False),
    Column("compared_to", Text),
    Column("history", Boolean, nullable=False),
    Column("told_when", String(12)),
    Column("reason", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("told_at", Moment, nullable=False),
    Column("retired_at", Moment),
    Index("ix_events_page_start", "page", "start"),
    Index("ix_events_article", "article"),
    Index("ix_events_severity_number", "severity", "number"),
    Index("ix_events_told_at", "told_at"),
    Index("ix_events_series_told_at", "series", "told_at"),
    Index(
        "uq_events_observation",
        "observation",
        unique=True,
        sqlite_where=text("retired_at IS NULL"),
        postgresql_where=text("retired_at IS NULL"),
    ),
)
"""What each observation told, in order of telling; `data` is the Change."""

findings = Table(
    "findings",
    metadata,
    _number(),
    Column("observation", Text, nullable=False),
    Column("page", Number, ForeignKey("pages.number"), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("why", Text, nullable=False),
    Column("others", Text, nullable=False),
    Column("found_at", Moment, nullable=False),
    Column("retired_at", Moment),
    Index("ix_findings_observation", "observation"),
)
"""What does not fit together: for a person to look at."""

deliveries = Table(
    "deliveries",
    metadata,
    _number(),
    Column("key", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("html", Text),
    Column("created_at", Moment, nullable=False),
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("problem", Text),
    Column("uncertain", Boolean, nullable=False),
    Index("uq_deliveries_key_channel_recipient", "key", "channel", "recipient", unique=True),
    Index("ix_deliveries_channel_state_number", "channel", "state", "number"),
    Index("ix_deliveries_channel_recipient_number", "channel", "recipient", "number"),
)
"""The outbox: written in the transaction that found the news, sent later, kept as the record of having been sent."""

runs = Table(
    "runs",
    metadata,
    _number(),
    Column("job", Text, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("report", Text),
    Index("ix_runs_job_started_at", "job", "started_at"),
)
"""What each run did."""

decisions = Table(
    "decisions",
    metadata,
    _number(),
    Column("kind", String(12), nullable=False),
    Column("subject", Text, nullable=False),
    Column("target", Text),
    Column("note", Text),
    Column("decided_at", Moment, nullable=False),
    Index("ix_decisions_subject", "subject"),
)
"""What a person decided in the review queue; the latest decision on a subject holds."""

keys = Table(
    "keys",
    metadata,
    Column("key", Text, primary_key=True),
    Column("page", Number, ForeignKey("pages.number")),
    Column("data", Text, nullable=False),
    Index("ix_keys_page", "page"),
)
"""Addresses the crawler knows, as it folds them, with what to ask next time; without a page those that are gone."""

visits = Table(
    "visits",
    metadata,
    Column("url", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("data", Text, nullable=False),
)
"""List pages as last seen."""

outcomes = Table(
    "outcomes",
    metadata,
    _number(),
    Column("source", Text, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("finished_at", Moment, nullable=False),
    Column("data", Text, nullable=False),
    Index("ix_outcomes_source_complete_number", "source", "complete", "number"),
    Index("ix_outcomes_source_finished_at", "source", "finished_at"),
)
"""How each source fared in each run."""

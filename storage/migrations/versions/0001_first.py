"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.schema import Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "contents",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "decisions",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_decisions_subject", "decisions", ["subject"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("uncertain", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index(
        "ix_deliveries_channel_recipient_number", "deliveries", ["channel", "recipient", "number"], unique=False
    )
    op.create_index("ix_deliveries_channel_state_number", "deliveries", ["channel", "state", "number"], unique=False)
    op.create_index("uq_deliveries_key_channel_recipient", "deliveries", ["key", "channel", "recipient"], unique=True)
    op.create_table(
        "outcomes",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("finished_at", Moment(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_outcomes_source_complete_number", "outcomes", ["source", "complete", "number"], unique=False)
    op.create_index("ix_outcomes_source_finished_at", "outcomes", ["source", "finished_at"], unique=False)
    op.create_table(
        "runs",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.Column("report", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_runs_job_started_at", "runs", ["job", "started_at"], unique=False)
    op.create_table(
        "visits",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("url"),
    )
    op.create_table(
        "pages",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("copy", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=16), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("requested", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("fetched_at", Moment(), nullable=False),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("problem", sa.String(length=32), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("read_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["sha256"], ["contents.sha256"]),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_pages_sha256", "pages", ["sha256"], unique=False)
    op.create_index("ix_pages_state_number", "pages", ["state", "number"], unique=False)
    op.create_index("uq_pages_address_sha256", "pages", ["address", "sha256"], unique=True)
    op.create_table(
        "articles",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("page", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("read_at", Moment(), nullable=False),
        sa.Column("retired_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["page"], ["pages.number"]),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_articles_id", "articles", ["id"], unique=False)
    op.create_index("ix_articles_page", "articles", ["page"], unique=False)
    op.create_index("ix_articles_published", "articles", ["published"], unique=False)
    op.create_table(
        "events",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("observation", sa.Text(), nullable=False),
        sa.Column("page", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=True),
        sa.Column("event", sa.String(length=24), nullable=False),
        sa.Column("severity", sa.String(length=12), nullable=False),
        sa.Column("compared_to", sa.Text(), nullable=True),
        sa.Column("history", sa.Boolean(), nullable=False),
        sa.Column("told_when", sa.String(length=12), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("told_at", Moment(), nullable=False),
        sa.Column("retired_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["page"], ["pages.number"]),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_events_article", "events", ["article"], unique=False)
    op.create_index("ix_events_page_start", "events", ["page", "start"], unique=False)
    op.create_index("ix_events_series_told_at", "events", ["series", "told_at"], unique=False)
    op.create_index("ix_events_severity_number", "events", ["severity", "number"], unique=False)
    op.create_index("ix_events_told_at", "events", ["told_at"], unique=False)
    op.create_index(
        "uq_events_observation",
        "events",
        ["observation"],
        unique=True,
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.create_table(
        "findings",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("observation", sa.Text(), nullable=False),
        sa.Column("page", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("others", sa.Text(), nullable=False),
        sa.Column("found_at", Moment(), nullable=False),
        sa.Column("retired_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["page"], ["pages.number"]),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_findings_observation", "findings", ["observation"], unique=False)
    op.create_table(
        "keys",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("page", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["page"], ["pages.number"]),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_keys_page", "keys", ["page"], unique=False)
    op.create_table(
        "observations",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("page", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("first", sa.Date(), nullable=True),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("shape", sa.String(length=24), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("published", sa.Date(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("set_aside", sa.Boolean(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("retired_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["page"], ["pages.number"]),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_observations_article_series", "observations", ["article", "series"], unique=False)
    op.create_index("ix_observations_metric_series", "observations", ["metric", "series"], unique=False)
    op.create_index("ix_observations_page_start", "observations", ["page", "start"], unique=False)
    op.create_index(
        "ix_observations_series_last_published", "observations", ["series", "last", "published"], unique=False
    )
    op.create_index(
        "ix_observations_series_shape_last_published",
        "observations",
        ["series", "shape", "last", "published"],
        unique=False,
    )
    op.create_index(
        "uq_observations_id",
        "observations",
        ["id"],
        unique=True,
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )


def downgrade() -> None:
    """Back."""
    op.drop_index(
        "uq_observations_id",
        table_name="observations",
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.drop_index("ix_observations_series_shape_last_published", table_name="observations")
    op.drop_index("ix_observations_series_last_published", table_name="observations")
    op.drop_index("ix_observations_page_start", table_name="observations")
    op.drop_index("ix_observations_metric_series", table_name="observations")
    op.drop_index("ix_observations_article_series", table_name="observations")
    op.drop_table("observations")
    op.drop_index("ix_keys_page", table_name="keys")
    op.drop_table("keys")
    op.drop_index("ix_findings_observation", table_name="findings")
    op.drop_table("findings")
    op.drop_index(
        "uq_events_observation",
        table_name="events",
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.drop_index("ix_events_told_at", table_name="events")
    op.drop_index("ix_events_severity_number", table_name="events")
    op.drop_index("ix_events_series_told_at", table_name="events")
    op.drop_index("ix_events_page_start", table_name="events")
    op.drop_index("ix_events_article", table_name="events")
    op.drop_table("events")
    op.drop_index("ix_articles_published", table_name="articles")
    op.drop_index("ix_articles_page", table_name="articles")
    op.drop_index("ix_articles_id", table_name="articles")
    op.drop_table("articles")
    op.drop_index("uq_pages_address_sha256", table_name="pages")
    op.drop_index("ix_pages_state_number", table_name="pages")
    op.drop_index("ix_pages_sha256", table_name="pages")
    op.drop_table("pages")
    op.drop_table("visits")
    op.drop_index("ix_runs_job_started_at", table_name="runs")
    op.drop_table("runs")
    op.drop_index("ix_outcomes_source_finished_at", table_name="outcomes")
    op.drop_index("ix_outcomes_source_complete_number", table_name="outcomes")
    op.drop_table("outcomes")
    op.drop_index("uq_deliveries_key_channel_recipient", table_name="deliveries")
    op.drop_index("ix_deliveries_channel_state_number", table_name="deliveries")
    op.drop_index("ix_deliveries_channel_recipient_number", table_name="deliveries")
    op.drop_table("deliveries")
    op.drop_index("ix_decisions_subject", table_name="decisions")
    op.drop_table("decisions")
    op.drop_table("contents")

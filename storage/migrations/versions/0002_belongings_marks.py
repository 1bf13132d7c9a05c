"""Parts and attachments of articles; marks by which retold stories are found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _number() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "belongings",
        sa.Column("page", _number(), sa.ForeignKey("pages.number"), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("member", _number(), sa.ForeignKey("pages.number"), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("page", "place"),
    )
    op.create_index("ix_belongings_member", "belongings", ["member"])
    op.create_table(
        "marks",
        sa.Column("mark", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("page", _number(), sa.ForeignKey("pages.number"), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("mark", "page"),
    )
    op.create_index("ix_marks_page", "marks", ["page"])


def downgrade() -> None:
    """Back."""
    op.drop_table("marks")
    op.drop_table("belongings")

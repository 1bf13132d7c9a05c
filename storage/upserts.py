"""Rows in, in batches, each statement known to both databases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert `rows`, leaving alone those whose unique key is there already."""
    if rows:
        connection.execute(_insert(connection, table).on_conflict_do_nothing(), rows)


def insert_or_replace(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert `rows` of one shape; where their primary key is there already, its other columns are replaced."""
    if not rows:
        return
    statement = _insert(connection, table)
    primary = [column.name for column in table.primary_key]
    others = {name: statement.excluded[name] for name in rows[0] if name not in primary}
    connection.execute(statement.on_conflict_do_update(index_elements=primary, set_=others), rows)


def _insert(connection: Connection, table: Table) -> Any:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)

"""The database opens, upgrades, locks and says what is wrong with it."""

from __future__ import annotations

import importlib.resources
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from models.errors import StorageError
from storage.database import Database, open_database
from storage.migrations import HEAD
from storage.schema import metadata


def test_migrations_make_the_tables_the_code_expects(database: Database) -> None:
    """After the migrations nothing is left that Alembic would change."""
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD


def test_head_is_the_newest_migration() -> None:
    """HEAD names the last file of versions/."""
    names = [f.name for f in importlib.resources.files("storage.migrations.versions").iterdir()]
    assert max(name for name in names if name[0].isdigit()).startswith(HEAD)


def test_sqlite_is_in_wal_mode(tmp_path: Path) -> None:
    """Readers do not wait for the writer."""
    with open_database(f"sqlite:///{tmp_path / 'new' / 'a.db'}") as database, database.reading() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"


def test_two_may_open_a_new_database_at_once(database_url: str) -> None:
    """Both find its tables made, once."""

    def touch(_: int) -> str | None:
        with open_database(database_url) as database, database.reading() as connection:
            found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
            return found

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(touch, range(4))) == [HEAD] * 4


def test_one_at_a_time(database: Database) -> None:
    """A job held by one is not given to another, and is free again afterwards."""
    with database.alone("read") as mine:
        assert mine
        with database.alone("read", wait=False) as theirs:
            assert not theirs
        with database.alone("other", wait=False) as free:
            assert free
    with database.alone("read", wait=False) as again:
        assert again


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://localhost/x", "only SQLite and PostgreSQL"),
        ("nonsense", "cannot be opened"),
        ("sqlite://", "needs a file"),
        ("postgresql://nobody:secret@127.0.0.1:1/x", "cannot be opened"),
    ],
)
def test_unusable_database_is_told(url: str, said: str) -> None:
    """The error names the database, says what is wrong, and keeps the password to itself."""
    with pytest.raises(StorageError, match=said) as caught:
        open_database(url)
    assert "secret" not in str(caught.value)


def test_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    """Somebody else's file is named, not overwritten."""
    file = tmp_path / "letter.db"
    file.write_text("Dear Sir or Madam, " * 100)
    with pytest.raises(StorageError, match="not a database"):
        open_database(f"sqlite:///{file}")
    assert file.read_text().startswith("Dear Sir")


def test_database_of_a_newer_version_is_told(database_url: str) -> None:
    """A database that a later version wrote is left alone."""
    with open_database(database_url) as database, database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match="another version"):
        open_database(database_url)

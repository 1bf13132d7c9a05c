"""The place of the one daemon on a database: taken, kept, and noticed when it was lost.

On SQLite it is a file lock, which dies with the process and not before. On PostgreSQL it is an advisory lock: it dies
with its connection too: when the server is restarted, the network breaks, or somebody ends the session.
"""

from __future__ import annotations

from contextlib import ExitStack, suppress
from zlib import crc32

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from models.errors import StorageError
from storage.database import Database

_KEY = crc32(b"shuzhi:daemon")


class Place:
    """The daemon's place on `database`. One thread at a time may use it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._files = ExitStack()
        self._connection: Connection | None = None

    def take(self) -> bool:
        """Take it; False where another process holds it.

        Raises:
            StorageError: the database cannot be asked.
        """
        if self._database.is_sqlite:
            return self._files.enter_context(self._database.alone("daemon", wait=False))
        self.leave()
        try:
            connection = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            self._connection = connection
            if connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _KEY}):
                return True
        except SQLAlchemyError as error:
            self.leave()
            shown = self._database.engine.url.render_as_string(hide_password=True)
            raise StorageError(shown, f"cannot be asked who is at work: {error}"[:300]) from error
        self.leave()
        return False

    def held(self) -> bool:
        """Whether it is still ours: the connection that holds it lives."""
        if self._database.is_sqlite:
            return True
        if self._connection is None:
            return False
        try:
            self._connection.scalar(text("SELECT 1"))
        except SQLAlchemyError:
            return False
        return True

    def leave(self) -> None:
        """Give it up."""
        self._files.close()
        if self._connection is not None:
            with suppress(SQLAlchemyError):
                # Not back into the pool: the lock would go on living in there.
                self._connection.invalidate()
                self._connection.close()
            self._connection = None

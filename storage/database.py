"""One database: SQLite in WAL mode in the home folder, or any PostgreSQL by URL.

with open_database(url) as database:
    with database.writing() as connection: ...   # one transaction; all of it or nothing
    with database.reading() as connection: ...
    with database.alone("read"): ...             # no other process of ours does this meanwhile
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Generator
from contextlib import ExitStack, closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Self
from zlib import crc32

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from models.errors import StorageError
from storage.migrations import HEAD, upgrade

_PAGE_CACHE_KIB = 2_048
"""SQLite's own, a connection: the system caches the file as well, so more of it only looks like a leak."""


def _sqlite_connect(raw: Any, _record: Any) -> None:
    # SQLAlchemy, not the driver, opens transactions: the driver would open them late and never immediate.
    raw.isolation_level = None
    cursor = raw.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "busy_timeout=60000",
        f"cache_size=-{_PAGE_CACHE_KIB}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    # A reader that later wants to write could find its snapshot outdated; writers therefore say so at once.
    mode = "" if connection.get_execution_options().get("reading") else " IMMEDIATE"
    connection.exec_driver_sql(f"BEGIN{mode}")


@dataclass(frozen=True, slots=True)
class Database:
    """An open database; `lock_folder` is where SQLite's process locks lie (PostgreSQL keeps its own).

    `turn` lets the threads of one process write to SQLite in turn: its own way of waiting is to sleep and try again,
    which may last for ever beside a thread that writes without pause.
    """

    engine: Engine
    lock_folder: Path | None
    turn: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite rather than PostgreSQL."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """A transaction that may write: committed at the end, undone when the block raises."""
        with _told(self.engine), self.turn if self.is_sqlite else nullcontext(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """A transaction that only reads."""
        with _told(self.engine), self.engine.connect() as plain:
            connection = plain.execution_options(reading=True)
            with connection.begin():
                yield connection

    @contextmanager
    def alone(self, job: str, *, wait: bool = True) -> Generator[bool]:
        """Hold `job` for this process alone; yields False where another holds it and `wait` is off.

        The lock dies with the process, however it dies.
        """
        with ExitStack() as stack:
            if self.lock_folder is not None:
                yield stack.enter_context(_file_lock(self.lock_folder / f"{job}.lock", wait=wait))
            else:
                yield stack.enter_context(_advisory_lock(self.engine, job, wait=wait))

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


@contextmanager
def _file_lock(path: Path, *, wait: bool) -> Generator[bool]:
    import fcntl

    file: IO[str]
    with path.open("a", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


@contextmanager
def _advisory_lock(engine: Engine, job: str, *, wait: bool) -> Generator[bool]:
    key = crc32(f"shuzhi:{job}".encode())
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if wait:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": key})
        elif not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}):
            yield False
            return
        try:
            yield True
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})


def in_order(connection: Connection, what: str) -> None:
    """Let only one transaction at a time number its rows for `what`, so that numbers commit in order.

    SQLite has one writer anyway; on PostgreSQL the lock falls with the transaction.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": crc32(f"shuzhi:order:{what}".encode())})


@contextmanager
def _told(engine: Engine) -> Generator[None]:
    """Driver errors as ours: which database, and the first line of what it said."""
    try:
        yield
    except DBAPIError as error:
        said = str(error.orig).strip().splitlines() or [type(error.orig).__name__]
        raise StorageError(engine.url.render_as_string(hide_password=True), said[0]) from error


@contextmanager
def copied(database: Database) -> Generator[Database]:
    """A database in which a long transaction disturbs nobody: a copy of a SQLite file, else the same one."""
    if not database.is_sqlite:
        yield database
        return
    with tempfile.TemporaryDirectory(prefix="shuzhi-") as folder:
        file = Path(folder) / "copy.db"
        with closing(database.engine.raw_connection()) as raw:  # beside SQLAlchemy: no transaction may be open
            raw.cursor().execute("VACUUM INTO ?", (str(file),))
        with open_database(f"sqlite:///{file}") as copy:
            yield copy


def open_database(url: str, *, lock_folder: Path | None = None) -> Database:
    """Open the database at SQLAlchemy URL `url`, creating or upgrading its tables.

    A SQLite file's folder is created; its process locks lie beside it unless `lock_folder` says otherwise.

    Raises:
        StorageError: the URL, the server, the file or its schema cannot be used.
    """
    try:
        address = make_url(url)
        if address.drivername in {"postgres", "postgresql"}:
            address = address.set(drivername="postgresql+psycopg")
        shown = address.render_as_string(hide_password=True)
        if address.get_backend_name() not in {"sqlite", "postgresql"}:
            raise StorageError(shown, "only SQLite and PostgreSQL are supported")
        if address.get_backend_name() == "sqlite":
            engine, lock_folder = _open_sqlite(url, address.database, lock_folder)
        else:
            engine, lock_folder = create_engine(address, pool_pre_ping=True), None
        _bring_up_or_close(engine, lock_folder)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, OSError) as error:
        raise StorageError(url.rsplit("@", maxsplit=1)[-1], f"cannot be opened: {error}") from error
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise StorageError(shown, f"cannot be opened: {said}") from error
    return Database(engine, lock_folder)


def _open_sqlite(url: str, file: str | None, lock_folder: Path | None) -> tuple[Engine, Path]:
    if not file or file == ":memory:":
        raise StorageError(url, "SQLite needs a file, so that more than one process can use it")
    folder = Path(file).resolve().parent
    folder.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url)
    event.listen(engine, "connect", _sqlite_connect)
    event.listen(engine, "begin", _sqlite_begin)
    return engine, lock_folder or folder


def _bring_up_or_close(engine: Engine, lock_folder: Path | None) -> None:
    try:
        _bring_up(engine, lock_folder)
    except BaseException:
        engine.dispose()
        raise


def _bring_up(engine: Engine, lock_folder: Path | None) -> None:
    """Create or upgrade the tables unless they are already what this version expects."""
    if _revision(engine) == HEAD:
        return
    with ExitStack() as stack:
        if lock_folder is not None:
            stack.enter_context(_file_lock(lock_folder / "upgrade.lock", wait=True))
        else:
            stack.enter_context(_advisory_lock(engine, "upgrade", wait=True))
        if _revision(engine) != HEAD:
            upgrade(engine)


def _revision(engine: Engine) -> str | None:
    """The schema's revision, None for an empty database."""
    for attempt in range(10):
        try:
            with engine.connect().execution_options(reading=True) as connection:
                if not engine.dialect.has_table(connection, "alembic_version"):
                    return None
                found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
                return found
        except DBAPIError as error:
            # Switching a new SQLite file to WAL ignores busy_timeout; two first starts at once may meet here.
            if "locked" not in str(error.orig) or attempt == 9:  # noqa: PLR2004 - the last of the attempts
                raise
            time.sleep(0.05)
    return None

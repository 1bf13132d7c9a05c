"""What every test may ask for: a database of its own on SQLite and on PostgreSQL, and the command line as a process.

PostgreSQL is the server that SHUZHI_TEST_POSTGRES names (a URL with the right to create databases), else the one on
this machine's usual port, else one started here from the machine's binaries. Without any of them those tests are
skipped, except under CI, where they fail.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from storage.database import Database, open_database

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

# A busy machine is no failure; and what CI says of a commit must not depend on chance.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def _answers(url: str) -> bool:
    engine = create_engine(url, connect_args={"connect_timeout": 3})
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    finally:
        engine.dispose()
    return True


def _binaries() -> Path | None:
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "pg_ctl").exists()), None)


@contextlib.contextmanager
def _private_server(binaries: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="shuzhi-pg-"))
    user = None
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        user = "nobody"
        shutil.chown(folder, user)
    data = folder / "data"

    def run(*words: str) -> None:
        subprocess.run(
            [str(binaries / words[0]), *words[1:]], check=True, capture_output=True, user=user, cwd=folder, timeout=60
        )

    run("initdb", "--pgdata", str(data), "--auth", "trust", "--username", "postgres", "--encoding", "UTF8", "--no-sync")
    options = f"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off"
    run("pg_ctl", "--pgdata", str(data), "--log", str(folder / "log"), "--wait", "-o", options, "start")
    try:
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "--pgdata", str(data), "--mode", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """URL of a PostgreSQL server on which databases may be made."""
    named = os.environ.get("SHUZHI_TEST_POSTGRES")
    for url in [named] if named else ["postgresql+psycopg://postgres@127.0.0.1:5432/postgres"]:
        if _answers(url):
            yield url
            return
    if named:
        pytest.fail(f"SHUZHI_TEST_POSTGRES names a server that does not answer: {named}")
    binaries = _binaries()
    if binaries is None:
        if os.environ.get("CI"):
            pytest.fail("no PostgreSQL: set SHUZHI_TEST_POSTGRES")
        pytest.skip("no PostgreSQL: set SHUZHI_TEST_POSTGRES")
    with _private_server(binaries) as url:
        yield url


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """URL of an empty database, dropped afterwards."""
    name = f"shuzhi_test_{uuid.uuid4().hex[:12]}"
    engine = create_engine(postgres, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
        yield make_url(postgres).set(database=name).render_as_string(hide_password=False)
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    finally:
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of an empty database: the test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'home' / 'shuzhi.db'}"
    found: str = request.getfixturevalue("postgres_url")
    return found


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open, empty database of each kind."""
    with open_database(database_url) as opened:
        yield opened


@pytest.fixture
def shared() -> Path:
    """The folder with gold texts and pages beside the repository; the test is skipped without it, but not under CI."""
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail("the folder `shared` is missing beside the repository")
        pytest.skip("the folder `shared` is not beside the repository")
    return SHARED


Shuzhi = Callable[..., "subprocess.CompletedProcess[str]"]


def command(*words: object) -> list[str]:
    """The command line as a process: what `shuzhi WORDS` runs."""
    return [sys.executable, "-m", "cli", *map(str, words)]


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a process of ours: nothing of the tester's own settings, `home` for its home."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SHUZHI_")}
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return {**clean, "SHUZHI_HOME": str(home), "PYTHONPATH": path, **more}


@pytest.fixture
def shuzhi(tmp_path: Path) -> Shuzhi:
    """Runs `shuzhi WORDS` with a home of its own in the test's folder; returns the finished process."""

    def run(*words: object, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command(*words),
            cwd=tmp_path,
            env=environment(tmp_path / "home", **more),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return run

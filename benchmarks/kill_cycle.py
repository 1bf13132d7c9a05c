"""Kill -9 at random moments of the cycle crawl, read, alert, deliver: what is lost, what is told twice.

    python -m benchmarks.kill_cycle --moments 100 --seed 1
    python -m benchmarks.kill_cycle --moments 30 --postgres postgresql+psycopg://postgres@127.0.0.1/postgres

With `--postgres` each cycle has a database of its own on that server, where databases may be made.

Each cycle begins with the sample site of 2022 crawled and read, and the articles of 2023 new on it. The daemon is
started, killed at a moment drawn from the length of an undisturbed cycle, started again, and left until its outbox is
empty. The mail server keeps each mail, waits a little, and only then says that it took it: that wait is the window in
which a killed process cannot know, and in which alone a repeat is allowed.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from demo.run import configure
from demo.site import serve
from tests.alerts.servers import mail_server
from tests.conftest import command, environment

WINDOW = 0.25
CLAIM = 4.0


@dataclass
class Slow:
    """A mail server's handler: keeps the mail, then waits `WINDOW` before it says so."""

    taken: list[tuple[float, str]] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802, ARG002
        """Keep it, then say so."""
        self.taken.append((time.monotonic(), str(message_from_bytes(envelope.content)["Message-ID"])))
        await asyncio.sleep(WINDOW)
        return "250 OK"


@dataclass(frozen=True, slots=True)
class Homes:
    """Homes in `folder`; each has its database on the PostgreSQL `server`, or, without one, a file of its own."""

    folder: Path
    server: str | None

    def url(self, home: Path) -> str:
        """The address of a home's database."""
        if self.server is None:
            return f"sqlite:///{home / 'shuzhi.db'}"
        return make_url(self.server).set(database=self._name(home)).render_as_string(hide_password=False)

    def new(self, name: str) -> Path:
        """An empty home."""
        home = self.folder / name
        home.mkdir()
        self._told(f"CREATE DATABASE {self._name(home)}")
        return home

    def copy(self, template: Path, name: str) -> Path:
        """A home with all that `template` knows."""
        home = Path(shutil.copytree(template, self.folder / name))
        self._told(f"CREATE DATABASE {self._name(home)} TEMPLATE {self._name(template)}")
        return home

    def drop(self, home: Path) -> None:
        """Forget a home."""
        shutil.rmtree(home)
        self._told(f"DROP DATABASE {self._name(home)} WITH (FORCE)")

    def environment(self, home: Path, root: Path) -> dict[str, str]:
        """The environment of a process of ours on that home."""
        return environment(home, SHUZHI_CONFIG=str(root), SHUZHI_DATABASE=self.url(home))

    def _name(self, home: Path) -> str:
        return f"{self.folder.name}_{home.name}".replace("-", "_").lower()

    def _told(self, words: str) -> None:
        if self.server is not None:
            engine = create_engine(self.server, poolclass=NullPool, isolation_level="AUTOCOMMIT")
            with engine.connect() as connection:
                connection.execute(text(words))


def settings(root: Path, port: int) -> None:
    """Everything quick, and mail to one reader."""
    tables: dict[str, dict[str, Any]] = {
        "crawl": {"window_days": 5000},
        "alerts": {"channels": ["smtp"], "stale_days": 5000},
        "digest": {"channels": ["smtp"], "time": "00:00"},
        "delivery": {"claim": CLAIM, "first_wait": 0.5},
        "daemon": {"crawl_minutes": 0.05, "deliver_seconds": 0.3},
        "channels.smtp": {
            "to": ["reader@example.org"],
            "sender": "shuzhi@example.org",
            "host": "127.0.0.1",
            "port": port,
            "security": "none",
            "timeout": 3.0,
        },
        "channels.webhook": {"timeout": 3.0},
        "channels.apprise": {"timeout": 3.0},
    }
    lines = [
        f"[{name}]\n" + "\n".join(f"{k} = {json.dumps(v)}" for k, v in keys.items()) for name, keys in tables.items()
    ]
    (root / "settings.toml").write_text("\n".join(lines), encoding="utf-8")


@contextlib.contextmanager
def daemon(homes: Homes, home: Path, root: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The daemon, killed at the end."""
    with (home / "log").open("ab") as log:
        process = subprocess.Popen(
            command("daemon"), cwd=home, env=homes.environment(home, root), stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
        process.wait()


def asked(url: str, question: str) -> list[tuple[Any, ...]]:
    """Rows straight from the database; none while it is busy."""
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(question))]
    except DBAPIError:
        return []


def events(url: str) -> list[tuple[Any, ...]]:
    """Which figures told something; what they tell follows the order of arrival, which a kill may change."""
    return sorted(asked(url, "SELECT observation FROM events WHERE retired_at IS NULL"))


def settled(url: str, wanted: int, messages: int, seconds: float = 60) -> bool:
    """Wait until every event is told and every message sent."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        states = dict(asked(url, "SELECT state, count(*) FROM deliveries GROUP BY state"))
        if len(events(url)) >= wanted and states.get("sent", 0) >= messages and set(states) == {"sent"}:
            return True
        time.sleep(0.1)
    return False


def prepared(homes: Homes, root: Path) -> Path:
    """A home that knows the site of 2022, and whose last digest was made long ago."""
    home = homes.new("template")
    env = homes.environment(home, root)
    subprocess.run(command("crawl", "--since", "2021-01-01"), cwd=home, env=env, check=True, capture_output=True)
    with create_engine(homes.url(home), poolclass=NullPool).begin() as connection:
        connection.execute(
            text(
                "INSERT INTO runs (job, started_at, finished_at, report) VALUES"
                " ('job:digest', '2026-01-01 00:00:00', '2026-01-01 00:00:01', '{}')"
            )
        )
    return home


def main() -> int:
    """Run the cycles and print what was counted; 1 if anything was lost or repeated outside the window."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moments", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", help="URL of a PostgreSQL server to make databases on")
    given = parser.parse_args()
    dice = random.Random(given.seed)  # noqa: S311
    folder = Path(tempfile.mkdtemp(prefix="shuzhi-kill-"))
    homes, root, box = Homes(folder, given.postgres), folder / "config", Slow()
    counted: Counter[str] = Counter()
    with serve() as site, mail_server(box) as port:  # type: ignore[arg-type]
        configure(root, site.base)
        settings(root, port)
        template = prepared(homes, root)
        site.edition = "2023"
        home = homes.copy(template, "reference")
        began = time.monotonic()
        with daemon(homes, home, root):
            # The number of messages is not known yet: wait until nothing has moved for a while.
            quiet = time.monotonic() + 60
            while time.monotonic() < quiet and not (box.taken and time.monotonic() - box.taken[-1][0] > 15):
                time.sleep(0.1)
        told, expected = events(homes.url(home)), {name for _, name in box.taken}
        length = box.taken[-1][0] - began + WINDOW
        print(f"undisturbed: {len(told)} events, {len(expected)} messages in {length:.1f} s")
        for number in range(given.moments):
            home = homes.copy(template, f"{number:03}")
            box.taken.clear()
            moment = dice.uniform(0, length * 1.1)
            with daemon(homes, home, root):
                time.sleep(moment)
            killed = time.monotonic()
            with daemon(homes, home, root):
                done = settled(homes.url(home), len(told), len(expected))
            judge(counted, box, killed, told=events(homes.url(home)) == told, done=done, expected=expected)
            if counted["lost"] or counted["repeated outside"] or counted["other events"]:
                print(f"moment {number} ({moment:.2f} s): {dict(counted)}; kept in {home}")
                break
            homes.drop(home)
    print(f"{number + 1} kills, seed {given.seed}: " + ", ".join(f"{n} {word}" for word, n in sorted(counted.items())))
    bad = bool(counted["lost"] or counted["repeated outside"] or counted["other events"])
    if not bad:
        homes.drop(folder / "reference")
        homes.drop(template)
        shutil.rmtree(folder)
    return int(bad)


def judge(counted: Counter[str], box: Slow, killed: float, *, told: bool, done: bool, expected: set[str]) -> None:
    """Count one cycle's outcome."""
    names = Counter(name for _, name in box.taken)
    counted["cycles unsettled"] += not done
    counted["other events"] += not told
    counted["lost"] += len(expected - set(names))
    counted["messages"] += len(box.taken)
    counted["killed before the first mail"] += all(at > killed for at, _ in box.taken)
    for name, times in names.items():
        if times > 1:
            # Allowed only where the first copy was accepted so shortly before the kill that its record was pending.
            first = min(at for at, other in box.taken if other == name)
            within = killed - WINDOW - 1.0 <= first <= killed
            counted["repeated in the window" if within else "repeated outside"] += times - 1


if __name__ == "__main__":
    sys.exit(main())
